import { type IHookFunctions, SEND_AND_WAIT_OPERATION } from 'n8n-workflow';

import { ASK_EVENTS, ASK_PREFIX } from '../listening/awaited';
import { recordOf } from '../listening/loose';
import { isSubscribed, type Listener, subscribe, unsubscribe } from '../listening/subscription';

const asks = (parameters: unknown): boolean => recordOf(parameters).operation === SEND_AND_WAIT_OPERATION;

function listenerOf(context: IHookFunctions): Listener | undefined {
	if (!asks(context.getNode().parameters)) return undefined;
	return { prefix: ASK_PREFIX, events: ASK_EVENTS, listens: ({ parameters }) => asks(parameters) };
}

export async function checkExists(context: IHookFunctions): Promise<boolean> {
	return await isSubscribed(context, () => listenerOf(context));
}

export async function create(context: IHookFunctions): Promise<boolean> {
	return await subscribe(context, () => listenerOf(context));
}

export async function remove(context: IHookFunctions): Promise<boolean> {
	return await unsubscribe(context, () => asks(context.getNode().parameters));
}
