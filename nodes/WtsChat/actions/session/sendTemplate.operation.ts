import { checkTemplate, sendSessionTemplate } from '../../../../client';
import { callbackUrlField, senderIdField, waitForResultField } from '../../fields/common';
import { sessionLocator, templateLocator } from '../../fields/locators';
import { jsonField, readKeyValues, rowsField } from '../../fields/rows';
import { optionsField } from '../../fields/runOptions';
import { refuseUnroutable } from '../../fields/sessionSend';
import { orSuccess } from '../../fields/simplify';
import { readTemplateHeader, templateHeaderFields } from '../../fields/templateHeader';
import { readTemplateValues, templateValueFields } from '../../fields/templateValues';
import { defineOperation } from '../../operation';

export const sendTemplate = defineOperation({
	value: 'sendTemplate',
	name: 'Send Template',
	action: 'Send template in session',
	description: 'Send an approved template to the contact of a session, also outside the 24-hour window',
	fields: [
		sessionLocator({ description: 'The conversation to send in' }),
		templateLocator({
			description: 'The template to send',
			hint: 'The list has the approved templates of the channel of the session',
		}),
		...templateValueFields,
		...templateHeaderFields,
		optionsField([
			callbackUrlField,
			senderIdField,
			rowsField(
				'Session Metadata',
				'sessionMetadata',
				'Values that chatbots and webhooks see while the session is active',
				'orderNumber',
			),
			jsonField('Session Metadata (JSON)', 'sessionMetadataJson', '{"orderNumber": 1042}'),
			{
				...waitForResultField,
				description:
					'Whether to wait until the channel has taken the message, at most 25 seconds. Not together with Sender ID, Callback URL or Session Metadata.',
			},
		]),
	],
	async read(item) {
		const options = item.group('options');
		const params = {
			sessionId: item.id('sessionId'),
			templateId: item.id('templateId'),
			parameters: readTemplateValues(item),
			file: await readTemplateHeader(item),
			waitForResult: options.flag('waitForResult'),
			senderId: options.optionalText('senderId'),
			ownSenderId: item.ownSenderId(),
			callbackUrl: options.optionalUrl('callbackUrl'),
			sessionMetadata: readKeyValues(
				{ item: options, name: 'sessionMetadata' },
				{ item: options, name: 'sessionMetadataJson' },
			),
		};
		refuseUnroutable(item, params);
		return params;
	},
	async check({ templateId, parameters, file }, client) {
		await checkTemplate(client, { templateId, parameters, file, hasFile: file !== undefined });
	},
	orderKey: ({ sessionId }) => sessionId,
	execute: async (params, client) => orSuccess(await sendSessionTemplate(client, params)),
});
