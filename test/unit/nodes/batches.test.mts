import { defineBatchOperation } from '../../../nodes/WtsChat/core/operation';
import type { ItemReader } from '../../../nodes/WtsChat/core/reader';

interface Given {
	group: string;
	who?: string[];
}

/** The requests that items become: their lanes and the places of their items. */
async function requestsOf(items: Given[], size = 100): Promise<Array<[lane: string | undefined, indexes: number[]]>> {
	const operation = defineBatchOperation<Given>({
		value: 'batch',
		name: 'Batch',
		action: 'Batch',
		description: 'Batch',
		fields: [],
		read: ({ itemIndex }) => items[itemIndex] ?? { group: '' },
		batchSize: () => size,
		groupKey: ({ group }) => group,
		onceKeys: ({ who = [] }) => who,
		executeBatch: async (params) => params.map(() => ({ records: [] })),
	});
	const plan = operation.plan();
	for (const itemIndex of items.keys()) await plan.read({ itemIndex } as ItemReader);
	return plan.work().map(({ lane, indexes }) => [lane, [...indexes]]);
}

const of = (group: string, ...who: string[]): Given => ({ group, who });

test('items of one group share requests up to the size', async () => {
	expect(await requestsOf([of('a'), of('a'), of('b'), of('a')], 2)).toEqual([
		['a', [0, 1]],
		['b', [2]],
		['a', [3]],
	]);
});

test('the same identity goes into a later request of its group', async () => {
	expect(await requestsOf([of('a', 'ana'), of('a', 'bento'), of('a', 'ana'), of('a', 'clara')])).toEqual([
		['a', [0, 1]],
		['a', [2, 3]],
	]);
});

test('an identity in two groups puts all requests in one lane, in the order of its items', async () => {
	const requests = await requestsOf([of('a', 'ana'), of('b', 'bento'), of('a', 'bento'), of('b', 'ana')]);
	expect(requests).toEqual([
		['', [0]],
		['', [1, 3]],
		['', [2]],
	]);
});

test('an identity is the same one in any case, a group is not', async () => {
	expect(await requestsOf([of('a', 'Ana'), of('a', 'ANA'), of('A', 'bento')])).toEqual([
		['a', [0]],
		['a', [1]],
		['A', [2]],
	]);
});

test('an item of another identity still joins the open request', async () => {
	expect(await requestsOf([of('a', 'ana'), of('b', 'ana'), of('a', 'bento')])).toEqual([
		['', [0, 2]],
		['', [1]],
	]);
});
