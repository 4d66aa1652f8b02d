import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { npmEnvironment } from '../n8n/host.mts';
import { withLock } from '../n8n/install-lock.mts';
import { runCommand } from '../n8n/processes.mts';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const PINNED = ['package.json', 'package-lock.json'];

/** The oldest engine, installed once into a cache folder that is named after its lock file. */
async function ensureEngine(): Promise<string> {
	const base =
		process.env.WTS_N8N_CACHE ??
		path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'n8n-nodes-wts-chat');
	const hash = createHash('sha256');
	for (const file of PINNED) hash.update(readFileSync(path.join(HERE, file)));
	const folder = path.join(path.resolve(base), `engine-${hash.digest('hex').slice(0, 12)}`);
	if (existsSync(folder)) return folder;
	mkdirSync(path.dirname(folder), { recursive: true });
	await withLock(
		`${folder}.lock`,
		() => console.log('Waiting for another run that is installing the oldest engine ...'),
		async () => {
			if (existsSync(folder)) return;
			const partial = `${folder}.partial`;
			rmSync(partial, { recursive: true, force: true });
			mkdirSync(partial);
			for (const file of PINNED) cpSync(path.join(HERE, file), path.join(partial, file));
			console.log(`Installing the oldest supported engine into ${folder} (once, about a minute) ...`);
			await runCommand('npm', ['ci', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'], {
				cwd: partial,
				env: npmEnvironment(),
				logFile: `${folder}.install.log`,
			});
			renameSync(partial, folder);
		},
	);
	return folder;
}

const engine = await ensureEngine();
const { status } = spawnSync(
	process.execPath,
	[path.resolve('node_modules/jest/bin/jest.js'), 'test/engine', ...process.argv.slice(2)],
	{ stdio: 'inherit', env: { ...process.env, N8N_ENGINE_DIR: engine } },
);
process.exit(status ?? 1);
