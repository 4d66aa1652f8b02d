import { type ISupplyDataFunctions, NodeOperationError, type SupplyData } from 'n8n-workflow';

import { connect } from '../platform/account';
import { toNodeError } from '../platform/errors';
import { toMemory } from './messages';
import { agentNames, readMemory, readMemoryParameters } from './read';

type Sdk = typeof import('@n8n/ai-node-sdk');

/**
 * n8n's own copy of its SDK for AI nodes.
 * @throws {NodeOperationError} on an n8n that has none.
 */
async function sdkOf(context: ISupplyDataFunctions): Promise<Sdk> {
	const sdk = await import('@n8n/ai-node-sdk').catch(() => undefined);
	if (sdk !== undefined) return sdk;
	throw new NodeOperationError(context.getNode(), 'This version of n8n cannot run WTS Chat Memory', {
		description:
			"It needs n8n's SDK for AI nodes, which newer versions bring along. Update n8n, or get the conversation " +
			'with the operation Get Messages and put it into the prompt.',
	});
}

/**
 * Gives an AI agent the conversation of a session as its memory. Nothing is ever written to it: an answer gets there by
 * being sent.
 */
export async function supplyConversation(context: ISupplyDataFunctions, itemIndex: number): Promise<SupplyData> {
	const { BaseChatHistory, WindowedChatMemory, supplyMemory } = await sdkOf(context);
	try {
		const parameters = readMemoryParameters(context, itemIndex);
		const client = await connect(context);

		class Conversation extends BaseChatHistory {
			/** Agents ask more than once in a run; the conversation is read once. */
			private messages: ReturnType<Conversation['read']> | undefined;

			async getMessages() {
				this.messages ??= this.read();
				return await this.messages;
			}

			private async read() {
				try {
					const [messages, names] = await Promise.all([
						readMemory(client, parameters),
						parameters.includeNames ? agentNames(client) : new Map<string, string>(),
					]);
					return toMemory(messages, { names });
				} catch (error) {
					throw toNodeError(context.getNode(), error, itemIndex);
				}
			}

			async addMessage() {}

			async clear() {}
		}

		// The history has its own window, in messages; the memory's, in pairs of them, must not cut into it.
		return supplyMemory(context, new WindowedChatMemory(new Conversation(), { windowSize: parameters.limit }));
	} catch (error) {
		throw toNodeError(context.getNode(), error, itemIndex);
	}
}
