import type { ISupplyDataFunctions } from 'n8n-workflow';
import type { Message as PlatformMessage } from '../../../client';
import { isRecord } from '../../../client';
import { authorOf } from '../listening/author';
import { idOf, listOf } from '../listening/loose';
import { textOfMessage } from './messages';

/** What the agent is answering right now, as far as the item that it runs on says so. */
export interface Answering {
	/** IDs of the messages, in lower case. */
	ids: ReadonlySet<string>;
	/** All texts of the item: one of them is, or went into, the prompt. */
	texts: readonly string[];
}

/** Enough to find the prompt in any item that a person would make. */
const MOST_TEXTS = 200;
const DEEPEST = 6;

function textsIn(value: unknown, into: string[], depth = 0): void {
	if (into.length >= MOST_TEXTS || depth > DEEPEST) return;
	if (typeof value === 'string') into.push(normal(value));
	else if (Array.isArray(value)) for (const one of value) textsIn(one, into, depth + 1);
	else if (isRecord(value)) for (const one of Object.values(value)) textsIn(one, into, depth + 1);
}

function idsIn(json: unknown): string[] {
	if (!isRecord(json)) return [];
	return [json.messageId, ...listOf(json.messageIds)].flatMap((value) => idOf(value)?.toLowerCase() ?? []);
}

/** Blanks and case do not make another message. */
function normal(text: string): string {
	return text.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
}

/** Reads the item that the agent runs on, and that of the trigger which started it. */
export function readAnswering(
	context: ISupplyDataFunctions,
	itemIndex: number,
	messageId: string | undefined,
): Answering {
	const items = [itemOf(context, itemIndex), triggerItem(context, itemIndex)];
	const texts: string[] = [];
	textsIn(items[0], texts);
	return {
		ids: new Set([...(messageId === undefined ? [] : [messageId.toLowerCase()]), ...items.flatMap(idsIn)]),
		texts: texts.filter((text) => text !== ''),
	};
}

function itemOf(context: ISupplyDataFunctions, itemIndex: number): unknown {
	return evaluated(context, '{{ $json }}', itemIndex);
}

/** The item of the WTS Chat Trigger before the agent, if there is one. */
function triggerItem(context: ISupplyDataFunctions, itemIndex: number): unknown {
	const before = evaluated(context, '{{ $prevNode.name }}', itemIndex);
	if (typeof before !== 'string' || before === '') return undefined;
	const trigger = context.getParentNodes(before).find(({ type }) => type.endsWith('.wtsChatTrigger'));
	if (trigger === undefined) return undefined;
	return evaluated(context, `{{ $(${JSON.stringify(trigger.name)}).item.json }}`, itemIndex);
}

/** Undefined when n8n cannot tell: an item that is not paired, an agent that has no item. */
function evaluated(context: ISupplyDataFunctions, expression: string, itemIndex: number): unknown {
	try {
		return context.evaluateExpression(expression, itemIndex);
	} catch {
		return undefined;
	}
}

/**
 * Leaves out what is being answered: the model gets it as its prompt. Known by ID, else by text: then only
 * messages of the contact at the end of the conversation count, since whatever was answered is past.
 */
export function withoutAnswered(messages: readonly PlatformMessage[], { ids, texts }: Answering): PlatformMessage[] {
	const isNamed = ({ id }: PlatformMessage) => id !== undefined && ids.has(id.toLowerCase());
	if (messages.some(isNamed)) return messages.filter((message) => !isNamed(message));
	const kept = [...messages];
	for (let place = kept.length - 1; place >= 0; place--) {
		const message = kept[place];
		if (message === undefined || message.type === 'NOTE') continue;
		if (authorOf({ ...message }).author !== 'contact') break;
		const text = normal(textOfMessage(message));
		if (text !== '' && texts.some((one) => one.includes(text))) kept.splice(place, 1);
	}
	return kept;
}
