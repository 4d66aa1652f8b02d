import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ItemReader } from '../../../nodes/WtsChat/core/reader';

const FIELDS: INodeProperties[] = ['text', 'note', 'options'].map((name) => ({
	displayName: name,
	name,
	type: 'string',
	default: '',
}));

/** A run whose parameters are written so; `valuesOf` are their values for an item. */
function runOf(written: Record<string, unknown>, valuesOf: (item: number) => Record<string, unknown>) {
	const asked: string[] = [];
	const context = {
		getNode: () => ({ type: 'n8n-nodes-wts-chat.wtsChat', parameters: structuredClone(written) }),
		getTimezone: () => 'America/Sao_Paulo',
		getNodeParameter: (name: string, item: number, fallback: unknown) => {
			asked.push(`${name} ${item}`);
			return valuesOf(item)[name] ?? fallback;
		},
	} as unknown as IExecuteFunctions;
	return { asked, readerOf: (item: number) => new ItemReader(context, item, FIELDS) };
}

describe('the parameters of an item', () => {
	const written = { text: '={{ $json.text }}', note: 'Hello', options: { inner: [{ value: '={{ $json.text }}' }] } };
	const run = () =>
		runOf(written, (item) => ({ text: `Text ${item}`, note: 'Hello', options: { inner: [{ value: `In ${item}` }] } }));

	it('are those of the item where an expression gives them, however deep it stands', () => {
		const { readerOf } = run();
		for (const item of [0, 1, 2]) {
			const reader = readerOf(item);
			expect(reader.text('text')).toBe(`Text ${item}`);
			expect(reader.asIs('options')).toEqual({ inner: [{ value: `In ${item}` }] });
			expect(reader.text('note')).toBe('Hello');
		}
	});

	it('are asked of n8n once for each item, and once for all where no expression is', () => {
		const { asked, readerOf } = run();
		for (const item of [0, 1, 2]) {
			const reader = readerOf(item);
			for (const name of ['text', 'note', 'options', 'text', 'note', 'options']) reader.asIs(name);
		}
		expect(asked.sort()).toEqual(
			['note 0', ...[0, 1, 2].flatMap((item) => [`options ${item}`, `text ${item}`])].sort(),
		);
	});

	it('of one run are not those of another', () => {
		const one = runOf({ note: 'One' }, () => ({ note: 'One' }));
		const other = runOf({ note: 'Other' }, () => ({ note: 'Other' }));
		expect([one.readerOf(0).text('note'), other.readerOf(0).text('note')]).toEqual(['One', 'Other']);
	});

	it('that a model named otherwise are replaced for its item alone', () => {
		const { readerOf } = runOf({ note: 'Sales' }, () => ({ note: 'Sales' }));
		const first = readerOf(0);
		expect(first.text('note')).toBe('Sales');
		first.replace('note', 'an ID');
		expect([first.text('note'), readerOf(1).text('note')]).toEqual(['an ID', 'Sales']);
	});
});
