import { prepareSend, sendOneTimePassword } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { templateLocator } from '../../shared/locators';
import { orSuccess } from '../../shared/output';
import { readAddressing, recipientFields, recipientKey } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { readSenderIds } from '../../shared/senderIds';
import { callbackUrlField, senderIdFields } from '../../shared/sendFields';
import { simplifyOtp } from './output';

export const sendOtp = defineOperation({
	value: 'sendOtp',
	name: 'Send One-Time Password',
	action: 'Send one time password',
	description: 'Send a code over WhatsApp with an authentication template; the output has the code',
	fields: [
		...recipientFields({ fromRequired: true, phonesOnly: true }),
		simplifyField,
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
			templateLocator(
				{
					required: false,
					description: 'The authentication template. The platform chooses one when it is empty.',
				},
				'searchOtpTemplates',
			),
		]),
	],
	read(item) {
		const options = item.group('options');
		return {
			...readAddressing(item, { fromRequired: true, phonesOnly: 'One-time passwords' }),
			code: options.optionalText('code'),
			templateId: options.optionalId('templateId'),
			callbackUrl: options.optionalUrl('callbackUrl'),
			...readSenderIds(item),
			simplify: readSimplify(item),
		};
	},
	prepare: async (params, client) => ({ ...params, prepared: await prepareSend(client, params, 'otp') }),
	earlyOrderKey: ({ recipient }) => recipientKey(recipient),
	orderKey: ({ recipient, prepared }) => recipientKey(recipient, prepared),
	async execute({ simplify, ...params }, client) {
		const sent = await sendOneTimePassword(client, params);
		return orSuccess(simplify ? simplifyOtp(sent) : sent);
	},
});
