import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	NodeConnectionTypes,
} from 'n8n-workflow';

import { properties } from './actions';
import { OUTPUTS } from './core/outputs';
import { run } from './core/run';
import { listSearch, loadOptions, resourceMapping } from './pickers';
import { wtsChatApiTest } from './platform/credentialTest';

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
		properties,
	};

	methods = { credentialTest: { wtsChatApiTest }, listSearch, loadOptions, resourceMapping };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await run(this);
	}
}
