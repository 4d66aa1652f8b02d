import type { Clock } from './clock.mts';
import type { AnswerOf, BodyOf, OperationId, Operations, PathOf, QueryOf } from './contract-types.mts';
import type { History } from './history.mts';
import type { Quirks } from './quirks.mts';
import type { Random } from './random.mts';
import type { Account } from './state.mts';
import type { Timers } from './timers.mts';
import type { Webhooks } from './webhooks.mts';

/** What every room of the simulator works with. */
export interface World {
	account: Account;
	quirks: Quirks;
	random: Random;
	clock: Clock;
	timers: Timers;
	webhooks: Webhooks;
	/** What records were before they changed, for those who listen. */
	history: History;
	/** Who is at work: a program with a token, or a person on the platform's screens. */
	actor: { source: string; userId: string | null };
	/** Base URL of this server, known once it listens. */
	url: string;
	life: MessageLife;
	/** Signs the public URLs of files. */
	signingKey: string;
}

/** When a message that goes out reaches its states, in milliseconds after acceptance; `read` null for never. */
export interface MessageLife {
	sent: number;
	delivered: number;
	read: number | null;
}

export interface Call<Op> {
	world: World;
	path: PathOf<Op>;
	query: QueryOf<Op>;
	body: BodyOf<Op>;
}

export type Handler<Op> = (call: Call<Op>) => AnswerOf<Op> | Promise<AnswerOf<Op>>;

/** A handler for each of the given operations: the compiler refuses a missing one. */
export type Handlers<Id extends OperationId> = { [K in Id]: Handler<Operations[K]> };
