import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import type { IDataObject } from 'n8n-workflow';

import { POINTS_IN_TIME } from '../../../nodes/WtsChat/core/answered';
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

describe('points in time', () => {
	/** Names of the fields below a part of the contract that hold a date with its time. */
	function datesOf(part: unknown): string[] {
		if (typeof part !== 'object' || part === null) return [];
		return Object.entries(part).flatMap(([name, below]) =>
			typeof below === 'object' && below?.format === 'date-time' ? [name] : datesOf(below),
		);
	}

	test.each(['chat', 'core', 'crm'])('all that the contract of %s has are known', (service) => {
		const dates = datesOf(load(readFileSync(`contract/${service}.yaml`, 'utf8')));
		// In parameters of requests the name stands beside the schema.
		const answered = dates.filter((name) => name !== 'schema');
		expect(answered).toContain('updatedAt');
		expect(answered.filter((name) => !POINTS_IN_TIME.has(name))).toEqual([]);
	});

	test('are told by the clock of the workflow; what people wrote, and a bare day, stays as it is', () => {
		const written = {
			text: '2026-03-06T01:30:00Z',
			dueDate: '2026-03-06',
			customFields: { createdAt: '2026-03-06T01:30:00Z' },
		};
		const session = { lastMessageIn: '2026-03-06T01:30:00.000Z', details: [{ timestamp: '2026-03-06T01:30:00Z' }] };
		expect(answer([{ ...session, ...written }])).toEqual([
			{
				lastMessageIn: '2026-03-05T22:30:00-03:00',
				details: [{ timestamp: '2026-03-05T22:30:00-03:00' }],
				...written,
			},
		]);
	});
});
