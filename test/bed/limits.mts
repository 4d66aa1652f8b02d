import { createRequire } from 'node:module';
import { join } from 'node:path';

type Limits = Record<string, Array<{ limit: number; spanMs: number }>>;

/** The limits of the built package under test, as accounts that it sees from now on have them. */
function documented(): Array<{ limit: number; spanMs: number }> {
	const directory = process.env.WTS_PACKAGE_DIR ?? process.cwd();
	const pacing = join(directory, 'dist', 'client', 'core', 'pacing', 'limits.js');
	const { DOCUMENTED_LIMITS } = createRequire(pacing)(pacing) as { DOCUMENTED_LIMITS: Limits };
	return Object.values(DOCUMENTED_LIMITS).flat();
}

/**
 * Shortens the windows of the limits by a factor: with a simulator of the same scale, minutes become seconds. Returns
 * what undoes it.
 */
export function scaleLimits(scale: number): () => void {
	const all = documented();
	const before = all.map(({ spanMs }) => spanMs);
	for (const limit of all) limit.spanMs *= scale;
	return () => {
		for (const [index, limit] of all.entries()) limit.spanMs = before[index] ?? limit.spanMs;
	};
}

/** Makes the limits so large that nothing ever waits for them, as if there were none. Returns what undoes it. */
export function liftLimits(): () => void {
	const all = documented();
	const before = all.map(({ limit }) => limit);
	for (const one of all) one.limit *= 1_000_000;
	return () => {
		for (const [index, one] of all.entries()) one.limit = before[index] ?? one.limit;
	};
}
