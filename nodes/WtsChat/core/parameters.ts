import { type INode, type INodeProperties, jsonParse, type NodeOperationError } from 'n8n-workflow';

import {
	type Country,
	isId,
	isNothing,
	isRecord,
	isWordForNothing,
	type Reading,
	readFlag,
	readList,
	readNumber,
	readPhone,
	readRecipient,
	trimmed,
} from '../../../client';
import { ADVICE, type Advice } from '../platform/advice';
import { isTool, nodeOf } from '../platform/identity';
import { type FieldPlace, fieldError } from './fieldErrors';
import { jsonText, oneValue, optionMeant, saysNothing, structureOf } from './fromModel';
import { type DateRules, inZone, type Moment, readMoment } from './moment';
import {
	boundsAdvice,
	CLEAR,
	cleaned,
	isClear,
	isEmpty,
	isLocator,
	type Located,
	optionOf,
	plain,
	quoted,
	rangeText,
	rowsOf,
	textOf,
} from './parameterValues';

/** Whole numbers of the contract have 32 bits. */
const LARGEST_WHOLE = 2_147_483_647;

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
	inputError(name: string, problem: string, advice?: string | Advice): NodeOperationError {
		return fieldError(this.place(name), problem, advice);
	}

	/** The error for a field that has to be filled in and is not. */
	emptyError(name: string): NodeOperationError {
		return this.inputError(name, 'is empty', ADVICE.empty);
	}

	/** Where a field stands, for errors about it that are found after it was read. */
	place(name: string): FieldPlace {
		const { node, itemIndex, asTool } = this;
		return { node, label: this.label(name), itemIndex, asTool };
	}

	/** What was read, or the error for the field; `advice` is for what brings none of its own. */
	private accept<T>(name: string, reading: Reading<T>, value: unknown, advice?: string): T {
		if (reading.ok) return reading.value;
		const ofKind = reading.kind && ADVICE[reading.kind];
		throw this.inputError(name, `${reading.problem}: ${quoted(value)}`, reading.advice ?? advice ?? ofKind);
	}

	/** The field's name as the panel shows it. */
	label(name: string): string {
		return this.fields.get(name)?.displayName ?? name;
	}

	get node(): INode {
		return nodeOf(this.reading);
	}

	/** How dates are read. */
	get dateRules(): DateRules {
		return { timezone: this.reading.getTimezone(), country: this.country };
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
	isAdded(name: string): boolean {
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
		return this.isAdded(name) ? (read(name) ?? (this.asTool ? undefined : null)) : undefined;
	}

	/** The same for a list, which is empty when it is to be cleared. */
	clearableList<T>(name: string, read: (name: string) => T[] | undefined): T[] | undefined {
		const list = this.clearable(name, read);
		return list === null ? [] : list;
	}

	/** A text that must not be blank. Numbers are taken as text. */
	text(name: string): string {
		const value = this.optionalText(name);
		if (value === undefined) throw this.emptyError(name);
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
		if (isNothing(value)) throw this.inputError(name, `is ${quoted(text)}, which stands for no value`, ADVICE.nothing);
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
				read.kind === 'notOne' ? `must be ${integer ? 'a whole number' : 'a number'}, but is` : `${read.problem}:`;
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
		if (value === undefined) throw this.inputError(name, `is empty; choose ${values.join(', ')}`, ADVICE.empty);
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
		const parts = this.accept(name, list, value).filter((part) => !this.asTool || !saysNothing(part));
		const texts = parts.map((part) => {
			const one = this.asTool ? oneValue(plain(part)) : plain(part);
			if (typeof one !== 'string' && typeof one !== 'number') {
				throw this.inputError(name, `must be a list of texts, but has ${quoted(part)}`, LIST_ADVICE);
			}
			const text = trimmed(String(one));
			if (!isWordForNothing(text)) return text;
			throw this.inputError(name, `has ${quoted(text)}, which stands for no value`, ADVICE.nothing);
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
		throw this.inputError(name, `has ${quoted(nothing)}, which stands for no value`, ADVICE.nothing);
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
		if (id === undefined) throw this.emptyError(name);
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
		if (located === undefined) throw this.emptyError(name);
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
		return readMoment(value, { ...rules, ...this.dateRules });
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
			throw this.inputError(name, `must be an object, but is ${quoted(value)}`, ADVICE.notOne);
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
			throw this.inputError(name, `must be rows of key and value, but is ${quoted(value)}`, ADVICE.notOne);
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
			throw this.inputError(name, `is not valid JSON: ${quoted(value)}`, JSON_ADVICE);
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

const ID_ADVICE = 'IDs look like 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6.';
const TOOL_ID_ADVICE = `${ID_ADVICE} Send the ID, as another tool gave it, and no name.`;
const LIST_ADVICE: Advice = {
	panel: 'Give a list by expression, JSON such as ["a", "b"], or texts with commas between them.',
	model: 'Send a list such as ["a", "b"].',
};
const JSON_ADVICE: Advice = {
	panel: 'Keys and texts stand in double quotes, such as {"key": "value"}; an expression may give the object itself.',
	model: 'Keys and texts stand in double quotes, such as {"key": "value"}.',
};
const PHONE_ADVICE =
	'Write the number with area code, such as (11) 99999-9999, and with + and the country code outside the ' +
	'default country of the credential.';
