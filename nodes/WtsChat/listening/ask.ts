import { contactIdentities, isRecord } from '../../../client';
import type { Expected } from './answers';
import { textOf, textsOf } from './loose';

/** A question as the waiting execution keeps it. All that depends on parameters was resolved when it was asked. */
export interface Ask {
	/** Its own name: `q` of the resume URL. */
	question: string;
	/** Unknown when a template started the session. */
	sessionId: string | null;
	/** Sender ID of the question: answers are the messages after it. */
	senderId: string;
	/** When the platform took the question. */
	since: string;
	/** Who handled the session then. */
	userId: string | null;
	expected: Expected;
	retryText: string;
	maxRetries: number;
	/** Digits of the phones that may answer; none: the contact of the session, whoever it is. */
	approvers: string[];
	/** The subscription that listens for this question alone. */
	subscriptionId: string | null;
	/** Most bytes of the answer for an AI agent; null: as many as usual. */
	answerSize: number | null;
}

/** Reads a question back; undefined when the item holds none. */
export function readAsk(value: unknown): Ask | undefined {
	if (!isRecord(value)) return undefined;
	const { question, senderId, since, expected } = value;
	const read = expectedOf(expected);
	if (typeof question !== 'string' || typeof senderId !== 'string' || typeof since !== 'string') return undefined;
	if (question === '' || read === undefined) return undefined;
	return {
		question,
		senderId,
		since,
		expected: read,
		sessionId: textOf(value.sessionId),
		userId: textOf(value.userId),
		retryText: textOf(value.retryText) ?? '',
		maxRetries: typeof value.maxRetries === 'number' ? value.maxRetries : 0,
		approvers: textsOf(value.approvers),
		subscriptionId: textOf(value.subscriptionId),
		answerSize: typeof value.answerSize === 'number' ? value.answerSize : null,
	};
}

function expectedOf(value: unknown): Expected | undefined {
	if (!isRecord(value)) return undefined;
	switch (value.type) {
		case 'approval':
			return { type: 'approval', approve: textOf(value.approve) ?? '', decline: textOf(value.decline) ?? '' };
		case 'choice':
			return { type: 'choice', choices: textsOf(value.choices) };
		case 'freeText':
			return { type: 'freeText', accepted: textsOf(value.accepted) };
		default:
			return undefined;
	}
}

/** Whether a phone is one of those given; Brazilian numbers that differ in the ninth digit only are one. */
export function isOneOf(phones: readonly string[], phone: string | null | undefined): boolean {
	const keyOf = (given: string) => contactIdentities({ phoneNumber: given.replace(/[^\d+]/g, '') })[0];
	const asked = phone ? keyOf(phone) : undefined;
	return asked !== undefined && phones.some((one) => keyOf(one) === asked);
}
