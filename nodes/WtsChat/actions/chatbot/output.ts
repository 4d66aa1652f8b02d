import type { ChatSchemas } from '../../../../client';
import { compact, type Simple } from '../../shared/output';

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
