import { checkTemplate, prepareSend, sendTemplateBatch as sendBatch } from '../../../../client';
import { defineBatchOperation } from '../../core/operation';
import { batchSizeField, readBatchSize, sendTogether } from '../../shared/batch';
import { readSimplify, simplifyField } from '../../shared/lists';
import { templateLocator } from '../../shared/locators';
import { readSessionMetadata, sessionMetadataFields } from '../../shared/metadata';
import { readBatchAddressing, recipientFields, recipientKey } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { readSenderIds } from '../../shared/senderIds';
import { callbackUrlField, senderIdFields } from '../../shared/sendFields';
import { readTemplateHeader, templateHeaderFields } from '../../shared/templateHeader';
import { readTemplateValues, templateValueFields } from '../../shared/templateValues';
import { newSessionOptions, readNewSession } from './sendOptions';

export const sendTemplateBatch = defineBatchOperation({
	value: 'sendTemplateBatch',
	name: 'Send Template Batch',
	action: 'Send batch of template messages',
	description: 'Send templates to the recipients of all input items, up to 100 per request',
	fields: [
		...recipientFields({ fromRequired: true, without: ['session'] }),
		templateLocator({
			hint: 'Items of the same channel, template and session options share requests',
		}),
		...templateValueFields,
		...templateHeaderFields,
		simplifyField,
		optionsField([
			...newSessionOptions,
			batchSizeField('Messages'),
			callbackUrlField,
			...senderIdFields,
			...sessionMetadataFields,
		]),
	],
	async read(item) {
		const options = item.group('options');
		const { recipient, sender } = readBatchAddressing(item);
		const { ownSenderId, senderId = ownSenderId, skipIfSent } = readSenderIds(item);
		return {
			shared: { sender, templateId: item.id('templateId'), ...readNewSession(options), skipIfSent },
			simplify: readSimplify(item),
			batchSize: readBatchSize(options),
			ownSenderId,
			message: {
				recipient,
				parameters: readTemplateValues(item),
				file: await readTemplateHeader(item),
				senderId,
				callbackUrl: options.optionalUrl('callbackUrl'),
				sessionMetadata: readSessionMetadata(options),
			},
		};
	},
	async prepare(params, client) {
		const { shared, message } = params;
		const { file } = message;
		const { templateId } = shared;
		const values = { templateId, parameters: message.parameters, file, hasFile: file !== undefined };
		const parameters = await checkTemplate(client, values);
		const { recipient } = message;
		const { addresses, ...found } = await prepareSend(client, { ...shared, recipient }, 'template');
		return {
			...params,
			message: { ...message, parameters, recipient: addresses === undefined ? recipient : { to: addresses.to } },
			shared: { ...shared, ...found },
		};
	},
	batchSize: ({ batchSize }) => batchSize,
	groupKey: ({ shared }) => JSON.stringify(shared),
	earlyOrderKey: ({ message }) => recipientKey(message.recipient),
	// Results are found by sender ID; two messages to one recipient go one after the other.
	onceKeys: ({ message }) => [`sender ${message.senderId}`, recipientKey(message.recipient)],
	executeBatch: async (batch, client) => await sendTogether(sendBatch, batch, client),
});
