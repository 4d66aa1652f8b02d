import { checkTemplate, sendSessionTemplate } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered, deliveryFields, readDelivery } from '../../shared/delivery';
import { sessionLocator, templateLocator } from '../../shared/locators';
import { orSuccess } from '../../shared/output';
import { jsonField, readKeyValues, rowsField } from '../../shared/rows';
import { optionsField } from '../../shared/runOptions';
import { callbackUrlField, senderIdField, waitForResultField } from '../../shared/sendFields';
import { readTemplateHeader, templateHeaderFields } from '../../shared/templateHeader';
import { readTemplateValues, templateValueFields } from '../../shared/templateValues';
import { refuseUnroutable } from './sendOptions';

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
			...deliveryFields,
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
			delivery: readDelivery(options),
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
	async prepare(params, client) {
		const { templateId, parameters, file } = params;
		await checkTemplate(client, { templateId, parameters, file, hasFile: file !== undefined });
		return params;
	},
	orderKey: ({ sessionId }) => sessionId,
	execute: async (params, client) =>
		orSuccess(await delivered(client, await sendSessionTemplate(client, params), params.delivery)),
});
