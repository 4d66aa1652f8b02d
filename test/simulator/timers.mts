/** Timers that end with the server, so that a test process never waits for them. */
export class Timers {
	readonly #open = new Set<NodeJS.Timeout>();
	readonly #sleepers = new Set<() => void>();

	after(ms: number, action: () => void): void {
		const timer = setTimeout(() => {
			this.#open.delete(timer);
			action();
		}, ms);
		timer.unref();
		this.#open.add(timer);
	}

	sleep(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const wake = (): void => {
				this.#sleepers.delete(wake);
				resolve();
			};
			this.#sleepers.add(wake);
			this.after(ms, wake);
		});
	}

	/** Drops what is planned; who sleeps wakes up, so that no request is left hanging. */
	clear(): void {
		for (const timer of this.#open) clearTimeout(timer);
		this.#open.clear();
		for (const wake of this.#sleepers) wake();
	}
}
