import { agentExamples } from './agent.mts';
import { chatbotExamples } from './chatbot.mts';
import { contactExamples } from './contact.mts';
import { departmentExamples } from './department.mts';
import type { Examples } from './example.mts';
import { messageExamples } from './message.mts';
import { panelExamples } from './panel.mts';
import { sequenceExamples } from './sequence.mts';
import { sessionExamples } from './session.mts';
import { tagExamples } from './tag.mts';

/** An example of every operation, by resource. */
export const EXAMPLES: Record<string, Examples> = {
	agent: agentExamples,
	chatbot: chatbotExamples,
	contact: contactExamples,
	department: departmentExamples,
	message: messageExamples,
	panel: panelExamples,
	sequence: sequenceExamples,
	session: sessionExamples,
	tag: tagExamples,
};
