import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './n8n/package.mts';
import { runCommand } from './n8n/processes.mts';

/** What the build reads. */
const SOURCES = ['client', 'credentials', 'nodes', 'gulpfile.js', 'package.json', 'package-lock.json', 'tsconfig.json'];
/** What it writes last of all that it compiles; another build gives it another time. */
const BUILT = 'dist/nodes/WtsChat/WtsChat.node.js';
const STAMP = 'node_modules/.cache/n8n-nodes-wts-chat/build.json';

interface Stamp {
	readonly sources: string;
	readonly builtAt: number;
}

/** Whether dist is what the sources as they are now were built into. */
export function isBuilt(folder = PROJECT): boolean {
	const built = path.join(folder, BUILT);
	const stamp = path.join(folder, STAMP);
	if (!existsSync(built) || !existsSync(stamp)) return false;
	try {
		const { sources, builtAt } = JSON.parse(readFileSync(stamp, 'utf8')) as Stamp;
		return builtAt === statSync(built).mtimeMs && sources === digest(folder);
	} catch {
		return false;
	}
}

/** Builds the package, and remembers from what. */
export async function build(logFile: string): Promise<void> {
	const sources = digest(PROJECT);
	mkdirSync(path.dirname(logFile), { recursive: true });
	await runCommand('npm', ['run', 'build'], { cwd: PROJECT, logFile });
	rememberBuilt(sources);
}

/** Notes that dist was built from sources of this digest. */
export function rememberBuilt(sources: string, folder = PROJECT): void {
	const stamp: Stamp = { sources, builtAt: statSync(path.join(folder, BUILT)).mtimeMs };
	const file = path.join(folder, STAMP);
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, JSON.stringify(stamp));
}

/** One word for all that the build reads. */
export function digest(folder: string): string {
	const hash = createHash('sha256');
	for (const file of SOURCES.flatMap((name) => filesOf(folder, name)).sort()) {
		hash
			.update(`${file}\0`)
			.update(readFileSync(path.join(folder, file)))
			.update('\0');
	}
	return hash.digest('hex');
}

function filesOf(folder: string, name: string): string[] {
	const at = path.join(folder, name);
	if (!existsSync(at)) return [];
	if (!statSync(at).isDirectory()) return [name];
	return readdirSync(at).flatMap((entry) => filesOf(folder, path.join(name, entry)));
}
