import { checkTemplate, prepareSend, sendMessageTemplate } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered } from '../../shared/delivery';
import { readSimplify, simplifyField } from '../../shared/lists';
import { templateLocator } from '../../shared/locators';
import { readSessionMetadata } from '../../shared/metadata';
import { sentOutput } from '../../shared/output';
import { readAddressing, recipientFields, recipientKey } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { readTemplateHeader, templateHeaderFields } from '../../shared/templateHeader';
import { readTemplateValues, templateValueFields } from '../../shared/templateValues';
import { refuseUnroutable } from '../../shared/unroutable';
import { readMessageOptions, templateSendOptions } from './sendOptions';

export const sendTemplate = defineOperation({
	value: 'sendTemplate',
	name: 'Send Template',
	action: 'Send template message',
	description: 'Send an approved template, which may start a conversation and goes outside the 24-hour window',
	fields: [
		...recipientFields({ fromRequired: true }),
		templateLocator({ hint: 'The list has the approved templates of the channel that sends' }),
		...templateValueFields,
		...templateHeaderFields,
		simplifyField,
		optionsField(templateSendOptions),
	],
	async read(item) {
		const params = {
			...readAddressing(item, { fromRequired: true }),
			templateId: item.id('templateId'),
			parameters: readTemplateValues(item),
			file: await readTemplateHeader(item),
			sessionMetadata: readSessionMetadata(item.group('options')),
			...readMessageOptions(item),
			simplify: readSimplify(item),
		};
		refuseUnroutable(item, params);
		return params;
	},
	async prepare(params, client) {
		const parameters = await checkTemplate(client, { ...params, hasFile: params.file !== undefined });
		return { ...params, parameters, prepared: await prepareSend(client, params, 'template') };
	},
	earlyOrderKey: ({ recipient }) => recipientKey(recipient),
	orderKey: ({ recipient, prepared }) => recipientKey(recipient, prepared),
	execute: async ({ simplify, delivery, ...params }, client) =>
		sentOutput(await delivered(client, await sendMessageTemplate(client, params), delivery), simplify),
});
