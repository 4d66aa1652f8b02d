import { wordsOf } from './route.mts';

/** What the files of a new operation are made from. */
export interface NewOperation {
	resource: string;
	operation: string;
	route: string;
	method: string;
	isList: boolean;
	/** The simulator's records whose ID the route takes, by their name in the account. */
	records: readonly string[];
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
	return rest === '' || rest === 'many'
		? [verb, rest, resource].filter(Boolean).join(' ')
		: `${verb} ${rest} of ${resource}`;
}

/** What the ID in the route belongs to: the segment before it, or the last one of all. */
function subjectOf({ route }: NewOperation): string {
	return /\/([\w-]+)\/\{id\}/.exec(route)?.[1] ?? '';
}

interface IdField {
	/** Its name, as workflows hold it. */
	name: string;
	imports: string;
	code: string;
}

/** The session's picker where the ID is one; a plain field for any other. */
function idFieldOf(one: NewOperation): IdField | undefined {
	const subject = subjectOf(one);
	if (!one.route.includes('{id}')) return undefined;
	const description = `The ${lower(titleOf(subject))} to work with`;
	if (subject === 'session' || subject === 'contact') {
		return {
			name: `${subject}Id`,
			imports: `import { ${subject}Locator } from '../../shared/locators';\n`,
			code: `${subject}Locator({ description: '${description}' })`,
		};
	}
	return {
		name: `${subject}Id`,
		imports: '',
		code: `{
			displayName: '${titleOf(subject)} ID',
			name: '${subject}Id',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
			description: '${description}',
		}`,
	};
}

/** The operation's own file. */
export function operationFile(one: NewOperation): string {
	const id = idFieldOf(one);
	const path = id === undefined ? '' : 'path: { id }';
	const body = ['POST', 'PUT'].includes(one.method) ? 'body: {}' : '';
	const request = [path, body].filter(Boolean).join(', ');
	const read = [id === undefined ? '' : `id: item.id('${id.name}')`, one.isList ? 'list: readListOptions(item)' : ''];
	const params = [id === undefined ? '' : 'id', one.isList ? 'list' : ''].filter(Boolean).join(', ');
	const imports = [
		one.isList ? "import { collect, listRecords } from '../../../../client';\n" : '',
		"import { defineOperation } from '../../core/operation';\n",
		one.isList ? "import { listFields, readListOptions } from '../../shared/lists';\n" : '',
		id?.imports ?? '',
		"import { optionsField } from '../../shared/runOptions';\n",
	];
	return `${imports.join('')}
export const ${exportName(one.operation)} = defineOperation({
	value: '${one.operation}',
	name: '${titleOf(one.operation)}',
	action: '${actionOf(one)}',
	description: '${actionOf(one)}, as the platform answers it',
	fields: [
		${[id?.code, one.isList ? '...listFields' : undefined, 'optionsField()'].filter(Boolean).join(',\n\t\t')},
	],
	read: (item) => ({ ${read.filter(Boolean).join(', ')} }),
	async execute({ ${params} }, client) {
		${
			one.isList
				? `return await collect(listRecords(client, '${one.route}', { ${request} }, list));`
				: `return (await client.request('${one.route}', { ${request} })) ?? { success: true };`
		}
	},
});
`;
}

/** `delete` and the like are words of the language. */
export function exportName(operation: string): string {
	return /^(delete|new|export|import|default|switch|return|void|with)$/.test(operation) ? `${operation}One` : operation;
}

/** The entry in the examples of the resource. */
export function exampleEntry(one: NewOperation): string {
	const id = idFieldOf(one);
	const isPicker = id?.imports !== '';
	const fields = [
		id === undefined ? '' : `${id.name}: ${isPicker ? "located('id', '={{ $json.id }}')" : "'={{ $json.id }}'"}`,
		one.isList ? "returnAll: false, limit: '={{ $json.limit }}'" : '',
	];
	const [first = '', second = first] = one.records;
	const items = [first, second].map((record, at) =>
		[id === undefined ? '' : `id: named.${record}.id`, one.isList ? `limit: ${at + 1}` : ''].filter(Boolean).join(', '),
	);
	const label = isPicker ? titleOf(subjectOf(one)) : `${titleOf(subjectOf(one))} ID`;
	const [bad, message] =
		id === undefined
			? ["limit: 'all'", '/"Limit" must be a/']
			: [["id: ''", one.isList ? 'limit: 1' : ''].filter(Boolean).join(', '), `/"${label}" is empty/`];
	return `	${one.operation}: (${id === undefined ? '' : '{ account: { named } }'}) => ({
		parameters: { ${fields.filter(Boolean).join(', ')} },
		items: [{ ${items.join(' }, { ')} }],
		bad: { item: { ${bad} }, message: ${message} },
	}),
`;
}

/** What its own test begins with: that it asks the platform what it should. */
export function testBlock({ resource, operation, route, method, isList }: NewOperation): string {
	const [, path = ''] = route.split(' ');
	return `
describe('${resource}.${operation}', () => {
	test('asks for ${isList ? 'as many as it should' : 'just that'}', async () => {
		const example = EXAMPLES.${resource}?.${operation}?.(simulator);
		const result = await run('${operation}', example?.parameters ?? {}, example?.items.slice(0, 1));
		expect(result.error).toBeUndefined();
		expect(simulator.requests).toMatchObject([{ method: '${method}', route: '${path}' }]);
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
