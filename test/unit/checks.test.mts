import { runSteps } from '../../dev/checks/run.mts';
import { STEPS, type Step } from '../../dev/checks/steps.mts';
import { told } from '../../dev/progress.mts';

const steps: Step[] = ['one', 'two', 'three'].map((name) => ({
	name,
	command: ['npm', 'run', '--silent', name],
	what: `does ${name}`,
	seconds: 10,
}));

/** Runs them on a clock of their own; each takes five seconds. */
async function run(codes: Record<string, number> = {}) {
	const printed: string[] = [];
	const ran: string[] = [];
	let clock = 0;
	const result = await runSteps(steps, {
		expected: ({ seconds }) => seconds,
		print: (line) => printed.push(line),
		now: () => clock,
		run: async ({ name }) => {
			ran.push(name);
			clock += 5_000;
			return codes[name] ?? 0;
		},
	});
	return { result, ran, text: printed.join('\n') };
}

test('all steps run in their order, each with its time, and a summary ends them', async () => {
	const { result, ran, text } = await run();
	expect(result).toEqual({ code: 0, seconds: { one: 5, two: 5, three: 5 } });
	expect(ran).toEqual(['one', 'two', 'three']);
	expect(text).toContain('3 checks, about 30 s');
	expect(text).toContain('[2/3] two: does two; about 20 s left');
	expect(text).toMatch(/All checks have passed:[^]*three {2}passed in 5 s\nTogether 15 s\.$/);
});

test('the first that fails ends it, with its exit code, and says how to run it alone', async () => {
	const { result, ran, text } = await run({ two: 3 });
	expect(result).toEqual({ code: 3, seconds: { one: 5 } });
	expect(ran).toEqual(['one', 'two']);
	expect(text).toMatch(/The check "two" has failed:[^]*two {4}FAILED\n {2}three {2}not run\nIt alone: npm run two$/);
});

test('times are told as people say them', () => {
	expect([5, 89, 90, 400].map(told)).toEqual(['5 s', '89 s', '2 min', '7 min']);
});

test('npm test runs all that belongs to it, the build first', () => {
	expect(STEPS.map(({ command }) => command.filter((one) => one !== '--silent').join(' '))).toEqual([
		'npm run build',
		'npm run format:check',
		'npm run typecheck',
		'npm run lint',
		'npm run architecture',
		'npm run samples:check',
		'npm run numbering:check',
		'npm run docs:check',
		'jest',
		'npm run scan',
	]);
});
