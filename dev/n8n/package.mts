import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from './processes.mts';

/** The folder of this package's own package.json. */
export const PROJECT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

interface Manifest {
	readonly name: string;
	readonly version: string;
}

/** Packs a built package as it would be published; answers the tarball's path. */
export async function packPackage(folder: string, into: string): Promise<string> {
	const { name, version } = readManifest(folder);
	if (!existsSync(path.join(folder, 'dist'))) {
		throw new Error(`${name} is not built: ${path.join(folder, 'dist')} is missing. Run: npm run build`);
	}
	mkdirSync(into, { recursive: true });
	const logFile = path.join(into, 'pack.log');
	await runCommand('npm', ['pack', '--ignore-scripts', '--pack-destination', into], { cwd: folder, logFile });
	return path.join(into, `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`);
}

/**
 * Puts a packed package where n8n looks for community nodes, as an install by name would:
 * a copy, not a link, so that only what is published can be used. Answers the package's name.
 */
export async function installPackage(tarball: string, userFolder: string): Promise<string> {
	const modules = path.join(userFolder, '.n8n', 'nodes', 'node_modules');
	const unpacked = path.join(userFolder, 'unpacked');
	rmSync(unpacked, { recursive: true, force: true });
	mkdirSync(unpacked, { recursive: true });
	const options = { cwd: userFolder, logFile: path.join(userFolder, 'install.log') };
	await runCommand('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], options);
	const { name } = readManifest(unpacked);
	const target = path.join(modules, name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(path.dirname(target), { recursive: true });
	renameSync(unpacked, target);
	return name;
}

function readManifest(folder: string): Manifest {
	return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}
