import type { IBinaryKeyData } from 'n8n-workflow';

import type { Simulator } from '../simulator/index.mts';

/** One operation as people use it: the runs that every operation must stand are made from it. */
export interface Example {
	/** Node parameters without resource and operation; what differs per item is an expression on `$json`. */
	parameters: Record<string, unknown>;
	/** At least two input items that succeed, each with parameters of its own; one where a run waits. */
	items: Array<Record<string, unknown>>;
	/** Of an operation that takes one item and waits: what comes out when it goes on. */
	waitsFor?: Record<string, unknown>;
	/** Files that every item carries. */
	binary?: IBinaryKeyData;
	/** An input item that must fail, and what its error says. */
	bad: {
		item: Record<string, unknown>;
		message: RegExp;
		/** What a model is told of it, where that is something else: of a model more is understood. */
		asTool?: RegExp | 'understood';
	};
}

/** The examples of a resource by operation; each is made for a fresh simulator. */
export type Examples = Record<string, (simulator: Simulator) => Example>;
