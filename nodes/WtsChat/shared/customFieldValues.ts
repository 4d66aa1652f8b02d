import {
	type CustomField,
	folded,
	isNothing,
	isSameName,
	type Reading,
	readFlag,
	readList,
	readNumber,
	readTime,
	trimmed,
} from '../../../client';
import { type DateRules, readMoment } from '../core/moment';
import { type FieldPlace, fieldError, quoted } from '../core/reader';
import { ADVICE, type Advice } from '../platform/advice';

/** Custom fields as the user gave them; the account's own definitions say how they are sent. */
export interface GivenCustomFields {
	/** By key. */
	readonly values: ReadonlyArray<[string, unknown]>;
	readonly rules: DateRules;
	readonly place: FieldPlace;
}

/** What a value became, or what it must be, with what is wrong with it and what to write as far as more is known. */
type Fitted = { value: unknown } | { expected: string; problem?: string; advice?: string | Advice | undefined };

/** What is read must be there: whether an empty value is left out or clears is decided before. */
function fitted(reading: Reading<unknown>, expected: string): Fitted {
	if (reading.ok) return reading.value === undefined ? { expected } : { value: reading.value };
	const { problem, kind, advice } = reading;
	return kind === 'notOne' ? { expected, advice } : { expected, problem, advice: advice ?? (kind && ADVICE[kind]) };
}

function number(value: unknown, integer: boolean): Fitted {
	const read = fitted(readNumber(value), integer ? 'a whole number' : 'a number');
	return integer && 'value' in read && !Number.isInteger(read.value) ? { expected: 'a whole number' } : read;
}

function text(value: unknown): Fitted {
	if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return { expected: 'text' };
	return isNothing(value) ? { expected: 'a text that is a value' } : { value: String(value) };
}

/** An option by its name, in any case, or by its ID; the name as the account spells it is sent. */
function choice({ options }: CustomField, value: unknown): Fitted {
	const wanted = typeof value === 'object' ? undefined : folded(String(value));
	const known = (options ?? []).find(({ id, name }) => [id, name].some((one) => one && folded(one) === wanted));
	return known === undefined
		? { expected: `one of ${(options ?? []).map(({ name }) => name ?? '').join(', ')}` }
		: { value: known.name ?? value };
}

function choices(field: CustomField, value: unknown): Fitted {
	// An option may have a comma in its name.
	const whole = choice(field, value);
	if ('value' in whole) return { value: [whole.value] };
	const list = readList(value);
	if (!list.ok) return whole;
	const parts = list.value.map((one) => choice(field, one));
	const wrong = parts.find((one) => 'expected' in one);
	return wrong ?? { value: parts.flatMap((one) => ('value' in one ? [one.value] : [])) };
}

function fit(rules: DateRules, field: CustomField, value: unknown): Fitted {
	if (value === null || field.isValueRange === true) return { value };
	const moment = () => readMoment(value, rules);
	switch (field.type) {
		case 'STRING':
		case 'TEXT':
			return text(value);
		case 'INTEGER':
			return number(value, true);
		case 'FLOAT':
			return number(value, false);
		case 'BOOLEAN':
			return fitted(readFlag(value), 'true or false');
		case 'SINGLESELECT':
			return choice(field, value);
		case 'MULTISELECT':
			return choices(field, value);
		case 'DATE': {
			const read = moment();
			return fitted(read.ok ? { ok: true, value: read.value.date } : read, 'a date, such as 2026-01-31');
		}
		case 'DATETIME': {
			const read = moment();
			return fitted(read.ok ? { ok: true, value: read.value.utc } : read, 'a date, such as 2026-01-31T14:00:00');
		}
		case 'TIME': {
			const time = readTime(typeof value === 'string' ? value : '');
			if (time.ok)
				return { value: typeof value === 'string' && /^\d\d:\d\d$/.test(trimmed(value)) ? trimmed(value) : time.value };
			const read = moment();
			return fitted(read.ok ? { ok: true, value: read.value.time } : time, 'a time, such as 14:30');
		}
		default:
			return { value };
	}
}

/**
 * The values in the types that the account's fields have.
 * @throws {NodeOperationError} for a key that the account does not have and for a value that does
 * not fit: the platform would drop both without a word, and a filter with them.
 */
export function fitCustomFields(
	{ values, rules, place }: GivenCustomFields,
	definitions: readonly CustomField[],
): Record<string, unknown> {
	const byKey = new Map(definitions.map((field) => [field.key?.normalize('NFC'), field]));
	const fitted = values.map(([key, value]): [string, unknown] => {
		const field = byKey.get(key.normalize('NFC'));
		if (field === undefined) {
			const named = definitions.find(({ name }) => isSameName(name, key));
			throw fieldError(
				place,
				`has the key "${key}", which no custom field of the account has`,
				named?.key
					? `"${key}" is the name of a field; its key is "${named.key}".`
					: `The keys are: ${[...byKey.keys()].join(', ')}.`,
			);
		}
		const result = fit(rules, field, value);
		if ('value' in result) return [field.key ?? key, result.value];
		const { expected, problem, advice } = result;
		throw fieldError(
			place,
			`has ${quoted(value)} for "${field.name ?? key}", which must be ` +
				`${expected}${problem === undefined ? '' : `, but ${problem}`}`,
			advice ?? {
				panel: `Write ${expected}. An expression that found nothing is the usual cause.`,
				model: `Write ${expected}.`,
			},
		);
	});
	return Object.fromEntries(fitted);
}
