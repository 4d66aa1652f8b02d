import { type BlockCall, type BlockResult, runChatbotBlock } from './chatbotBlock.mts';
import { completeSession } from './conversations.mts';
import { refused } from './errors.mts';
import { sessionEvent } from './events.mts';
import { endsOf } from './handlers/chat-messages.mts';
import { updated } from './handlers/core-contacts.mts';
import { changeCard } from './handlers/crm-cards.mts';
import { findCard, findContact, findSession } from './lookups.mts';
import { accept } from './sending.mts';
import type { Message } from './state.mts';
import { agentByUser, cardView, contactView, sessionView } from './views.mts';
import type { World } from './world.mts';

/** What people do on the platform's own screens, which programs see as events only. */
export class People {
	constructor(
		private readonly world: World,
		private readonly onBadAnswer: (text: string) => void,
	) {}

	/** An agent answers in a session. */
	writeAsAgent({ sessionId, text, userId }: { sessionId: string; text: string; userId?: string }): Message {
		const { world } = this;
		const session = findSession(world, sessionId);
		const { channel, contact } = endsOf(world, session);
		const author = userId ?? session.userId ?? world.account.named.agentMaria.userId ?? null;
		const content = { text, origin: 'DEFAULT' as const, userId: author };
		return this.#as(author, () => accept(world, { session, channel, contact, content, byAddress: false }));
	}

	/** An agent takes a session, or lets go of it. */
	assignSession({ sessionId, userId }: { sessionId: string; userId: string | null }): object {
		const { world } = this;
		const session = findSession(world, sessionId);
		if (userId !== null && agentByUser(world.account, userId) === undefined) throw refused('Usuário não encontrado');
		session.userId = userId;
		session.status = userId === null ? 'PENDING' : 'IN_PROGRESS';
		session.updatedAt = world.clock.now();
		this.#as(userId, () => sessionEvent(world, 'SESSION_UPDATE', session));
		return sessionView(world, session);
	}

	completeSession({ sessionId }: { sessionId: string }): object {
		const { world } = this;
		const session = findSession(world, sessionId);
		if (session.status === 'COMPLETED') throw refused('Atendimento já finalizado');
		this.#as(session.userId, () => completeSession(world, session));
		return sessionView(world, session);
	}

	/** Moves a card or renames it. */
	changeCard({ cardId, ...changes }: { cardId: string; stepId?: string; title?: string }): object {
		const { world } = this;
		const card = findCard(world, cardId);
		const fields = [
			...(changes.stepId === undefined ? [] : ['StepId' as const]),
			...(changes.title === undefined ? [] : ['Title' as const]),
		];
		this.#as(world.account.named.agentMaria.userId ?? null, () => changeCard(world, card, { fields, ...changes }));
		return cardView(world, card);
	}

	/** Renames a contact or changes its tags. */
	changeContact({ contactId, ...changes }: { contactId: string; name?: string; tagIds?: string[] }): object {
		const { world } = this;
		const contact = findContact(world, contactId);
		const fields = [
			...(changes.name === undefined ? [] : ['Name' as const]),
			...(changes.tagIds === undefined ? [] : ['Tags' as const]),
		];
		this.#as(world.account.named.agentMaria.userId ?? null, () =>
			updated(world, contact, { fields, ...changes, options: { tagsOperation: 'ReplaceAll' } }),
		);
		return contactView(world, contact);
	}

	/** A conversation reaches a chatbot's webhook block. */
	async runChatbotBlock(call: BlockCall): Promise<BlockResult> {
		const result = await runChatbotBlock(this.world, call);
		if (result.status === 200) for (const problem of result.problems) this.onBadAnswer(problem);
		return result;
	}

	#as<T>(userId: string | null, act: () => T): T {
		const { world } = this;
		const before = world.actor;
		world.actor = { source: 'USER', userId };
		try {
			return act();
		} finally {
			world.actor = before;
		}
	}
}
