/**
 * `npm run new -- session getNote ["GET /chat/v1/session/note/{id}"]`: makes what an operation takes, from a route of
 * the contract. It works at once; what it needs beyond that is in CONTRIBUTING.md.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

import { startSimulator } from '../../test/simulator/index.mts';
import { type ChosenRoute, routeNamed, routesFor } from './route.mts';
import { docsSection, exampleEntry, exportName, type NewOperation, operationFile, testBlock } from './templates.mts';

class Refusal extends Error {}

/** The records of the simulated account whose ID the route takes. */
async function recordsFor({ route, method }: ChosenRoute): Promise<string[]> {
	if (!route.includes('{id}')) return [];
	const simulator = await startSimulator({ limits: 'off' });
	try {
		const found: string[] = [];
		for (const [name, record] of Object.entries<object>({ ...simulator.account.named })) {
			if (!('id' in record)) continue;
			const path = route.slice(method.length + 1).replace('{id}', String(record.id));
			const answer = await fetch(simulator.url + path, {
				method,
				headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
				...(['POST', 'PUT'].includes(method) ? { body: '{}' } : {}),
			});
			if (answer.status === 200) found.push(name);
		}
		return found;
	} finally {
		await simulator.close();
	}
}

function chooseRoute(resource: string, operation: string, given: string | undefined): ChosenRoute {
	if (given !== undefined) {
		const route = routeNamed(given);
		if (route === undefined) throw new Refusal(`The contract has no route "${given}"`);
		return route;
	}
	const [route, ...others] = routesFor(resource, operation);
	const candidates = [route, ...others].flatMap((one) => (one === undefined ? [] : [`  "${one.route}"`]));
	if (route === undefined || others.length > 0) {
		const found =
			candidates.length === 0 ? 'none of contract/ goes by that name' : `there are\n${candidates.join('\n')}`;
		throw new Refusal(`Which route is it for? Add it in quotes: ${found}`);
	}
	return route;
}

function edit(file: string, change: (text: string) => string): void {
	const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
	const after = change(before);
	if (after === before) throw new Refusal(`${file} is not as expected: put the operation in by hand`);
	writeFileSync(file, after);
	console.log(file);
}

function write(one: NewOperation): string[] {
	const { resource, operation } = one;
	const folder = `nodes/WtsChat/actions/${resource}`;
	const files = {
		operation: `${folder}/${operation}.operation.ts`,
		index: `${folder}/index.ts`,
		example: `test/examples/${resource}.mts`,
		test: `test/engine/${resource}.test.mts`,
		docs: `docs/operations/${resource}.md`,
	};
	edit(files.operation, () => operationFile(one));
	const name = exportName(operation);
	edit(files.index, (text) =>
		text
			.replace(/\n\nexport const/, `\nimport { ${name} } from './${operation}.operation';\n\nexport const`)
			.replace(/,?\s*\]\);\s*$/, `, ${name}]);\n`),
	);
	edit(files.example, (text) => text.replace(/\n\};\s*$/, `\n${exampleEntry(one)}};\n`));
	edit(files.test, (text) => {
		const imported = /EXAMPLES.*from/.test(text)
			? text
			: text.replace(/^import /m, "import { EXAMPLES } from '../examples/index.mts';\nimport ");
		return `${imported}${testBlock(one)}`;
	});
	edit(files.docs, (text) => `${text.trimEnd()}\n${docsSection(one)}`);
	return [files.operation, files.index, files.example, files.test];
}

async function main([resource, operation, given]: string[]): Promise<void> {
	if (resource === undefined || operation === undefined || !/^[a-z][A-Za-z]*$/.test(operation)) {
		throw new Refusal('Say which: npm run new -- session getNote ["GET /chat/v1/session/note/{id}"]');
	}
	if (!existsSync(`nodes/WtsChat/actions/${resource}/index.ts`)) {
		throw new Refusal(`There is no resource "${resource}"; CONTRIBUTING.md says how to add one`);
	}
	if (existsSync(`nodes/WtsChat/actions/${resource}/${operation}.operation.ts`)) {
		throw new Refusal(`${resource}.${operation} is there already`);
	}
	const route = chooseRoute(resource, operation, given);
	const records = await recordsFor(route);
	if (route.route.includes('{id}') && records.length === 0) {
		throw new Refusal(`The simulated account has no record whose ID ${route.route} takes: see test/simulator/seed`);
	}
	const written = write({ resource, operation, ...route, records });
	execFileSync('npx', ['biome', 'check', '--write', ...written], { stdio: 'inherit' });
	console.log(
		`Made from ${route.route}. What is left to you is in CONTRIBUTING.md; then npm run samples, npm run docs, ` +
			'npm run freeze.',
	);
}

try {
	await main(process.argv.slice(2));
} catch (error) {
	if (!(error instanceof Refusal)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}
