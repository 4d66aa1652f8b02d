import { NodeReader, type ParameterReader } from '../core/reader';
import { betweenSlashes, patternOf } from '../listening/patterns';
import { triggerFields } from './fields';
import type { ChosenEvents, Filters } from './filters';

export type Source = 'account' | 'chatbotBlock';

/** What the user set, read and checked. */
export interface Settings {
	source: Source;
	events: ChosenEvents;
	filters: Filters;
	ignoreOwn: boolean;
	ignoreAwaitedReplies: boolean;
	resolve: ReadonlySet<string>;
	downloadFiles: boolean;
	rawPayload: boolean;
	allowedAddresses: string[];
}

type NodeContext = ConstructorParameters<typeof NodeReader>[0];

const SOURCES = ['account', 'chatbotBlock'] as const;
const AUTHORS = ['contact', 'agent', 'chatbot', 'api'] as const;
const HANDLERS = ['agent', 'chatbot', 'nobody'] as const;
const DIRECTIONS = ['inbound', 'outbound', 'any'] as const;
const RESOLVABLE = ['contact', 'session'] as const;

/** The collection of the options that both sources show; the account's has them all. */
const FIELDS = triggerFields.filter(({ name }, at) => triggerFields.findIndex((field) => field.name === name) === at);

export function readSource(context: NodeContext): Source {
	return new NodeReader(context, FIELDS).optionalChoice('source', SOURCES) ?? 'account';
}

/**
 * Reads the trigger's parameters.
 * @throws {NodeOperationError} that names the field that cannot be right; makes no request.
 */
export function readSettings(context: NodeContext): Settings {
	const reader = new NodeReader(context, FIELDS);
	const source = reader.optionalChoice('source', SOURCES) ?? 'account';
	const options = reader.group('options');
	return {
		source,
		events: source === 'account' ? readEvents(reader) : 'any',
		filters: source === 'account' ? readFilters(reader.group('filters')) : {},
		ignoreOwn: options.optionalFlag('ignoreOwn') ?? true,
		ignoreAwaitedReplies: options.optionalFlag('ignoreAwaitedReplies') ?? true,
		resolve: new Set(options.choices('resolve', RESOLVABLE)),
		downloadFiles: options.flag('downloadFiles'),
		rawPayload: options.flag('rawPayload'),
		allowedAddresses: readAddresses(options),
	};
}

function readEvents(reader: ParameterReader): ChosenEvents {
	const events = reader.optionalTexts('events');
	if (events === undefined) throw reader.inputError('events', 'is empty', 'Choose at least one event.');
	if (events.includes('any')) return 'any';
	for (const event of events) {
		if (!/^[A-Z_]+$/.test(event)) throw reader.inputError('events', `has "${event}", which is no event`);
	}
	return new Set(events);
}

function readFilters(filters: ParameterReader): Filters {
	const text = (name: string) => filters.optionalText(name)?.trim() || undefined;
	return {
		agentIds: filters.optionalTexts('agentIds'),
		authors: filters.choices('authors', AUTHORS),
		changedFields: filters.optionalTexts('changedFields'),
		channelIds: filters.optionalTexts('channelIds'),
		departmentIds: filters.optionalTexts('departmentIds'),
		direction: filters.optionalChoice('direction', DIRECTIONS),
		handledBy: filters.choices('handledBy', HANDLERS),
		messageTypes: filters.optionalTexts('messageTypes'),
		panelIds: filters.optionalTexts('panelIds'),
		stepIds: filters.optionalTexts('stepIds'),
		tagIds: filters.optionalTexts('tagIds'),
		textContains: text('textContains'),
		textEquals: text('textEquals'),
		textPattern: readPattern(filters),
	};
}

function readPattern(filters: ParameterReader): RegExp | undefined {
	const text = filters.optionalText('textPattern')?.trim();
	if (!text) return undefined;
	const pattern = patternOf(betweenSlashes(text) ?? { source: text, flags: '' });
	if (pattern !== undefined) return pattern;
	throw filters.inputError('textPattern', `is not a regular expression: "${text.slice(0, 60)}"`);
}

function readAddresses(options: ParameterReader): string[] {
	const addresses = options.optionalTexts('allowedAddresses') ?? [];
	for (const address of addresses) {
		if (/^[0-9a-f.:]+(\/\d{1,3})?$/i.test(address)) continue;
		throw options.inputError('allowedAddresses', `has "${address}", which is no address`, 'Such as 18.215.79.89.');
	}
	return addresses;
}
