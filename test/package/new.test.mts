import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { routesFor } from '../../dev/new/route.mts';
import { operationsOf } from '../bed/panel.mts';
import { description } from './description.mts';

const MINUTES = 60_000;

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
	const run = (command: string, ...given: string[]) => {
		const { status, stdout, stderr } = spawnSync(command, given, {
			cwd: copy,
			encoding: 'utf8',
			env: { ...process.env, NODE_ENV: undefined },
		});
		if (status !== 0) throw new Error(`${command} ${given.join(' ')}: ${stdout}${stderr}`);
	};

	beforeAll(() => {
		copy = mkdtempSync(join(tmpdir(), 'wts-chat-new-'));
		const left = ['node_modules', 'dist', 'artifacts', '.git'];
		cpSync('.', copy, { recursive: true, filter: (from) => !left.includes(basename(from)) });
		symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));
		run('npm', 'run', 'new', '--', 'session', 'getNoteAgain', 'GET /chat/v1/session/note/{id}');
		run('npm', 'run', 'build');
	}, 5 * MINUTES);
	afterAll(() => rmSync(copy, { recursive: true, force: true }));

	test.each(['format:check', 'typecheck', 'lint'])(
		'passes npm run %s',
		(script) => {
			run('npm', 'run', script);
		},
		5 * MINUTES,
	);

	test(
		'runs its example in the engine, like every other, and its own test',
		() => {
			run('npx', 'jest', 'test/engine/everyOperation', 'test/engine/session', '-t', 'session.getNoteAgain');
		},
		5 * MINUTES,
	);

	test(
		'is an addition to the frozen interface, which one command takes in',
		() => {
			expect(() => run('npx', 'jest', 'test/package/frozen')).toThrow('session.getNoteAgain');
			run('npx', 'tsx', 'test/package/freeze.mts');
			run('npx', 'jest', 'test/package/frozen');
		},
		5 * MINUTES,
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
			for (const [given, told] of refused) expect(() => run('npm', 'run', 'new', '--', ...given)).toThrow(told);
		},
		MINUTES,
	);
});
