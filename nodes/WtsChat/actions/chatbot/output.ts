import type { ChatSchemas } from '../../../../client';
import { compact, type Simple, sessionOutput, simplifySession } from '../../shared/output';

/** A chatbot as people and models use it. */
export function simplifyChatbot(chatbot: ChatSchemas['Chatbot']): Simple {
	return compact({
		id: chatbot.id,
		key: chatbot.key,
		name: chatbot.name,
		type: chatbot.type,
		publishStatus: chatbot.publishStatus ?? undefined,
		automationUsage: chatbot.automationUsage ?? undefined,
		channelIds: chatbot.channelIds ?? undefined,
		defaultDepartmentId: chatbot.defaultDepartmentId ?? undefined,
		archived: chatbot.archived,
	});
}

/** The session that a chatbot was started in; the simple one says which chatbot runs there. */
export function startedSession(session: ChatSchemas['SessionSummary'], simplify: boolean): object {
	if (!simplify) return sessionOutput(session, simplify);
	return compact({ ...simplifySession(session), botId: session.botId ?? undefined });
}
