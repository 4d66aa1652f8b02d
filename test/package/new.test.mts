import { spawnSync } from 'node:child_process';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { routesFor } from '../../dev/new/route.mts';
import { operationsOf } from '../bed/panel.mts';
import { description } from './description.mts';
import { FILE } from './frozen.mts';

const MINUTES = 60_000;

/** As far as it is read here. */
interface JestReport {
	testResults: Array<{ assertionResults: Array<{ status: string; ancestorTitles: string[] }> }>;
}

test.each([
	['session', 'getNote', 'GET /chat/v1/session/note/{id}'],
	['session', 'deleteNote', 'DELETE /chat/v1/session/note/{id}'],
	['session', 'getAllNotes', 'GET /chat/v1/session/{id}/note'],
	['panel', 'getAllPanels', 'GET /crm/v2/panel'],
	['contact', 'getCustomFields', 'GET /core/v1/contact/custom-field'],
])('the route of %s.%s is found by its name', (resource, operation, route) => {
	expect(routesFor(resource, operation).map((one) => one.route)).toContain(route);
});

/** The command as CONTRIBUTING.md tells it. */
function toldCommand(): string[] {
	const [, told = ''] = /```sh\nnpm run new -- (.*)\n```/.exec(readFileSync('CONTRIBUTING.md', 'utf8')) ?? [];
	return told.split(' ');
}

/** One of each kind that a route can be: what its path takes, and what it answers. */
const MADE: Array<[kind: string, given: string[]]> = [
	['the one that CONTRIBUTING.md tells, which takes nothing and answers a list', toldCommand()],
	['one with an ID', ['session', 'getNoteAgain', 'GET /chat/v1/session/note/{id}']],
	['one with an ID of another name, in pages', ['panel', 'getAllRemarks', 'GET /crm/v1/panel/card/{cardId}/note']],
	['one with a phone number', ['contact', 'getByPhone', 'GET /core/v1/contact/phonenumber/{phone}']],
	['pages that take nothing', ['sequence', 'getAllAgain', 'GET /chat/v1/sequence']],
	['a record that takes nothing', ['account', 'getHours', 'GET /core/v1/company/officehours']],
	['a deletion', ['department', 'deleteAgain', 'DELETE /core/v1/department/{id}']],
	['a change without a body, that answers nothing', ['agent', 'logOutAgain', 'POST /core/v1/agent/{id}/logout']],
	['a change with a body', ['contact', 'change', 'PUT /core/v2/contact/{id}']],
	['the first of a resource', ['channel', 'getAll', 'GET /chat/v1/channel']],
];
const MADE_NAMES = MADE.map(([, [resource, operation]]) => `${resource}.${operation}`);

/** What "Add a resource" of CONTRIBUTING.md asks for, before it has an operation. */
function addResource(copy: string, resource: string, name: string): void {
	const put = (file: string, text: string) => writeFileSync(join(copy, file), text);
	const insert = (file: string, before: string, text: string, entryBefore: string, entry: string) => {
		const [head = '', tail = ''] = readFileSync(join(copy, file), 'utf8').split(entryBefore);
		put(file, `${head.replace(before, `${text}\n${before}`)}${entryBefore}${entry}${tail}`);
	};
	mkdirSync(join(copy, 'nodes/WtsChat/actions', resource));
	put(
		`nodes/WtsChat/actions/${resource}/index.ts`,
		"import { defineResource } from '../../core/operation';\n\n" +
			`export const ${resource} = defineResource('${resource}', '${name}', []);\n`,
	);
	put(
		`test/examples/${resource}.mts`,
		`import type { Examples } from './example.mts';\n\nexport const ${resource}Examples: Examples = {};\n`,
	);
	put(
		`test/engine/${resource}.test.mts`,
		"import { startBed } from '../bed/bed.mts';\n\nconst bed = startBed();\n" +
			`const { simulator } = bed;\nconst run = bed.runnerOf('${resource}');\n`,
	);
	put(`docs/operations/${resource}.md`, `# ${name}\n\nAll of them.\n`);
	insert(
		'nodes/WtsChat/actions/index.ts',
		'import { chatbot }',
		`import { ${resource} } from './${resource}';`,
		'Resource[] = [',
		`\n\t${resource},`,
	);
	insert(
		'test/examples/index.mts',
		'import { chatbotExamples }',
		`import { ${resource}Examples } from './${resource}.mts';`,
		'Record<string, Examples> = {',
		`\n\t${resource}: ${resource}Examples,`,
	);
}

describe('new operations, made by the command in a copy of the project', () => {
	let copy: string;
	let changed: string[];
	let toldFiles: string[][];
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
	/** What a resource has: which files of operations, and what is in those that an operation changes. */
	const filesOf = (resource: string) => {
		const folder = join(copy, 'nodes/WtsChat/actions', resource);
		const edited = [
			`test/examples/${resource}.mts`,
			`test/engine/${resource}.test.mts`,
			`docs/operations/${resource}.md`,
		];
		return [
			existsSync(folder) ? readdirSync(folder) : [],
			...edited.map((file) => (existsSync(join(copy, file)) ? readFileSync(join(copy, file), 'utf8') : '')),
		];
	};

	beforeAll(() => {
		copy = mkdtempSync(join(tmpdir(), 'wts-chat-new-'));
		const left = ['node_modules', 'dist', 'artifacts', '.git'];
		cpSync('.', copy, { recursive: true, filter: (from) => !left.includes(basename(from)) });
		symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
		addResource(copy, 'channel', 'Channel');
		toldFiles = MADE.map(([, given]) =>
			newOperation(...given)
				.split('\n')
				.filter((line) => line !== '' && existsSync(join(copy, line))),
		);
		changed = [...new Set(toldFiles.flat())];
		// The types of the package are checked here as well.
		run('npm', 'run', 'build');
	}, 15 * MINUTES);
	afterAll(() => rmSync(copy, { recursive: true, force: true }));

	test.each(MADE.map(([kind, given], at) => ({ kind, given, at })))('$kind is all that it takes', ({ given, at }) => {
		const [resource = '', operation = ''] = given;
		expect(toldFiles[at]).toEqual([
			`nodes/WtsChat/actions/${resource}/${operation}.operation.ts`,
			`nodes/WtsChat/actions/${resource}/index.ts`,
			`test/examples/${resource}.mts`,
			`test/engine/${resource}.test.mts`,
			`docs/operations/${resource}.md`,
		]);
		expect(readFileSync(join(copy, `docs/operations/${resource}.md`), 'utf8')).toContain(`(\`${operation}\`)`);
	});

	test.each([
		['contact.change', ['requireContactReference(item)', 'await contactIdOf(client, id)']],
		['agent.logOutAgain', ["item.id('agentId')", 'await resolveAgentId(client, id)']],
	])('%s takes all that its picker offers', (name, texts) => {
		const file = `nodes/WtsChat/actions/${name.replace('.', '/')}.operation.ts`;
		for (const text of texts) expect(readFileSync(join(copy, file), 'utf8')).toContain(text);
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
		['the rules of tests', ['eslint', '-c', 'test/eslint.config.mjs', '--max-warnings', '0'], ''],
	])(
		'they keep to %s',
		(_check, [name = '', ...given], under) => {
			const files = changed.filter((file) => file.startsWith(under) && !file.endsWith('.md'));
			expect(files.length).toBeGreaterThan(1);
			tool(name, ...given, ...files);
		},
		15 * MINUTES,
	);

	test(
		'they have the types that their examples and tests ask for',
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
		'they are additions to the frozen interface, which one command takes in; then their examples and tests run',
		() => {
			for (const name of MADE_NAMES) expect(frozenText()).not.toContain(`"${name}"`);
			// Refuses what breaks the interface, and writes what the frozen test compares with.
			tool('tsx', 'test/package/freeze.mts');
			for (const name of MADE_NAMES) expect(frozenText()).toContain(name);
			const resources = [...new Set(MADE.map(([, [resource]]) => `test/engine/${resource}.test`))];
			const report = join(copy, 'report.json');
			const names = MADE_NAMES.join('|').replaceAll('.', '\\.');
			tool(
				'jest',
				'--maxWorkers=1',
				'--json',
				`--outputFile=${report}`,
				'test/package/frozen',
				'test/engine/everyOperation',
				...resources,
				'-t',
				`(^| )(${names}) |what was added is frozen|every operation of the built node has an example`,
			);
			const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as JestReport;
			const passed = testResults.flatMap(({ assertionResults }) =>
				assertionResults.flatMap(({ status, ancestorTitles }) => (status === 'passed' ? ancestorTitles : [])),
			);
			// Four of its example, and one of its own.
			for (const name of MADE_NAMES) expect(passed.filter((one) => one === name)).toHaveLength(5);
			expect(testResults).toHaveLength(2 + resources.length);
		},
		15 * MINUTES,
	);

	test(
		'one is refused, before any file is touched, when it is there, when nothing knows it, and when it has no example',
		() => {
			const [known] = operationsOf(description.properties);
			const refused: Array<[given: string[], told: string]> = [
				[[known?.resource ?? '', known?.operation ?? ''], 'is there already'],
				[['weather', 'get'], 'There is no resource "weather"'],
				[['session', 'getWeather'], 'Which route is it for?'],
				[['session', 'getWeather'], '  "GET /chat/v2/session/{id}"'],
				[['session', 'getWeather', 'GET /chat/v1/weather'], 'The contract has no route'],
				[['session', 'getWeather', 'GET /chat/v1/session/{id}'], '  "GET /chat/v2/session/{id}"'],
				[['session', 'get-weather'], 'letters alone'],
				[['contact', 'addTags', 'POST /core/v1/contact/{id}/tags'], 'It needs a body of its own'],
				[['message', 'sendTypingAgain', 'POST /chat/v1/send/typing'], "must have required property 'sessionId'"],
				[['session', 'deleteNoteAgain', 'DELETE /chat/v1/session/note/{id}'], 'an example deletes two'],
				[['webhook', 'getAgain', 'GET /core/v1/webhook/subscription/{subscriptionId}'], 'gives no example'],
			];
			const before = refused.map(([[resource = '']]) => filesOf(resource));
			for (const [given, told] of refused) expect(() => newOperation(...given)).toThrow(told);
			expect(refused.map(([[resource = '']]) => filesOf(resource))).toEqual(before);
		},
		5 * MINUTES,
	);
});
