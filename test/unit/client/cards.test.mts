import {
	type Card,
	type CardPlacement,
	cardFieldsOf,
	createOrMoveCard,
	TransportFault,
	updateCard,
} from '../../../client';
import { bench, failure, type Reply, type Script } from './runtime.mts';

const PANEL = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const CARD = '7f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const STEP = '8f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const OTHER_STEP = '9f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const CONTACT = 'af1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const TAG = 'bf1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const OTHER_TAG = 'cf1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';

const placement = (more: Partial<CardPlacement> = {}): CardPlacement => ({
	panelId: PANEL,
	stepId: STEP,
	contactId: CONTACT,
	title: 'Ana',
	values: {},
	includeDetails: ['StepTitle'],
	...more,
});

/** Answers lists with these cards, reads and writes with others in turn; the last one stays. */
function platform(open: Card[], reads: Card[], write: Reply | TransportFault = { body: '' }): Script {
	let next = 0;
	return ({ method, url }) => {
		if (method !== 'GET') return write;
		if (url.includes('/crm/v2/panel/card?')) return { json: { items: open, totalPages: 1, hasMorePages: false } };
		return { json: reads[Math.min(next++, reads.length - 1)] ?? {} };
	};
}

const writesOf = (calls: Array<{ method: string; json?: unknown }>) =>
	calls.filter(({ method }) => method !== 'GET').map(({ method, json }) => [method, json]);

describe('cardFieldsOf', () => {
	test('names what is given, null, 0, false and empty lists included, and each selector once', () => {
		expect(cardFieldsOf({})).toEqual([]);
		expect(cardFieldsOf({ title: undefined, description: null, monetaryAmount: 0, contactIds: [] })).toEqual([
			'ContactIds',
			'Description',
			'MonetaryAmount',
		]);
		expect(cardFieldsOf({ status: 'LOST', lostReasonId: CARD, tagIds: [], tagNames: ['A'] })).toEqual([
			'Status',
			'TagIds',
		]);
	});
});

describe('updateCard', () => {
	test('refuses an update of nothing, without a request', async () => {
		const { client, calls, until } = bench(platform([], []));
		expect(await until(failure(updateCard(client, CARD, {})))).toMatchObject({ code: 'INVALID_REQUEST' });
		expect(calls).toEqual([]);
	});

	test('an answer that lacks step, tags and status proves nothing', async () => {
		const { client, calls, until } = bench(platform([], [], { json: { id: CARD } }));
		expect(await until(updateCard(client, CARD, { stepId: STEP, tagIds: [TAG], status: 'WON' }))).toEqual({ id: CARD });
		expect(writesOf(calls)).toHaveLength(1);
	});

	test.each([
		['InsertIfNotExists', [OTHER_TAG, TAG], true],
		['InsertIfNotExists', [OTHER_TAG], false],
		['InsertIfNotExists', null, false],
		['DeleteIfExists', [OTHER_TAG], true],
		['DeleteIfExists', null, true],
		['DeleteIfExists', [TAG.toUpperCase()], false],
		['ReplaceAll', [TAG.toUpperCase()], true],
		['ReplaceAll', [TAG, OTHER_TAG], false],
		['ReplaceAll', [], false],
	] as const)('%s with %j in the answer took: %s', async (tagOperation, tagIds, took) => {
		const { client, calls, until } = bench(platform([], [], { json: { id: CARD, tagIds } }));
		const update = until(updateCard(client, CARD, { tagIds: [TAG] }, { tagOperation }));
		if (took) await update;
		else
			await expect(update).rejects.toMatchObject({
				code: 'SERVER_ERROR',
				message: expect.stringContaining('tags did not change'),
			});
		expect(writesOf(calls)).toHaveLength(took ? 1 : 2);
	});

	test('a lost answer is ambiguous; with reading back the update is sent again', async () => {
		const lost = bench(platform([], [], new TransportFault('reset')));
		expect(await lost.until(failure(updateCard(lost.client, CARD, { title: 'A' })))).toMatchObject({ ambiguous: true });
		expect(writesOf(lost.calls)).toHaveLength(1);
		const checked = bench(platform([], [], new TransportFault('reset')));
		expect(
			await checked.until(failure(updateCard(checked.client, CARD, { title: 'A' }, { readBack: [] }))),
		).toMatchObject({ ambiguous: true });
		expect(writesOf(checked.calls)).toHaveLength(2);
	});
});

describe('createOrMoveCard', () => {
	const open = (more: Card = {}): Card => ({
		id: CARD,
		stepId: OTHER_STEP,
		contactIds: [CONTACT],
		status: 'OPEN',
		...more,
	});

	test('leaves cards of others and closed cards alone when the platform ignores the filter', async () => {
		const listed = [open({ contactIds: [PANEL] }), open({ status: 'WON' })];
		const { client, calls, until } = bench(platform(listed, [{ id: CARD, stepId: STEP }], { json: { id: CARD } }));
		expect(await until(createOrMoveCard(client, placement()))).toMatchObject({ outcome: 'created' });
		expect(writesOf(calls)).toEqual([['POST', { stepId: STEP, title: 'Ana', contactIds: [CONTACT] }]]);
	});

	test('takes the newest of several, whatever the order of the list', async () => {
		const listed = [
			open({ id: TAG, createdAt: '2026-01-01T00:00:00Z' }),
			open({ id: CARD, createdAt: '2026-03-01T00:00:00Z', number: 8 }),
			open({ id: PANEL, createdAt: '2026-03-01T00:00:00Z', number: 7 }),
		];
		const { client, calls, until } = bench(platform(listed, [{ id: CARD, stepId: STEP }], { json: {} }));
		expect(await until(createOrMoveCard(client, placement()))).toMatchObject({ outcome: 'moved', card: { id: CARD } });
		expect(calls.some(({ method, target }) => method === 'PUT' && target.endsWith(CARD))).toBe(true);
	});

	test('step and tags that a creation did not take are written once more', async () => {
		const reads: Card[] = [
			{ id: CARD, stepId: OTHER_STEP, tagIds: [] },
			{ id: CARD, stepId: STEP, tagIds: [TAG] },
		];
		const { client, calls, until } = bench(platform([], reads, { json: { id: CARD } }));
		const result = await until(createOrMoveCard(client, placement({ values: { tagIds: [TAG] } })));
		expect(result).toMatchObject({ outcome: 'created', card: { stepId: STEP, tagIds: [TAG] } });
		expect(writesOf(calls)).toEqual([
			['POST', { stepId: STEP, title: 'Ana', contactIds: [CONTACT], tagIds: [TAG] }],
			[
				'PUT',
				{ stepId: STEP, tagIds: [TAG], fields: ['StepId', 'TagIds'], options: { upsertTagOperation: 'ReplaceAll' } },
			],
		]);
	});

	test('values that the card has already, however they are written, are no reason to write', async () => {
		const card = open({
			stepId: STEP.toUpperCase(),
			description: null,
			dueDate: '2026-01-31T17:00:00Z',
			responsibleUserId: CONTACT.toUpperCase(),
			sessionId: null,
			tagIds: null,
			customFields: { city: 'Recife' },
			metadata: null,
		});
		const values = {
			description: null,
			dueDate: '2026-01-31T17:00:00.000Z',
			responsibleUserId: CONTACT,
			sessionId: null,
			tagIds: [TAG],
			customFields: { city: 'Recife', street: null },
			metadata: { old: null },
		};
		const { client, calls, until } = bench(platform([card], []));
		const result = await until(createOrMoveCard(client, placement({ values, tagOperation: 'DeleteIfExists' })));
		expect(result).toEqual({ card, outcome: 'unchanged' });
		expect(writesOf(calls)).toEqual([]);
	});

	test('an accepted creation that is nowhere to be seen is ambiguous', async () => {
		const { client, calls, until } = bench(platform([], []));
		expect(await until(failure(createOrMoveCard(client, placement())))).toMatchObject({
			code: 'SERVER_ERROR',
			ambiguous: true,
			message: expect.stringContaining('it is not among the open cards of the contact'),
		});
		expect(writesOf(calls)).toHaveLength(1);
	});

	test('a creation that was refused is that, and nothing is looked up', async () => {
		const { client, calls, until } = bench(platform([], [], { status: 400, json: { key: 'X', text: 'Não' } }));
		expect(await until(failure(createOrMoveCard(client, placement())))).toMatchObject({
			code: 'INVALID_REQUEST',
			text: 'Não',
		});
		expect(calls.map(({ method }) => method)).toEqual(['GET', 'POST']);
	});
});
