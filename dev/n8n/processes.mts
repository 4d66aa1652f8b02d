import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface CommandOptions {
	readonly cwd: string;
	readonly env?: NodeJS.ProcessEnv;
	/** Everything the command prints goes here. */
	readonly logFile: string;
}

/** A child with a process group of its own, so that it can be stopped together with what it starts. */
export interface Child {
	readonly process: ChildProcess;
	/** Resolves with the exit code (or the signal's name) once the process has ended. */
	readonly ended: Promise<number | string>;
	stop(): Promise<void>;
}

const running = new Set<ChildProcess>();

// The last resort: whatever way this process ends, its children do not outlive it.
process.on('exit', () => {
	for (const child of running) signalGroup(child, 'SIGKILL');
});

/**
 * Makes Ctrl-C and a polite kill end this process in order: `cleanUp` first, then all children. A second
 * one does not wait for that; npm and tsx pass on what the terminal has sent already, hence the pause.
 */
export function endOnSignals(cleanUp: () => Promise<void> = async () => {}): void {
	let firstAt: number | undefined;
	const end = (code: number): void => {
		firstAt = Date.now();
		void cleanUp()
			.catch((error: unknown) => console.error(error))
			.finally(() => process.exit(code));
	};
	for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
		process.on(signal, () => {
			if (firstAt !== undefined) {
				if (Date.now() - firstAt > 1_000) process.exit(128 + number);
				return;
			}
			end(128 + number);
		});
	}
	// A parent that was killed outright passes nothing on.
	const parent = process.ppid;
	const watch = setInterval(() => {
		if (process.ppid === parent) return;
		clearInterval(watch);
		if (firstAt === undefined) end(1);
	}, 1_000);
	watch.unref();
}

/** Starts a command in a process group of its own. */
export function startChild(command: string, args: readonly string[], options: CommandOptions): Child {
	const log = openSync(options.logFile, 'a');
	const child = spawn(command, args, {
		cwd: options.cwd,
		env: options.env ?? process.env,
		stdio: ['ignore', log, log],
		detached: true,
	});
	closeSync(log);
	running.add(child);
	const ended = new Promise<number | string>((resolve) => {
		child.once('error', (error) => {
			running.delete(child);
			resolve(error.message);
		});
		child.once('exit', (code, signal) => {
			running.delete(child);
			resolve(code ?? signal ?? 'unknown');
		});
	});
	return { process: child, ended, stop: async () => await stopChild(child, ended) };
}

/** Runs a command to its end; fails with the end of its output unless it exits with 0. */
export async function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<void> {
	const result = await startChild(command, args, options).ended;
	if (result !== 0) {
		throw new Error(`"${command} ${args.join(' ')}" failed (${result}):\n${tail(options.logFile)}`);
	}
}

/** The last lines of a text file; empty when there is none. */
export function tail(file: string, lines = 40): string {
	try {
		return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
	} catch {
		return '';
	}
}

async function stopChild(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
	if (!running.has(child)) return;
	signalGroup(child, 'SIGTERM');
	const patience = setTimeout(() => signalGroup(child, 'SIGKILL'), 15_000);
	await ended;
	clearTimeout(patience);
	// The leader is gone; a task runner of its may still be saying goodbye.
	signalGroup(child, 'SIGKILL');
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch {
		// No such group any more: nothing is left to stop.
	}
}
