import {
	type IBinaryData,
	type IExecuteFunctions,
	type INode,
	type INodeProperties,
	jsonParse,
	NodeOperationError,
} from 'n8n-workflow';

import {
	type Country,
	DEFAULT_COUNTRY,
	type FileContent,
	isId,
	isNothing,
	isRecord,
	isWordForNothing,
	NOTHING_ADVICE,
	type PartState,
	type Reading,
	readFlag,
	readList,
	readNumber,
	readPhone,
	readRecipient,
	seen,
	trimmed,
} from '../../../client';
import { adviceForModel, adviceForParameter } from '../platform/advice';
import { binaryContent } from '../platform/binary';
import { toFileError, toParameterError } from '../platform/errors';
import { isTool, ownSenderId } from '../platform/identity';
import { begunParts } from '../platform/record';
import { type WaitingPlace, waitingPlaceOf } from '../platform/waiting';
import { jsonText, oneValue, optionMeant, saysNothing, structureOf } from './fromModel';
import { type DateRules, inZone, type Moment, readMoment } from './moment';

export type { WaitingPlace };

/** The word that empties a field that can be emptied: a model that knows nothing says nothing, or null. */
export const CLEAR = '__clear__';

/** A picked value and how it was picked: `list`, `id`, `phone` ... */
export interface Located {
	mode: string;
	value: string;
}

/** Whole numbers of the contract have 32 bits. */
const LARGEST_WHOLE = 2_147_483_647;

/** Shows a value in an error without flooding it. */
export function quoted(value: unknown): string {
	const text = typeof value === 'object' ? (JSON.stringify(value) ?? String(value)) : String(value);
	return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}

const labels = new WeakMap<readonly INodeProperties[], Map<string, INodeProperties>>();

/** Made once per list of fields: there is a reader for each item. */
function labelsOf(fields: readonly INodeProperties[]): Map<string, INodeProperties> {
	const known = labels.get(fields);
	if (known !== undefined) return known;
	const made = new Map(fields.map((field) => [field.name, field]));
	labels.set(fields, made);
	return made;
}

const inner = new WeakMap<INodeProperties, INodeProperties[]>();

/** The fields of a collection; of a fixed one its groups, each a collection. */
function innerOf(field: INodeProperties | undefined): readonly INodeProperties[] {
	if (field === undefined) return [];
	const known = inner.get(field);
	if (known !== undefined) return known;
	const made = (field.options ?? []).flatMap((option): INodeProperties[] => {
		if ('type' in option) return [option];
		if (!('values' in option)) return [];
		const { name, displayName, values } = option;
		return [{ name, displayName, type: 'collection', default: {}, options: values }];
	});
	inner.set(field, made);
	return made;
}

/** What reading needs of n8n: to be had where items run, in a webhook and in a sub-node alike. */
export interface ReadingContext {
	getNode(): INode;
	getTimezone(): string;
}

/** A value as it can be sent: invisible characters at the ends of its texts are gone, half surrogate pairs repaired. */
export function cleaned(value: unknown): unknown {
	if (typeof value === 'string') return seen(value);
	if (Array.isArray(value)) return value.map(cleaned);
	if (!isRecord(value) || !isPlain(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [seen(key), cleaned(one)]));
}

/** Not a date, or another thing that is more than its properties. */
function isPlain(value: object): boolean {
	return Object.prototype.toString.call(value) === '[object Object]' && !('toISO' in value);
}

/**
 * Reads parameters by kind. Whatever is wrong becomes a NodeOperationError that
 * names the field as the panel shows it, and the item if there is one.
 */
export abstract class ParameterReader {
	private readonly fields: Map<string, INodeProperties>;

	protected constructor(
		private readonly reading: ReadingContext,
		readonly itemIndex: number | undefined,
		fields: readonly INodeProperties[],
		/** How phones without a country code and dates with slashes are read. */
		readonly country: Country,
	) {
		this.fields = labelsOf(fields);
	}

	/** The value as n8n gives it, expressions resolved; `undefined` when the field is not there. */
	protected abstract raw(name: string): unknown;

	/** The value as it can be sent. */
	protected value(name: string): unknown {
		return cleaned(this.raw(name));
	}

	/** Whether a value is none: of a model, also what stands for none. */
	private isNone(value: unknown): boolean {
		const bare = plain(value);
		return isEmpty(bare) || (this.asTool && saysNothing(bare));
	}

	/** The value of a field that holds one thing, as far as a model's is understood; `undefined` when it is empty. */
	private filledOne(name: string): unknown {
		const value = this.filled(name);
		if (value === undefined || !this.asTool || isLocator(value)) return value;
		const one = oneValue(value);
		return this.isNone(one) ? undefined : one;
	}

	/** The value of a field that is read; `undefined` when it is empty. What only clears is no value. */
	private filled(name: string): unknown {
		const value = this.value(name);
		if (this.isNone(value)) return undefined;
		if (!isClear(value)) return value;
		throw this.inputError(name, `is ${CLEAR}, but cannot be cleared`, 'Only fields that are changed can be cleared.');
	}

	/** The value of a field or locator as trimmed text, however wrong it is; '' when there is none. */
	asGiven(name: string): string {
		const value = plain(this.value(name));
		if (this.isNone(value)) return '';
		return (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).trim();
	}

	/** The error for a field: `problem` ends the sentence that its name begins. */
	inputError(name: string, problem: string, advice?: string): NodeOperationError {
		const where = this.itemIndex === undefined ? '' : ` [item ${this.itemIndex}]`;
		return new NodeOperationError(this.node, `"${this.label(name)}" ${problem}${where}`, {
			itemIndex: this.itemIndex,
			description: this.asTool ? adviceForModel(problem, advice) : (advice ?? adviceForParameter(problem)),
		});
	}

	/** What was read, or the error for the field; `show` puts the value beside the problem. */
	private accept<T>(name: string, reading: Reading<T>, value: unknown, advice?: string): T {
		if (reading.ok) return reading.value;
		throw this.inputError(name, `${reading.problem}: ${quoted(value)}`, reading.advice ?? advice);
	}

	/** The field's name as the panel shows it. */
	label(name: string): string {
		return this.fields.get(name)?.displayName ?? name;
	}

	get node(): INode {
		return this.reading.getNode();
	}

	/** Whether a model fills the fields in: what it leaves empty it does not know. */
	get asTool(): boolean {
		return isTool(this.reading);
	}

	/** Whether the user filled the field in; false and 0 count, blank text and empty lists do not. */
	has(name: string): boolean {
		return !this.isNone(this.value(name));
	}

	/**
	 * Whether the user added the field to its collection, even when it was left empty on purpose. A model that leaves a
	 * field empty has no purpose.
	 */
	given(name: string): boolean {
		return this.asTool ? this.has(name) : this.raw(name) !== undefined;
	}

	/** Whether the field holds the word that clears. */
	cleared(name: string): boolean {
		return isClear(this.value(name));
	}

	/** What `read` gives for a field that the user added; null when it was left empty: to be cleared. */
	clearable<T>(name: string, read: (name: string) => T | undefined): T | null | undefined {
		if (this.cleared(name)) return null;
		// Nothing that a model writes but the word empties a field.
		return this.given(name) ? (read(name) ?? (this.asTool ? undefined : null)) : undefined;
	}

	/** The same for a list, which is empty when it is to be cleared. */
	clearableList<T>(name: string, read: (name: string) => T[] | undefined): T[] | undefined {
		const list = this.clearable(name, read);
		return list === null ? [] : list;
	}

	/** A text that must not be blank. Numbers are taken as text. */
	text(name: string): string {
		const value = this.optionalText(name);
		if (value === undefined) throw this.inputError(name, 'is empty');
		return value;
	}

	/** A text with its blanks, or undefined when nothing else is there. */
	optionalText(name: string): string | undefined {
		const given = this.filled(name);
		if (given === undefined) return undefined;
		const value = this.asTool && Array.isArray(given) && given.length === 1 ? (given[0] as unknown) : given;
		const text = textOf(value);
		if (text === undefined) {
			throw this.inputError(
				name,
				`must be text, but is ${quoted(value)}`,
				'Give one value of the object, such as its name.',
			);
		}
		if (isNothing(value)) throw this.inputError(name, `is ${quoted(text)}, which stands for no value`, NOTHING_ADVICE);
		return text;
	}

	/** A yes or no, in words of several languages too. */
	flag(name: string): boolean {
		return this.optionalFlag(name) ?? false;
	}

	optionalFlag(name: string): boolean | undefined {
		const value = this.filledOne(name);
		if (value === undefined) return undefined;
		const flag = readFlag(value);
		if (flag.ok) return flag.value;
		throw this.inputError(name, `${flag.problem}, but is ${quoted(value)}`, 'Write true or false.');
	}

	/** A number within bounds (included), or undefined when it is empty. */
	optionalNumber(name: string, { min = -Infinity, max = Infinity, integer = false } = {}): number | undefined {
		const value = this.filledOne(name);
		if (value === undefined) return undefined;
		const read = readNumber(value);
		const advice = boundsAdvice(min, max, integer);
		if (!read.ok) {
			const problem =
				read.problem === 'is not a number'
					? `must be ${integer ? 'a whole number' : 'a number'}, but is`
					: `${read.problem}:`;
			// How separators are written helps nobody who gave no number at all.
			const adviceForDigits = /\d/.test(String(value)) ? read.advice : undefined;
			throw this.inputError(name, `${problem} ${quoted(value)}`, adviceForDigits ?? advice);
		}
		const number = read.value;
		if (number === undefined) return undefined;
		if (integer && !Number.isInteger(number)) {
			throw this.inputError(name, `must be a whole number, but is ${quoted(value)}`, advice);
		}
		if (number < min || number > max) {
			throw this.inputError(name, `must be ${rangeText(min, max)}, but is ${number}`, advice);
		}
		if (integer && Math.abs(number) > LARGEST_WHOLE) {
			throw this.inputError(name, `must be at most ${LARGEST_WHOLE}, but is ${number}`, advice);
		}
		return number;
	}

	/** One of the given values. */
	choice<const T extends string>(name: string, values: readonly T[]): T {
		const value = this.optionalChoice(name, values);
		if (value === undefined) throw this.inputError(name, `is empty; choose ${values.join(', ')}`);
		return value;
	}

	optionalChoice<const T extends string>(name: string, values: readonly T[]): T | undefined {
		const value = this.filledOne(name);
		if (value === undefined) return undefined;
		const known = this.option(name, values, value);
		if (known === undefined) {
			const list = values.join(', ');
			throw this.inputError(name, `is ${quoted(value)}, which is not one of ${list}`, `Write one of ${list}.`);
		}
		return known;
	}

	/** The option that a value names; a model may give its label, or another case. */
	private option<T extends string>(name: string, values: readonly T[], value: unknown): T | undefined {
		const known = optionOf(values, value);
		if (known !== undefined || !this.asTool) return known;
		const labels = (this.fields.get(name)?.options ?? []).flatMap(
			(one): Array<[string, string]> => ('value' in one ? [[String(one.value), one.name]] : []),
		);
		return optionMeant(values, new Map(labels), value);
	}

	/** Several of the given values, from a multi-select or any list. */
	choices<const T extends string>(name: string, values: readonly T[]): T[] | undefined {
		return this.optionalTexts(name)?.map((text) => {
			const known = this.option(name, values, text);
			if (known === undefined) {
				const list = values.join(', ');
				throw this.inputError(
					name,
					`has ${quoted(text)}, which is not one of ${list}`,
					`Write one or more of ${list}.`,
				);
			}
			return known;
		});
	}

	/** Several texts: an array, the JSON text of one, or text with commas. Undefined when there is none. */
	optionalTexts(name: string): string[] | undefined {
		const value = this.filled(name);
		if (value === undefined) return undefined;
		const bare = plain(value);
		const list = isRecord(bare) ? undefined : readList(bare);
		if (list === undefined)
			throw this.inputError(name, `must be a list of texts, but is ${quoted(value)}`, LIST_ADVICE);
		const parts = this.accept(name, list, value, LIST_ADVICE).filter((part) => !this.asTool || !saysNothing(part));
		const texts = parts.map((part) => {
			const one = this.asTool ? oneValue(plain(part)) : plain(part);
			if (typeof one !== 'string' && typeof one !== 'number') {
				throw this.inputError(name, `must be a list of texts, but has ${quoted(part)}`, LIST_ADVICE);
			}
			const text = trimmed(String(one));
			if (!isWordForNothing(text)) return text;
			throw this.inputError(name, `has ${quoted(text)}, which stands for no value`, NOTHING_ADVICE);
		});
		const filled = texts.filter((text) => text !== '');
		return filled.length === 0 ? undefined : filled;
	}

	/**
	 * Several texts that may have commas: any list but text with commas, or text with one per line. Empty when there is
	 * none.
	 */
	lines(name: string): string[] {
		const bare = plain(this.filled(name));
		// A pattern may begin with a bracket, but not with one and a quote.
		if (typeof bare !== 'string' || /^\[\s*["']/.test(trimmed(bare))) return this.optionalTexts(name) ?? [];
		const lines = bare
			.split(/\r?\n/)
			.map((line) => trimmed(line))
			.filter((line) => line !== '');
		const nothing = lines.find(isWordForNothing);
		if (nothing === undefined) return lines;
		throw this.inputError(name, `has ${quoted(nothing)}, which stands for no value`, NOTHING_ADVICE);
	}

	/** Several IDs: any list. Undefined when there is none. */
	optionalIds(name: string): string[] | undefined {
		const ids = this.optionalTexts(name);
		for (const id of ids ?? []) this.requireId(name, id);
		return ids;
	}

	/** An ID in a plain field or a resource locator. */
	id(name: string): string {
		const id = this.optionalId(name);
		if (id === undefined) throw this.inputError(name, 'is empty');
		return id;
	}

	optionalId(name: string): string | undefined {
		const located = this.optionalLocated(name);
		if (located === undefined) return undefined;
		return this.requireId(name, located.value);
	}

	/** A resource locator's mode and value; an expression may give the bare value. */
	located(name: string): Located {
		const located = this.optionalLocated(name);
		if (located === undefined) throw this.inputError(name, 'is empty');
		return located;
	}

	optionalLocated(name: string): Located | undefined {
		const value = this.filled(name);
		const mode = isLocator(value) ? value.mode : '';
		const bare = this.asTool ? oneValue(plain(value)) : plain(value);
		if (isEmpty(bare)) return undefined;
		if (typeof bare !== 'string' && typeof bare !== 'number') {
			throw this.inputError(name, `must be an ID, but is ${quoted(bare)}`, ID_ADVICE);
		}
		const text = trimmed(String(bare));
		return text === '' ? undefined : { mode, value: text };
	}

	/** A phone number in any usual spelling, as requests carry it. */
	phone(name: string): string {
		const text = this.text(name);
		return this.accept(name, readPhone(text, this.country), text, PHONE_ADVICE);
	}

	optionalPhone(name: string): string | undefined {
		return this.has(name) ? this.phone(name) : undefined;
	}

	/** Several phone numbers: any list. Undefined when there is none. */
	optionalPhones(name: string): string[] | undefined {
		return this.optionalTexts(name)?.map((text) => {
			const phone = readPhone(text, this.country);
			if (phone.ok) return phone.value;
			throw this.inputError(name, `has ${quoted(text)}, which ${phone.problem}`, phone.advice ?? PHONE_ADVICE);
		});
	}

	/** A phone number or an Instagram user name with its @; undefined when it is empty. */
	optionalRecipient(name: string): string | undefined {
		const text = this.optionalText(name);
		return text === undefined
			? undefined
			: this.accept(name, readRecipient(text, this.country), trimmed(text), PHONE_ADVICE);
	}

	/** A date as UTC text; without a zone of its own it is read in the workflow's time zone. */
	optionalDateTime(name: string, rules: Pick<DateRules, 'endOfDay'> = {}): string | undefined {
		const value = this.filledOne(name);
		return value === undefined ? undefined : this.accept(name, this.moment(value, rules), value).utc;
	}

	/** A point in time, for values that are no parameters of their own. */
	moment(value: unknown, rules: Pick<DateRules, 'endOfDay'> = {}): Reading<Moment> {
		return readMoment(value, { ...rules, timezone: this.reading.getTimezone(), country: this.country });
	}

	/** A time in UTC as the clock of the workflow shows it: what errors say is what the user wrote. */
	onClock(utc: string): string {
		return inZone(utc, this.reading.getTimezone());
	}

	/** A web address that the platform can fetch or call. */
	optionalUrl(name: string): string | undefined {
		const text = this.optionalText(name);
		return text === undefined ? undefined : this.requireUrl(name, trimmed(text));
	}

	/** Several web addresses: any list; a comma within an address is part of it. */
	optionalUrls(name: string): string[] | undefined {
		const value = this.filled(name);
		const isText = typeof value === 'string' && !/^\s*[[{]/.test(value);
		const texts = isText ? value.split(/[\s,]+(?=[a-z][a-z0-9+.-]*:\/\/)/i) : (this.optionalTexts(name) ?? []);
		const urls = texts.map((text) => trimmed(text.replace(/[\s,]+$/, ''))).filter((text) => text !== '');
		return urls.length === 0 ? undefined : urls.map((url) => this.requireUrl(name, url));
	}

	/** The fields of a collection; all of them are empty when the user added none. */
	group(name: string): ParameterReader {
		// As n8n gives it: its fields are cleaned when they are read.
		const given = this.raw(name);
		const value = this.asTool ? (structureOf(given) ?? (this.isNone(given) ? undefined : given)) : given;
		if (!isEmpty(value) && !isRecord(value)) {
			throw this.inputError(name, `must be an object, but is ${quoted(value)}`);
		}
		const fields = innerOf(this.fields.get(name));
		return new GroupReader(this.reading, this.itemIndex, fields, this.country, isRecord(value) ? value : {});
	}

	/** The rows of a fixed collection whose only group is "values". */
	rows(name: string): Array<Record<string, unknown>> {
		const value = this.filled(name);
		if (value === undefined) return [];
		const rows = this.asTool ? rowsOf(structureOf(value) ?? value) : isRecord(value) ? (value.values ?? []) : value;
		if (!Array.isArray(rows) || !rows.every(isRecord)) {
			throw this.inputError(name, `must be rows of key and value, but is ${quoted(value)}`);
		}
		return rows;
	}

	/** A JSON field: text is parsed, an expression may give the value itself. Undefined when empty. */
	json(name: string): unknown {
		const value = this.filled(name);
		if (typeof value !== 'string') return value;
		try {
			return cleaned(jsonParse<unknown>(this.asTool ? jsonText(value) : value));
		} catch {
			throw this.inputError(
				name,
				`is not valid JSON: ${quoted(value)}`,
				'Keys and texts stand in double quotes, such as {"key": "value"}; an expression may give the object itself.',
			);
		}
	}

	private requireUrl(name: string, url: string): string {
		if (/^https?:\/\/[^\s/]+\S*$/i.test(url)) return url;
		throw this.inputError(name, `is not a web address: ${quoted(url)}`, 'It starts with https:// and has no spaces.');
	}

	private requireId(name: string, id: string): string {
		if (isId(id)) return id;
		throw this.inputError(name, `is not a valid ID: ${quoted(id)}`, this.asTool ? TOOL_ID_ADVICE : ID_ADVICE);
	}
}

const ID_ADVICE = 'IDs look like 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6.';
const TOOL_ID_ADVICE = `${ID_ADVICE} Send the ID, as another tool gave it, and no name.`;
const LIST_ADVICE = 'Give a list by expression, JSON such as ["a", "b"], or texts with commas between them.';
const TOOL_FILE_ADVICE =
	'A model hands over no files: set File Source to URL or File ID and let the model fill that in.';
const PHONE_ADVICE =
	'Write the number with area code, such as (11) 99999-9999, and with + and the country code outside the ' +
	'default country of the credential.';

/** What is text, or can be nothing else. */
function textOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value;
	return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
		? String(value)
		: undefined;
}

/** Rows of key and value; a model may give an object with the values by key. */
function rowsOf(value: unknown): unknown {
	if (!isRecord(value)) return value;
	if (Array.isArray(value.values)) return value.values;
	return Object.entries(value).map(([key, one]) => ({ key, value: one }));
}

/** The option that a text names, whatever the way its accents are encoded. */
function optionOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
	const wanted = typeof value === 'string' ? trimmed(value).normalize('NFC') : value;
	return values.find((one) => one.normalize('NFC') === wanted);
}

function rangeText(min: number, max: number): string {
	if (max === Infinity) return `at least ${min}`;
	if (min === -Infinity) return `at most ${max}`;
	return `between ${min} and ${max}`;
}

function boundsAdvice(min: number, max: number, integer: boolean): string {
	const bounds = min === -Infinity && max === Infinity ? '' : ` ${rangeText(min, max)}`;
	return `Write a ${integer ? 'whole ' : ''}number${bounds}, such as ${integer || max >= 12 ? '12' : max}.`;
}

export function isLocator(value: unknown): value is { __rl: boolean; mode: string; value: unknown } {
	return isRecord(value) && 'mode' in value && typeof value.mode === 'string' && 'value' in value;
}

/** A file as n8n hands it on; parts of it may be missing. */
function isBinaryData(value: unknown): value is Partial<IBinaryData> {
	return isRecord(value) && (typeof value.data === 'string' || typeof value.id === 'string');
}

/** Where n8n keeps the files of an item among its data. */
const FILES_IN_JSON = '_files';

/** The files among the data of an item. */
function binaryIn(json: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(json).filter(([, one]) => isBinaryData(one) && 'mimeType' in one && !('error' in one)),
	);
}

/**
 * The file that an object stands for: itself, or the one it describes. In expressions n8n leaves out the bytes it holds
 * in memory.
 */
function heldFile(given: unknown, files: readonly unknown[]): unknown {
	if (!isRecord(given) || isBinaryData(given) || !('mimeType' in given)) return given;
	const [file, ...others] = files.filter(
		(one) => isRecord(one) && Object.entries(given).every(([key, value]) => one[key] === value),
	);
	return file === undefined || others.length > 0 ? given : file;
}

function plain(value: unknown): unknown {
	return isLocator(value) ? value.value : value;
}

function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	return typeof value === 'string' ? trimmed(value) === '' : Array.isArray(value) && value.length === 0;
}

function isClear(value: unknown): boolean {
	const bare = plain(value);
	return typeof bare === 'string' && trimmed(bare) === CLEAR;
}

/** Whether a parameter holds an expression: then each item has a value of its own. */
function hasExpression(parameter: unknown): boolean {
	if (typeof parameter === 'string') return parameter.startsWith('=');
	return typeof parameter === 'object' && parameter !== null && Object.values(parameter).some(hasExpression);
}

/** What a run knows of the node's parameters: those without an expression have one value for all items. */
interface RunParameters {
	readonly written: INode['parameters'];
	readonly values: Map<string, unknown>;
}

const parametersOfRuns = new WeakMap<IExecuteFunctions, RunParameters>();

function parametersOf(context: IExecuteFunctions): RunParameters {
	const known = parametersOfRuns.get(context);
	if (known !== undefined) return known;
	const made = { written: context.getNode().parameters, values: new Map<string, unknown>() };
	parametersOfRuns.set(context, made);
	return made;
}

/** Reads the top-level fields of an operation for one item. */
export class ItemReader extends ParameterReader {
	/**
	 * Values of this item by name. n8n evaluates an expression each time that it is asked, which costs more than the
	 * rest of reading: it is asked once for each.
	 */
	private readonly values = new Map<string, unknown>();

	private readonly ofRun: RunParameters;

	constructor(
		private readonly context: IExecuteFunctions,
		override readonly itemIndex: number,
		fields: readonly INodeProperties[],
		country: Country = DEFAULT_COUNTRY,
	) {
		super(context, itemIndex, fields, country);
		this.ofRun = parametersOf(context);
	}

	/**
	 * A sender ID of this item, for when the user gives none: the same when n8n repeats the run, and
	 * another one in each round of a loop.
	 */
	ownSenderId(): string {
		return ownSenderId(this.context, this.itemIndex);
	}

	/** What became of the parts of this item's text in an earlier try; undefined when there was none. */
	begunParts(): readonly PartState[] | undefined {
		return begunParts(this.context, this.itemIndex);
	}

	/** Where this run waits, for an operation that lets it. */
	waitingPlace(): WaitingPlace {
		return waitingPlaceOf(this.context);
	}

	/**
	 * The values of a resource mapper by field ID; undefined when there are none. With "map
	 * automatically" they are the item's own fields of the same name.
	 */
	mapped(name: string): Record<string, unknown> | undefined {
		const given = this.value(name);
		if (isEmpty(given)) return undefined;
		const value = this.asTool ? (structureOf(given) ?? given) : given;
		if (!isRecord(value)) throw this.inputError(name, `must be an object, but is ${quoted(value)}`);
		if (value.mappingMode === 'autoMapInputData') {
			const json = this.context.getInputData()[this.itemIndex]?.json ?? {};
			const ids = Array.isArray(value.schema)
				? value.schema.flatMap((field) => (isRecord(field) ? [String(field.id)] : []))
				: Object.keys(json);
			const pairs = ids.filter((id) => Object.hasOwn(json, id)).map((id) => [id, cleaned(json[id])]);
			return Object.fromEntries(pairs);
		}
		// An expression may give the values themselves.
		const values = 'mappingMode' in value ? value.value : value;
		if (values === null || values === undefined) return undefined;
		if (!isRecord(values)) throw this.inputError(name, `must be an object, but is ${quoted(values)}`);
		const filled = Object.entries(values).filter(([, one]) => one !== null && one !== undefined);
		return filled.length === 0 ? undefined : Object.fromEntries(filled);
	}

	/**
	 * The fields of a resource mapper that are required and have no value, as the form shows them: n8n itself would
	 * insist on them even where they are given elsewhere.
	 */
	missingInForm(name: string): Array<{ id: string; displayName: string }> {
		const value = this.raw(name);
		if (!isRecord(value) || value.mappingMode !== 'defineBelow' || !Array.isArray(value.schema)) return [];
		const values = isRecord(value.value) ? value.value : {};
		return value.schema.filter(isRecord).flatMap(({ id, displayName, required, removed }) => {
			const key = String(id);
			const wanted = required === true && removed !== true && values[key] === undefined;
			return wanted ? [{ id: key, displayName: String(displayName ?? key) }] : [];
		});
	}

	/** A file of the input item, by the name of its binary field or as the binary object itself. */
	async binary(name: string): Promise<FileContent> {
		const given = this.raw(name);
		const { binary = {}, json = {} } = this.context.getInputData()[this.itemIndex] ?? {};
		// n8n may keep files among the data of an item, in a place of their own in the binary mode "combined".
		const kept = json[FILES_IN_JSON];
		const files: Record<string, unknown> = { ...binaryIn(json), ...(isRecord(kept) ? binaryIn(kept) : {}), ...binary };
		const available = Object.keys(files);
		const advice = isTool(this.context)
			? TOOL_FILE_ADVICE
			: 'Name the binary field of the previous node that holds the file.';
		if (isEmpty(given)) throw this.inputError(name, 'is empty', advice);
		const field =
			typeof given === 'string'
				? [given, trimmed(given), trimmed(given).replace(`${FILES_IN_JSON}.`, '')].find((one) =>
						available.includes(one),
					)
				: undefined;
		if (typeof given === 'string' && field === undefined) {
			const there = available.length === 0 ? 'no file' : available.map(quoted).join(', ');
			throw this.inputError(name, `is ${quoted(given)}, but the item has ${there}`, advice);
		}
		const file = field === undefined ? heldFile(given, Object.values(files)) : files[field];
		if (!isBinaryData(file)) {
			throw this.inputError(name, `must be the name of a binary field, but is ${quoted(file)}`, advice);
		}
		const content = await binaryContent(this.context, file).catch((error: unknown) => {
			throw toFileError(this.node, error, this.label(name), this.itemIndex);
		});
		if (content.ok) return content.value;
		throw this.inputError(name, content.problem, content.advice ?? advice);
	}

	/** The value as n8n gives it. */
	asIs(name: string): unknown {
		return this.raw(name);
	}

	/** Puts a value in the place of the given one: the ID of what a model named. */
	replace(name: string, value: unknown): void {
		this.values.set(name, value);
	}

	protected raw(name: string): unknown {
		if (this.values.has(name)) return this.values.get(name);
		const { written, values } = this.ofRun;
		if (values.has(name)) return values.get(name);
		// A fallback keeps n8n from throwing for a field that an old workflow does not have.
		try {
			const value = this.context.getNodeParameter(name, this.itemIndex, '');
			(hasExpression(written[name]) ? this.values : values).set(name, value);
			return value;
		} catch (error) {
			throw toParameterError(this.node, error, this.label(name), this.itemIndex);
		}
	}
}

/** Where parameters belong to a node and not to an item: in a trigger's hooks, in its webhook. */
interface NodeContext extends ReadingContext {
	getNodeParameter(name: string, fallback: unknown): unknown;
}

/** Reads the top-level fields of a node that has no items. */
export class NodeReader extends ParameterReader {
	constructor(
		private readonly context: NodeContext,
		fields: readonly INodeProperties[],
		country: Country = DEFAULT_COUNTRY,
	) {
		super(context, undefined, fields, country);
	}

	protected raw(name: string): unknown {
		try {
			return this.context.getNodeParameter(name, '');
		} catch (error) {
			throw toParameterError(this.node, error, this.label(name), undefined);
		}
	}
}

class GroupReader extends ParameterReader {
	constructor(
		context: ReadingContext,
		itemIndex: number | undefined,
		fields: readonly INodeProperties[],
		country: Country,
		private readonly values: Record<string, unknown>,
	) {
		super(context, itemIndex, fields, country);
	}

	protected raw(name: string): unknown {
		return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
	}
}
