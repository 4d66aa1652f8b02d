import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A part of what somebody waits for. */
export interface Phase {
	readonly name: string;
	/** About how many seconds it takes, before it has been measured here. */
	readonly seconds: number;
}

export interface ProgressOptions {
	readonly print: (line: string) => void;
	readonly now?: () => number;
	/** Where what each phase took is kept for the next time. */
	readonly memory?: string;
	/** How often a long phase says how far it is. */
	readonly everyMs?: number;
}

/** Says which phase is under way and about how long is left, and learns from what they take. */
export class Progress {
	readonly #phases: readonly Phase[];
	readonly #options: ProgressOptions;
	readonly #took: Record<string, number>;
	#at = 0;

	constructor(phases: readonly Phase[], options: ProgressOptions) {
		this.#phases = phases;
		this.#options = options;
		this.#took = readMemory(options.memory);
	}

	/** Runs the next phase. */
	async run<T>(work: () => Promise<T>): Promise<T> {
		const phase = this.#phases[this.#at];
		if (phase === undefined) throw new Error('There is no further phase');
		const { print, now = Date.now, everyMs = 15_000 } = this.#options;
		const started = now();
		const seconds = (): number => Math.round((now() - started) / 1000);
		print(`[${this.#at + 1}/${this.#phases.length}] ${phase.name} ... ${this.#left(0)}`);
		const timer = setInterval(() => print(`      ${told(seconds())} so far, ${this.#left(seconds())}`), everyMs);
		try {
			const result = await work();
			this.#took[phase.name] = seconds();
			this.#at += 1;
			writeMemory(this.#options.memory, this.#took);
			return result;
		} finally {
			clearInterval(timer);
		}
	}

	/** Of this phase what is left of it, and all of the next ones. */
	#left(spent: number): string {
		const [current, ...next] = this.#phases.slice(this.#at).map((phase) => this.#expected(phase));
		const after = next.reduce((sum, one) => sum + one, 0);
		if (spent > (current ?? 0) + 5) return `longer than usual; after this about ${told(after)}`;
		return `about ${told(Math.max(1, (current ?? 0) - spent) + after)} left`;
	}

	#expected({ name, seconds }: Phase): number {
		return this.#took[name] ?? seconds;
	}
}

/** Seconds as people say them. */
export function told(seconds: number): string {
	return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

function readMemory(file: string | undefined): Record<string, number> {
	if (file === undefined) return {};
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
	} catch {
		return {};
	}
}

function writeMemory(file: string | undefined, took: Readonly<Record<string, number>>): void {
	if (file === undefined) return;
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, JSON.stringify(took));
}
