import {
	type INodeType,
	type INodeTypeDescription,
	type ISupplyDataFunctions,
	NodeConnectionTypes,
	type SupplyData,
} from 'n8n-workflow';

import { memoryFields } from './memory/fields';
import { listSearch } from './pickers/lazy';
import { wtsChatApiTest } from './platform/lazyCredentialTest';

export class WtsChatMemory implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WTS Chat Memory',
		name: 'wtsChatMemory',
		icon: { light: 'file:wtsChat.svg', dark: 'file:wtsChat.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ "last " + $parameter["contextWindowLength"] + " messages" }}',
		description: 'Give an AI agent the conversation of a WTS Chat session as its memory',
		defaults: { name: 'WTS Chat Memory' },
		inputs: [],
		outputs: [NodeConnectionTypes.AiMemory],
		outputNames: ['Memory'],
		credentials: [{ name: 'wtsChatApi', required: true, testedBy: 'wtsChatApiTest' }],
		properties: memoryFields,
		builderHint: {
			searchHint:
				'The memory of an AI agent that answers in a WTS Chat session: it reads the conversation from the ' +
				'platform, so no database is needed.',
			relatedNodes: [
				{ nodeType: 'n8n-nodes-wts-chat.wtsChatTrigger', relationHint: 'Gives the session that is remembered' },
			],
		},
	};

	methods = { credentialTest: { wtsChatApiTest }, listSearch };

	async supplyData(this: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
		return await (await import('./memory/supply')).supplyConversation(this, itemIndex);
	}
}
