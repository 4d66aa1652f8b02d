import { accountExamples } from './account.mts';
import { agentExamples } from './agent.mts';
import { chatbotExamples } from './chatbot.mts';
import { contactExamples } from './contact.mts';
import { departmentExamples } from './department.mts';
import type { Examples } from './example.mts';
import { messageExamples } from './message.mts';
import { panelExamples } from './panel.mts';
import { portfolioExamples } from './portfolio.mts';
import { sequenceExamples } from './sequence.mts';
import { sessionExamples } from './session.mts';
import { tagExamples } from './tag.mts';
import { webhookExamples } from './webhook.mts';

/** An example of every operation, by resource. */
export const EXAMPLES: Record<string, Examples> = {
	account: accountExamples,
	agent: agentExamples,
	chatbot: chatbotExamples,
	contact: contactExamples,
	department: departmentExamples,
	message: messageExamples,
	panel: panelExamples,
	portfolio: portfolioExamples,
	sequence: sequenceExamples,
	session: sessionExamples,
	tag: tagExamples,
	webhook: webhookExamples,
};
