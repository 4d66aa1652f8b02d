import { JOIN_BRANCHES } from '../../../client';
import { outputs } from '../../../nodes/WtsChat/actions/properties';

interface Output {
	type: string;
	displayName?: string;
}

/** What n8n does with the expression. */
function outputsOf(parameters: object): Output[] {
	const code = /^=\{\{ (.*) \}\}$/s.exec(outputs)?.[1] ?? '';
	return new Function('$parameter', `return ${code}`)(parameters);
}

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
		expect(outputs.slice('={{ '.length, -' }}'.length)).not.toMatch(/\{\{|\}\}/);
		expect(outputs.length).toBeLessThan(1000);
	});
});
