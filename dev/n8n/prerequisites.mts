import { spawnSync } from 'node:child_process';

interface Need {
	readonly what: string;
	readonly why: string;
	/** Any one of these commands, run with `--version`, satisfies the need. */
	readonly commands: readonly string[];
	readonly apt: string;
	readonly brew: string;
}

/** n8n's database driver has no ready-made binary on npm: it is compiled once, when the host is installed. */
const NEEDS: readonly Need[] = [
	{
		what: 'a C++ compiler',
		why: 'compiles the database driver of n8n',
		commands: [process.env['CXX'] ?? 'c++', 'g++', 'clang++'],
		apt: 'g++',
		brew: 'gcc (or: xcode-select --install)',
	},
	{ what: 'make', why: 'builds the database driver of n8n', commands: ['make', 'gmake'], apt: 'make', brew: 'make' },
	{
		what: 'Python 3',
		why: 'node-gyp, which builds the database driver, is a Python program',
		commands: [process.env['PYTHON'] ?? 'python3', 'python3'],
		apt: 'python3',
		brew: 'python',
	},
	{ what: 'tar', why: 'unpacks this package into n8n', commands: ['tar'], apt: 'tar', brew: 'gnu-tar' },
];

/** The major version that n8n's native modules are built for; see `engines` of the pinned n8n. */
export const HOST_NODE_MAJOR = 24;

/** Platforms for which dev/n8n/package.json pins a Node to run n8n with. */
const PLATFORMS_WITH_NODE: readonly string[] = ['linux-x64', 'linux-arm64', 'darwin-x64'];

/** True when the running Node can run n8n itself. */
export function runningNodeFits(): boolean {
	return Number(process.versions.node.split('.')[0]) >= HOST_NODE_MAJOR;
}

/** What is missing to install and run n8n here, one sentence each; empty when nothing is. */
export function missingPrerequisites(): string[] {
	const missing = NEEDS.filter((need) => !need.commands.some(isCommand)).map(
		(need) =>
			`${need.what} (${need.why}). Debian, Ubuntu: apt-get install -y ${need.apt}. macOS: brew install ${need.brew}.`,
	);
	const platform = `${process.platform}-${process.arch}`;
	if (!PLATFORMS_WITH_NODE.includes(platform) && !runningNodeFits()) {
		missing.push(
			`Node ${HOST_NODE_MAJOR} or newer (n8n asks for it, this is ${process.versions.node}, and none can be fetched for ${platform}). ` +
				`Any platform: https://nodejs.org. macOS: brew install node@${HOST_NODE_MAJOR}.`,
		);
	}
	return missing;
}

function isCommand(command: string): boolean {
	return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
