/**
 * `npm run new -- contact getCustomFields ["GET /core/v1/contact/custom-field"]`: makes what an operation takes, from
 * a route of the contract. It works at once; what it needs beyond that is in CONTRIBUTING.md.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

import { type Attempt, attempt } from './attempt.mts';
import { type ChosenRoute, routeNamed, routesFor, routesLike, routesOfResource } from './route.mts';
import {
	docsSection,
	exampleEntry,
	exampleHasPicker,
	exportName,
	type NewOperation,
	operationFile,
	testBlock,
} from './templates.mts';

class Refusal extends Error {}

function chooseRoute(resource: string, operation: string, given: string | undefined): ChosenRoute {
	if (given !== undefined) {
		const route = routeNamed(given);
		if (route === undefined) {
			throw new Refusal(
				`The contract has no route "${given}"${listed('; there are', routesLike(given))}\n` +
					'CONTRIBUTING.md says how to add a route.',
			);
		}
		return route;
	}
	const [route, ...others] = routesFor(resource, operation);
	if (route === undefined) {
		const near = routesOfResource(resource, operation);
		throw new Refusal(
			'Which route is it for? Add it in quotes: none of contract/ goes by that name' +
				listed(near.length === 0 ? '' : '; of its resource there are', near),
		);
	}
	if (others.length > 0) {
		throw new Refusal(`Which route is it for? Add it in quotes:${listed(' there are', [route, ...others])}`);
	}
	return route;
}

/** Routes under what introduces them, one a line; nothing of none. */
function listed(introduced: string, routes: readonly ChosenRoute[]): string {
	return routes.length === 0 ? '' : `${introduced}\n${routes.map(({ route }) => `  "${route}"`).join('\n')}`;
}

/** What the simulated account says to the route; an operation that has no example is not made. */
async function attempted(route: ChosenRoute): Promise<Attempt> {
	const made = await attempt(route);
	if (typeof made === 'string') {
		throw new Refusal(
			`${route.route} with nothing but what its path takes gives no example: ${made}\n` +
				(route.takesBody
					? 'It needs a body of its own: begin with a copy of an operation that is like it.'
					: 'Put a record for it into test/simulator/seed, or begin with a copy of an operation that is like it.'),
		);
	}
	if (route.method === 'DELETE' && made.values.length < 2) {
		throw new Refusal(`${route.route} takes one record of the simulated account only: an example deletes two`);
	}
	if (made.answer === 'nothing' && route.pathNames.length === 0) {
		throw new Refusal(`${route.route} takes nothing that could be wrong: its fields are for you to find`);
	}
	return made;
}

function resources(): string[] {
	const entries = readdirSync('nodes/WtsChat/actions', { withFileTypes: true });
	return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The things that have a picker which takes their ID, by the name of its field. */
function pickers(): string[] {
	const locators = readFileSync('nodes/WtsChat/shared/locators.ts', 'utf8').split(/^export function /m);
	return locators.flatMap((text) => {
		const [, subject = ''] = /^(\w+)Locator\(/.exec(text) ?? [];
		return subject !== '' && text.includes(`name: '${subject}Id'`) ? [`${subject}Id`] : [];
	});
}

/** A file's text as it is to be: `put` exchanges what is at a place that files of its kind have. */
function changed(file: string, change: (put: (place: RegExp, what: string) => void) => void): string {
	if (!existsSync(file)) throw new Refusal(`There is no ${file}: CONTRIBUTING.md says what a resource has`);
	let text = readFileSync(file, 'utf8');
	change((place, what) => {
		if (!place.test(text)) throw new Refusal(`${file} is not as expected: put the operation in by hand`);
		text = text.replace(place, () => what);
	});
	return text;
}

/** What the files are to be. */
function filesOf(one: NewOperation): Map<string, string> {
	const { resource, operation } = one;
	const folder = `nodes/WtsChat/actions/${resource}`;
	const name = exportName(operation);
	const files = new Map([[`${folder}/${operation}.operation.ts`, operationFile(one)]]);
	const edit = (file: string, change: Parameters<typeof changed>[1]) => files.set(file, changed(file, change));
	const index = `${folder}/index.ts`;
	edit(index, (put) => {
		put(/\n\nexport const/, `\nimport { ${name} } from './${operation}.operation';\n\nexport const`);
		const isFirst = /\[\s*\]\);\s*$/.test(readFileSync(index, 'utf8'));
		put(/,?\s*\]\);\s*$/, `${isFirst ? '' : ', '}${name}]);\n`);
	});
	const example = `test/examples/${resource}.mts`;
	edit(example, (put) => {
		put(/(?:\n|(?<=\{))\};\s*$/, `\n${exampleEntry(one)}};\n`);
		const isImported = /import.*located/.test(readFileSync(example, 'utf8'));
		if (exampleHasPicker(one) && !isImported) {
			put(/^import /m, "import { located } from '../bed/located.mts';\nimport ");
		}
	});
	const test = `test/engine/${resource}.test.mts`;
	edit(test, (put) => {
		const isImported = /EXAMPLES.*from/.test(readFileSync(test, 'utf8'));
		if (!isImported) put(/^import /m, "import { EXAMPLES } from '../examples/index.mts';\nimport ");
		put(/\n$/, `\n${testBlock(one)}`);
	});
	edit(`docs/operations/${resource}.md`, (put) => put(/\s*$/, `\n${docsSection(one)}`));
	return files;
}

async function main([resource, operation, given]: string[]): Promise<void> {
	if (resource === undefined || operation === undefined) {
		throw new Refusal('Say which: npm run new -- contact getCustomFields ["GET /core/v1/contact/custom-field"]');
	}
	if (!/^[a-z][A-Za-z]*$/.test(operation)) {
		throw new Refusal(`"${operation}" is no name of an operation: letters alone, as getCustomFields`);
	}
	if (!existsSync(`nodes/WtsChat/actions/${resource}/index.ts`)) {
		throw new Refusal(
			`There is no resource "${resource}" (${resources().join(', ')}); CONTRIBUTING.md says how to add one`,
		);
	}
	if (existsSync(`nodes/WtsChat/actions/${resource}/${operation}.operation.ts`)) {
		throw new Refusal(`${resource}.${operation} is there already`);
	}
	const route = chooseRoute(resource, operation, given);
	const files = filesOf({ resource, operation, ...route, ...(await attempted(route)), pickers: pickers() });
	// Nothing is written before all of it is known.
	for (const [file, text] of files) {
		writeFileSync(file, text);
		console.log(file);
	}
	const code = [...files.keys()].filter((file) => !file.endsWith('.md'));
	execFileSync('npx', ['biome', 'check', '--write', ...code], { stdio: 'inherit' });
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
