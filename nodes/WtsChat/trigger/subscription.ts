import type { IHookFunctions } from 'n8n-workflow';

import { isSubscribed, type Listener, subscribe, TRIGGER_PREFIX, unsubscribe } from '../listening/subscription';
import { readSettings, readSource } from './settings';

/** What a trigger listens to; undefined for a chatbot's block, which needs no subscription. */
function listenerOf(context: IHookFunctions): Listener | undefined {
	const { source, events } = readSettings(context);
	return source === 'account' ? { prefix: TRIGGER_PREFIX, events, listens: () => true } : undefined;
}

/** Whether the account holds what it should, and nothing that was left behind. */
export async function checkExists(context: IHookFunctions): Promise<boolean> {
	return await isSubscribed(context, () => listenerOf(context));
}

/** Makes the account hold what it should. */
export async function create(context: IHookFunctions): Promise<boolean> {
	return await subscribe(context, () => listenerOf(context));
}

/** Removes the subscription of this node. */
export async function remove(context: IHookFunctions): Promise<boolean> {
	return await unsubscribe(context, () => readSource(context) === 'account');
}
