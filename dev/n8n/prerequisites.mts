import { spawnSync } from 'node:child_process';

interface Need {
	readonly what: string;
	readonly why: string;
	/** Any one of these commands, run with `--version`, satisfies the need. */
	readonly commands: readonly string[];
	/** What it is called by each package manager. */
	readonly packages: Readonly<Record<Manager, string>>;
}

type Manager = 'apt-get' | 'dnf' | 'apk' | 'brew';

/** In the order in which they are looked for. */
const INSTALL: Readonly<Record<Manager, string>> = {
	'apt-get': 'apt-get install -y',
	dnf: 'dnf install -y',
	apk: 'apk add',
	brew: 'brew install',
};

/** n8n's database driver has no ready-made binary on npm: it is compiled once, when the host is installed. */
const NEEDS: readonly Need[] = [
	{
		what: 'a C++ compiler',
		why: 'compiles the database driver of n8n',
		commands: [process.env['CXX'] ?? 'c++', 'g++', 'clang++'],
		packages: { 'apt-get': 'g++', dnf: 'gcc-c++', apk: 'g++', brew: 'gcc' },
	},
	{
		what: 'make',
		why: 'builds the database driver of n8n',
		commands: ['make', 'gmake'],
		packages: { 'apt-get': 'make', dnf: 'make', apk: 'make', brew: 'make' },
	},
	{
		what: 'Python 3',
		why: 'node-gyp, which builds the database driver, is a Python program',
		commands: [process.env['PYTHON'] ?? 'python3', 'python3'],
		packages: { 'apt-get': 'python3', dnf: 'python3', apk: 'python3', brew: 'python' },
	},
	{
		what: 'tar',
		why: 'unpacks this package into n8n',
		commands: ['tar'],
		packages: { 'apt-get': 'tar', dnf: 'tar', apk: 'tar', brew: 'gnu-tar' },
	},
];

/** The major version that n8n's native modules are built for; see `engines` of the pinned n8n. */
export const HOST_NODE_MAJOR = 24;

/** Platforms for which dev/n8n/package.json pins a Node to run n8n with. */
const PLATFORMS_WITH_NODE: readonly string[] = ['linux-x64', 'linux-arm64', 'darwin-x64'];

/** True when the running Node can run n8n itself. */
export function runningNodeFits(): boolean {
	return Number(process.versions.node.split('.')[0]) >= HOST_NODE_MAJOR;
}

/** What is missing to install and run n8n here, with the line that installs it; undefined when nothing is. */
export function missingPrerequisites(
	has: (command: string) => boolean = isCommand,
	isRoot = process.getuid?.() === 0,
): string | undefined {
	const needs = NEEDS.filter(({ commands }) => !commands.some(has));
	const parts = needs.length === 0 ? [] : [toolsAdvice(needs, has, isRoot)];
	const platform = `${process.platform}-${process.arch}`;
	if (!PLATFORMS_WITH_NODE.includes(platform) && !runningNodeFits()) {
		parts.push(
			`Node ${HOST_NODE_MAJOR} or newer is missing (n8n asks for it, this is ${process.versions.node}, and none ` +
				`can be fetched for ${platform}). ` +
				`Any platform: https://nodejs.org. macOS: brew install node@${HOST_NODE_MAJOR}.`,
		);
	}
	return parts.length === 0 ? undefined : parts.join('\n');
}

function toolsAdvice(needs: readonly Need[], has: (command: string) => boolean, isRoot: boolean): string {
	const what = needs.map((need) => `  - ${need.what} (${need.why})`).join('\n');
	const lineOf = (manager: Manager): string => {
		const prefix = isRoot || manager === 'brew' || !has('sudo') ? '' : 'sudo ';
		return `${prefix}${INSTALL[manager]} ${needs.map(({ packages }) => packages[manager]).join(' ')}`;
	};
	const managers = Object.keys(INSTALL) as Manager[];
	const found = managers.find(has);
	const how =
		found === undefined
			? `One line installs it. ${managers.map((manager) => `With ${manager}: ${lineOf(manager)}`).join('. ')}`
			: `This installs it:\n\n  ${lineOf(found)}\n`;
	return `Missing:\n${what}\n${how}`;
}

function isCommand(command: string): boolean {
	return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}
