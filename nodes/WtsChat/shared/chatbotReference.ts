import type { ParameterReader } from '../core/reader';

/** A chatbot as the user gave it: by its key or its ID, or picked from the list, whose values are keys. */
export interface ChatbotReference {
	chatbotKey: string;
	chatbotPicked: boolean;
}

/** Reads a chatbot locator; undefined when it is empty. */
export function readChatbot(item: ParameterReader): ChatbotReference | undefined {
	const chatbotKey = item.optionalId('chatbotKey');
	if (chatbotKey === undefined) return undefined;
	return { chatbotKey, chatbotPicked: item.optionalLocated('chatbotKey')?.mode === 'list' };
}

/** The same for a chatbot that must be given. */
export function requireChatbot(item: ParameterReader): ChatbotReference {
	const chatbot = readChatbot(item);
	if (chatbot === undefined) throw item.emptyError('chatbotKey');
	return chatbot;
}
