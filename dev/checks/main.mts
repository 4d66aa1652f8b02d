import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { runSteps } from './run.mts';
import { STEPS, type Step } from './steps.mts';

/**
 * `npm test`: all checks one after the other, up to the first that fails; how long each took is told and remembered.
 */
const MEMORY = 'node_modules/.cache/n8n-nodes-wts-chat/checks.json';

function remembered(): Record<string, number> {
	try {
		return JSON.parse(readFileSync(MEMORY, 'utf8')) as Record<string, number>;
	} catch {
		return {};
	}
}

/** Who stops this stops what it runs; the summary is still printed. */
let running: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => running?.kill(signal));

async function run({ command: [program, ...args] }: Step): Promise<number> {
	const bin = path.resolve('node_modules/.bin');
	return await new Promise((resolve) => {
		running = spawn(program, args, {
			stdio: 'inherit',
			env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}` },
		});
		running.once('error', (error) => {
			console.error(error.message);
			resolve(127);
		});
		running.once('exit', (code) => resolve(code ?? 1));
	});
}

const before = remembered();
const { code, seconds } = await runSteps(STEPS, {
	expected: ({ name, seconds: usual }) => before[name] ?? usual,
	print: (line) => console.log(line),
	now: () => Date.now(),
	run,
});
mkdirSync(path.dirname(MEMORY), { recursive: true });
writeFileSync(MEMORY, JSON.stringify({ ...before, ...seconds }));
process.exit(code);
