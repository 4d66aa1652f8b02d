import { addressesOf, checkTemplate, queuedOnlyOptions, sendSessionTemplate } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered, deliveryFields, readDelivery } from '../../shared/delivery';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sessionLocator, templateLocator } from '../../shared/locators';
import { readSessionMetadata, sessionMetadataFields } from '../../shared/metadata';
import { sentOutput } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { readSenderIds } from '../../shared/senderIds';
import { callbackUrlField, senderIdFields, waitForResultField } from '../../shared/sendFields';
import { readTemplateHeader, templateHeaderFields } from '../../shared/templateHeader';
import { readTemplateValues, templateValueFields } from '../../shared/templateValues';
import { refuseUnroutable } from '../../shared/unroutable';

export const sendTemplate = defineOperation({
	value: 'sendTemplate',
	name: 'Send Template',
	action: 'Send template in session',
	description: 'Send an approved template to the contact of a session, also outside the 24-hour window',
	fields: [
		sessionLocator({ description: 'The conversation to send in' }),
		templateLocator(
			{ hint: 'The list has the approved templates of the channel of the session' },
			'searchTemplatesOfSession',
		),
		...templateValueFields,
		...templateHeaderFields,
		simplifyField,
		optionsField([
			...deliveryFields,
			callbackUrlField,
			...senderIdFields,
			...sessionMetadataFields,
			{
				...waitForResultField,
				description:
					'Whether to wait until the channel has taken the message, at most 25 seconds. Not together with ' +
					'Sender ID, Callback URL or Session Metadata.',
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
			...readSenderIds(item),
			callbackUrl: options.optionalUrl('callbackUrl'),
			sessionMetadata: readSessionMetadata(options),
			simplify: readSimplify(item),
		};
		refuseUnroutable(item, params);
		return params;
	},
	async prepare(params, client) {
		const { sessionId, templateId, parameters, file } = params;
		const values = { templateId, parameters, file, hasFile: file !== undefined };
		return {
			...params,
			parameters: await checkTemplate(client, values),
			// What the route of the session does not take goes out by address.
			addresses: queuedOnlyOptions(params).length === 0 ? undefined : await addressesOf(client, sessionId),
		};
	},
	orderKey: ({ sessionId }) => sessionId,
	execute: async ({ simplify, delivery, ...params }, client) =>
		sentOutput(await delivered(client, await sendSessionTemplate(client, params), delivery), simplify),
});
