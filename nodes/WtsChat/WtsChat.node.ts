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

import { properties } from './actions';
import { OUTPUTS } from './core/outputs';
import { run } from './core/run';
import { listSearch, loadOptions, resourceMapping } from './pickers';
import { wtsChatApiTest } from './platform/credentialTest';
import { takeCallToWaiting } from './wait/resume';
import { takeEvent } from './wait/router';
import { checkExists, create, remove } from './wait/subscription';
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
			'Answer sessions, send messages and templates, start chatbots, and manage contacts, sequences and CRM panels on WTS Chat',
		defaults: { name: 'WTS Chat' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: OUTPUTS,
		credentials: [{ name: 'wtsChatApi', required: true, testedBy: 'wtsChatApiTest' }],
		webhooks: WEBHOOKS,
		properties,
	};

	methods = { credentialTest: { wtsChatApiTest }, listSearch, loadOptions, resourceMapping };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkExists(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await create(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await remove(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return this.getWebhookName() === RESUME ? await takeCallToWaiting(this) : await takeEvent(this);
	}

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this);
	}
}
