import type { IDataObject } from 'n8n-workflow';
import { isRecord } from '../../../client';
import { withoutMarkers } from '../listening/awaited';
import { flatFile, uniqueFiles } from '../listening/conversation';
import { firstOf, idOf, type Loose, listOf, recordOf, textOf, textsOf } from '../listening/loose';
import type { PlatformEvent } from './events';

/** How a chatbot's webhook block appears among the events. */
const BLOCK_EVENT = 'CHATBOT_BLOCK';

/** What only a block sends. */
export interface BlockData {
	responseKeys: string[];
	questions: Loose;
	menus: Loose;
	templates: Loose;
	sessionNumber: string | null;
}

/** Reads the call of a block as an event about a session; undefined when it is none. */
export function readBlock(body: unknown): { event: PlatformEvent; block: BlockData } | undefined {
	const outer = recordOf(body);
	const call = isRecord(outer.body) && !('sessionId' in outer) ? outer.body : outer;
	const session = recordOf(call.session);
	const sessionId = firstOf(idOf(call.sessionId), idOf(session.id));
	if (sessionId === null && !Array.isArray(call.responseKeys)) return undefined;
	const contact = recordOf(call.contact);
	const channel = recordOf(call.channel);
	const last = recordOf(call.lastMessage);
	const all = recordOf(call.lastMessagesAggregated);
	const text = firstOf(textOf(all.text), textOf(last.text), textOf(call.lastContactMessage), textOf(call.lastMessage));
	const files = [...listOf(all.files), last.file].flatMap(flatFile);
	const event: PlatformEvent = {
		type: BLOCK_EVENT,
		kind: 'session',
		date: textOf(last.createdAt),
		content: {
			...session,
			id: sessionId,
			metadata: call.metadata,
			contactId: contact.id,
			contactDetails: contact,
			channelId: channel.id,
			channelType: channel.platform,
			channelDetails: channel,
			lastMessageText: text,
		},
		id: sessionId,
		updatedAt: null,
		changes: undefined,
		message: {
			messageId: idOf(last.id),
			sessionId,
			text,
			type: textOf(last.type),
			status: null,
			direction: 'inbound',
			rawDirection: null,
			author: 'contact',
			userId: null,
			senderId: null,
			replyToId: null,
			isTranscription: false,
			files: uniqueFiles(files),
			createdAt: textOf(last.createdAt),
			updatedAt: null,
		},
		body: call,
	};
	return {
		event,
		block: {
			responseKeys: textsOf(call.responseKeys),
			questions: recordOf(withoutMarkers(call.questions)),
			menus: recordOf(withoutMarkers(call.menus)),
			templates: recordOf(withoutMarkers(call.templates)),
			sessionNumber: textOf(session.number),
		},
	};
}

/** What a block's item has beside the fields of every event: the message that it ended with, and its answers so far. */
export function withBlock(item: IDataObject, { message }: PlatformEvent, block: BlockData): IDataObject {
	return {
		...item,
		// A block runs while its chatbot does.
		handledBy: item.agentId === null ? 'chatbot' : item.handledBy,
		messageId: message?.messageId ?? null,
		type: message?.type ?? null,
		direction: 'inbound',
		author: 'contact',
		files: message?.files ?? [],
		...block,
	};
}
