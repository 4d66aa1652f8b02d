import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 5_000;
const STALE_MS = 30_000;
const WAIT_MS = 30 * 60_000;

/**
 * Runs `work` while holding a lock file, so that two runs never install at the same time. The holder
 * keeps touching the file: one that died is recognised by its silence, also across containers.
 */
export async function withLock<T>(file: string, onWait: () => void, work: () => Promise<T>): Promise<T> {
	await takeLock(file, onWait);
	const beat = setInterval(() => touch(file), BEAT_MS);
	try {
		return await work();
	} finally {
		clearInterval(beat);
		rmSync(file, { force: true });
	}
}

async function takeLock(file: string, onWait: () => void): Promise<void> {
	const deadline = Date.now() + WAIT_MS;
	for (let turn = 0; ; turn++) {
		try {
			writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
			return;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
		}
		if (silence(file) > STALE_MS) {
			rmSync(file, { force: true });
			continue;
		}
		if (Date.now() > deadline) {
			throw new Error(`Another run has been installing n8n for more than 30 minutes. If there is none, delete ${file}`);
		}
		if (turn % 20 === 0) onWait();
		await sleep(1_000);
	}
}

/** Milliseconds since the holder was last heard of; 0 when the lock has just been given back. */
function silence(file: string): number {
	try {
		return Date.now() - statSync(file).mtimeMs;
	} catch {
		return 0;
	}
}

function touch(file: string): void {
	try {
		utimesSync(file, new Date(), new Date());
	} catch {
		// Somebody deleted the lock by hand; the rename at the end of an install is atomic all the same.
	}
}
