import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './ports.mts';
import { type Child, runCommand, startChild, tail } from './processes.mts';

/** Redis and Postgres, as n8n needs them in queue mode. */
export interface Stores {
	readonly redisPort: number;
	readonly postgresPort: number;
	/** The environment that points n8n at them. */
	readonly env: Readonly<Record<string, string>>;
	stopRedis(): Promise<void>;
	startRedis(): Promise<void>;
	/** Ends every connection at once; what is stored stays. */
	stopPostgres(): Promise<void>;
	startPostgres(): Promise<void>;
	/** One command to Redis, as typed into its command line; answers its answer as it comes. */
	askRedis(command: string): Promise<string>;
	stop(): Promise<void>;
}

const USER = 'n8n';
const DATABASE = 'n8n';

/** The folder of Postgres' own programs, which Debian does not put on the path. */
function postgresFolder(): string | undefined {
	const base = '/usr/lib/postgresql';
	const versions = existsSync(base) ? readdirSync(base).sort((one, other) => Number(other) - Number(one)) : [];
	const folder = versions
		.map((version) => path.join(base, version, 'bin'))
		.find((bin) => existsSync(path.join(bin, 'initdb')));
	if (folder !== undefined) return folder;
	const found = spawnSync('sh', ['-c', 'command -v initdb'], { encoding: 'utf8' }).stdout.trim();
	return found === '' ? undefined : path.dirname(found);
}

/** What is missing to run n8n in queue mode here, one sentence each. */
export function missingStores(): string[] {
	const missing: string[] = [];
	if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status !== 0) {
		missing.push('Redis. Debian, Ubuntu: apt-get install -y redis-server. macOS: brew install redis.');
	}
	if (postgresFolder() === undefined) {
		missing.push('PostgreSQL. Debian, Ubuntu: apt-get install -y postgresql. macOS: brew install postgresql.');
	}
	return missing;
}

/** Starts both in a folder of their own, on any free ports. */
export async function startStores(): Promise<Stores> {
	const missing = missingStores();
	const bin = postgresFolder();
	if (missing.length > 0 || bin === undefined) {
		throw new Error(`Queue mode cannot be run here. Missing:\n${missing.map((line) => `  - ${line}`).join('\n')}`);
	}
	const folder = mkdtempSync(path.join(tmpdir(), 'wts-chat-stores-'));
	const redisPort = await freePort();
	const postgresPort = await freePort();
	const redis = (): Child =>
		startChild('redis-server', ['--port', String(redisPort), '--bind', '127.0.0.1', '--save', '', '--dir', folder], {
			cwd: folder,
			logFile: path.join(folder, 'redis.log'),
		});

	const data = path.join(folder, 'postgres');
	mkdirSync(data);
	// Postgres refuses to run as root.
	const asRoot = process.getuid?.() === 0;
	const prefix = asRoot ? ['runuser', '-u', 'postgres', '--'] : [];
	if (asRoot) for (const one of [folder, data]) give(one, 'postgres');
	const logFile = path.join(folder, 'postgres.log');
	const options = { cwd: folder, logFile };
	const command = (program: string, args: string[]): [string, string[]] => {
		const [first = '', ...rest] = [...prefix, path.join(bin, program), ...args];
		return [first, rest];
	};
	await runCommand(...command('initdb', ['-D', data, '-U', USER, '--auth=trust', '-E', 'UTF8', '--no-sync']), options);
	const startPostgres = async (): Promise<void> => {
		startChild(
			...command('postgres', [
				'-D',
				data,
				'-p',
				String(postgresPort),
				'-k',
				data,
				'-h',
				'127.0.0.1',
				'-c',
				'fsync=off',
			]),
			options,
		);
		await untilReady(bin, postgresPort, logFile);
	};
	const stopPostgres = async (): Promise<void> =>
		await runCommand(...command('pg_ctl', ['stop', '-D', data, '-m', 'fast', '-w']), options);
	await startPostgres();
	await runCommand(
		...command('createdb', ['-h', '127.0.0.1', '-p', String(postgresPort), '-U', USER, DATABASE]),
		options,
	);

	let running = redis();
	return {
		redisPort,
		postgresPort,
		env: {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redisPort),
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgresPort),
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: 'none',
			DB_POSTGRESDB_DATABASE: DATABASE,
		},
		stopRedis: async () => await running.stop(),
		startRedis: async () => {
			running = redis();
		},
		stopPostgres,
		startPostgres,
		askRedis: async (text) => await askRedis(redisPort, text),
		stop: async () => {
			await running.stop();
			await stopPostgres();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

async function askRedis(port: number, command: string): Promise<string> {
	const socket = connect(port, '127.0.0.1');
	try {
		socket.write(`${command}\r\n`);
		const [answer] = (await once(socket, 'data')) as [Buffer];
		return answer.toString();
	} finally {
		socket.destroy();
	}
}

function give(folder: string, user: string): void {
	const id = (flag: string): number => Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout.trim());
	chownSync(folder, id('-u'), id('-g'));
}

async function untilReady(bin: string, port: number, logFile: string): Promise<void> {
	for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(200)) {
		const { status } = spawnSync(path.join(bin, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)], {
			stdio: 'ignore',
		});
		if (status === 0) return;
	}
	throw new Error(`Postgres was not ready within a minute:\n${tail(logFile)}`);
}
