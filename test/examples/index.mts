import { chatbotExamples } from './chatbot.mts';
import { contactExamples } from './contact.mts';
import type { Examples } from './example.mts';
import { messageExamples } from './message.mts';
import { panelExamples } from './panel.mts';
import { sequenceExamples } from './sequence.mts';
import { sessionExamples } from './session.mts';

/** An example of every operation, by resource. */
export const EXAMPLES: Record<string, Examples> = {
	chatbot: chatbotExamples,
	contact: contactExamples,
	message: messageExamples,
	panel: panelExamples,
	sequence: sequenceExamples,
	session: sessionExamples,
};
