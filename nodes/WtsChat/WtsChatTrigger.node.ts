import {
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { filterOptions } from './pickers/lazy';
import { wtsChatApiTest } from './platform/lazyCredentialTest';
import { webhook } from './trigger/description';
import { OUTPUTS, triggerFields } from './trigger/fields';

export class WtsChatTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WTS Chat Trigger',
		name: 'wtsChatTrigger',
		icon: { light: 'file:wtsChat.svg', dark: 'file:wtsChat.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ $parameter["source"] === "chatbotBlock" ? "chatbot block" : ($parameter["events"] || []).join(", ") }}',
		description:
			'Starts a workflow when a contact writes, a session opens or closes, a contact or card changes, or a ' +
			'chatbot asks',
		eventTriggerDescription: 'Waiting for something to happen on WTS Chat',
		activationMessage: 'The workflow now runs when something happens on WTS Chat.',
		// One of n8n's rules wants it named, the other one does not want it on.
		usableAsTool: undefined,
		defaults: { name: 'WTS Chat Trigger' },
		inputs: [],
		outputs: OUTPUTS,
		credentials: [{ name: 'wtsChatApi', required: true, testedBy: 'wtsChatApiTest' }],
		webhooks: [webhook],
		properties: triggerFields,
	};

	methods = { credentialTest: { wtsChatApiTest }, loadOptions: filterOptions };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await (await import('./trigger/subscription')).checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await (await import('./trigger/subscription')).create(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await (await import('./trigger/subscription')).remove(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await (await import('./trigger/webhook')).takeCall(this);
	}
}
