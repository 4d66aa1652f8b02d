import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host } from './host.mts';
import { installPackage, packPackage } from './package.mts';
import { freePort } from './ports.mts';
import { type Child, startChild, tail } from './processes.mts';

export interface StartOptions {
	readonly host: Host;
	/** Holds n8n's database, settings and community nodes; made when it is missing. */
	readonly userFolder: string;
	/** A packed package, or the folder of a built one, which is packed first. */
	readonly package: { readonly tarball: string } | { readonly folder: string };
	/** Default: any free port. */
	readonly port?: number;
	/** More settings for n8n. */
	readonly env?: Readonly<Record<string, string>>;
}

/** A running n8n. */
export interface N8n {
	readonly url: string;
	readonly logFile: string;
	/** Of n8n's main process. */
	readonly pid: number | undefined;
	/** Resolves when n8n ends, wanted or not. */
	readonly ended: Promise<number | string>;
	/** The end of n8n's own log. */
	logTail(lines?: number): string;
	stop(): Promise<void>;
}

/** The first start of an empty user folder runs all of n8n's database migrations. */
const READY_MS = 240_000;

/** Starts n8n with the package in it and waits until it answers. */
export async function startN8n(options: StartOptions): Promise<N8n> {
	const { host, userFolder } = options;
	mkdirSync(userFolder, { recursive: true });
	await installInto(userFolder, options.package);

	const port = options.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const logFile = path.join(userFolder, 'n8n.log');
	const child = startChild(host.node, [host.script, 'start'], {
		cwd: userFolder,
		env: { ...(await n8nEnvironment(host, userFolder, port, url)), ...options.env },
		logFile,
	});
	const n8n: N8n = {
		url,
		logFile,
		pid: child.process.pid,
		ended: child.ended,
		logTail: (lines) => tail(logFile, lines),
		stop: async () => await child.stop(),
	};
	await waitUntilReady(n8n, child);
	return n8n;
}

/** Puts the package into n8n's folder. */
export async function installInto(userFolder: string, source: StartOptions['package']): Promise<void> {
	if ('tarball' in source) {
		await installPackage(source.tarball, userFolder);
		return;
	}
	const folder = mkdtempSync(path.join(tmpdir(), 'wts-chat-pack-'));
	try {
		await installPackage(await packPackage(source.folder, folder), userFolder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * Offline, quiet, on this machine only; nothing of the caller's own n8n or npm settings, and no token of a real
 * account.
 */
export async function n8nEnvironment(
	host: Host,
	userFolder: string,
	port: number,
	url: string,
): Promise<NodeJS.ProcessEnv> {
	const inherited = Object.entries(process.env).filter(
		([name]) => !/^(n8n_|npm_|node_options$|db_|queue_|wts_)/i.test(name),
	);
	return {
		...Object.fromEntries(inherited),
		PATH: `${path.dirname(host.node)}${path.delimiter}${process.env['PATH'] ?? ''}`,
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_PORT: String(port),
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: url,
		WEBHOOK_URL: url,
		N8N_SECURE_COOKIE: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
	};
}

/** Waits until it answers; stops it when it does not. */
export async function waitUntilReady(n8n: N8n, child: Child): Promise<void> {
	let over: number | string | undefined;
	void child.ended.then((result) => (over = result));
	const deadline = Date.now() + READY_MS;
	while (!(await answers(`${n8n.url}/healthz/readiness`))) {
		if (over !== undefined) {
			throw new Error(`n8n ended (${over}) before it was ready. The end of ${n8n.logFile}:\n${n8n.logTail()}`);
		}
		if (Date.now() > deadline) {
			const log = n8n.logTail();
			await n8n.stop();
			throw new Error(`n8n was not ready within ${READY_MS / 1000} s. The end of ${n8n.logFile}:\n${log}`);
		}
		await sleep(500);
	}
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).status === 200;
	} catch {
		return false;
	}
}
