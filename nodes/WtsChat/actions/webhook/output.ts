import type { Subscription } from '../../../../client';
import { compact, orSuccess, type Simple } from '../../shared/output';

/** A subscription as people and models use it: with the plain names of its events. */
export function simplifySubscription(subscription: Subscription): Simple {
	return compact({
		id: subscription.id,
		name: subscription.name,
		url: subscription.url,
		enabled: subscription.enabled,
		events: (subscription.events ?? []).flatMap(({ event }) => event ?? []),
		createdAt: subscription.createdAt,
		updatedAt: subscription.updatedAt,
	});
}

/** The subscription that a write answered, or that it was accepted when the answer is empty. */
export function changedSubscription(answer: Subscription | undefined, simplify: boolean): object {
	if (answer === undefined) return orSuccess({});
	return simplify ? simplifySubscription(answer) : answer;
}
