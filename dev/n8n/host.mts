import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { withLock } from './install-lock.mts';
import { missingPrerequisites, runningNodeFits } from './prerequisites.mts';
import { runCommand } from './processes.mts';

const HERE = path.dirname(fileURLToPath(import.meta.url));

/** An installed n8n and the Node that runs it. */
export interface Host {
	readonly folder: string;
	readonly node: string;
	/** n8n's command-line script, to be run with `node`. */
	readonly script: string;
}

export interface EnsureHostOptions {
	/** Told now and then what is being done. */
	readonly onProgress: (line: string) => void;
}

/**
 * The pinned n8n, installed on first use into a cache folder outside the work tree. The folder's name
 * follows from the lock file; it appears by a rename when all is done, so a half-done install never counts.
 */
export async function ensureHost({ onProgress }: EnsureHostOptions): Promise<Host> {
	const folder = hostFolder();
	if (existsSync(folder)) return describeHost(folder);

	const missing = missingPrerequisites();
	if (missing !== undefined) throw new Error(`n8n cannot be installed here. ${missing}`);
	mkdirSync(path.dirname(folder), { recursive: true });
	await withLock(
		`${folder}.lock`,
		() => onProgress('Waiting for another run that is installing n8n ...'),
		async () => {
			if (existsSync(folder)) return;
			try {
				await install(folder, onProgress);
			} finally {
				removeLeftovers(folder);
			}
		},
	);
	return describeHost(folder);
}

/** Whether a start need not install it first. */
export function isHostInstalled(): boolean {
	return existsSync(hostFolder());
}

async function install(folder: string, onProgress: (line: string) => void): Promise<void> {
	removeLeftovers(folder);
	const partial = `${folder}.partial-${process.pid}`;
	mkdirSync(partial);
	for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(HERE, file), path.join(partial, file));
	// Not in the partial folder, so that a failed install leaves its log behind.
	const logFile = `${folder}.install.log`;
	rmSync(logFile, { force: true });
	const options = { cwd: partial, env: npmEnvironment(), logFile };

	onProgress(`Installing n8n into ${folder}. This happens once and takes 2 to 10 minutes; log: ${logFile}`);
	const step = stepper(onProgress);
	await step('Step 1 of 3: downloading n8n, about 2,100 packages', async () => {
		await runCommand('npm', ['ci', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'], options);
	});
	const host = describeHost(partial);
	await step('Step 2 of 3: compiling its database driver', async () => {
		await runCommand('npm', ['rebuild', 'sqlite3', ...rebuildFlags(host)], {
			...options,
			env: { ...options.env, PATH: `${path.dirname(host.node)}${path.delimiter}${process.env['PATH'] ?? ''}` },
		});
	});
	await step('Step 3 of 3: checking', async () => {
		await runCommand(host.node, ['-e', "require('sqlite3'); require('isolated-vm')"], options);
		await runCommand(host.node, [host.script, '--version'], options);
	});
	renameSync(partial, folder);
	rmSync(logFile, { force: true });
}

/** Scripts on for this one package, built from its checked source against the headers of the Node that runs n8n. */
function rebuildFlags(host: Host): string[] {
	const prefix = path.dirname(path.dirname(host.node));
	const headers = existsSync(path.join(prefix, 'include/node/node_api.h')) ? [`--nodedir=${prefix}`] : [];
	return ['--ignore-scripts=false', '--build-from-source', ...headers];
}

/** Where things are kept that outlive a checkout of the project. */
export function cacheFolder(): string {
	return path.resolve(
		process.env['WTS_N8N_CACHE'] ??
			path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'n8n-nodes-wts-chat'),
	);
}

function hostFolder(): string {
	const hash = createHash('sha256');
	for (const file of ['package.json', 'package-lock.json']) hash.update(readFileSync(path.join(HERE, file)));
	hash.update(`${process.platform}-${process.arch}`);
	return path.join(cacheFolder(), `n8n-${hash.digest('hex').slice(0, 12)}`);
}

/** The pinned Node where there is one for this platform: the same everywhere; else the running one. */
function describeHost(folder: string): Host {
	const modules = path.join(folder, 'node_modules');
	const pinned = path.join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
	if (!existsSync(pinned) && !runningNodeFits()) {
		throw new Error(`The installed n8n in ${folder} has no Node to run with. Delete that folder and try again.`);
	}
	return {
		folder,
		node: existsSync(pinned) ? pinned : process.execPath,
		script: path.join(modules, 'n8n', 'bin', 'n8n'),
	};
}

/** The environment without what `npm run` adds: its settings are the project's, not the host's. */
export function npmEnvironment(): NodeJS.ProcessEnv {
	const drop = [
		/^npm_(package|lifecycle)_/i,
		/^npm_config_(local_prefix|ignore_scripts|nodedir|prefix)$/i,
		/^(npm_command|INIT_CWD|NODE_OPTIONS)$/i,
	];
	const isKept = (name: string) => !drop.some((pattern) => pattern.test(name));
	return Object.fromEntries(Object.entries(process.env).filter(([name]) => isKept(name)));
}

/** Folders of installs that failed or were interrupted; only the holder of the lock may come here. */
function removeLeftovers(folder: string): void {
	const prefix = `${path.basename(folder)}.partial-`;
	for (const name of readdirSync(path.dirname(folder))) {
		if (name.startsWith(prefix)) rmSync(path.join(path.dirname(folder), name), { recursive: true, force: true });
	}
}

/** Seconds that each step takes where the network and the machine are neither fast nor slow. */
const STEP_SECONDS = [150, 150, 20];

/** Runs steps that say how long they have been at it, and about how long is left in all. */
function stepper(onProgress: (line: string) => void): (title: string, work: () => Promise<void>) => Promise<void> {
	let at = 0;
	return async (title, work) => {
		const started = Date.now();
		const seconds = (): number => Math.round((Date.now() - started) / 1000);
		const [current = 0, ...next] = STEP_SECONDS.slice(at);
		const after = next.reduce((sum, one) => sum + one, 0);
		const left = (): string => {
			const rest = Math.max(10, current - seconds()) + after;
			return seconds() > current
				? 'longer than usual'
				: `about ${rest < 90 ? `${rest} s` : `${Math.round(rest / 60)} min`} left`;
		};
		onProgress(`${title} ... ${left()}`);
		const timer = setInterval(() => onProgress(`${title}: ${seconds()} s so far, ${left()}`), 20_000);
		try {
			await work();
		} finally {
			clearInterval(timer);
		}
		at += 1;
		onProgress(`${title}: done in ${seconds()} s`);
	};
}
