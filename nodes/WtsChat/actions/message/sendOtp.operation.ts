import { prepareSend, sendOneTimePassword } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { otpTemplateLocator } from '../../shared/locators';
import { orSuccess } from '../../shared/output';
import { readAddressing, recipientFields, recipientKey } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { readSenderIds } from '../../shared/senderIds';
import { callbackUrlField, senderIdFields } from '../../shared/sendFields';

export const sendOtp = defineOperation({
	value: 'sendOtp',
	name: 'Send One-Time Password',
	action: 'Send one time password',
	description: 'Send a code over WhatsApp with an authentication template; the output has the code',
	fields: [
		...recipientFields({ fromRequired: true, phonesOnly: true }),
		optionsField([
			callbackUrlField,
			{
				displayName: 'Code',
				name: 'code',
				type: 'string',
				typeOptions: { password: true },
				default: '',
				placeholder: 'e.g. 48213',
				description: 'The code to send. The platform makes one of five digits when it is empty.',
			},
			...senderIdFields,
			otpTemplateLocator({
				required: false,
				description: 'The authentication template. The platform chooses one when it is empty.',
			}),
		]),
	],
	read(item) {
		const options = item.group('options');
		const { recipient, sender } = readAddressing(item, { fromRequired: true });
		if ('to' in recipient && recipient.to.startsWith('@')) {
			throw item.refusal('to', 'is an Instagram user', 'One-time passwords go to phone numbers only.');
		}
		return {
			recipient,
			sender,
			code: options.optionalText('code'),
			templateId: options.optionalId('templateId'),
			callbackUrl: options.optionalUrl('callbackUrl'),
			...readSenderIds(item),
		};
	},
	prepare: async (params, client) => ({ ...params, ...(await prepareSend(client, params)) }),
	orderKey: ({ recipient }) => recipientKey(recipient),
	execute: async (params, client) => orSuccess(await sendOneTimePassword(client, params)),
});
