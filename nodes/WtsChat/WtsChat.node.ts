import {
	type IExecuteFunctions,
	type IHookFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { outputs, properties } from './actions/properties';
import { listSearch, loadOptions, resourceMapping } from './pickers/lazy';
import { wtsChatApiTest } from './platform/lazyCredentialTest';
import { RESUME, WEBHOOKS } from './wait/webhooks';

export class WtsChat implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WTS Chat',
		name: 'wtsChat',
		icon: { light: 'file:wtsChat.svg', dark: 'file:wtsChat.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Answer sessions, send messages and templates, start chatbots, and manage contacts, sequences and CRM ' +
			'panels on WTS Chat',
		defaults: { name: 'WTS Chat' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs,
		credentials: [{ name: 'wtsChatApi', required: true, testedBy: 'wtsChatApiTest' }],
		webhooks: WEBHOOKS,
		properties,
		// For n8n's assistant, which chooses nodes and wires them.
		builderHint: {
			searchHint:
				'For chats with customers over WhatsApp, Instagram or Messenger on WTS Chat, Helena or flw.chat. Inside ' +
				'the 24-hour window send a text in the session, outside a template; Send Text or Template decides by ' +
				'itself. After the trigger, Collect Messages waits until the contact has finished. As a tool of an ' +
				'agent, take session and contact from the trigger and let the model fill in the rest.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-wts-chat.wtsChatTrigger',
					relationHint: 'Starts the workflow when a contact writes',
				},
				{
					nodeType: 'n8n-nodes-wts-chat.wtsChatMemory',
					relationHint: 'Gives an AI agent the conversation as its memory',
				},
			],
		},
	};

	methods = { credentialTest: { wtsChatApiTest }, listSearch, loadOptions, resourceMapping };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await (await import('./wait/subscription')).checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await (await import('./wait/subscription')).create(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await (await import('./wait/subscription')).remove(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		if (this.getWebhookName() === RESUME) return await (await import('./wait/resume')).takeCallToWaiting(this);
		return await (await import('./wait/router')).takeEvent(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const { run } = await import('./core/run');
		return await run(this);
	}
}
