import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pack, type Tarball } from './tarball.mts';

interface PackageJson {
	name: string;
	license: string;
	main: string;
	types: string;
	keywords: string[];
	n8n: { n8nNodesApiVersion: number; strict: boolean; credentials: string[]; nodes: string[] };
	peerDependencies: Record<string, string>;
	dependencies?: unknown;
	optionalDependencies?: unknown;
	bundledDependencies?: unknown;
	overrides?: unknown;
	scripts: Record<string, string>;
}

let tarball: Tarball;
let json: PackageJson;

beforeAll(() => {
	tarball = pack();
	json = JSON.parse(readFileSync(join(tarball.dir, 'package.json'), 'utf8')) as PackageJson;
});
afterAll(() => tarball.remove());

const inPackage = (path: string) => join(tarball.dir, path);
const code = () => tarball.files.filter((path) => path.endsWith('.js'));

describe('the files', () => {
	test('are those that n8n, the client and their reader need', () => {
		const allowed = [
			/^(index\.js|package\.json|README\.md|LICENSE\.md)$/,
			/^dist\/(client|credentials|nodes)\/.+\.js$/,
			/^dist\/client\/.+\.d\.ts$/,
			/^dist\/nodes\/.+\.(json|svg)$/,
			/^dist\/credentials\/.+\.svg$/,
		];
		expect(tarball.files.filter((path) => !allowed.some((pattern) => pattern.test(path)))).toEqual([]);
	});

	test.each(['index.js', 'package.json', 'README.md', 'LICENSE.md', 'dist/client/index.js', 'dist/client/index.d.ts'])(
		'have %s',
		(path) => {
			expect(tarball.files).toContain(path);
		},
	);

	test('have no tests, no sources, no maps', () => {
		expect(tarball.files.filter((path) => /test|\.map$|\.mts$|(?<!\.d)\.ts$|tsbuildinfo/.test(path))).toEqual([]);
	});

	test('of dist come from sources that exist: the build leaves nothing old behind', () => {
		const source = (path: string) => path.replace(/^dist\//, '').replace(/\.(d\.ts|js)$/, '.ts');
		expect(tarball.files.filter((path) => path.startsWith('dist/') && !existsSync(source(path)))).toEqual([]);
	});

	test('are small enough to be installed in a moment', () => {
		const bytes = tarball.files.reduce((sum, path) => sum + readFileSync(inPackage(path)).length, 0);
		expect(bytes).toBeLessThan(2_000_000);
	});

	test('hold no token and no address of a machine', () => {
		const secret = /\bpn_[A-Za-z0-9]{8,}|Bearer [A-Za-z0-9._-]{16,}|127\.0\.0\.1|\/work\/|\/home\//;
		expect(tarball.files.filter((path) => secret.test(readFileSync(inPackage(path), 'utf8')))).toEqual([]);
	});
});

describe('package.json', () => {
	test('needs what n8n itself brings and nothing else', () => {
		expect(json.peerDependencies).toEqual({ '@n8n/ai-node-sdk': '*', 'n8n-workflow': '*' });
		// Not installed along with the package: n8n has its own copy, and one without it misses the memory only.
		expect(json).toMatchObject({ peerDependenciesMeta: { '@n8n/ai-node-sdk': { optional: true } } });
		for (const key of [
			'dependencies',
			'optionalDependencies',
			'bundledDependencies',
			'bundleDependencies',
			'overrides',
		]) {
			expect(json).not.toHaveProperty(key);
		}
	});

	test('runs nothing when it is installed', () => {
		const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'preprepare', 'postprepare'];
		expect(Object.keys(json.scripts).filter((name) => hooks.includes(name))).toEqual([]);
	});

	test('is that of a community node that n8n can verify', () => {
		expect(json).toMatchObject({ license: 'MIT', n8n: { n8nNodesApiVersion: 1, strict: true } });
		expect(json.name).toMatch(/^n8n-nodes-/);
		expect(json.keywords).toContain('n8n-community-node-package');
	});

	test('names files that are there', () => {
		const named = [json.main, json.types, ...json.n8n.credentials, ...json.n8n.nodes];
		expect(named.filter((path) => !tarball.files.includes(path))).toEqual([]);
	});

	test('names every node and credential that is there', () => {
		const there = (end: string) => tarball.files.filter((path) => path.endsWith(end));
		expect([...json.n8n.nodes].sort()).toEqual(there('.node.js'));
		expect([...json.n8n.credentials].sort()).toEqual(there('.credentials.js'));
	});

	test('goes with the lint config that n8n demands of strict packages', () => {
		expect(readFileSync('eslint.config.mjs', 'utf8')).toBe(
			"import { config } from '@n8n/node-cli/eslint';\n\nexport default config;\n",
		);
	});
});

describe('the icons and the codex', () => {
	test('are beside the nodes', () => {
		for (const path of json.n8n.nodes) {
			const codex = JSON.parse(readFileSync(inPackage(path.replace(/\.js$/, '.json')), 'utf8')) as Record<
				string,
				unknown
			>;
			const name = path.replace(
				/^.*\/(\w)(\w*)\.node\.js$/,
				(_, first: string, rest: string) => first.toLowerCase() + rest,
			);
			expect(codex).toMatchObject({ node: `${json.name}.${name}`, nodeVersion: '1.0', codexVersion: '1.0' });
		}
	});

	test('are where nodes and credentials look for them', () => {
		const classes = [...json.n8n.nodes, ...json.n8n.credentials];
		const lost = classes.flatMap((path) => {
			const icons = [...readFileSync(inPackage(path), 'utf8').matchAll(/'file:([^']+)'/g)].map(
				([, icon]) => icon ?? '',
			);
			return icons.map((icon) => join(path, '..', icon)).filter((icon) => !tarball.files.includes(icon));
		});
		expect(lost).toEqual([]);
	});
});

describe('the code', () => {
	/** What a compiled file requires. */
	const required = (path: string): string[] =>
		[...readFileSync(inPackage(path), 'utf8').matchAll(/\b(?:require|import)\(\s*(["'`][^)]*["'`])\s*\)/g)].map(
			([, name = '']) => name.slice(1, -1),
		);

	test("requires relative files, n8n-workflow and crypto only, and the memory n8n's SDK", () => {
		const other = code().flatMap((path) =>
			required(path)
				.filter((name) => !/^\.{1,2}(\/|$)/.test(name) && !['n8n-workflow', 'crypto'].includes(name))
				.map((name) => `${path}: ${name}`),
		);
		expect(other).toEqual(['dist/nodes/WtsChat/memory/supply.js: @n8n/ai-node-sdk']);
	});

	test('of the client requires nothing but its own files', () => {
		const other = code()
			.filter((path) => path === 'index.js' || path.startsWith('dist/client/'))
			.flatMap((path) => required(path).filter((name) => !name.startsWith('./') && !name.startsWith('../')));
		expect(other).toEqual([]);
	});

	test('touches nothing that n8n Cloud keeps from it', () => {
		const timers = 'setTimeout|setInterval|setImmediate|clearTimeout|clearInterval|queueMicrotask';
		const globals = 'process|globalThis|global|__dirname|__filename|eval|console';
		const kept = new RegExp(`\\b(${timers}|${globals})\\b(?=[.([])`);
		const touching = code().filter((path) => kept.test(withoutTexts(readFileSync(inPackage(path), 'utf8'))));
		expect(touching).toEqual([]);
	});

	test('loads without n8n as far as the client goes', () => {
		const script = `
			const client = require(${JSON.stringify(tarball.dir)});
			const names = ['WtsClient', 'WtsApiError', 'TransportFault', 'Pacer', 'listRecords', 'readPhone'];
			names.push('sendSessionText');
			console.log(JSON.stringify(names.filter((name) => typeof client[name] !== 'function')));
		`;
		const missing = execFileSync(process.execPath, ['-e', script], { cwd: tarball.dir, encoding: 'utf8' });
		expect(JSON.parse(missing)).toEqual([]);
	});
});

/** Code without its texts and comments. */
function withoutTexts(text: string): string {
	return text
		.replace(/\/\*[\s\S]*?\*\//g, '')
		.replace(/(^|\s)\/\/.*$/gm, '')
		.replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g, "''");
}
