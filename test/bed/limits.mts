import { createRequire } from 'node:module';
import { join } from 'node:path';

type Limits = Record<string, Array<{ limit: number; spanMs: number }>>;

/**
 * Shortens the windows of the limits in the built package under test by a factor, for accounts that it
 * sees from now on: with a simulator of the same scale, minutes become seconds. Returns what undoes it.
 */
export function scaleLimits(scale: number): () => void {
	const directory = process.env.WTS_PACKAGE_DIR ?? process.cwd();
	const pacing = join(directory, 'dist', 'client', 'core', 'pacing.js');
	const { DOCUMENTED_LIMITS } = createRequire(pacing)(pacing) as { DOCUMENTED_LIMITS: Limits };
	const all = Object.values(DOCUMENTED_LIMITS).flat();
	const before = all.map(({ spanMs }) => spanMs);
	for (const limit of all) limit.spanMs *= scale;
	return () => {
		for (const [index, limit] of all.entries()) limit.spanMs = before[index] ?? limit.spanMs;
	};
}
