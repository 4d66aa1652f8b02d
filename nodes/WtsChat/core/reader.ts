import {
	type IBinaryData,
	type IExecuteFunctions,
	type INode,
	type INodeProperties,
	jsonParse,
	NodeOperationError,
	tryToParseDateTime,
} from 'n8n-workflow';

import { type FileContent, isId, readPhone, readRecipient } from '../../../client';
import { binaryContent } from '../platform/binary';
import { ownSenderId } from '../platform/identity';
import { type WaitingPlace, waitingPlaceOf } from '../platform/waiting';

export type { WaitingPlace };

/** A picked value and how it was picked: `list`, `id`, `phone` ... */
export interface Located {
	mode: string;
	value: string;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Shows a value in an error without flooding it. */
function quoted(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
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

/** The fields of a collection. */
function innerOf(field: INodeProperties | undefined): readonly INodeProperties[] {
	if (field === undefined) return [];
	const known = inner.get(field);
	if (known !== undefined) return known;
	const made = (field.options ?? []).filter((option): option is INodeProperties => 'type' in option);
	inner.set(field, made);
	return made;
}

/** What reading needs of n8n: to be had where items run, in a webhook and in a sub-node alike. */
export interface ReadingContext {
	getNode(): INode;
	getTimezone(): string;
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
	) {
		this.fields = labelsOf(fields);
	}

	/** The value as n8n gives it, expressions resolved; `undefined` when the field is not there. */
	protected abstract raw(name: string): unknown;

	/** The value of a field or locator as trimmed text, however wrong it is; '' when there is none. */
	asGiven(name: string): string {
		const value = plain(this.raw(name));
		if (isEmpty(value)) return '';
		return (typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value))).trim();
	}

	/** The error for a field: `problem` ends the sentence that its name begins. */
	refusal(name: string, problem: string, advice?: string): NodeOperationError {
		const where = this.itemIndex === undefined ? '' : ` [item ${this.itemIndex}]`;
		return new NodeOperationError(this.node, `"${this.label(name)}" ${problem}${where}`, {
			itemIndex: this.itemIndex,
			description: advice,
		});
	}

	/** The field's name as the panel shows it. */
	label(name: string): string {
		return this.fields.get(name)?.displayName ?? name;
	}

	get node(): INode {
		return this.reading.getNode();
	}

	/** Whether the user filled the field in; false and 0 count, empty text and empty lists do not. */
	has(name: string): boolean {
		const value = this.raw(name);
		if (isLocator(value)) return !isEmpty(value.value);
		return !isEmpty(value);
	}

	/** Whether the user added the field to its collection, even when it was left empty on purpose. */
	given(name: string): boolean {
		return this.raw(name) !== undefined;
	}

	/** What `read` gives for a field that the user added; null when it was left empty: to be cleared. */
	clearable<T>(name: string, read: (name: string) => T | undefined): T | null | undefined {
		return this.given(name) ? (read(name) ?? null) : undefined;
	}

	/** A text that must not be blank. Numbers are taken as text. */
	text(name: string): string {
		const value = this.optionalText(name);
		if (value === undefined || value.trim() === '') throw this.refusal(name, 'is empty');
		return value;
	}

	/** A text, or undefined when it is empty. */
	optionalText(name: string): string | undefined {
		const value = this.raw(name);
		if (isEmpty(value)) return undefined;
		if (typeof value === 'string') return value;
		if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') {
			return String(value);
		}
		throw this.refusal(name, `must be text, but is ${quoted(value)}`);
	}

	/** A yes or no. `"true"` and `"false"`, as models and forms write them, are understood. */
	flag(name: string): boolean {
		return this.optionalFlag(name) ?? false;
	}

	optionalFlag(name: string): boolean | undefined {
		const value = this.raw(name);
		if (typeof value === 'boolean') return value;
		if (isEmpty(value)) return undefined;
		const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
		if (text === 'true' || text === 1) return true;
		if (text === 'false' || text === 0) return false;
		throw this.refusal(name, `must be true or false, but is ${quoted(value)}`);
	}

	/** A number within bounds (included), or undefined when it is empty. */
	optionalNumber(name: string, { min = -Infinity, max = Infinity, integer = false } = {}): number | undefined {
		const value = this.raw(name);
		if (isEmpty(value)) return undefined;
		const number = typeof value === 'string' ? Number(value.trim()) : value;
		if (typeof number !== 'number' || !Number.isFinite(number) || (integer && !Number.isInteger(number))) {
			throw this.refusal(name, `must be ${integer ? 'a whole number' : 'a number'}, but is ${quoted(value)}`);
		}
		if (number < min || number > max) {
			throw this.refusal(name, `must be ${rangeText(min, max)}, but is ${number}`);
		}
		return number;
	}

	/** One of the given values. */
	choice<const T extends string>(name: string, values: readonly T[]): T {
		const value = this.optionalChoice(name, values);
		if (value === undefined) throw this.refusal(name, `is empty; choose ${values.join(', ')}`);
		return value;
	}

	optionalChoice<const T extends string>(name: string, values: readonly T[]): T | undefined {
		const value = this.raw(name);
		if (isEmpty(value)) return undefined;
		const known = values.find((one) => one === value);
		if (known === undefined) {
			throw this.refusal(name, `is ${quoted(value)}, which is not one of ${values.join(', ')}`);
		}
		return known;
	}

	/** Several of the given values, from a multi-select, an array, or comma-separated text. */
	choices<const T extends string>(name: string, values: readonly T[]): T[] | undefined {
		return this.optionalTexts(name)?.map((text) => {
			const known = values.find((one) => one === text);
			if (known === undefined) {
				throw this.refusal(name, `has ${quoted(text)}, which is not one of ${values.join(', ')}`);
			}
			return known;
		});
	}

	/** Several texts: an array or comma-separated text. Undefined when there is none. */
	optionalTexts(name: string): string[] | undefined {
		const value = this.raw(name);
		if (isEmpty(value)) return undefined;
		const bare = plain(value);
		if (isRecord(bare) || bare instanceof Date) {
			throw this.refusal(name, `must be a list of texts, but is ${quoted(value)}`);
		}
		const parts = Array.isArray(bare) ? bare : String(bare ?? '').split(',');
		const texts = parts
			.map((part) => {
				const one = plain(part);
				if (typeof one !== 'string' && typeof one !== 'number') {
					throw this.refusal(name, `must be a list of texts, but has ${quoted(part)}`);
				}
				return String(one).trim();
			})
			.filter((text) => text !== '');
		return texts.length === 0 ? undefined : texts;
	}

	/** Several texts that may have commas: an array, or text with one per line. Empty when there is none. */
	lines(name: string): string[] {
		const bare = plain(this.raw(name));
		const lines = typeof bare === 'string' ? bare.split(/\r?\n/) : (this.optionalTexts(name) ?? []);
		return lines.map((line) => line.trim()).filter((line) => line !== '');
	}

	/** Several IDs: an array or comma-separated text. Undefined when there is none. */
	optionalIds(name: string): string[] | undefined {
		const ids = this.optionalTexts(name);
		for (const id of ids ?? []) this.requireId(name, id);
		return ids;
	}

	/** An ID in a plain field or a resource locator. */
	id(name: string): string {
		const id = this.optionalId(name);
		if (id === undefined) throw this.refusal(name, 'is empty');
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
		if (located === undefined) throw this.refusal(name, 'is empty');
		return located;
	}

	optionalLocated(name: string): Located | undefined {
		const value = this.raw(name);
		const mode = isLocator(value) ? value.mode : '';
		const bare = isLocator(value) ? value.value : value;
		if (isEmpty(bare)) return undefined;
		if (typeof bare !== 'string' && typeof bare !== 'number') {
			throw this.refusal(name, `must be an ID, but is ${quoted(bare)}`);
		}
		const text = String(bare).trim();
		return text === '' ? undefined : { mode, value: text };
	}

	/** A phone number in any usual spelling, as digits with the country code. */
	phone(name: string): string {
		const text = this.text(name);
		const phone = readPhone(text);
		if (!phone.ok) throw this.refusal(name, `${phone.problem}: ${quoted(text)}`, PHONE_ADVICE);
		return phone.value;
	}

	/** Several phone numbers: an array or comma-separated text. Undefined when there is none. */
	optionalPhones(name: string): string[] | undefined {
		return this.optionalTexts(name)?.map((text) => {
			const phone = readPhone(text);
			if (!phone.ok) throw this.refusal(name, `has ${quoted(text)}, which ${phone.problem}`, PHONE_ADVICE);
			return phone.value;
		});
	}

	/** A phone number or an Instagram user name with its @; undefined when it is empty. */
	optionalRecipient(name: string): string | undefined {
		const text = this.optionalText(name)?.trim();
		if (text === undefined || text === '') return undefined;
		const recipient = readRecipient(text);
		if (!recipient.ok) throw this.refusal(name, `${recipient.problem}: ${quoted(text)}`, PHONE_ADVICE);
		return recipient.value;
	}

	/** A date as UTC text; without a zone of its own it is read in the workflow's time zone. */
	optionalDateTime(name: string): string | undefined {
		const value = this.raw(name);
		if (isEmpty(value)) return undefined;
		const moment = this.moment(value);
		if (moment !== undefined) return moment.utc;
		throw this.refusal(
			name,
			`is not a date: ${quoted(value)}`,
			'Use the date picker, or a text such as 2026-01-31T14:00:00.',
		);
	}

	/**
	 * A point in time from a picker, an expression or text: in UTC, and its date and time as written.
	 * Without a zone of its own it is read in the workflow's time zone. Undefined when it is none.
	 */
	moment(value: unknown): { utc: string; date: string; time: string } | undefined {
		if (value instanceof Date && Number.isNaN(value.getTime())) return undefined;
		try {
			const read = tryToParseDateTime(value, this.reading.getTimezone());
			const utc = read.toUTC().toISO();
			// Other years are not written with four digits, and so are no date to the platform.
			if (utc === null || !/^\d{4}-/.test(utc)) return undefined;
			return { utc, date: read.toFormat('yyyy-MM-dd'), time: read.toFormat('HH:mm:ss') };
		} catch {
			return undefined;
		}
	}

	/** A web address that the platform can fetch or call. */
	optionalUrl(name: string): string | undefined {
		const text = this.optionalText(name)?.trim();
		return text === undefined || text === '' ? undefined : this.requireUrl(name, text);
	}

	/** Several web addresses: an array, or text with commas; a comma within an address is part of it. */
	optionalUrls(name: string): string[] | undefined {
		const value = this.raw(name);
		const texts =
			typeof value === 'string' ? value.split(/[\s,]+(?=[a-z][a-z0-9+.-]*:\/\/)/i) : (this.optionalTexts(name) ?? []);
		const urls = texts.map((text) => text.replace(/[\s,]+$/, '').trim()).filter((text) => text !== '');
		return urls.length === 0 ? undefined : urls.map((url) => this.requireUrl(name, url));
	}

	/** The fields of a collection; all of them are empty when the user added none. */
	group(name: string): ParameterReader {
		const value = this.raw(name);
		if (!isEmpty(value) && !isRecord(value)) {
			throw this.refusal(name, `must be an object, but is ${quoted(value)}`);
		}
		return new GroupReader(this.reading, this.itemIndex, innerOf(this.fields.get(name)), isRecord(value) ? value : {});
	}

	/** The rows of a fixed collection whose only group is "values". */
	rows(name: string): Array<Record<string, unknown>> {
		const value = this.raw(name);
		if (isEmpty(value)) return [];
		const rows = isRecord(value) ? (value.values ?? []) : value;
		if (!Array.isArray(rows) || !rows.every(isRecord)) {
			throw this.refusal(name, `must be rows of key and value, but is ${quoted(value)}`);
		}
		return rows;
	}

	/** A JSON field: text is parsed, an expression may give the value itself. Undefined when empty. */
	json(name: string): unknown {
		const value = this.raw(name);
		if (isEmpty(value) || (typeof value === 'string' && value.trim() === '')) return undefined;
		if (typeof value !== 'string') return value;
		try {
			return jsonParse<unknown>(value);
		} catch {
			throw this.refusal(name, `is not valid JSON: ${quoted(value)}`);
		}
	}

	private requireUrl(name: string, url: string): string {
		if (/^https?:\/\/[^\s/]+\S*$/i.test(url)) return url;
		throw this.refusal(name, `is not a web address: ${quoted(url)}`, 'It starts with https:// and has no spaces.');
	}

	private requireId(name: string, id: string): string {
		if (isId(id)) return id;
		throw this.refusal(name, `is not a valid ID: ${quoted(id)}`, 'IDs look like 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6.');
	}
}

const PHONE_ADVICE =
	'Write the number with area code, such as (11) 99999-9999, and with + and the country code outside Brazil.';

function rangeText(min: number, max: number): string {
	if (max === Infinity) return `at least ${min}`;
	if (min === -Infinity) return `at most ${max}`;
	return `between ${min} and ${max}`;
}

function isLocator(value: unknown): value is { __rl: boolean; mode: string; value: unknown } {
	return isRecord(value) && 'mode' in value && typeof value.mode === 'string' && 'value' in value;
}

function isBinaryData(value: unknown): value is IBinaryData {
	return isRecord(value) && typeof value.mimeType === 'string' && typeof value.data === 'string';
}

function plain(value: unknown): unknown {
	return isLocator(value) ? value.value : value;
}

function isEmpty(value: unknown): boolean {
	return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** Reads the top-level fields of an operation for one item. */
export class ItemReader extends ParameterReader {
	constructor(
		private readonly context: IExecuteFunctions,
		override readonly itemIndex: number,
		fields: readonly INodeProperties[],
	) {
		super(context, itemIndex, fields);
	}

	/**
	 * A sender ID of this item, for when the user gives none: the same when n8n repeats the run, and
	 * another one in each round of a loop.
	 */
	ownSenderId(): string {
		return ownSenderId(this.context, this.itemIndex);
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
		const value = this.raw(name);
		if (isEmpty(value)) return undefined;
		if (!isRecord(value)) throw this.refusal(name, `must be an object, but is ${quoted(value)}`);
		if (value.mappingMode === 'autoMapInputData') {
			const json = this.context.getInputData()[this.itemIndex]?.json ?? {};
			const ids = Array.isArray(value.schema)
				? value.schema.flatMap((field) => (isRecord(field) ? [String(field.id)] : []))
				: Object.keys(json);
			const pairs = ids.filter((id) => Object.hasOwn(json, id)).map((id) => [id, json[id]]);
			return Object.fromEntries(pairs);
		}
		// An expression may give the values themselves.
		const values = 'mappingMode' in value ? value.value : value;
		if (values === null || values === undefined) return undefined;
		if (!isRecord(values)) throw this.refusal(name, `must be an object, but is ${quoted(values)}`);
		const filled = Object.entries(values).filter(([, one]) => one !== null && one !== undefined);
		return filled.length === 0 ? undefined : Object.fromEntries(filled);
	}

	/** A file of the input item, by the name of its binary field or as the binary object itself. */
	async binary(name: string): Promise<FileContent> {
		const given = this.raw(name);
		const items = this.context.getInputData();
		const available = Object.keys(items[this.itemIndex]?.binary ?? {});
		if (isEmpty(given)) throw this.refusal(name, 'is empty');
		if (typeof given === 'string' && !available.includes(given)) {
			throw this.refusal(
				name,
				available.length === 0
					? `is ${quoted(given)}, but the item has no file`
					: `is ${quoted(given)}, but the item has ${available.map(quoted).join(', ')}`,
				'Name the binary field of the previous node that holds the file.',
			);
		}
		if (typeof given !== 'string' && !isBinaryData(given)) {
			throw this.refusal(name, `must be the name of a binary field, but is ${quoted(given)}`);
		}
		const binary = this.context.helpers.assertBinaryData(this.itemIndex, given);
		return await binaryContent(this.context, binary);
	}

	protected raw(name: string): unknown {
		// A fallback keeps n8n from throwing for a field that an old workflow does not have.
		return this.context.getNodeParameter(name, this.itemIndex, '');
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
	) {
		super(context, undefined, fields);
	}

	protected raw(name: string): unknown {
		return this.context.getNodeParameter(name, '');
	}
}

class GroupReader extends ParameterReader {
	constructor(
		context: ReadingContext,
		itemIndex: number | undefined,
		fields: readonly INodeProperties[],
		private readonly values: Record<string, unknown>,
	) {
		super(context, itemIndex, fields);
	}

	protected raw(name: string): unknown {
		return Object.hasOwn(this.values, name) ? this.values[name] : undefined;
	}
}
