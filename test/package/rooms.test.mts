import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { ROOMS } from './rooms.cjs';

interface Cruised {
	modules: Array<{ source: string; dependencies: Array<{ resolved: string }> }>;
}

const roomOf = (file: string) => Object.entries(ROOMS).find(([, { path }]) => new RegExp(path).test(file))?.[0];
const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

/** The rooms that each room uses, as the code has it. */
function usedRooms(): Record<string, string[]> {
	const folders = ['client', 'nodes', 'credentials', 'test', 'dev', 'bench'];
	const cli = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
	const json = execFileSync(process.execPath, [cli, ...folders, '--config', '.dependency-cruiser.cjs', '-T', 'json'], {
		encoding: 'utf8',
		maxBuffer: 100_000_000,
	});
	const { modules } = JSON.parse(json) as Cruised;
	const used = new Map(Object.keys(ROOMS).map((name) => [name, new Set<string>()]));
	for (const { source, dependencies } of modules) {
		const from = roomOf(source);
		for (const { resolved } of dependencies) {
			const to = roomOf(resolved);
			if (from !== undefined && to !== undefined && from !== to) used.get(from)?.add(to);
		}
	}
	return Object.fromEntries([...used].map(([name, rooms]) => [name, sorted(rooms)]));
}

/** The rooms that each room may use, as the page says in the last column of its table. */
function documentedRooms(): Record<string, string[]> {
	const [, table = ''] = readFileSync('docs/architecture.md', 'utf8').split('## Rooms');
	const rows = table.split('\n').filter((line) => line.startsWith('| `'));
	return Object.fromEntries(
		rows.flatMap((row) => {
			const [, room = '', , uses = ''] = row.split('|');
			const names = (text: string) => [...text.matchAll(/`([^`]+?)\/?`/g)].map(([, name = '']) => name);
			const [name = ''] = names(room);
			const known = names(uses).filter((one) => Object.hasOwn(ROOMS, one));
			return Object.hasOwn(ROOMS, name) ? [[name, sorted(known)]] : [];
		}),
	);
}

const allowed = Object.fromEntries(Object.entries(ROOMS).map(([name, { uses }]) => [name, sorted(uses)]));

test('what rooms may use is what they use: nothing forbidden, and no permission that nobody needs', () => {
	expect(usedRooms()).toEqual(allowed);
}, 120_000);

test('docs/architecture.md says the same', () => {
	expect(documentedRooms()).toEqual(allowed);
});
