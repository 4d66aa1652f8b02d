import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { CustomField } from '../../client';
import { RESOURCES } from '../../nodes/WtsChat/actions';
import type { AnyOperation } from '../../nodes/WtsChat/core/operation';
import { ItemReader } from '../../nodes/WtsChat/core/reader';
import { customFieldsField, readGivenCustomFields } from '../../nodes/WtsChat/shared/customFields';
import { fitCustomFields } from '../../nodes/WtsChat/shared/customFieldValues';
import { readRunOptions } from '../../nodes/WtsChat/shared/runOptions';
import { EXAMPLES } from '../examples/index.mts';
import { type Simulator, startSimulator } from '../simulator/index.mts';
import { type Kind, TABLE } from './table.mts';

const RUN_OPTIONS = ['concurrency', 'limitShare', 'timeout', 'toolAnswerSize', 'withoutRecord'];

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** The kind of a field, by what the panel shows of it; undefined for what has tests of its own. */
function kindOf({ name, type, description = '', modes }: INodeProperties): Kind | undefined {
	if (type === 'dateTime') return 'date';
	if (type === 'number') return 'number';
	if (type === 'boolean') return 'flag';
	if (type === 'options') return 'choice';
	if (type === 'multiOptions') return 'list';
	if (name === 'to' || name === 'from') return 'recipient';
	if (type === 'resourceLocator') return modes?.some((mode) => mode.name === 'phone') === true ? 'phone' : undefined;
	// What custom fields are only the account can tell.
	if (name === 'messagesJson' || name === 'questionOptionsJson') return 'records';
	if (type === 'json' || type === 'resourceMapper') return name.startsWith('customFields') ? undefined : 'values';
	if (type !== 'string') return undefined;
	if (name === 'choices' || name === 'acceptedAnswers') return 'lines';
	if (/^phoneNumbers$/.test(name)) return 'phones';
	if (/phone/i.test(name)) return 'phone';
	if (/^(email|instagram)$/.test(name)) return name as Kind;
	return /separated by commas/.test(description) ? 'list' : 'text';
}

interface Place {
	name: string;
	kind: Kind;
	field: INodeProperties;
	put(parameters: Record<string, unknown>, value: unknown): Record<string, unknown>;
}

/** What has to be chosen for a field to be shown. */
const shownBy = ({ displayOptions }: INodeProperties) =>
	Object.fromEntries(Object.entries(displayOptions?.show ?? {}).map(([name, values]) => [name, values?.[0]]));

/** Rows of key and value take objects; in other groups each member is a place, named by the group where it has rows. */
function placesOfGroups(field: INodeProperties): Place[] {
	const { name, typeOptions } = field;
	const [group] = (field.options ?? []).filter((option) => 'values' in option);
	const members = group?.values ?? [];
	const many = typeOptions?.multipleValues === true;
	const inGroup = (given: Record<string, unknown>) => ({ [group?.name ?? '']: many ? [given] : given });
	if (members.some((member) => member.name === 'key')) {
		const asRows = (value: unknown) =>
			isRecord(value) ? { values: Object.entries(value).map(([key, one]) => ({ key, value: one })) } : value;
		return [{ name, kind: 'rows', field, put: (given, value) => ({ ...given, [name]: asRows(value) }) }];
	}
	return placesOf(members)
		.filter((place) => !many || place.name === 'text')
		.map((place) => ({
			...place,
			name: `${name}.${place.name}`,
			field: many ? field : place.field,
			put: (given, value) => ({ ...given, ...shownBy(field), [name]: inGroup(place.put({}, value)) }),
		}));
}

function placesOf(fields: readonly INodeProperties[]): Place[] {
	return fields.flatMap((field): Place[] => {
		const { name, type } = field;
		if (type === 'collection') {
			const inner = (field.options ?? []).filter((option): option is INodeProperties => 'type' in option);
			return placesOf(inner).map((place) => ({
				...place,
				name: `${name}.${place.name}`,
				// The recipient of a scheduled message is a number: only sends know @names.
				kind: place.field.name === 'to' ? 'phone' : place.kind,
				// Alone in its collection: nothing else there may speak of it.
				put: (parameters, value) => ({ ...parameters, [name]: place.put({}, value) }),
			}));
		}
		if (type === 'fixedCollection') return placesOfGroups(field);
		const kind = kindOf(field);
		if (kind === undefined) return [];
		const asValue = (value: unknown) => {
			if (type === 'resourceLocator') return { __rl: true, mode: kind === 'phone' ? 'phone' : 'number', value };
			return type === 'resourceMapper' && isRecord(value) ? { mappingMode: 'defineBelow', value } : value;
		};
		return [{ name, kind, field, put: (given, value) => ({ ...given, ...shownBy(field), [name]: asValue(value) }) }];
	});
}

const ID = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';

/** Fields that are not read where another one decides: what makes them read. */
const WITH: Record<string, Record<string, unknown>> = {
	'options.binaryPropertyName': { options: { downloadFile: true } },
	// Shown with a phone alone, of which some examples have none.
	from: { to: '+5511987654321' },
	questionOptionsJson: { questionOptions: [{ text: 'A' }] },
	'additionalFields.templateParametersJson': { additionalFields: { templateId: ID } },
	'options.fallbackTemplateParametersJson': { options: { fallbackTemplateId: ID } },
	'options.skipIfSent': { options: { senderId: 'order-1042', queued: true } },
};

/** Inputs that a field takes though others of its kind do not: a filter finds parts of an address. */
const TAKES: Record<string, readonly unknown[]> = {
	'filters.email': ['ana', 'ana@', 'a@b@c', 'null@example.com', 'ana@b'],
};

/** Switches that only a builder sets, by hand: what is not exactly on is off. */
const BY_HAND = ['options.allowDeletion'];

/** What says in other words that a value is wrong. */
const OTHER_WORDS: Record<string, RegExp> = {
	binaryPropertyName: /but the item has|must be the name of|stands for no value|must be text/,
	fileUrls: /is not a web address|must be a list|is not a list|stands for no value/,
};

/** The parameters of an example's first item, expressions resolved. */
function parametersOf(value: unknown, json: Record<string, unknown>): unknown {
	if (typeof value === 'string') {
		const name = /^=\{\{ \$json\.(\w+) \}\}$/.exec(value)?.[1];
		return name === undefined ? value : json[name];
	}
	if (Array.isArray(value)) return value.map((one) => parametersOf(one, json));
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, parametersOf(one, json)]));
}

const ITEM = 3;

function contextOf(parameters: Record<string, unknown>, binary: object | undefined): IExecuteFunctions {
	const items = Array.from({ length: ITEM + 1 }, () => ({ json: {}, ...(binary === undefined ? {} : { binary }) }));
	return {
		getNode: () => ({
			id: 'n',
			name: 'WTS Chat',
			type: 'n8n-nodes-wts-chat.wtsChat',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		}),
		getTimezone: () => 'America/Sao_Paulo',
		getNodeParameter: (name: string, _index: number, fallback: unknown) =>
			Object.hasOwn(parameters, name) ? parameters[name] : fallback,
		getInputData: () => items,
		getInstanceId: () => 'instance',
		getExecutionId: () => '1',
		getWorkflow: () => ({ id: 'w' }),
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getContext: () => ({}),
		getMode: () => 'trigger',
		helpers: {},
	} as unknown as IExecuteFunctions;
}

async function readError(
	operation: AnyOperation,
	{ name, put }: Place,
	given: Record<string, unknown>,
	input: unknown,
	binary: object | undefined,
): Promise<unknown> {
	const parameters = put(given, input);
	const extra = WITH[name];
	if (extra !== undefined) {
		for (const [key, value] of Object.entries(extra))
			parameters[key] = isRecord(value)
				? { ...value, ...(parameters[key] as object) }
				: Array.isArray(value)
					? value
					: (parameters[key] ?? value);
	}
	const context = contextOf(parameters, binary);
	try {
		const isRunOption = RUN_OPTIONS.includes(name.replace('options.', ''));
		if (isRunOption) readRunOptions(context, operation);
		else await operation.plan().read(new ItemReader(context, ITEM, operation.fields));
		return undefined;
	} catch (error) {
		return error;
	}
}

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({ limits: 'off' });
});
afterAll(async () => {
	await simulator.close();
});

const shown = (value: unknown) => (value instanceof Date ? 'a Date' : JSON.stringify(value));

const cases = [...RESOURCES.values()].flatMap((resource) =>
	[...resource.operations.values()].map((operation) => [`${resource.value}.${operation.value}`, operation] as const),
);

describe.each(cases)('%s', (name, operation) => {
	const [resource = '', value = ''] = name.split('.');
	const setUp = () => {
		const example = EXAMPLES[resource]?.[value]?.(simulator);
		if (example === undefined) throw new Error(`${name} has no example`);
		const [json = {}] = example.items;
		const given = parametersOf(example.parameters, json) as Record<string, unknown>;
		return { given, binary: example.binary };
	};

	test('refuses in every field what is not of its kind, naming field and item and saying what to write', async () => {
		const { given, binary } = setUp();
		const wrong: string[] = [];
		for (const place of placesOf(operation.fields)) {
			if (BY_HAND.includes(place.name)) continue;
			for (const { input, refused } of TABLE.filter(({ kind }) => kind === place.kind)) {
				if (refused === undefined || TAKES[place.name]?.includes(input) === true) continue;
				const error = await readError(operation, place, given, input, binary);
				const what = `${place.name} = ${shown(input)}`;
				if (!(error instanceof NodeOperationError)) {
					wrong.push(`${what}: ${error === undefined ? 'is read' : String(error)}`);
					continue;
				}
				const item = RUN_OPTIONS.some((one) => place.name.endsWith(one)) ? 0 : ITEM;
				if (!error.message.includes(`"${place.field.displayName}"`))
					wrong.push(`${what}: names no field: ${error.message}`);
				if (!error.message.includes(`[item ${item}]`)) wrong.push(`${what}: names no item: ${error.message}`);
				if (!error.description) wrong.push(`${what}: does not say what to write`);
				const words = OTHER_WORDS[place.field.name] ?? refused;
				if (!words.test(error.message)) wrong.push(`${what}: ${error.message}`);
			}
		}
		expect(wrong).toEqual([]);
		expect(simulator.requests).toEqual([]);
	});

	test('reads in every field what is of its kind', async () => {
		const { given, binary } = setUp();
		const wrong: string[] = [];
		for (const place of placesOf(operation.fields)) {
			for (const { input, refused } of TABLE.filter(({ kind }) => kind === place.kind)) {
				if (refused !== undefined || (place.field.type === 'resourceMapper' && !isRecord(input))) continue;
				const error = await readError(operation, place, given, input, binary);
				// A bound, or another field that goes with this one, is another matter.
				const message = error instanceof Error ? error.message : '';
				const isOther =
					/must be (at |between |a whole number)|is empty|are both empty/.test(message) ||
					/cannot be combined|is an Instagram user|is in the past/.test(message);
				if (message.startsWith(`"${place.field.displayName}"`) && !isOther) {
					wrong.push(`${place.name} = ${shown(input)}: ${message}`);
				} else if (error !== undefined && !(error instanceof NodeOperationError)) {
					wrong.push(`${place.name} = ${shown(input)}: ${String(error)}`);
				}
			}
		}
		expect(wrong).toEqual([]);
	});
});

describe('custom fields follow the same table, from the form and from JSON', () => {
	const TYPES: Partial<Record<Kind, CustomField['type'][]>> = {
		choice: ['SINGLESELECT'],
		date: ['DATE', 'DATETIME'],
		flag: ['BOOLEAN'],
		number: ['FLOAT'],
		text: ['STRING', 'TEXT'],
	};
	const cases = Object.entries(TYPES).flatMap(([kind, types]) => types.map((type) => [type, kind as Kind] as const));
	const options = [{ id: ID, name: 'Indica\u00e7\u00e3o' }];

	test.each(cases)('%s', (type, kind) => {
		const wrong: string[] = [];
		for (const { input, refused } of TABLE.filter((row) => row.kind === kind)) {
			for (const place of ['form', 'JSON'] as const) {
				const values = { since: input };
				const parameters =
					place === 'form'
						? { customFields: { mappingMode: 'defineBelow', value: values }, more: {} }
						: { more: { customFieldsJson: values } };
				const item = new ItemReader(contextOf(parameters, undefined), ITEM, [
					customFieldsField('getContactCustomFields'),
				]);
				const what = `${place} ${shown(input)}`;
				try {
					const given = readGivenCustomFields(item, item.group('more'), 'leaveOut');
					const fitted = given && fitCustomFields(given, [{ key: 'since', name: 'Since', type, options }]);
					if (refused !== undefined) wrong.push(`${what}: is read as ${JSON.stringify(fitted)}`);
				} catch (error) {
					if (refused === undefined) wrong.push(`${what}: ${String(error)}`);
					else if (!(error instanceof NodeOperationError)) wrong.push(`${what}: ${String(error)}`);
					else if (!error.message.includes(`"Custom Fields"`) || !error.message.includes(`[item ${ITEM}]`))
						wrong.push(`${what}: ${error.message}`);
					else if (!error.description) wrong.push(`${what}: does not say what to write`);
				}
			}
		}
		expect(wrong).toEqual([]);
	});
});

test('the hint of every field for a date says in which order its day and month are read', () => {
	const without = [...RESOURCES.values()].flatMap((resource) =>
		[...resource.operations.values()].flatMap((operation) =>
			placesOf(operation.fields)
				.filter(({ kind, field }) => kind === 'date' && !field.hint?.includes('Default Country'))
				.map(({ name }) => `${resource.value}.${operation.value} ${name}`),
		),
	);
	expect(without).toEqual([]);
});
