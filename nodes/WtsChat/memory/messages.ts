import type { Message } from '@n8n/ai-node-sdk';

import type { Message as PlatformMessage } from '../../../client';
import { type FlatMessage, flatMessage } from '../listening/conversation';
import { recordOf, textOf } from '../listening/loose';

/** What a conversation is told with. */
interface MemoryRules {
	/** Names of agents by their user ID; empty when names are not wanted. */
	names: ReadonlyMap<string, string>;
}

/** What says nothing to a model: a session that went to somebody else, a visit to a page. */
const WITHOUT_WORDS: ReadonlySet<unknown> = new Set(['TRANSITION', 'TRACK']);

/** Whether a message belongs into the memory. A message that was deleted or did not go out was not said. */
export function counts(message: PlatformMessage, includeNotes: boolean): boolean {
	if (message.type === 'NOTE') return includeNotes;
	if (WITHOUT_WORDS.has(message.type)) return false;
	const { status }: { status?: unknown } = message;
	return status !== 'FAILED' && status !== 'DELETED';
}

/** Text of the memory for what is no text, so that the model knows that something was there. */
function inBrackets(kind: string, ...what: Array<string | null>): string {
	const said = what.filter((one) => one !== null).join(', ');
	return said === '' ? `[${kind}]` : `[${kind}: ${said}]`;
}

function filesOf({ files, type, isTranscription }: FlatMessage): string[] {
	const kind = type === null || type === 'TEXT' || type === 'NOTE' ? 'file' : type.toLowerCase();
	if (isTranscription) return [inBrackets('voice message')];
	return files.map(({ name }) => inBrackets(kind, name));
}

/** A message as text: what was written or said, and what else it carried. */
export function textOfMessage(message: PlatformMessage): string {
	const flat = flatMessage({ ...message });
	const details = recordOf(message.details);
	const place = recordOf(details.location);
	const card = recordOf(details.contact);
	const parts = [
		...filesOf(flat),
		...(message.type === 'LOCATION'
			? [inBrackets('location', textOf(place.name), textOf(place.address), coordinates(place))]
			: []),
		...(message.type === 'CONTACT'
			? [inBrackets('contact', textOf(card.name), textOf(card.phoneNumber), textOf(card.email))]
			: []),
		...(flat.text === null ? [] : [flat.text]),
	];
	if (parts.length > 0) return parts.join('\n');
	return flat.type === null || flat.type === 'TEXT' ? '' : inBrackets(flat.type.toLowerCase());
}

function coordinates({ latitude, longitude }: Record<string, unknown>): string | null {
	return typeof latitude === 'number' && typeof longitude === 'number' ? `${latitude}, ${longitude}` : null;
}

/**
 * The messages of a conversation as a model takes them: the contact is the user, everyone who answered is the
 * assistant, notes are the system's. Text stays text, whatever it looks like. What has no text is left out.
 */
export function toMemory(messages: readonly PlatformMessage[], { names }: MemoryRules): Message[] {
	return messages.flatMap((message): Message[] => {
		const text = textOfMessage(message).trim();
		if (text === '') return [];
		const { author, userId } = flatMessage({ ...message });
		const name = userId === null ? undefined : names.get(userId.toLowerCase());
		const content = (said: string): Message['content'] => [{ type: 'text', text: said }];
		if (message.type === 'NOTE') {
			return [{ role: 'system', content: content(`Internal note${name === undefined ? '' : ` by ${name}`}: ${text}`) }];
		}
		if (author === 'contact') return [{ role: 'user', content: content(text) }];
		return [{ role: 'assistant', content: content(name === undefined ? text : `${name}: ${text}`) }];
	});
}
