import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { routesFor } from '../../dev/new/route.mts';
import { operationsOf } from '../bed/panel.mts';
import { description } from './description.mts';
import { FILE } from './frozen.mts';

const MINUTES = 60_000;

/** As far as it is read here. */
interface JestReport {
	testResults: Array<{ assertionResults: Array<{ status: string }> }>;
}

test.each([
	['session', 'getNote', 'GET /chat/v1/session/note/{id}'],
	['session', 'deleteNote', 'DELETE /chat/v1/session/note/{id}'],
	['session', 'getAllNotes', 'GET /chat/v1/session/{id}/note'],
	['panel', 'getAllPanels', 'GET /crm/v2/panel'],
])('the route of %s.%s is found by its name', (resource, operation, route) => {
	expect(routesFor(resource, operation).map((one) => one.route)).toContain(route);
});

describe('a new operation, made by the command in a copy of the project', () => {
	let copy: string;
	let changed: string[];
	const run = (command: string, ...given: string[]) => {
		const { status, stdout, stderr } = spawnSync(command, given, {
			cwd: copy,
			encoding: 'utf8',
			env: { ...process.env, NODE_ENV: undefined },
		});
		if (status !== 0) throw new Error(`${command} ${given.join(' ')}: ${stdout}${stderr}`);
		return stdout;
	};
	const tool = (name: string, ...given: string[]) => run(join('node_modules', '.bin', name), ...given);
	const newOperation = (...given: string[]) => tool('tsx', 'dev/new/run.mts', ...given);
	const frozenText = () => readFileSync(join(copy, FILE), 'utf8');

	beforeAll(() => {
		copy = mkdtempSync(join(tmpdir(), 'wts-chat-new-'));
		const left = ['node_modules', 'dist', 'artifacts', '.git'];
		cpSync('.', copy, { recursive: true, filter: (from) => !left.includes(basename(from)) });
		symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
		const told = newOperation('session', 'getNoteAgain', 'GET /chat/v1/session/note/{id}').split('\n');
		changed = told.filter((line) => existsSync(join(copy, line)) && line !== '');
		// The types of the package are checked here as well.
		run('npm', 'run', 'build');
	}, 15 * MINUTES);
	afterAll(() => rmSync(copy, { recursive: true, force: true }));

	test('is all that an operation takes', () => {
		expect(changed).toEqual([
			'nodes/WtsChat/actions/session/getNoteAgain.operation.ts',
			'nodes/WtsChat/actions/session/index.ts',
			'test/examples/session.mts',
			'test/engine/session.test.mts',
			'docs/operations/session.md',
		]);
	});

	// Only what was made or changed: the rest is the business of `npm test` itself.
	test.each<[check: string, command: string[], under: string]>([
		['the format', ['biome', 'check'], ''],
		["n8n's rules of today", ['eslint', '--max-warnings', '0'], 'nodes/'],
		[
			"n8n's newest rules",
			['eslint', '-c', 'test/package/n8n-rules.eslint.config.mjs', '--max-warnings', '0'],
			'nodes/',
		],
		['the rules of tests', ['eslint', '-c', 'test/eslint.config.mjs', '--max-warnings', '0'], 'test/'],
	])(
		'keeps to %s',
		(_check, [name = '', ...given], under) => {
			const files = changed.filter((file) => file.startsWith(under) && !file.endsWith('.md'));
			expect(files.length).toBeGreaterThan(1);
			tool(name, ...given, ...files);
		},
		15 * MINUTES,
	);

	test(
		'has the types that its example and its test ask for',
		() => {
			const files = changed.filter((file) => file.endsWith('.mts'));
			const config = {
				extends: './tsconfig.json',
				files: files.map((file) => join('..', file)),
				include: ['**/*.d.mts'],
			};
			writeFileSync(join(copy, 'test/tsconfig.new.json'), JSON.stringify(config));
			tool('tsc', '-p', 'test/tsconfig.new.json');
		},
		15 * MINUTES,
	);

	test(
		'is an addition to the frozen interface, which one command takes in; then its example and its test run',
		() => {
			expect(frozenText()).not.toContain('session.getNoteAgain');
			// Refuses what breaks the interface, and writes what the frozen test compares with.
			tool('tsx', 'test/package/freeze.mts');
			expect(frozenText()).toContain('session.getNoteAgain');
			const tests = ['test/package/frozen', 'test/engine/everyOperation', 'test/engine/session.test'];
			const report = join(copy, 'report.json');
			tool(
				'jest',
				'--maxWorkers=1',
				'--json',
				`--outputFile=${report}`,
				...tests,
				'-t',
				'session.getNoteAgain|what was added is frozen|every operation of the built node has an example',
			);
			const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as JestReport;
			const passed = testResults.map(
				({ assertionResults }) => assertionResults.filter(({ status }) => status === 'passed').length,
			);
			// The names above chose something in each of the three files.
			expect(passed).toHaveLength(3);
			expect(Math.min(...passed)).toBeGreaterThan(0);
		},
		15 * MINUTES,
	);

	test('has its place in the docs', () => {
		expect(readFileSync(join(copy, 'docs/operations/session.md'), 'utf8')).toContain(
			'## Get Note Again (`getNoteAgain`)',
		);
	});

	test(
		'is refused when it is there already, when nobody knows its resource, and when its route is not clear',
		() => {
			const [known] = operationsOf(description.properties);
			const refused: Array<[given: string[], told: string]> = [
				[[known?.resource ?? '', known?.operation ?? ''], 'is there already'],
				[['weather', 'get'], 'There is no resource "weather"'],
				[['session', 'getWeather'], 'Which route is it for?'],
				[['session', 'getWeather', 'GET /chat/v1/weather'], 'The contract has no route'],
			];
			for (const [given, told] of refused) expect(() => newOperation(...given)).toThrow(told);
		},
		5 * MINUTES,
	);
});
