import type { INodeProperties } from 'n8n-workflow';

import { prepareScheduledMessage, type ScheduledContent, scheduleMessage } from '../../../../client';
import { defineOperation } from '../../core/operation';
import type { ItemReader } from '../../core/reader';
import { requireChatbot } from '../../shared/chatbotReference';
import { readSimplify, simplifyField } from '../../shared/lists';
import { chatbotLocator, departmentLocator, templateLocator } from '../../shared/locators';
import { orSuccess } from '../../shared/output';
import { readAddressing, recipientFields } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { hiddenSessionField } from '../../shared/sendFields';
import { shownFor } from '../../shared/shownFor';
import { readTemplateHeader, templateHeaderFields } from '../../shared/templateHeader';
import { readTemplateValues, templateValueFields } from '../../shared/templateValues';
import { readScheduledAt, scheduledAtField, simplifyScheduled } from './scheduled';

const forMessage = (messageType: 'chatbot' | 'template', field: INodeProperties): INodeProperties =>
	shownFor(field, 'messageType', messageType);

async function readContent(item: ItemReader): Promise<ScheduledContent> {
	const type = item.optionalChoice('messageType', ['chatbot', 'template']) ?? 'template';
	if (type === 'chatbot') return requireChatbot(item);
	return {
		templateId: item.id('templateId'),
		parameters: readTemplateValues(item),
		file: await readTemplateHeader(item),
	};
}

export const schedule = defineOperation({
	value: 'schedule',
	name: 'Schedule',
	action: 'Schedule message',
	description: 'Have a template or a chatbot go out at a later time',
	fields: [
		...recipientFields({ phonesOnly: true }),
		{ ...scheduledAtField, required: true },
		{
			displayName: 'Message Type',
			name: 'messageType',
			type: 'options',
			options: [
				{ name: 'Chatbot', value: 'chatbot' },
				{ name: 'Template', value: 'template' },
			],
			default: 'template',
			description: 'What goes out; the platform schedules nothing else',
		},
		forMessage('chatbot', chatbotLocator()),
		forMessage('template', templateLocator({ hint: 'The list has the approved templates of the channel that sends' })),
		...[...templateValueFields, ...templateHeaderFields].map((field) => forMessage('template', field)),
		simplifyField,
		optionsField([
			departmentLocator({ required: false, description: 'The department of the session that the message starts' }),
			hiddenSessionField,
		]),
	],
	async read(item) {
		const options = item.group('options');
		const addressing = readAddressing(item, { phonesOnly: 'Scheduled messages' });
		const scheduling = readScheduledAt(item);
		if (scheduling === undefined) throw item.emptyError('scheduledAt');
		return {
			...addressing,
			scheduling,
			content: await readContent(item),
			departmentId: options.optionalId('departmentId'),
			hiddenSession: options.optionalFlag('hiddenSession'),
			simplify: readSimplify(item),
		};
	},
	prepare: async ({ simplify, ...message }, client) => ({
		message: await prepareScheduledMessage(client, message),
		simplify,
	}),
	orderKey: ({ message }) => message.body.to,
	async execute({ message, simplify }, client) {
		const saved = await scheduleMessage(client, message);
		if (saved === undefined) return orSuccess({});
		return simplify ? simplifyScheduled(saved) : saved;
	},
});
