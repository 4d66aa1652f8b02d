import type { CustomField } from '../../../client';
import type { ParameterReader } from '../core/reader';

/** What a value became, or what it must be. */
type Fitted = { value: unknown } | { expected: string };

const TIME = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/;

function number(value: unknown, integer: boolean): Fitted {
	const text = typeof value === 'string' ? value.trim() : value;
	const read = typeof text === 'string' && text !== '' ? Number(text) : text;
	const fits = typeof read === 'number' && (integer ? Number.isInteger(read) : Number.isFinite(read));
	return fits ? { value: read } : { expected: integer ? 'a whole number' : 'a number' };
}

function flag(value: unknown): Fitted {
	if (value === true || value === 'true' || value === 1) return { value: true };
	if (value === false || value === 'false' || value === 0) return { value: false };
	return { expected: 'true or false' };
}

function text(value: unknown): Fitted {
	if (typeof value === 'string') return { value };
	return typeof value === 'number' || typeof value === 'boolean' ? { value: String(value) } : { expected: 'text' };
}

const same = (one: string | null | undefined, other: string) =>
	one?.trim().toLowerCase() === other.trim().toLowerCase();

/** An option by its name, in any case, or by its ID; the name as the account spells it is sent. */
function choice({ options }: CustomField, value: unknown): Fitted {
	const known = (options ?? []).find(({ id, name }) => same(name, String(value)) || same(id, String(value)));
	return known === undefined
		? { expected: `one of ${(options ?? []).map(({ name }) => name ?? '').join(', ')}` }
		: { value: known.name ?? value };
}

function listOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	const written = String(value).trim();
	if (written.startsWith('[')) {
		try {
			const parsed: unknown = JSON.parse(written);
			if (Array.isArray(parsed)) return parsed;
		} catch {
			return [value];
		}
	}
	return written
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function choices(field: CustomField, value: unknown): Fitted {
	const fitted = listOf(value).map((one) => choice(field, one));
	const wrong = fitted.find((one) => 'expected' in one);
	return wrong ?? { value: fitted.flatMap((one) => ('value' in one ? [one.value] : [])) };
}

function fit(item: ParameterReader, field: CustomField, value: unknown): Fitted {
	if (value === null || field.isValueRange === true) return { value };
	const moment = () => item.moment(value);
	switch (field.type) {
		case 'STRING':
		case 'TEXT':
			return text(value);
		case 'INTEGER':
			return number(value, true);
		case 'FLOAT':
			return number(value, false);
		case 'BOOLEAN':
			return flag(value);
		case 'SINGLESELECT':
			return choice(field, value);
		case 'MULTISELECT':
			return choices(field, value);
		case 'DATE': {
			const date = moment()?.date;
			return date === undefined ? { expected: 'a date, such as 2026-01-31' } : { value: date };
		}
		case 'DATETIME': {
			const utc = moment()?.utc;
			return utc === undefined ? { expected: 'a date, such as 2026-01-31T14:00:00' } : { value: utc };
		}
		case 'TIME': {
			if (typeof value === 'string' && TIME.test(value.trim())) return { value: value.trim() };
			const time = typeof value === 'string' && !value.includes('T') ? undefined : moment()?.time;
			return time === undefined ? { expected: 'a time, such as 14:30' } : { value: time };
		}
		default:
			return { value };
	}
}

/** Puts values into the types that the account's fields have. */
export function fitCustomFields(
	item: ParameterReader,
	values: ReadonlyArray<[string, unknown]>,
	definitions: readonly CustomField[],
): Record<string, unknown> {
	const byKey = new Map(definitions.map((field) => [field.key, field]));
	const fitted = values.map(([key, value]): [string, unknown] => {
		const field = byKey.get(key);
		if (field === undefined) {
			const named = definitions.find(({ name }) => same(name, key));
			throw item.refusal(
				'customFields',
				`has the key "${key}", which no custom field of the account has`,
				named?.key
					? `"${key}" is the name of a field; its key is "${named.key}".`
					: `The keys are: ${[...byKey.keys()].join(', ')}.`,
			);
		}
		const result = fit(item, field, value);
		if ('value' in result) return [key, result.value];
		throw item.refusal(
			'customFields',
			`has ${JSON.stringify(value) ?? String(value)} for "${field.name ?? key}", which must be ${result.expected}`,
		);
	});
	return Object.fromEntries(fitted);
}
