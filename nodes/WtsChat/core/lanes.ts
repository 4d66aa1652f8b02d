/** A piece of work; those of the same lane run one after the other, in the order given. */
export interface Task {
	/** Tasks without a lane stand alone. */
	lane?: string;
	/** Must not reject. */
	run(): Promise<void>;
}

/**
 * Runs tasks side by side, at most `concurrency` at a time, and in order within a lane. Begins
 * nothing new once `stopped` says so; resolves when all that was begun has ended.
 */
export async function runLanes(tasks: readonly Task[], concurrency: number, stopped: () => boolean): Promise<void> {
	const lanes = new Map<string | symbol, Task[]>();
	for (const task of tasks) {
		const key = task.lane ?? Symbol('alone');
		const lane = lanes.get(key);
		if (lane === undefined) lanes.set(key, [task]);
		else lane.push(task);
	}
	const waiting = lanes.values();
	const worker = async () => {
		// All workers draw from the one iterator, so each lane has one worker.
		for (const lane of waiting) {
			for (const task of lane) {
				if (stopped()) return;
				await task.run();
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, lanes.size) }, worker));
}
