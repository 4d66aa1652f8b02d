import { isWindowOpen, type Message, newestMessages, type Session, type WtsClient } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { authorOf, handlerOf } from '../../listening/author';
import { flatMessage } from '../../listening/conversation';
import { sessionLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';

/** Enough to find the last message of each side in nearly every conversation, in one request. */
const LOOKED_AT = 50;

export const getHandling = defineOperation({
	value: 'getHandling',
	name: 'Get Handling',
	action: 'Get handling of session',
	description: 'Get who handles a session now (an agent, a chatbot, nobody), its reply window, and its last messages',
	fields: [sessionLocator({ description: 'The session to look at' }), optionsField()],
	read: (item) => ({ sessionId: item.id('sessionId') }),
	async execute({ sessionId }, client) {
		const [session, messages] = await Promise.all([
			client.request('GET /chat/v2/session/{id}', {
				path: { id: sessionId },
				query: { includeDetails: ['AgentDetails', 'DepartmentsDetails'] },
			}),
			lastMessages(client, sessionId),
		]);
		return { sessionId, ...handlingOf(session), ...sidesOf(messages) };
	},
});

async function lastMessages(client: WtsClient, sessionId: string): Promise<Message[]> {
	const messages: Message[] = [];
	for await (const message of newestMessages(client, sessionId, { pageSize: LOOKED_AT })) {
		messages.push(message);
		if (messages.length >= LOOKED_AT) break;
	}
	return messages.filter(({ type }) => type !== 'NOTE' && type !== 'TRANSITION' && type !== 'TRACK');
}

function handlingOf(session: Session) {
	return {
		status: session.status ?? null,
		handledBy: handlerOf({ ...session }),
		agentId: session.userId ?? null,
		agentName: session.agentDetails?.name ?? null,
		chatbotId: session.botId ?? null,
		departmentId: session.departmentId ?? null,
		departmentName: session.departmentDetails?.name ?? null,
		windowStatus: session.windowStatus ?? null,
		isWindowOpen: isWindowOpen(session),
		unreadCount: session.unreadCount ?? null,
	};
}

/** The last message of all, and the last ones of each side. */
function sidesOf(messages: readonly Message[]) {
	const last = (authors: readonly string[]) => {
		const found = messages.find((message) => authors.includes(authorOf({ ...message }).author));
		if (found === undefined) return null;
		const { messageId, text, type, author, createdAt } = flatMessage({ ...found });
		return { messageId, text, type, author, createdAt };
	};
	return {
		lastMessage: last(['contact', 'agent', 'chatbot', 'api']),
		lastContactMessage: last(['contact']),
		lastAgentMessage: last(['agent']),
		lastAutomaticMessage: last(['api', 'chatbot']),
	};
}
