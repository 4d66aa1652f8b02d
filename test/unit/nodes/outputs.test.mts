import { JOIN_BRANCHES } from '../../../client';
import { OUTPUTS, outputsOf } from '../../../nodes/WtsChat/core/outputs';

const join = { resource: 'session', operation: 'joinAgentSession' };
const labels = (branches: unknown) => outputsOf({ ...join, branches }).map(({ displayName }) => displayName);

describe('outputs of the node', () => {
	test('one without a name, unless Join Agent Session has branches', () => {
		const one = [{ type: 'main' }];
		expect(outputsOf({})).toEqual(one);
		expect(outputsOf({ ...join, branches: [] })).toEqual(one);
		expect(outputsOf({ ...join, branches: '={{ 1 }}' })).toEqual(one);
		expect(outputsOf({ resource: 'session', operation: 'get', branches: ['success'] })).toEqual(one);
		expect(outputsOf({ resource: 'contact', operation: 'joinAgentSession', branches: ['success'] })).toEqual(one);
	});

	test('every branch has a short label, in the order of the client', () => {
		expect(labels([...JOIN_BRANCHES].reverse())).toEqual([
			'Default',
			'Success',
			'Bad user',
			'Bad session',
			'Bad agent',
			'Not allowed',
		]);
		for (const label of labels([...JOIN_BRANCHES])) expect(label?.length).toBeLessThanOrEqual(11);
		for (const branch of JOIN_BRANCHES) expect(labels([branch])).toHaveLength(2);
	});

	test('an unknown branch has no output', () => {
		expect(labels(['agentAsleep', 'success'])).toEqual(['Default', 'Success']);
		expect(labels(['agentAsleep'])).toEqual(['Default']);
	});

	test('the expression needs nothing from outside and ends where it should', () => {
		const code = /^=\{\{ (.*) \}\}$/s.exec(OUTPUTS)?.[1] ?? '';
		expect(code).not.toMatch(/\{\{|\}\}/);
		const evaluate = new Function('$parameter', `return ${code}`) as (parameters: object) => unknown;
		expect(evaluate({ ...join, branches: ['success'] })).toEqual(outputsOf({ ...join, branches: ['success'] }));
		expect(OUTPUTS.length).toBeLessThan(1000);
	});
});
