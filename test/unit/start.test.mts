import { cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { digest, isBuilt, rememberBuilt } from '../../dev/build.mts';
import { missingPrerequisites } from '../../dev/n8n/prerequisites.mts';
import { Progress } from '../../dev/progress.mts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'wts-chat-start-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what is missing to install n8n', () => {
	const without =
		(...missing: string[]) =>
		(command: string) =>
			!missing.includes(command);
	const compilers = ['c++', 'g++', 'clang++'];

	test('is nothing where all tools are', () => {
		expect(missingPrerequisites(() => true, true)).toBeUndefined();
	});

	test('is told with the one line that installs it here', () => {
		const told = missingPrerequisites(without(...compilers, 'make', 'gmake'), true) ?? '';
		expect(told).toContain('  - a C++ compiler (compiles the database driver of n8n)\n  - make (');
		expect(told.split('\n')).toContain('  apt-get install -y g++ make');
	});

	test('is installed with sudo by who is not root, and by the package manager of the machine', () => {
		expect(missingPrerequisites(without(...compilers), false)).toContain('\n  sudo apt-get install -y g++\n');
		expect(missingPrerequisites(without(...compilers, 'apt-get'), true)).toContain('\n  dnf install -y gcc-c++\n');
		expect(missingPrerequisites(without(...compilers, 'apt-get', 'dnf', 'apk'), false)).toContain(
			'\n  brew install gcc\n',
		);
	});

	test('is told for all of them where none is known', () => {
		const told = missingPrerequisites(without(...compilers, 'apt-get', 'dnf', 'apk', 'brew'), true);
		expect(told).toContain('With apt-get: apt-get install -y g++. With dnf: dnf install -y gcc-c++.');
	});
});

describe('what is built', () => {
	const BUILT = 'dist/nodes/WtsChat/WtsChat.node.js';

	beforeEach(() => {
		for (const name of ['client', 'credentials', 'nodes', 'dist/nodes/WtsChat'])
			mkdirSync(join(folder, name), { recursive: true });
		writeFileSync(join(folder, 'nodes/a.ts'), 'one');
		writeFileSync(join(folder, BUILT), 'built');
		cpSync('package.json', join(folder, 'package.json'));
		rememberBuilt(digest(folder), folder);
	});

	test('need not be built again', () => {
		expect(isBuilt(folder)).toBe(true);
	});

	test.each<[what: string, change: () => void]>([
		['a source was changed', () => writeFileSync(join(folder, 'nodes/a.ts'), 'two')],
		['a source was added', () => writeFileSync(join(folder, 'client/b.ts'), '')],
		['a source was renamed', () => cpSync(join(folder, 'nodes/a.ts'), join(folder, 'nodes/b.ts'))],
		['somebody else has built since', () => utimesSync(join(folder, BUILT), new Date(), new Date(0))],
		['dist is gone', () => rmSync(join(folder, 'dist'), { recursive: true })],
		['nothing is known of the build', () => rmSync(join(folder, 'node_modules'), { recursive: true })],
	])('is built again when %s', (_what, change) => {
		change();
		expect(isBuilt(folder)).toBe(false);
	});
});

describe('the progress of a start', () => {
	const phases = [
		{ name: 'Building', seconds: 20 },
		{ name: 'Starting n8n', seconds: 100 },
	];

	test('says each phase and about how long is left, and next time what they took', async () => {
		const memory = join(folder, 'start.json');
		const start = async () => {
			const lines: string[] = [];
			let clock = 0;
			const progress = new Progress(phases, { print: (line) => lines.push(line), now: () => clock, memory });
			await progress.run(async () => {
				clock += 7_000;
			});
			await progress.run(async () => {
				clock += 30_000;
			});
			return lines;
		};
		expect(await start()).toEqual(['[1/2] Building ... about 2 min left', '[2/2] Starting n8n ... about 2 min left']);
		expect(await start()).toEqual(['[1/2] Building ... about 37 s left', '[2/2] Starting n8n ... about 30 s left']);
	});

	test('says now and then how far a long phase is, also when it takes longer than usual', async () => {
		const lines: string[] = [];
		let clock = 0;
		const progress = new Progress(phases, { print: (line) => lines.push(line), now: () => clock, everyMs: 5 });
		await progress.run(async () => {
			clock += 12_000;
			await new Promise((resolve) => setTimeout(resolve, 40));
			clock += 60_000;
			await new Promise((resolve) => setTimeout(resolve, 40));
		});
		expect(lines).toContain('      12 s so far, about 2 min left');
		expect(lines).toContain('      72 s so far, longer than usual; after this about 2 min');
	});

	test('a phase that fails is not remembered', async () => {
		const memory = join(folder, 'start.json');
		const progress = new Progress(phases, { print: () => {}, memory });
		await expect(progress.run(async () => await Promise.reject(new Error('no network')))).rejects.toThrow('no network');
		const lines: string[] = [];
		await new Progress(phases, { print: (line) => lines.push(line), memory }).run(async () => {});
		expect(lines[0]).toBe('[1/2] Building ... about 2 min left');
	});
});
