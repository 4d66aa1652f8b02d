import type { IDataObject } from 'n8n-workflow';

import { toolAnswer } from '../../../nodes/WtsChat/core/toolAnswer';

const MOST = 2_000;
const answer = (records: IDataObject[], most = MOST) =>
	toolAnswer(
		records.map((json) => ({ json })),
		{ timezone: 'America/Sao_Paulo', most },
	).map(({ json }) => json);
const bytes = (records: IDataObject[]) => Buffer.byteLength(JSON.stringify(records));

test('what fits is not touched, empty values included', () => {
	const records = [{ id: '1', email: null, tags: [], text: '' }];
	expect(answer(records)).toEqual(records);
});

test('empty values are the first to go, and nobody needs to be told', () => {
	const records = Array.from({ length: 30 }, (_, place) => ({
		id: `${place}`,
		...Object.fromEntries(Array.from({ length: 10 }, (__, key) => [`field${key}`, null])),
	}));
	expect(answer(records)).toEqual(records.map(({ id }) => ({ id })));
});

test.each([
	['one long text', [{ id: '1', text: 'ç'.repeat(50_000) }]],
	[
		'a thousand fields',
		[Object.fromEntries(Array.from({ length: 1_000 }, (_, key) => [`field-${key}`, 'x'.repeat(90)]))],
	],
	['a long name of a field', [{ [`k${'ã'.repeat(5_000)}`]: 'value', id: '1' }]],
	['a deep structure', [{ id: '1', a: { b: { c: Array.from({ length: 400 }, () => ({ d: 'x'.repeat(300) })) } } }]],
	['ten thousand records', Array.from({ length: 10_000 }, (_, place) => ({ id: `${place}`, name: 'Ana '.repeat(30) }))],
	['control characters, six bytes each', [{ id: '1', text: '\u0001'.repeat(4_000), more: '\u0002'.repeat(4_000) }]],
])('%s fits, with a note', (_, records) => {
	const told = answer(records);
	expect(bytes(told)).toBeLessThanOrEqual(MOST);
	expect(told.length).toBeGreaterThan(1);
	expect(told.at(-1)).toEqual({ note: expect.stringMatching(/… \d+ more of|"…" stands|Left out/) });
});

test('an address is whole or not there, and no pair of surrogates is broken', () => {
	const url = `https://example.com/${'a'.repeat(3_000)}`;
	const [record] = answer([
		{ id: '1', url, short: 'https://example.com/a', text: `${'a'.repeat(599)}😀${'b'.repeat(900)}` },
	]);
	expect(record).toMatchObject({
		short: 'https://example.com/a',
		url: `… an address of ${url.length} characters`,
	});
	expect(JSON.stringify(record)).not.toMatch(/\\ud83d/i);
});

test('the note counts what is not shown', () => {
	const told = answer(Array.from({ length: 50 }, (_, place) => ({ id: `${place}`, text: 'x'.repeat(200) })));
	const shown = told.length - 1;
	expect(told.at(-1)?.note).toBe(
		`… ${50 - shown} more of 50 are not shown: ask with a narrower filter, or for one by its ID.`,
	);
});
