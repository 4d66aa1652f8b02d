import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The package as npm would publish it, unpacked. */
export interface Tarball {
	dir: string;
	/** Paths of all files in it, sorted. */
	files: string[];
	remove(): void;
}

interface Packed {
	filename: string;
	files: Array<{ path: string }>;
}

/** Packs what is built (`npm run build` comes first) and unpacks it outside of the project. */
export function pack(): Tarball {
	const dir = mkdtempSync(join(tmpdir(), 'wts-chat-pack-'));
	const npm = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', dir], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [packed] = JSON.parse(npm) as Packed[];
	if (packed === undefined) throw new Error('npm packed nothing');
	execFileSync('tar', ['-xzf', packed.filename], { cwd: dir });
	return {
		dir: join(dir, 'package'),
		files: packed.files.map(({ path }) => path).sort(),
		remove: () => rmSync(dir, { recursive: true, force: true }),
	};
}
