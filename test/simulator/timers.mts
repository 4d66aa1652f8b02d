/** Timers that end with the server, so that a test process never waits for them. */
export class Timers {
	readonly #open = new Set<NodeJS.Timeout>();

	after(ms: number, action: () => void): void {
		const timer = setTimeout(() => {
			this.#open.delete(timer);
			action();
		}, ms);
		timer.unref();
		this.#open.add(timer);
	}

	sleep(ms: number): Promise<void> {
		return new Promise((resolve) => this.after(ms, resolve));
	}

	clear(): void {
		for (const timer of this.#open) clearTimeout(timer);
		this.#open.clear();
	}
}
