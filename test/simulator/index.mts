import type { AddressInfo } from 'node:net';
import { createAccount } from './account.mts';
import { Clock } from './clock.mts';
import { Faults } from './faults.mts';
import { History } from './history.mts';
import { type InboundMessage, receiveMessage } from './inbound.mts';
import { Limits, type LimitsOption } from './limits.mts';
import { People } from './people.mts';
import { defaultQuirks, type Quirks } from './quirks.mts';
import { Random } from './random.mts';
import { createHttpServer } from './server.mts';
import type { Account, Message, Session } from './state.mts';
import { Timers } from './timers.mts';
import type { Token } from './tokens.mts';
import type { RecordedRequest, Violation } from './traffic.mts';
import { type Delivery, Webhooks } from './webhooks.mts';
import type { MessageLife, World } from './world.mts';

export type { BlockCall, BlockResult } from './chatbotBlock.mts';
export { loadContract } from './contract.mts';
export type { Fault, FaultKind, FaultMatch, FaultRule, Faults } from './faults.mts';
export type { InboundMessage } from './inbound.mts';
export type { LimitsOption } from './limits.mts';
export type { Quirks } from './quirks.mts';
export { defaultQuirks } from './quirks.mts';
export type * from './state.mts';
export type { Scope, Token } from './tokens.mts';
export type { RecordedRequest, Violation } from './traffic.mts';
export type { Delivery, WebhookPayload } from './webhooks.mts';
export type { MessageLife } from './world.mts';

export interface SimulatorOptions {
	/** Port to listen on; 0 (the default) takes a free one. */
	port?: number;
	/** Seed of the account, of IDs and of the faults' chances. */
	seed?: number;
	/** How many contacts the account has; at least 150. */
	contacts?: number;
	/** The documented limits (default), none, or the documented ones with shorter windows. */
	limits?: LimitsOption;
	/** Delay of every answer. */
	latencyMs?: number;
	/** More valid tokens, with the scopes that each lacks. */
	tokens?: Token[];
	/** When sent messages reach their states; `read` null for never. */
	messageLife?: Partial<MessageLife>;
	/** Quirks to start with; a reset comes back to them. */
	quirks?: Partial<Quirks>;
}

export interface Simulator {
	/** Base URL; contract paths are below /chat, /core and /crm. */
	readonly url: string;
	readonly port: number;
	readonly seed: number;
	/** A token with all rights. */
	readonly token: string;
	/** A valid token that may neither send nor touch contacts: those answer 403. */
	readonly readOnlyToken: string;
	/** The live state; after a reset a new object with the same IDs. */
	readonly account: Account;
	readonly requests: RecordedRequest[];
	/** Breaches of the contract by requests, and by the simulator's own answers. */
	readonly violations: Violation[];
	/** Webhooks and callbacks sent. */
	readonly deliveries: Delivery[];
	readonly faults: Faults;
	readonly quirks: Quirks;
	/** Plays the contact writing. */
	receiveMessage(input: InboundMessage): { session: Session; message: Message };
	/** What people do on the platform's screens. */
	readonly people: People;
	/** Sends an event of any type to all subscribers of it, such as one that no documentation knows. */
	emit(eventType: string, content: unknown, changeMetadata?: unknown): void;
	/** Back to the state after the start: account, quirks, faults, limits, and empty records. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts the platform on this machine. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const { port = 0, seed = 20_260_915, contacts = 300, latencyMs = 0 } = options;
	const timers = new Timers();
	const limits = new Limits(options.limits ?? 'documented');
	const faults = new Faults(seed);
	const requests: RecordedRequest[] = [];
	const violations: Violation[] = [];
	const clock = new Clock();
	const startQuirks = { ...defaultQuirks(), ...options.quirks };
	const world: World = {
		account: createAccount(seed, contacts),
		quirks: structuredClone(startQuirks),
		random: new Random(seed + 1),
		clock,
		timers,
		webhooks: new Webhooks(timers, () => ({ account: world.account, quirks: world.quirks, now: () => clock.now() })),
		history: new History(),
		actor: { source: 'API', userId: null },
		url: '',
		life: { sent: 20, delivered: 40, read: null, ...options.messageLife },
		signingKey: `key-${seed}`,
	};
	const credentials = new Random(seed + 2);
	const token = `pn_${credentials.uuid().replaceAll('-', '')}`;
	const readOnlyToken = `pn_${credentials.uuid().replaceAll('-', '')}`;
	const reset = (): void => {
		timers.clear();
		world.webhooks.clear();
		faults.clear();
		limits.clear();
		requests.length = 0;
		violations.length = 0;
		Object.assign(world.quirks, structuredClone(startQuirks));
		world.random = new Random(seed + 1);
		world.account = createAccount(seed, contacts);
		world.history.forget();
	};
	const people = new People(world, (text) => {
		violations.push({
			at: new Date().toISOString(),
			kind: 'request',
			method: 'POST',
			path: 'chatbot block',
			route: undefined,
			text,
		});
	});
	const receive = (input: InboundMessage) => receiveMessage(world, input);

	const emit = (eventType: string, content: unknown, changeMetadata?: unknown): void =>
		world.webhooks.emitAny(eventType, content, changeMetadata);
	const server = createHttpServer({
		world,
		faults,
		limits,
		latencyMs,
		requests,
		violations,
		tokens: [{ token, deny: [] }, { token: readOnlyToken, deny: ['send', 'contact'] }, ...(options.tokens ?? [])],
		controls: {
			account: () => world.account,
			requests,
			violations,
			deliveries: world.webhooks.deliveries,
			quirks: world.quirks,
			faults,
			receiveMessage: receive,
			people,
			emit,
			reset,
		},
	});
	server.keepAliveTimeout = 60_000;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', resolve);
	});
	const listening = (server.address() as AddressInfo).port;
	world.url = `http://127.0.0.1:${listening}`;

	return {
		url: world.url,
		port: listening,
		seed,
		token,
		readOnlyToken,
		get account() {
			return world.account;
		},
		requests,
		violations,
		deliveries: world.webhooks.deliveries,
		faults,
		quirks: world.quirks,
		receiveMessage: receive,
		people,
		emit,
		reset,
		close: async () => {
			timers.clear();
			world.webhooks.clear();
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				// Requests that never get an answer would keep the server open.
				server.closeAllConnections();
			});
		},
	};
}
