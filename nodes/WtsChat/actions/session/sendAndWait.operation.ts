import { randomBytes } from 'crypto';
import { SEND_AND_WAIT_OPERATION } from 'n8n-workflow';

import { asError } from '../../../../client';
import { defineOperation, RecordThatWaits } from '../../core/operation';
import type { Ask } from '../../listening/ask';
import { instanceMark } from '../../listening/marker';
import { type Asking, ask, findTarget, listenForOne, stopListening } from './asking';
import { readQuestion } from './question';
import { questionFields } from './questionFields';

export const sendAndWait = defineOperation({
	// n8n lets only an operation of this name be resumed by a signed URL.
	value: SEND_AND_WAIT_OPERATION,
	name: 'Send and Wait for Response',
	action: 'Send question and wait for response in session',
	description: 'Ask in the chat and go on when the contact answers there',
	fields: questionFields,
	single: true,
	read(item) {
		const question = readQuestion(item);
		const name = randomBytes(16).toString('hex');
		const askedAt = Date.now();
		const place = item.waitingPlace({ q: name, t: String(askedAt) });
		const asking: Asking = {
			place,
			senderId: item.ownSenderId(),
			marker: {
				instance: instanceMark(place.instanceId),
				execution: place.execution,
				node: place.node,
				question: name,
				signature: place.signature,
				askedAt,
				until: question.until.getTime(),
			},
		};
		return { question, asking };
	},
	prepare: async (params, client) => ({ ...params, target: await findTarget(client, params.question) }),
	async execute({ question, asking, target }, client) {
		const { place, marker, senderId } = asking;
		const subscriptionId = place.isListenedFor ? undefined : await listenForOne(client, asking, question.until);
		const asked = await ask(client, question, target, asking).catch(async (error: unknown) => {
			if (subscriptionId !== undefined) await stopListening(client, subscriptionId);
			throw asError(error);
		});
		const kept: Ask = {
			question: marker.question,
			sessionId: asked.sessionId,
			senderId,
			since: asked.sent.createdAt ?? new Date(marker.askedAt).toISOString(),
			userId: target.session?.userId ?? null,
			expected: question.expected,
			retryText: question.retryText,
			maxRetries: question.maxRetries,
			approvers: question.approvers,
			subscriptionId: subscriptionId ?? null,
			answerSize: question.answerSize ?? null,
		};
		// What comes out when nobody answers, and what the waiting execution knows of its question.
		const noReply = { data: {}, outcome: 'noReply', sessionId: asked.sessionId, route: asked.route, ask: kept };
		return new RecordThatWaits(noReply, question.until);
	},
});
