import type { ChatOperationId, CoreOperationId, CrmOperationId } from '../contract-types.mts';
import type { Handlers } from '../world.mts';
import { chatbotHandlers } from './chat-chatbots.mts';
import { messageHandlers } from './chat-messages.mts';
import { scheduledHandlers } from './chat-scheduled.mts';
import { sendHandlers } from './chat-sends.mts';
import { sequenceHandlers } from './chat-sequences.mts';
import { sessionHandlers } from './chat-sessions.mts';
import { contactHandlers } from './core-contacts.mts';
import { portfolioHandlers } from './core-portfolios.mts';
import { settingsHandlers } from './core-settings.mts';
import { teamHandlers } from './core-team.mts';
import { cardHandlers } from './crm-cards.mts';
import { panelHandlers } from './crm-panels.mts';

/** Every operation of the contract: a new one that lacks a handler does not compile. */
export const handlers: Handlers<ChatOperationId | CoreOperationId | CrmOperationId> = {
	...chatbotHandlers,
	...messageHandlers,
	...scheduledHandlers,
	...sendHandlers,
	...sequenceHandlers,
	...sessionHandlers,
	...contactHandlers,
	...portfolioHandlers,
	...settingsHandlers,
	...teamHandlers,
	...cardHandlers,
	...panelHandlers,
};
