import type { IAuthenticateGeneric, ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

import { countryOptions } from './countries';

export class WtsChatApi implements ICredentialType {
	name = 'wtsChatApi';

	displayName = 'WTS Chat API';

	icon: Icon = {
		light: 'file:../nodes/WtsChat/wtsChat.svg',
		dark: 'file:../nodes/WtsChat/wtsChat.dark.svg',
	};

	documentationUrl = 'https://github.com/n8n-nodes-wts-chat/n8n-nodes-wts-chat/blob/main/docs/credentials.md';

	properties: INodeProperties[] = [
		{
			displayName: 'API Token',
			name: 'apiToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			placeholder: 'e.g. pn_…',
			description:
				'The permanent token of the account: in the platform under Settings > Integrations > API integration. ' +
				'Paste the token alone, without "Bearer".',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.wts.chat',
			placeholder: 'e.g. https://api.wts.chat',
			description:
				'Scheme and host of the API, without a path. WTS Chat and Helena use https://api.wts.chat, flw.chat ' +
				'uses https://api.flw.chat; a white label may have a host of its own.',
		},
		{
			displayName: 'Default Country',
			name: 'defaultCountry',
			type: 'options',
			options: countryOptions,
			default: 'BR',
			description:
				'How phone numbers without + and a country code are read, and whether dates such as 05/03/2026 begin ' +
				'with the day or, as in the United States, with the month',
		},
	];

	/** Trimmed as the node and the credential's test do it: copying leaves blanks and line breaks. The node tests it. */
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{ $credentials.apiToken.trim() }}' } },
	};
}
