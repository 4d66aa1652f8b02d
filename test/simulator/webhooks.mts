import type { CoreSchemas } from './contract-types.mts';
import type { Quirks } from './quirks.mts';
import type { Account } from './state.mts';
import type { Timers } from './timers.mts';

export type EventType = CoreSchemas['WebhookEventType'];

/** The events that a subscription can name. */
export const SUBSCRIBABLE: readonly EventType[] = [
	'SESSION_NEW',
	'SESSION_UPDATE',
	'SESSION_COMPLETE',
	'MESSAGE_RECEIVED',
	'MESSAGE_UPDATED',
	'MESSAGE_SENT',
	'CONTACT_NEW',
	'CONTACT_UPDATE',
	'CONTACT_TAG_UPDATE',
	'PAYMENT_NEW',
	'PAYMENT_UPDATE',
	'PANEL_CARD_NEW',
	'PANEL_CARD_UPDATE',
	'PANEL_CARD_STEP_CHANGE',
	'PANEL_CARD_NOTE_NEW',
	'PANEL_CARD_NOTE_UPDATE',
];

export interface WebhookPayload {
	eventType: string;
	date: string;
	content: unknown;
	changeMetadata?: unknown;
}

/** One POST to a subscriber or to a callback URL. */
export interface Delivery {
	at: string;
	kind: 'webhook' | 'callback';
	url: string;
	subscriptionId: string | null;
	payload: unknown;
	/** Which try of the same event this is, from 1. */
	attempt: number;
	/** HTTP status of the receiver, or null while under way or when nobody answered. */
	status: number | null;
	done: boolean;
}

interface Job {
	kind: Delivery['kind'];
	url: string;
	subscriptionId: string | null;
	payload: unknown;
	attempt: number;
}

/** Delivers events to subscribers, with the platform's duplicates and disorder when asked for. */
export class Webhooks {
	readonly deliveries: Delivery[] = [];
	#held: Job | undefined;
	readonly #aborts = new Set<AbortController>();

	constructor(
		private readonly timers: Timers,
		private readonly state: () => { account: Account; quirks: Quirks; now: () => string },
	) {}

	/** Tells the subscribers of an event. The content is copied: later changes do not show in it. */
	emit(eventType: EventType, content: unknown, changeMetadata?: unknown): void {
		this.#publish(eventType, content, changeMetadata, (events) => events.includes(eventType));
		if (this.state().quirks.newWebhookEvents) {
			this.#publish('TEMPLATE_UPDATE', { id: this.state().account.named.templateWithParams.id }, undefined, () => true);
		}
	}

	/** An event of any name: to those who subscribed to it, and to everybody when no subscription can name it. */
	emitAny(eventType: string, content: unknown, changeMetadata?: unknown): void {
		const known = (SUBSCRIBABLE as readonly string[]).includes(eventType);
		this.#publish(eventType, content, changeMetadata, (events) => !known || (events as string[]).includes(eventType));
	}

	/** Calls the `callbackUrl` of a send. */
	callback(url: string, payload: unknown): void {
		this.#queue({ kind: 'callback', url, subscriptionId: null, payload: structuredClone(payload), attempt: 1 });
	}

	clear(): void {
		this.deliveries.length = 0;
		this.#held = undefined;
		for (const abort of this.#aborts) abort.abort();
		this.#aborts.clear();
	}

	#publish(
		eventType: string,
		content: unknown,
		changeMetadata: unknown,
		wants: (events: EventType[]) => boolean,
	): void {
		const { account, now } = this.state();
		let payload: WebhookPayload | undefined;
		for (const subscription of account.subscriptions.values()) {
			if (!subscription.enabled || !wants(subscription.events) || subscription.url === null) continue;
			payload ??= structuredClone({
				eventType,
				date: now(),
				content,
				...(changeMetadata !== undefined && { changeMetadata }),
			});
			this.#queue({ kind: 'webhook', url: subscription.url, subscriptionId: subscription.id, payload, attempt: 1 });
		}
	}

	#queue(job: Job): void {
		const { quirks } = this.state();
		for (let copy = 1; copy <= quirks.webhookDuplicates; copy += 1) {
			this.timers.after(10 * copy, () => void this.#deliver({ ...job, attempt: copy + 1 }));
		}
		if (!quirks.webhookDisorder || job.kind === 'callback') return void this.#deliver(job);
		const held = this.#held;
		if (held === undefined) {
			this.#held = job;
			// Alone for a while: it goes without anything to overtake it.
			this.timers.after(100, () => {
				if (this.#held !== job) return;
				this.#held = undefined;
				void this.#deliver(job);
			});
			return;
		}
		this.#held = undefined;
		void this.#deliver(job).then(() => this.#deliver(held));
	}

	async #deliver(job: Job): Promise<void> {
		const { quirks, now } = this.state();
		const delivery: Delivery = { at: now(), ...job, status: null, done: false };
		this.deliveries.push(delivery);
		const abort = new AbortController();
		this.#aborts.add(abort);
		try {
			const answer = await fetch(job.url, {
				method: 'POST',
				headers: {
					'content-type': 'application/json; charset=utf-8',
					...(quirks.webhookSourceAddress !== null && { 'x-forwarded-for': quirks.webhookSourceAddress }),
				},
				body: JSON.stringify(job.payload),
				signal: abort.signal,
			});
			delivery.status = answer.status;
			await answer.arrayBuffer();
		} catch {
			// Nobody there: status stays null, and the retry below is what the platform does.
		}
		this.#aborts.delete(abort);
		delivery.done = true;
		const failed = delivery.status === null || delivery.status >= 300;
		if (failed && !abort.signal.aborted && job.attempt <= quirks.webhookRetries) {
			this.timers.after(quirks.webhookRetryDelayMs, () => void this.#deliver({ ...job, attempt: job.attempt + 1 }));
		}
	}
}
