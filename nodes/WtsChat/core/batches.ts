/** How a batch operation fills its requests: the part of it that says which items may meet. */
export interface Batching<Params> {
	/** Items per request, at most what the contract allows. */
	batchSize(params: Params): number;
	/** Items of the same key may share a request. */
	groupKey(params: Params): string;
	/**
	 * Items that must not meet in one request, because the platform takes them for one: same identity, in any case,
	 * later request.
	 */
	onceKeys?(params: Params): string[];
}

interface Batch<Params> {
	lane: string;
	entries: Array<[number, Params]>;
}

/**
 * Fills requests in input order. A new one begins when the open one of the group is full, and when
 * joining it would put an item beside or before an earlier one of the same identity.
 */
export function batchesOf<Params>(operation: Batching<Params>, items: Map<number, Params>): Array<Batch<Params>> {
	const batches: Array<Batch<Params>> = [];
	/** The place of each group's open request, and of the last one that holds an identity. */
	const open = new Map<string, number>();
	const last = new Map<string, number>();
	let shared = false;
	for (const entry of items) {
		const [, params] = entry;
		const lane = operation.groupKey(params);
		const keys = (operation.onceKeys?.(params) ?? []).map((key) => key.toLowerCase());
		const earlier = keys.flatMap((identity) => last.get(identity) ?? []);
		let place = open.get(lane) ?? batches.length;
		const size = batches[place]?.entries.length ?? 0;
		if (size >= operation.batchSize(params) || earlier.some((one) => one >= place)) {
			place = batches.length;
		}
		const batch = batches[place] ?? { lane, entries: [] };
		batches[place] = batch;
		batch.entries.push(entry);
		open.set(lane, place);
		for (const key of keys) last.set(key, place);
		shared ||= earlier.some((one) => batches[one]?.lane !== lane);
	}
	// An identity in two groups: only one after the other are they done in input order.
	return shared ? batches.map((batch) => ({ ...batch, lane: '' })) : batches;
}
