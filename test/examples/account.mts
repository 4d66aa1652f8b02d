import type { Examples } from './example.mts';

export const accountExamples: Examples = {
	getOfficeHours: () => ({
		parameters: { simplify: '={{ $json.simple }}' },
		items: [{ simple: true }, { simple: 'true' }],
		bad: { item: { simple: 'a little' }, message: /"Simplify" must be true or false/ },
	}),
	checkOfficeHours: () => ({
		parameters: { at: '={{ $json.at }}', options: { timezone: '={{ $json.timezone }}' } },
		items: [
			{ at: '2026-11-20T10:00:00', timezone: '' },
			{ at: '2026-11-21T10:00:00', timezone: 'Europe/Lisbon' },
		],
		bad: { item: { at: 'soon', timezone: '' }, message: /"At" is not a date: "soon"/ },
	}),
	getChannels: () => ({
		parameters: { returnAll: false, limit: '={{ $json.limit }}', filters: { channelType: '={{ $json.type }}' } },
		items: [
			{ limit: 2, type: 'All' },
			{ limit: 50, type: 'Instagram' },
		],
		bad: { item: { limit: 1, type: 'Fax' }, message: /"Channel Type" is "Fax", which is not one of/ },
	}),
	getCustomFields: () => ({
		parameters: { entityType: '={{ $json.entity }}', returnAll: true, options: { nestedList: '={{ $json.nested }}' } },
		items: [
			{ entity: 'CONTACT', nested: false },
			{ entity: 'PANEL', nested: true },
		],
		bad: { item: { entity: 'COMPANY', nested: false }, message: /"Entity Type" is "COMPANY", which is not one of/ },
	}),
	uploadFile: () => ({
		parameters: { binaryPropertyName: '={{ $json.field }}', fileType: '={{ $json.type }}' },
		binary: {
			photo: { data: Buffer.from('a photo').toString('base64'), mimeType: 'image/png', fileName: 'photo.png' },
			invoice: { data: Buffer.from('%PDF-1.4').toString('base64'), mimeType: 'application/pdf', fileName: 'a.pdf' },
		},
		items: [
			{ field: 'photo', type: 'auto' },
			{ field: 'invoice', type: 'PDF' },
		],
		bad: {
			item: { field: 'contract', type: 'auto' },
			message: /"Input Binary Field" is "contract", but the item has/,
		},
	}),
};
