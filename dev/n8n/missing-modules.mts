import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * Run with the host's own Node: `node missing-modules.mts <folder of the host>`. Prints, as a JSON list,
 * what n8n's own nodes need and the host does not have. The host is installed without the peers of its
 * packages, so that a peer which is really needed would otherwise show only when somebody runs its node.
 */
interface Manifest {
	readonly peerDependencies?: Readonly<Record<string, string>>;
	readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
	readonly n8n?: { readonly nodes?: readonly string[]; readonly credentials?: readonly string[] };
}

const NODE_PACKAGES = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'];

function missingModules(host: string): string[] {
	const require = createRequire(path.join(host, 'package.json'));
	const missing = [
		...NODE_PACKAGES.flatMap((name) => failuresOfLoading(require, path.join(host, 'node_modules', name))),
		...neededPeers(Object.keys(require.cache)),
	];
	return [...new Set(missing)].sort();
}

/** Loads each node and credential of a package, as n8n does on first use. */
function failuresOfLoading(require: NodeJS.Require, folder: string): string[] {
	const { n8n } = manifestOf(folder);
	const files = [...(n8n?.nodes ?? []), ...(n8n?.credentials ?? [])];
	if (files.length === 0) return [`${folder} lists no nodes`];
	return files.flatMap((file) => {
		try {
			require(path.join(folder, file));
			return [];
		} catch (error) {
			return [`${path.basename(file)}: ${String(error).split('\n')[0]}`];
		}
	});
}

/** Peers that are not there and that a loaded file would ask for later, when one of its functions runs. */
function neededPeers(files: readonly string[]): string[] {
	const unmet = new Map<string, readonly string[]>();
	return files.flatMap((file) => {
		const folder = packageOf(file);
		if (folder === undefined) return [];
		const peers = unmet.get(folder) ?? unmetPeers(folder);
		unmet.set(folder, peers);
		if (peers.length === 0) return [];
		const text = readFileSync(file, 'utf8');
		return peers
			.filter((peer) =>
				new RegExp(`\\b(?:require|import)\\(\\s*["']${peer.replace(/[.]/g, '\\.')}(?:/|["'])`).test(text),
			)
			.map((peer) => `${path.relative(folder, file)} of ${path.basename(folder)}: cannot find ${peer}`);
	});
}

/** The folder of the package that a file belongs to. */
function packageOf(file: string): string | undefined {
	return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function unmetPeers(folder: string): readonly string[] {
	if (!existsSync(path.join(folder, 'package.json'))) return [];
	const { peerDependencies = {}, peerDependenciesMeta = {} } = manifestOf(folder);
	const places = createRequire(path.join(folder, 'package.json')).resolve.paths('x') ?? [];
	return Object.keys(peerDependencies)
		.filter((peer) => peerDependenciesMeta[peer]?.optional !== true)
		.filter((peer) => !places.some((place) => existsSync(path.join(place, peer))));
}

function manifestOf(folder: string): Manifest {
	return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

const [host] = process.argv.slice(2);
if (host === undefined || !existsSync(path.join(host, 'node_modules'))) {
	throw new Error('Give the folder of an installed host');
}
const missing = missingModules(path.resolve(host));
// Some modules open handles when they load; do not wait for those.
process.stdout.write(`${JSON.stringify(missing)}\n`, () => process.exit(0));
