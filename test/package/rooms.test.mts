import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

import { ROOMS } from './rooms.cjs';

interface Cruised {
	modules: Array<{ source: string; dependencies: Array<{ resolved: string }> }>;
}

const roomOf = (file: string) => Object.entries(ROOMS).find(([, { path }]) => new RegExp(path).test(file))?.[0];
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

/** What a room uses: rooms, and of some of them files only. */
interface Uses {
	rooms: string[];
	only: Record<string, string[]>;
}

/** What each room uses, as the code has it: of a room with a list of files, the files too. */
function usedRooms(): Record<string, Uses> {
	const folders = ['client', 'nodes', 'credentials', 'test', 'dev', 'bench'];
	const cli = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
	const json = execFileSync(process.execPath, [cli, ...folders, '--config', '.dependency-cruiser.cjs', '-T', 'json'], {
		encoding: 'utf8',
		maxBuffer: 100_000_000,
	});
	const { modules } = JSON.parse(json) as Cruised;
	const edges = modules.flatMap(({ source, dependencies }) =>
		dependencies.flatMap(({ resolved }) => {
			const [from, to] = [roomOf(source), roomOf(resolved)];
			return from !== undefined && to !== undefined && from !== to
				? [{ from, to, file: basename(resolved, '.ts') }]
				: [];
		}),
	);
	return Object.fromEntries(
		Object.entries(ROOMS).map(([name, { only = {} }]) => {
			const own = edges.filter(({ from }) => from === name);
			const filesOf = (room: string) => sorted(own.flatMap(({ to, file }) => (to === room ? [file] : [])));
			return [
				name,
				{
					rooms: sorted(own.map(({ to }) => to)),
					only: Object.fromEntries(Object.keys(only).map((room) => [room, filesOf(room)])),
				},
			];
		}),
	);
}

/** What each room may use, as the page says in the last column of its table: files are in brackets after a room. */
function documentedRooms(): Record<string, Uses> {
	const [, table = ''] = readFileSync('docs/architecture.md', 'utf8').split('## Rooms');
	const rows = table.split('\n').filter((line) => line.startsWith('| `'));
	const names = (text: string) => [...text.matchAll(/`([^`]+?)\/?`/g)].map(([, name = '']) => name);
	return Object.fromEntries(
		rows.flatMap((row) => {
			const [, room = '', , uses = ''] = row.split('|');
			const [name = ''] = names(room);
			if (!Object.hasOwn(ROOMS, name)) return [];
			const brackets = /`(\w+)` \(([^)]*)\)/g;
			const only = [...uses.matchAll(brackets)].map(([, of = '', files = '']) => [of, sorted(names(files))] as const);
			const rooms = sorted(names(uses.replaceAll(brackets, '`$1`')).filter((one) => Object.hasOwn(ROOMS, one)));
			return [[name, { rooms, only: Object.fromEntries(only) }]];
		}),
	);
}

const allowed = Object.fromEntries(
	Object.entries(ROOMS).map(([name, { uses, only = {} }]): [string, Uses] => [name, { rooms: sorted(uses), only }]),
);

test('what rooms may use is what they use: nothing forbidden, and no permission that nobody needs', () => {
	expect(usedRooms()).toEqual(allowed);
}, 120_000);

test('docs/architecture.md says the same', () => {
	expect(documentedRooms()).toEqual(allowed);
});
