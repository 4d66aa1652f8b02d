import type { Attempt } from './attempt.mts';
import { type ChosenRoute, wordsOf } from './route.mts';

/** What the files of a new operation are made from. */
export interface NewOperation extends ChosenRoute, Attempt {
	resource: string;
	operation: string;
	/** The things that shared/locators.ts has a picker for, by the name of its field: `sessionId`. */
	pickers: readonly string[];
}

const lower = (text: string) => text.toLowerCase();
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** `getAllNotes` as people read it: Get Many Notes. */
export function titleOf(operation: string): string {
	return wordsOf(operation)
		.map((word, at) => (at === 1 && word === 'All' ? 'Many' : capital(word)))
		.join(' ');
}

function actionOf({ resource, operation }: NewOperation): string {
	const [verb = '', ...others] = titleOf(operation).split(' ');
	const rest = others.map(lower).join(' ');
	if (rest === 'many') return `${verb} many ${resource}s`;
	return rest === '' ? `${verb} ${resource}` : `${verb} ${rest} of ${resource}`;
}

/** `scheduled-message` as code writes it. */
const camel = (segment: string) => segment.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What a name in the path belongs to: `cardId` says it, of `id` the segment before it does. */
function subjectOf({ route }: NewOperation, pathName: string): string {
	if (pathName !== 'id') return pathName.replace(/Id$/, '');
	return camel(/\/([\w-]+)\/\{id\}/.exec(route)?.[1] ?? '');
}

/** A field of the operation, how it is read, and what the example gives it. */
interface Field {
	/** Its name, as workflows hold it. */
	name: string;
	/** As code and as the panel has it. */
	code: string;
	label: string;
	imports?: string;
	/** The property of what is read, where it is not its own name alone. */
	read: string;
	/** The client's function that finds the ID of the path for what the picker gives, where that may be another one. */
	resolvedBy?: string;
	isPicker: boolean;
}

/** Pickers that take more than the ID that a route takes: what reads them, and what finds the ID. */
const MORE_THAN_ID: Readonly<Record<string, { reader?: string; imports?: string; resolvedBy: string }>> = {
	contact: {
		reader: 'requireContactReference(item)',
		imports: "import { requireContactReference } from '../../shared/contactReference';\n",
		resolvedBy: 'contactIdOf',
	},
	agent: { resolvedBy: 'resolveAgentId' },
};

/** A field for a name in the path: the picker where there is one, a plain field for any other. */
function pathFieldOf(one: NewOperation, pathName: string): Field {
	const subject = subjectOf(one, pathName);
	const title = titleOf(subject);
	const description = `The ${lower(title)} to work with`;
	const isPhone = pathName === 'phone';
	const name = isPhone ? pathName : `${subject}Id`;
	const read = `${pathName}: item.${isPhone ? 'phone' : 'id'}('${name}')`;
	if (one.pickers.includes(name)) {
		const more = MORE_THAN_ID[subject];
		return {
			name,
			label: title,
			imports: `${more?.imports ?? ''}import { ${subject}Locator } from '../../shared/locators';\n`,
			code: `${subject}Locator({ description: '${description}' })`,
			read: more?.reader === undefined ? read : `${pathName}: ${more.reader}`,
			...(more === undefined ? {} : { resolvedBy: more.resolvedBy }),
			isPicker: true,
		};
	}
	const label = isPhone ? title : `${title} ID`;
	return {
		name,
		label,
		code: `{
			displayName: '${label}',
			name: '${name}',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ${isPhone ? '(11) 99999-9999' : '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6'}',
			description: '${description}',
		}`,
		read,
		isPicker: false,
	};
}

const isPaged = (one: NewOperation) => one.isList;
const isDeletion = ({ method }: NewOperation) => method === 'DELETE';
/** What has no other field to be wrong about. */
const isSimplified = ({ answer, pathNames }: NewOperation) => answer === 'record' && pathNames.length === 0;

/** The statements of `execute`. */
function bodyOf(one: NewOperation): string {
	const { route, method, answer, pathNames, takesBody } = one;
	const parts = [
		pathNames.length === 0 ? '' : `path: { ${pathNames.join(', ')} }`,
		// The attempt was made with such a body.
		takesBody ? 'body: {}' : '',
	].filter(Boolean);
	const request = `{ ${parts.join(', ')} }`;
	if (isPaged(one)) return `return await collect(listRecords(client, '${route}', ${request}, list));`;
	const asked = `await client.request('${route}', ${request})`;
	if (isDeletion(one)) return `${asked};\nreturn { deleted: true, ${pathNames.join(', ')} };`;
	if (answer === 'nothing') return `${asked};\nreturn { success: true };`;
	// A write may be answered by nothing, whatever the contract says.
	if (method !== 'GET') return `return (${asked}) ?? { success: true };`;
	if (answer === 'list') {
		return `const route = '${route}';
return asList(await client.request(route, ${request}), route).slice(0, limit);`;
	}
	if (!isSimplified(one)) return `return ${asked};`;
	return `const answer = ${asked};
const told = Object.entries(answer).filter(([, value]) => value !== null);
return simplify ? Object.fromEntries(told) : answer;`;
}

/** `prepare`: the account tells which ID it is. */
function preparationOf(one: NewOperation, params: readonly string[]): string {
	const told = params.map((name) => {
		const resolvedBy = one.pathNames.includes(name) ? pathFieldOf(one, name).resolvedBy : undefined;
		return resolvedBy === undefined ? name : `${name}: await ${resolvedBy}(client, ${name})`;
	});
	return `prepare: async ({ ${params.join(', ')} }, client) => ({ ${told.join(', ')} })`;
}

const isLimited = (one: NewOperation) => one.answer === 'list' && one.method === 'GET';

/** The operation's own file. */
export function operationFile(one: NewOperation): string {
	const fields = one.pathNames.map((name) => pathFieldOf(one, name));
	// What is changed: items of one thing keep their order.
	const [first] = one.pathNames;
	const simplified = isSimplified(one);
	const lists = [
		...(isLimited(one) ? ['listFields', 'readListOptions'] : []),
		...(simplified ? ['readSimplify', 'simplifyField'] : []),
	];
	const resolvers = fields.flatMap(({ resolvedBy }) => resolvedBy ?? []);
	const client = [
		...(isPaged(one) ? ['collect', 'listRecords'] : isLimited(one) ? ['asList'] : []),
		...new Set(resolvers),
	];
	const imports = [
		client.length === 0 ? '' : `import { ${client.join(', ')} } from '../../../../client';\n`,
		"import { defineOperation } from '../../core/operation';\n",
		isDeletion(one) ? "import { allowDeletionField, refuseUnlessAllowed } from '../../shared/deletion';\n" : '',
		lists.length === 0 ? '' : `import { ${lists.join(', ')} } from '../../shared/lists';\n`,
		...new Set(fields.map((field) => field.imports ?? '')),
		"import { optionsField } from '../../shared/runOptions';\n",
	];
	const shown = [
		...fields.map(({ code }) => code),
		...(isLimited(one) ? ['...listFields'] : []),
		...(simplified ? ['simplifyField'] : []),
		isDeletion(one) ? 'optionsField([allowDeletionField])' : 'optionsField()',
	];
	const read = [
		...fields.map((field) => field.read),
		...(isPaged(one) ? ['list: readListOptions(item)'] : []),
		...(isLimited(one) && !isPaged(one) ? ['...readListOptions(item)'] : []),
		...(simplified ? ['simplify: readSimplify(item)'] : []),
	].join(', ');
	const params = [
		...one.pathNames,
		...(isPaged(one) ? ['list'] : []),
		...(isLimited(one) && !isPaged(one) ? ['limit'] : []),
		...(simplified ? ['simplify'] : []),
	];
	const reading = isDeletion(one)
		? `read(item) { refuseUnlessAllowed(item); return { ${read} }; }`
		: `read: (item) => ({ ${read} })`;
	const steps = [
		reading,
		...(resolvers.length === 0 ? [] : [preparationOf(one, params)]),
		...(one.method === 'GET' || isDeletion(one) || first === undefined ? [] : [`orderKey: ({ ${first} }) => ${first}`]),
	];
	return `${imports.join('')}
export const ${exportName(one.operation)} = defineOperation({
	value: '${one.operation}',
	name: '${titleOf(one.operation)}',
	action: '${actionOf(one)}',
	description: '${actionOf(one)}, as the platform answers it',
	fields: [
		${shown.join(',\n\t\t')},
	],
	${steps.join(',\n\t')},
	async execute({ ${params.join(', ')} }, client) {
		${bodyOf(one)}
	},
});
`;
}

/** `delete` and the like are words of the language. */
export function exportName(operation: string): string {
	return /^(delete|new|export|import|default|switch|return|void|with)$/.test(operation) ? `${operation}One` : operation;
}

/** What no model makes of a text: it is the item that fails. */
const WRONG = 'a few';

/** Whether its example says how a picker is filled. */
export function exampleHasPicker(one: NewOperation): boolean {
	return one.pathNames.some((name) => pathFieldOf(one, name).isPicker);
}

/** The entry in the examples of the resource. */
export function exampleEntry(one: NewOperation): string {
	const fields = one.pathNames.map((pathName) => ({ pathName, ...pathFieldOf(one, pathName) }));
	const parameters = [
		...fields.map(({ pathName, name, isPicker }) => {
			const value = `'={{ $json.${pathName} }}'`;
			return `${name}: ${isPicker ? `located('id', ${value})` : value}`;
		}),
		...(isLimited(one) ? ["returnAll: false, limit: '={{ $json.limit }}'"] : []),
		...(isSimplified(one) ? ["simplify: '={{ $json.simplify }}'"] : []),
	];
	const [first = {}, second = first] = one.values;
	const items = [first, second].map((values, at) =>
		[
			...Object.entries(values).map(([name, code]) => `${name}: ${code}`),
			...(isLimited(one) ? [`limit: ${at + 1}`] : []),
			...(isSimplified(one) ? [`simplify: ${at === 0}`] : []),
		].join(', '),
	);
	const [wrong] = fields;
	const bad = [
		...fields.map(({ pathName }) =>
			pathName === wrong?.pathName ? `${pathName}: ''` : `${pathName}: ${first[pathName]}`,
		),
		...(isLimited(one) ? [wrong === undefined ? `limit: '${WRONG}'` : 'limit: 1'] : []),
		...(isSimplified(one) ? [`simplify: '${WRONG}'`] : []),
	].join(', ');
	const own = isLimited(one) ? '"Limit" must be a whole number' : '"Simplify" must be true or false';
	const message = wrong === undefined ? own : `"${wrong.label}" is empty`;
	const asTool = isDeletion(one) ? ', asTool: /"Allow Deletion by AI Agents" is off/' : '';
	return `	${one.operation}: (${fields.length === 0 ? '' : '{ account: { named } }'}) => ({
		parameters: { ${parameters.join(', ')} },
		items: [{ ${items.join(' }, { ')} }],
		bad: { item: { ${bad} }, message: /${message}/${asTool} },
	}),
`;
}

/** What its own test begins with: that it asks the platform what it should. */
export function testBlock(one: NewOperation): string {
	const { resource, operation, route, method } = one;
	const [, path = ''] = route.split(' ');
	const request = `{ method: '${method}', route: '${path}' }`;
	const looksUp = one.pathNames.some((name) => pathFieldOf(one, name).resolvedBy !== undefined);
	const just = isPaged(one) ? 'asks for as many as it should' : 'asks for just that';
	const [told, asked, expected] = looksUp
		? ['looks up whom it is about, and asks for that', 'simulator.requests.at(-1)', request]
		: [just, 'simulator.requests', `[${request}]`];
	return `
describe('${resource}.${operation}', () => {
	test('${told}', async () => {
		const example = EXAMPLES.${resource}?.${operation}?.(simulator);
		const result = await run('${operation}', example?.parameters ?? {}, example?.items.slice(0, 1));
		expect(result.error).toBeUndefined();
		expect(${asked}).toMatchObject(${expected});
	});
});
`;
}

/** Its part of the resource's page. */
export function docsSection(one: NewOperation): string {
	return `
## ${titleOf(one.operation)} (\`${one.operation}\`)

${actionOf(one)}, as the platform answers it: ${one.route.replace(' /', ' ')}.
`;
}
