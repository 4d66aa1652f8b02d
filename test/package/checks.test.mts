import { readFileSync } from 'node:fs';

import { load } from 'js-yaml';

interface Workflow {
	on: Record<string, unknown>;
	jobs: Record<string, { needs?: string; uses?: string; steps?: Array<{ run?: string }> }>;
}

const workflow = (name: string) => load(readFileSync(`.github/workflows/${name}.yml`, 'utf8')) as Workflow;
const commands = (name: string, job: string) =>
	(workflow(name).jobs[job]?.steps ?? []).flatMap(({ run }) => (run === undefined ? [] : [run]));

test('all checks are in one file, the oldest engine and the real n8n too', () => {
	const run = readFileSync('.ci/run', 'utf8').split('\n');
	expect(run).toEqual(expect.arrayContaining(['npm test', 'npm run test:oldest', 'npm run test:e2e']));
});

test('checks and releases install what the lock file says', () => {
	const jobs = ['ci', 'release'].flatMap((name) =>
		Object.keys(workflow(name).jobs).flatMap((job) => commands(name, job)),
	);
	const installs = [...jobs, ...readFileSync('.ci/run', 'utf8').split('\n')].filter((line) => /^npm (ci|i)/.test(line));
	expect(installs).toEqual(['npm ci', 'npm ci', 'npm ci']);
});

test('GitHub runs that file for every change', () => {
	expect(commands('ci', 'checks')).toEqual(['.ci/run']);
	expect(Object.keys(workflow('ci').on)).toEqual(expect.arrayContaining(['push', 'pull_request']));
});

test('nothing is published before the same checks have passed', () => {
	const { jobs } = workflow('release');
	expect(jobs['checks']?.uses).toBe('./.github/workflows/ci.yml');
	const publishing = Object.keys(jobs).filter((job) => commands('release', job).join().includes('npm publish'));
	expect(publishing).toEqual(['publish']);
	expect(jobs['publish']?.needs).toBe('checks');
	expect(workflow('ci').on).toHaveProperty('workflow_call');
});
