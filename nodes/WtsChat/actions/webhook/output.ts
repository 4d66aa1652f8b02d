import type { WebhookSubscription } from '../../../../client';
import { compact, orSuccess, type Simple } from '../../shared/output';

/** A subscription as people and models use it: with the plain names of its events. */
export function simplifySubscription({ companyId: _, events, ...subscription }: WebhookSubscription): Simple {
	return compact({ ...subscription, events: (events ?? []).flatMap(({ event }) => event ?? []) });
}

/** The subscription that a write answered, or that it was accepted when the answer is empty. */
export function changedSubscription(answer: WebhookSubscription | undefined, simplify: boolean): object {
	if (answer === undefined) return orSuccess({});
	return simplify ? simplifySubscription(answer) : answer;
}
