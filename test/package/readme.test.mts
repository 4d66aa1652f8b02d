import { readFileSync } from 'node:fs';

import { routesOf } from '../coverage/contract.mts';
import { operations } from './description.mts';

const numbersIn = (text: string, pattern: RegExp) =>
	[...text.matchAll(pattern)].map(([, one, other]) => Number(one ?? other));

describe.each(['README.md', 'docs/pt-BR/README.md'])('%s', (page) => {
	const text = readFileSync(page, 'utf8');

	test('says how many operations there are', () => {
		const told = numbersIn(text, /(?:each of the|cada uma das) (\d+)|(\d+) (?:operations, each|operações, cada)/g);
		expect(told.length).toBeGreaterThan(1);
		// When this fails: README.md and docs/pt-BR/README.md say it by hand.
		expect(new Set(told)).toEqual(new Set([operations.length]));
	});

	test('says how many routes the contract has', () => {
		const told = numbersIn(text, /(\d+) (?:routes|rotas)\b/g);
		// When this fails: README.md and docs/pt-BR/README.md say it by hand.
		expect(told).toEqual([(['chat', 'core', 'crm'] as const).flatMap(routesOf).length]);
	});

	test('has each resource in its table', () => {
		const rows = [...text.matchAll(/^\| \[[^\]]+\]\((?:\.\.|docs)\/operations\/(\w+)\.md\) \|/gm)].map(
			([, name]) => name,
		);
		// When this fails: README.md and docs/pt-BR/README.md say it by hand.
		expect(rows.sort()).toEqual([...new Set(operations.map(({ resource }) => resource))].sort());
	});
});
