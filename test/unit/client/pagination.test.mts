import fc from 'fast-check';

import { collect, filterContacts, type ListOptions, listAgents, listRecords, WtsApiError } from '../../../client';
import { type Bench, bench, failure, inTurn, type Reply, type Script } from './runtime.mts';

interface Row {
	id: string;
}

const rows = (count: number, from = 0): Row[] =>
	Array.from({ length: count }, (_, index) => ({ id: `r${from + index}` }));

/** A list route as the platform answers it: a page of what is there at the moment. */
function serve(all: () => readonly unknown[], afterMs = 10): Script {
	return ({ url }) => {
		const { searchParams } = new URL(url);
		const pageNumber = Number(searchParams.get('PageNumber'));
		const pageSize = Number(searchParams.get('PageSize'));
		return { afterMs, json: page(all(), pageNumber, pageSize) };
	};
}

function page(all: readonly unknown[], pageNumber: number, pageSize: number): object {
	const totalPages = Math.ceil(all.length / pageSize);
	return {
		pageNumber,
		pageSize,
		totalItems: all.length,
		totalPages,
		hasMorePages: pageNumber < totalPages,
		items: all.slice((pageNumber - 1) * pageSize, pageNumber * pageSize),
	};
}

async function list({ client, until }: Bench, options: ListOptions = {}): Promise<unknown[]> {
	return await until(collect(listRecords(client, 'GET /chat/v2/session', {}, options)));
}

const pagesAsked = ({ calls }: Bench) => calls.map(({ url }) => Number(new URL(url).searchParams.get('PageNumber')));
const sizesAsked = ({ calls }: Bench) => [
	...new Set(calls.map(({ url }) => Number(new URL(url).searchParams.get('PageSize')))),
];

/** The most requests that were under way at once, each for `ms`. */
function mostAtOnce({ calls }: Bench, ms: number): number {
	return Math.max(...calls.map(({ at }) => calls.filter((other) => other.at <= at && other.at + ms > at).length));
}

describe('a paged list', () => {
	test('gives all records in order, the first page alone and the rest ten at once', async () => {
		const here = bench(serve(() => rows(2_345)));
		expect(await list(here)).toEqual(rows(2_345));
		expect(pagesAsked(here).sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
		expect(sizesAsked(here)).toEqual([100]);
		expect(mostAtOnce(here, 10)).toBe(10);
		// Page 1, then the others side by side.
		expect(here.calls.filter(({ at }) => at === 0)).toHaveLength(1);
		expect(here.calls.filter(({ at }) => at === 10)).toHaveLength(10);
	});

	test('keeps the order when later pages answer first', async () => {
		const answer = serve(() => rows(550));
		const here = bench(async (request, index) => {
			const reply = await answer(request, index);
			return reply instanceof Error ? reply : { ...reply, afterMs: 1_000 - 100 * index };
		});
		expect(await list(here)).toEqual(rows(550));
	});

	test('of any size and limit gives exactly the first records, each once', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 0, max: 60 }),
				fc.integer({ min: 1, max: 70 }),
				fc.integer({ min: 1, max: 12 }),
				fc.integer({ min: 1, max: 4 }),
				async (count, limit, pageSize, parallel) => {
					const here = bench(serve(() => rows(count)));
					expect(await list(here, { limit, pageSize, parallel })).toEqual(rows(count).slice(0, limit));
					// No page is asked for that is not needed.
					const needed = Math.max(1, Math.ceil(Math.min(limit, count) / Math.min(pageSize, limit)));
					expect(pagesAsked(here).sort((a, b) => a - b)).toEqual(
						Array.from({ length: needed }, (_, index) => index + 1),
					);
				},
			),
			{ numRuns: 200 },
		);
	});

	test('asks for no more than the limit, in one page when it fits', async () => {
		const here = bench(serve(() => rows(500)));
		expect(await list(here, { limit: 7 })).toEqual(rows(7));
		expect(sizesAsked(here)).toEqual([7]);
		expect(here.calls).toHaveLength(1);
	});

	test.each([0, -1])('with a limit of %d asks for nothing', async (limit) => {
		const here = bench(serve(() => rows(5)));
		expect(await list(here, { limit })).toEqual([]);
		expect(here.calls).toEqual([]);
	});

	test('never asks for more than 100 a page, which the platform answers with HTTP 500', async () => {
		const here = bench(serve(() => rows(250)));
		expect(await list(here, { pageSize: 500 })).toHaveLength(250);
		expect(sizesAsked(here)).toEqual([100]);
	});

	test('passes on the filters with each page', async () => {
		const { client, calls, until } = bench(serve(() => rows(150)));
		await until(collect(listRecords(client, 'GET /chat/v2/session', { query: { Status: ['PENDING', 'STARTED'] } })));
		expect(calls.map(({ target }) => target)).toEqual([
			'/chat/v2/session?Status=PENDING&Status=STARTED&PageNumber=1&PageSize=100',
			'/chat/v2/session?Status=PENDING&Status=STARTED&PageNumber=2&PageSize=100',
		]);
	});

	test('goes on page by page when the server gives fewer a page than asked for', async () => {
		const here = bench(({ url }) => ({
			json: page(rows(95), Number(new URL(url).searchParams.get('PageNumber')), 20),
		}));
		expect(await list(here, { limit: 90 })).toEqual(rows(90));
		expect(pagesAsked(here)).toEqual([1, 2, 3, 4, 5]);
	});

	test('goes on page by page when the server does not say how many pages there are', async () => {
		const here = bench(({ url }) => {
			const number = Number(new URL(url).searchParams.get('PageNumber'));
			return { json: { items: rows(100, 100 * (number - 1)), hasMorePages: number < 3 } };
		});
		expect(await list(here)).toEqual(rows(300));
		expect(pagesAsked(here)).toEqual([1, 2, 3]);
	});

	test.each<[string, Reply]>([
		['an empty page', { json: page([], 1, 100) }],
		['a page without items', { json: { items: null, totalItems: 0, hasMorePages: false } }],
		['an empty page that promises more', { json: { items: [], totalItems: 9, totalPages: 9, hasMorePages: true } }],
		['an empty array', { json: [] }],
	])('%s is the end', async (_name, reply) => {
		const here = bench(inTurn(reply));
		expect(await list(here)).toEqual([]);
		expect(here.calls).toHaveLength(1);
	});

	test('that is a bare array is one page, cut at the limit', async () => {
		const here = bench(inTurn({ json: rows(130) }));
		expect(await list(here)).toEqual(rows(130));
		expect(await list(here, { limit: 3 })).toEqual(rows(3));
	});

	test.each(['"text"', '5', 'true'])('that is %s is an error', async (body) => {
		const here = bench(inTurn({ body }));
		expect(await failure(list(here))).toMatchObject({ code: 'SERVER_ERROR', endpoint: 'GET /chat/v2/session' });
	});

	test('whose items are no list is an error', async () => {
		const here = bench(inTurn({ json: { items: 'none', hasMorePages: false } }));
		expect(await failure(list(here))).toBeInstanceOf(WtsApiError);
	});

	test('ends with the error of the page that failed, after the records before it', async () => {
		const answer = serve(() => rows(500));
		const here = bench((request, index) =>
			request.url.includes('PageNumber=3') ? { status: 403 } : answer(request, index),
		);
		const given: unknown[] = [];
		const work = (async () => {
			for await (const row of listRecords(here.client, 'GET /chat/v2/session', {})) given.push(row);
		})();
		expect(await failure(here.until(work))).toMatchObject({ code: 'FORBIDDEN' });
		expect(given).toEqual(rows(200));
	});

	test('that nobody reads on asks for nothing more', async () => {
		const here = bench(serve(() => rows(5_000)));
		const work = (async () => {
			for await (const _row of listRecords(here.client, 'GET /chat/v2/session', {})) break;
		})();
		await here.until(work);
		await here.time.pass(10_000);
		expect(here.calls).toHaveLength(1);
	});
});

describe('a list that changes on the way', () => {
	test('gives no record twice when one is added at its front', async () => {
		let all = rows(350);
		const here = bench((request, index) => {
			const reply = serve(() => all)(request, index);
			if (index === 0) all = [{ id: 'new' }, ...all];
			return reply;
		});
		expect(await list(here)).toEqual(rows(350));
	});

	test('gives no record twice when many are added while pages are fetched ahead', async () => {
		let all = rows(1_500);
		const here = bench((request, index) => {
			if (index === 5) all = [...rows(30, 9_000), ...all];
			return serve(() => all)(request, index);
		});
		const given = (await list(here)).map((row) => (row as Row).id);
		const unique = new Set(given);
		expect(unique.size).toBe(given.length);
		expect(rows(1_500).filter(({ id }) => !unique.has(id))).toEqual([]);
	});

	test('goes on page by page, with fresh pages, once the total has changed', async () => {
		let all = rows(1_000);
		const here = bench((request, index) => {
			if (index === 1) all = all.slice(0, 950);
			return serve(() => all)(request, index);
		});
		expect(await list(here)).toEqual(rows(950));
		// Page 3 and those behind it, fetched ahead of the change, are fetched again one by one.
		expect(pagesAsked(here).slice(-8)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
	});

	test('stops when it has become empty', async () => {
		let all = rows(300);
		const here = bench((request, index) => {
			const reply = serve(() => all)(request, index);
			all = [];
			return reply;
		});
		expect(await list(here)).toEqual(rows(100));
	});
});

describe('a server that ignores the page number', () => {
	test.each<[string, unknown[]]>([
		['records with IDs', rows(100)],
		['records without IDs', Array.from({ length: 100 }, (_, index) => ({ name: `n${index}` }))],
		['records with numbers for IDs', Array.from({ length: 100 }, (_, id) => ({ id }))],
	])('is found out by %s, instead of looping', async (_name, items) => {
		const here = bench(inTurn({ json: { items, totalItems: 900, totalPages: 9, hasMorePages: true } }));
		expect(await failure(list(here))).toMatchObject({
			code: 'SERVER_ERROR',
			message: expect.stringContaining('page 2 repeats what came before, after 100 records') as string,
			retryable: false,
		});
	});

	test('is found out when it shuffles the records, too', async () => {
		const here = bench((_request, index) => {
			const items = [...rows(100).slice(index), ...rows(index)];
			return { json: { items, totalItems: 900, totalPages: 9, hasMorePages: true } };
		});
		expect(await failure(list(here))).toMatchObject({ message: expect.stringContaining('page 3 repeats') as string });
	});

	test('is no concern within one page', async () => {
		const here = bench(inTurn({ json: { items: rows(50), totalItems: 900, totalPages: 18, hasMorePages: true } }));
		expect(await list(here, { limit: 50 })).toEqual(rows(50));
	});
});

describe('a list whose pages do not say whether more follow', () => {
	const answers = (more: (total: number, pageSize: number) => object, total: number): Bench =>
		bench(({ url }) => {
			const { searchParams } = new URL(url);
			const pageSize = Number(searchParams.get('PageSize'));
			const from = (Number(searchParams.get('PageNumber')) - 1) * pageSize;
			return { json: { items: rows(total).slice(from, from + pageSize), ...more(total, pageSize) } };
		});

	test.each([
		[
			'the number of pages',
			(total: number, pageSize: number) => ({ totalPages: Math.ceil(total / pageSize), hasMorePages: null }),
		],
		['the number of records', (total: number) => ({ totalItems: total, totalPages: 0 })],
		['nothing', () => ({})],
		['null', () => ({ totalItems: null, totalPages: null, hasMorePages: null })],
	])('is given whole, when they say %s', async (_, more) => {
		expect(await list(answers(more, 250))).toEqual(rows(250));
		expect(await list(answers(more, 200))).toEqual(rows(200));
	});

	test('ends with a page that is larger than was asked for', async () => {
		const here = bench(inTurn({ json: { items: rows(150) } }));
		expect(await list(here)).toEqual(rows(150));
	});
});

describe('a list without pages', () => {
	test.each([
		['a bare array', [{ id: 'a' }, null]],
		['an envelope', { items: [{ id: 'a' }] }],
	])('is understood as %s', async (_, json) => {
		const { client, until } = bench(inTurn({ json }));
		expect(await until(listAgents(client))).toEqual([{ id: 'a' }]);
	});

	test('is an error when it is none', async () => {
		const { client, until } = bench(inTurn({ json: 'agents' }));
		expect(await failure(until(listAgents(client)))).toMatchObject({
			code: 'SERVER_ERROR',
			endpoint: 'GET /core/v1/agent',
		});
	});
});

describe('the contact search', () => {
	test('pages in its body, and is tried again like a read', async () => {
		const { client, calls, until } = bench((request, index) => {
			const { pageNumber, pageSize } = JSON.parse(String(request.body)) as { pageNumber: number; pageSize: number };
			return index === 1 ? { status: 500 } : { json: page(rows(150), pageNumber, pageSize) };
		});
		const found = await until(collect(filterContacts(client, { textFilter: 'Ana' })));
		expect(found).toEqual(rows(150));
		expect(calls.map(({ json }) => json)).toEqual([
			{ textFilter: 'Ana', pageNumber: 1, pageSize: 100 },
			{ textFilter: 'Ana', pageNumber: 2, pageSize: 100 },
			{ textFilter: 'Ana', pageNumber: 2, pageSize: 100 },
		]);
	});

	test('takes a bare array too', async () => {
		const { client, until } = bench(inTurn({ json: rows(3) }));
		expect(await until(collect(filterContacts(client, {})))).toEqual(rows(3));
	});
});
