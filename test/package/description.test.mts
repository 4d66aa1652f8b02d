import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

import { type INodeParameters, type INodeProperties, NodeHelpers } from 'n8n-workflow';

import { choicesOf, fieldsOf } from '../bed/panel.mts';
import { breaking, declaredFields, description, found, node, operations, pickers } from './description.mts';

const isSelector = ({ name }: INodeProperties) => name === 'resource' || name === 'operation';
const loadsChoices = ({ typeOptions }: INodeProperties) => typeOptions?.loadOptionsMethod !== undefined;

/** What fills a picker or a list, and finds nothing by a name in place of an ID. */
const NOT_BY_NAME: Readonly<Record<string, string>> = {
	searchCards: 'a card is about somebody, and several can have one title',
	searchContacts: 'people are not found by name',
	searchSessions: 'a session has the name of its contact',
	searchScheduledMessages: 'a message that is to go out has the name of its contact',
	searchWebhooks: 'many have one name or none, and their addresses tell them apart',
	getPanelTags: 'the operations have a field for names of tags',
	getPanelTagsOfCard: 'the operations have a field for names of tags',
	getTagColors: 'its values are words, no IDs',
	getWebhookEvents: 'its values are words, no IDs',
};

describe('names, which saved workflows hold', () => {
	test('of fields are unique in each operation', () => {
		const twice = operations.flatMap(({ id, fields }) => {
			const names = fields.map(({ name }) => name);
			return names.filter((name, index) => names.indexOf(name) !== index).map((name) => `${id} > ${name}`);
		});
		expect(twice).toEqual([]);
	});

	test('of all fields belong to an operation that exists', () => {
		const lost = description.properties.filter(
			(property) =>
				!isSelector(property) &&
				!operations.some(({ resource, operation }) => fieldsOf([property], resource, operation).length > 0),
		);
		expect(lost.map(({ name }) => name)).toEqual([]);
	});
});

describe('the panel', () => {
	test.each(operations)('of $id shows the fields that the operation declares, in their order', (shown) => {
		expect(shown.fields).toEqual(declaredFields(shown.resource, shown.operation));
	});

	test('is light, since the editor loads it at every start: at most 3 KB an operation', () => {
		expect(JSON.stringify(description).length / operations.length).toBeLessThanOrEqual(3 * 1024);
	});
});

describe('n8n itself', () => {
	/** The description written out: n8n's rules see literals only, and ours is assembled. */
	function asSource(): string {
		const print = (value: unknown, key = ''): string => {
			if (key === 'inputs') return '[NodeConnectionTypes.Main]';
			if (Array.isArray(value)) return `[${value.map((one) => print(one)).join(',\n')}]`;
			if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'undefined';
			const entries = Object.entries(sortedSelector(value)).map(
				([name, one]) => `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: ${print(one, name)}`,
			);
			return `{${entries.join(',\n')}}`;
		};
		const hooks = Object.keys(node.webhookMethods?.default ?? {});
		return [
			"import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';",
			`export class WtsChat implements INodeType {\ndescription: INodeTypeDescription = ${print(description)};`,
			// Who is called must be able to sign up and off.
			`webhookMethods = { default: { ${hooks.map((hook) => `async ${hook}() { return true; }`).join(', ')} } };\n}`,
		].join('\n');
	}

	/** Operations are in the order in which people need them, which n8n's rules would not have. */
	function sortedSelector(value: object): object {
		if (!('name' in value) || value.name !== 'operation' || !('options' in value) || !Array.isArray(value.options))
			return value;
		const options = value.options as Array<{ name: string }>;
		return { ...value, options: [...options].sort((a, b) => a.name.localeCompare(b.name)) };
	}

	test('finds nothing to complain about in the description, written out', () => {
		const rules = 'test/package/n8n-rules.eslint.config.mjs';
		const source = asSource();
		const lint = () =>
			execFileSync(
				process.execPath,
				[
					'node_modules/eslint/bin/eslint.js',
					'-c',
					rules,
					'--max-warnings',
					'0',
					'--stdin',
					'--stdin-filename',
					'nodes/WtsChat/WtsChat.node.ts',
				],
				// With NODE_ENV=test the rules take every file for every kind of file.
				{ input: source, encoding: 'utf8', stdio: 'pipe', env: { ...process.env, NODE_ENV: undefined } },
			);
		try {
			lint();
		} catch (error) {
			const { stdout } = error as { stdout: string };
			const lines = source.split('\n');
			throw new Error(
				stdout.replace(/^\s*(\d+):\d+/gm, (text, line: string) => `${lines[Number(line) - 1] ?? ''}\n${text}`),
			);
		}
	});

	test.each(operations)(
		'$id: asks for its required fields, and for nothing else',
		({ resource, operation, fields }) => {
			const wanted: INodeParameters = { resource, operation };
			const at = { typeVersion: 1 };
			const values = NodeHelpers.getNodeParameters(description.properties, wanted, true, false, at, description);
			expect(values).not.toBeNull();
			const shown = fields.filter((field) => NodeHelpers.displayParameter(values ?? {}, field, at, description));
			const issues = NodeHelpers.getNodeParametersIssues(
				description.properties,
				{ id: '1', name: 'WTS Chat', type: 'wtsChat', typeVersion: 1, position: [0, 0], parameters: values ?? {} },
				description,
			);
			const empty = ({ default: value }: INodeProperties) =>
				value === '' ||
				(Array.isArray(value) && value.length === 0) ||
				(typeof value === 'object' && value !== null && 'value' in value && value.value === '');
			const required = shown.filter((field) => field.required === true && empty(field)).map(({ name }) => name);
			expect(Object.keys(issues?.parameters ?? {}).sort()).toEqual(required.sort());
		},
	);
});

describe('operations', () => {
	test('have an action that an AI agent can read: sentence case, no article, no full stop', () => {
		const wrong = operations
			.map(({ id, option }) => `${id}: ${option.action ?? ''}`)
			.filter((text) => !/: [A-Z][^A-Z.]*(One-Time|OTP)?[^A-Z.]*$/.test(text) || /\b(a|an|the)\b/i.test(text));
		expect(wrong).toEqual([]);
	});

	test('have an action that begins with the verb of their name', () => {
		const first = (text: string) => text.split(' ')[0];
		const wrong = operations.filter(({ option }) => first(option.action ?? '') !== first(option.name));
		expect(wrong.map(({ id, option }) => `${id}: ${option.name} / ${option.action}`)).toEqual([]);
	});

	test('have an action of their own: it is all that tells them apart in the node picker', () => {
		const actions = operations.map(({ option }) => option.action);
		expect(actions.filter((action, index) => actions.indexOf(action) !== index)).toEqual([]);
	});

	test('have a description', () => {
		const without = operations.filter(({ option }) => !option.description || option.description.endsWith('.'));
		expect(without.map(({ id }) => id)).toEqual([]);
	});

	test('each have an example that the engine runs', () => {
		const without = operations.filter(({ resource, operation }) => {
			const file = `test/examples/${resource}.mts`;
			return !existsSync(file) || !new RegExp(`^\\t${operation}[:(]`, 'm').test(readFileSync(file, 'utf8'));
		});
		expect(without.map(({ id }) => id)).toEqual([]);
	});

	test('each have a heading in the docs', () => {
		const without = operations.filter(({ resource, operation, option }) => {
			const page = `docs/operations/${resource}.md`;
			const headings = existsSync(page) ? readFileSync(page, 'utf8').match(/^## .*$/gm) : null;
			return headings?.some((heading) => heading.includes(`${option.name} (\`${operation}\`)`)) !== true;
		});
		expect(without.map(({ id }) => id)).toEqual([]);
	});

	const sample = (resource: string, operation: string) =>
		`nodes/WtsChat/__schema__/v1.0.0/${resource}/${operation}.json`;
	const samples = existsSync('nodes/WtsChat/__schema__');

	// The samples are generated once all operations exist; from then on none may be missing.
	(samples ? test : test.skip)('each have an output sample', () => {
		const without = operations.filter(({ resource, operation }) => !existsSync(sample(resource, operation)));
		expect(without.map(({ id }) => id)).toEqual([]);
	});
});

describe('fields', () => {
	test('have a default of the type that they are', () => {
		expect(breaking(({ property }) => !hasFittingDefault(property))).toEqual([]);
	});

	test('in collections and choices are sorted by what people read', () => {
		const sorted = (names: string[]) =>
			names.every((name, index) => index === 0 || (names[index - 1] ?? '').localeCompare(name, 'en') <= 0);
		expect(
			breaking(({ property }) => {
				if (isSelector(property)) return false;
				const names =
					property.type === 'collection'
						? (property.options ?? []).map((option) => ('displayName' in option ? option.displayName : option.name))
						: choicesOf(property).map(({ name }) => name);
				return !sorted(names);
			}),
		).toEqual([]);
	});

	test('that are yes or no say "Whether"', () => {
		expect(
			breaking(({ property }) => property.type === 'boolean' && !property.description?.startsWith('Whether ')),
		).toEqual([]);
	});

	test('whose choices come from the account say so, and that an expression will do', () => {
		expect(
			breaking(({ property }) => {
				if (!loadsChoices(property)) return false;
				const many = property.type === 'multiOptions';
				const link = 'using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';
				return (
					!property.displayName.endsWith(many ? 'Names or IDs' : 'Name or ID') ||
					property.description?.includes(`Choose from the list, or specify ${many ? 'IDs' : 'an ID'} ${link}`) !== true
				);
			}),
		).toEqual([]);
	});

	test('have hints that fit on the panel', () => {
		const tooLong = (hint: string | undefined) => hint !== undefined && (hint.length > 120 || hint === '');
		expect(
			breaking(({ property }) => tooLong(property.hint) || (property.modes ?? []).some(({ hint }) => tooLong(hint))),
		).toEqual([]);
	});

	test('have examples for placeholders, and collections a verb', () => {
		const isExample = (text: string | undefined) => text === undefined || text.startsWith('e.g. ');
		expect(
			breaking(({ property }) => {
				if (['collection', 'fixedCollection'].includes(property.type))
					return property.placeholder?.startsWith('Add ') !== true;
				return (
					!isExample(property.placeholder) || (property.modes ?? []).some(({ placeholder }) => !isExample(placeholder))
				);
			}),
		).toEqual([]);
	});

	test('are required only on the panel itself, and only where they may be empty', () => {
		const mayBeEmpty = [
			'string',
			'dateTime',
			'json',
			'resourceLocator',
			'resourceMapper',
			'multiOptions',
			'fixedCollection',
			'number',
		];
		expect(
			breaking(({ property, depth }) => {
				if (property.required === undefined) return false;
				return depth > 0 || (!mayBeEmpty.includes(property.type) && property.default !== '');
			}),
		).toEqual([]);
	});

	test('that are optional are in a collection of a known name', () => {
		const names = ['additionalFields', 'filters', 'options', 'sort', 'updateFields'];
		expect(
			breaking(
				({ property, depth }) => depth === 0 && property.type === 'collection' && !names.includes(property.name),
			),
		).toEqual([]);
	});

	test('that come and go depend on a field that is there', () => {
		const lost = operations.flatMap(({ id, fields }) => {
			const names = new Set(['resource', 'operation', ...fields.map(({ name }) => name)]);
			return fields.flatMap(({ name, displayOptions: { show, hide } = {} }) =>
				Object.keys({ ...show, ...hide })
					.map((key) => key.replace(/^\//, '').split('.')[0] ?? '')
					.filter((key) => !names.has(key) && !key.startsWith('@'))
					.map((key) => `${id} > ${name} depends on ${key}`),
			);
		});
		expect(lost).toEqual([]);
	});

	test('that load something name a method of the node, and every method is used', () => {
		const named = { listSearch: new Set<string>(), loadOptions: new Set<string>(), resourceMapping: new Set<string>() };
		for (const { property } of found) {
			const { loadOptionsMethod, resourceMapper } = property.typeOptions ?? {};
			if (loadOptionsMethod !== undefined) named.loadOptions.add(loadOptionsMethod);
			if (resourceMapper?.resourceMapperMethod !== undefined)
				named.resourceMapping.add(resourceMapper.resourceMapperMethod);
			for (const { typeOptions } of property.modes ?? []) {
				if (typeOptions?.searchListMethod !== undefined) named.listSearch.add(typeOptions.searchListMethod);
			}
		}
		for (const kind of ['listSearch', 'loadOptions', 'resourceMapping'] as const) {
			expect([kind, [...named[kind]].sort()]).toEqual([kind, Object.keys(node.methods?.[kind] ?? {}).sort()]);
		}
	});

	test('that load something are each found by a name that a model gives, or it is said why not', () => {
		const { namedThings } = pickers();
		const methods = ['listSearch', 'loadOptions'] as const;
		const names = methods.flatMap((kind) => Object.keys(node.methods?.[kind] ?? {}));
		// When this fails: a line in namedThings, or one in NOT_BY_NAME that says why not.
		expect(names.filter((name) => !namedThings.has(name) && !(name in NOT_BY_NAME))).toEqual([]);
		expect(Object.keys(NOT_BY_NAME).filter((name) => namedThings.has(name) || !names.includes(name))).toEqual([]);
		expect([...namedThings.keys()].filter((name) => !names.includes(name))).toEqual([]);
	});

	test('that load something are each opened by a test of test/engine', () => {
		// When this fails: a test with search, options or form of test/bed/pickers.mts.
		const files = readdirSync('test/engine').filter((file) => file.endsWith('.test.mts'));
		const texts = files.map((file) => readFileSync(`test/engine/${file}`, 'utf8'));
		const methods = ['listSearch', 'loadOptions', 'resourceMapping'] as const;
		const names = methods.flatMap((kind) => Object.keys(node.methods?.[kind] ?? {}));
		expect(names.filter((name) => !texts.some((text) => text.includes(`'${name}'`)))).toEqual([]);
	});

	test('that pick a record offer the list first, and check a typed ID', () => {
		expect(
			breaking(({ property: { type, modes = [], default: value } }) => {
				if (type !== 'resourceLocator') return false;
				const ids = modes.filter(({ name }) => name === 'id');
				return (
					modes[0]?.name !== 'list' ||
					(value as { mode?: string }).mode !== 'list' ||
					ids.some(({ validation = [] }) => validation.length === 0)
				);
			}),
		).toEqual([]);
	});

	test('of the same name look the same in all operations', () => {
		const looks = new Map<string, Set<string>>();
		for (const { property, depth } of found) {
			if (depth > 0 || isSelector(property)) continue;
			const look = `${property.displayName} (${property.type})`;
			looks.set(property.name, (looks.get(property.name) ?? new Set()).add(look));
		}
		expect(
			[...looks].filter(([, set]) => set.size > 1).map(([name, set]) => `${name}: ${[...set].join(', ')}`),
		).toEqual([]);
	});
});

function hasFittingDefault(property: INodeProperties): boolean {
	const { type, default: value, modes = [] } = property;
	const values: unknown[] = choicesOf(property).map((choice) => choice.value);
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	switch (type) {
		case 'boolean':
			return typeof value === 'boolean';
		case 'number':
			return typeof value === 'number';
		case 'options':
			return loadsChoices(property)
				? value === ''
				: values.includes(value) || (property.required === true && value === '');
		case 'multiOptions':
			return Array.isArray(value) && (loadsChoices(property) || value.every((one) => values.includes(one)));
		case 'collection':
		case 'fixedCollection':
			return isObject;
		case 'resourceLocator':
			return (
				isObject &&
				'mode' in value &&
				modes.some(({ name }) => name === value.mode) &&
				'value' in value &&
				value.value === ''
			);
		case 'resourceMapper':
			return isObject && 'mappingMode' in value && 'value' in value && value.value === null;
		default:
			return typeof value === 'string';
	}
}
