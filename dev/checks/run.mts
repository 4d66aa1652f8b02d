import { told } from '../progress.mts';
import type { Step } from './steps.mts';

export interface Runner {
	/** How many seconds a step will take, as far as anybody knows. */
	readonly expected: (step: Step) => number;
	readonly print: (line: string) => void;
	readonly now: () => number;
	/** Runs a step to its end; answers its exit code. */
	readonly run: (step: Step) => Promise<number>;
}

export interface Result {
	/** 0, or that of the step that failed. */
	readonly code: number;
	/** What each step that succeeded took. */
	readonly seconds: Readonly<Record<string, number>>;
}

/** Runs steps up to the first that fails, says before each what it is, and at the end what came of all of them. */
export async function runSteps(steps: readonly Step[], runner: Runner): Promise<Result> {
	const { expected, print, now, run } = runner;
	const width = Math.max(...steps.map(({ name }) => name.length));
	const left = (from: number): number => steps.slice(from).reduce((sum, step) => sum + expected(step), 0);
	print(`${steps.length} checks, about ${told(left(0))}:`);
	for (const step of steps) print(`  ${step.name.padEnd(width)}  ${step.what} (about ${told(expected(step))})`);

	const seconds: Record<string, number> = {};
	let failed: { name: string; code: number } | undefined;
	for (const [at, step] of steps.entries()) {
		print(`\n[${at + 1}/${steps.length}] ${step.name}: ${step.what}; about ${told(left(at))} left`);
		const started = now();
		const code = await run(step);
		if (code !== 0) {
			failed = { name: step.name, code };
			break;
		}
		seconds[step.name] = Math.max(1, Math.round((now() - started) / 1000));
	}

	print(`\n${failed === undefined ? 'All checks have passed' : `The check "${failed.name}" has failed`}:`);
	for (const step of steps) {
		const took = seconds[step.name];
		const outcome = took !== undefined ? `passed in ${told(took)}` : step.name === failed?.name ? 'FAILED' : 'not run';
		print(`  ${step.name.padEnd(width)}  ${outcome}`);
	}
	const all = Object.values(seconds).reduce((sum, one) => sum + one, 0);
	print(failed === undefined ? `Together ${told(all)}.` : `It alone: ${commandOf(steps, failed.name)}`);
	return { code: failed?.code ?? 0, seconds };
}

function commandOf(steps: readonly Step[], name: string): string {
	const [program = '', ...args] = steps.find((step) => step.name === name)?.command ?? [];
	return [program === 'npm' ? program : `npx ${program}`, ...args.filter((one) => one !== '--silent')].join(' ');
}
