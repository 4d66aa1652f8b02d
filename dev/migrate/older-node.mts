import { isExpression, withoutIdleMark } from './expressions.mts';
import { isObject, type Json, type JsonObject } from './json.mts';

/** How the older node saved a choice that was not made. */
const UNSET = new Set<Json>(['NOT_SEND', '']);

export interface Row {
	readonly key: string;
	readonly value: Json;
}

/** What is said of one node: what a person has to do, and what is different without anybody doing anything. */
export interface Findings {
	readonly todo: string[];
	readonly changed: string[];
}

/** Parameters that every node may have and that are ours too. */
const COMMON = ['resource', 'operation', 'descriptionType', 'toolDescription'];

/** Reads the parameters of one node of the older package, and remembers which were asked for. */
export class OlderNode implements Findings {
	readonly todo: string[] = [];

	readonly changed: string[] = [];

	private readonly asked = new Set<string>(COMMON);

	constructor(private readonly parameters: JsonObject) {}

	/** What is saved, whatever it is. */
	raw(name: string): Json | undefined {
		this.asked.add(name);
		return Object.hasOwn(this.parameters, name) ? withoutIdleMark(this.parameters[name]) : undefined;
	}

	/** A single value, or the expression for it; undefined when it is empty or was not chosen. */
	value(name: string): Json | undefined {
		const value = this.raw(name);
		if (value === undefined || value === null || UNSET.has(value)) return undefined;
		if (typeof value === 'object') {
			this.refuse(name, value);
			return undefined;
		}
		if (isExpression(value) && /NOT_SEND/.test(value)) {
			this.todo.push(
				`The expression in "${name}" may give NOT_SEND, the older node's word for nothing: let it give an empty text.`,
			);
		}
		return value;
	}

	/** The same for a date, number or text that ours refuses when it is something else. */
	text(name: string): string | undefined {
		const value = this.value(name);
		return value === undefined ? undefined : String(value);
	}

	/** A switch: true, false, or the expression for it. */
	flag(name: string): Json {
		const value = this.value(name);
		if (typeof value === 'boolean' || isExpression(value)) return value;
		if (value !== undefined && value !== 'true' && value !== 'false') this.refuse(name, value);
		return value === 'true';
	}

	/** Several choices, or the expression for them; undefined when none is made. */
	choices(name: string, without: readonly string[] = []): Json | undefined {
		const value = this.raw(name);
		if (isExpression(value)) return value;
		if (value === undefined || value === null || UNSET.has(value)) return undefined;
		const list = Array.isArray(value) ? value : [value];
		const odd = list.filter((one) => typeof one === 'object');
		if (odd.length > 0) this.refuse(name, odd);
		const chosen = list.filter((one) => typeof one !== 'object' && !UNSET.has(one) && !without.includes(String(one)));
		return chosen.length === 0 ? undefined : chosen;
	}

	/** Whether a field was chosen in a list of fields. An expression may choose any: then those that hold something. */
	chose(name: string, field: string, ...parameters: string[]): boolean {
		const chosen = this.raw(name);
		const holding = parameters.filter((one) => !isNothing(this.raw(one) ?? null));
		if (isExpression(chosen)) return holding.length > 0;
		return (Array.isArray(chosen) && chosen.includes(field)) || chosen === field;
	}

	/** Rows of a fixed collection, whatever its groups are called. */
	rows(name: string, keyName: 'key' | 'name' = 'key'): Row[] {
		const found = this.grouped(name).flatMap((row): Row[] => {
			if (!isObject(row)) {
				this.refuse(name, row);
				return [];
			}
			const key = withoutIdleMark(row[keyName]);
			const value = withoutIdleMark(row.value) ?? '';
			if ((typeof key !== 'string' && typeof key !== 'number') || UNSET.has(key)) {
				if (value !== '') this.todo.push(`"${name}" has a row without a ${keyName} (value ${shown(value)}): left out.`);
				return [];
			}
			return [{ key: String(key), value }];
		});
		const last = new Map(found.map((row) => [row.key, row]));
		if (last.size < found.length) {
			this.changed.push(`"${name}" had a ${keyName} twice; as before, the last one counts.`);
		}
		return [...last.values()];
	}

	/** Texts of a collection of one field with several values. */
	list(name: string): string[] {
		return this.grouped(name).flatMap((value) => {
			// Older versions saved an object per value.
			const inner = isObject(value) ? Object.values(value) : [value];
			return inner.flatMap((one) => {
				const text = withoutIdleMark(one);
				if (typeof text === 'string' && !UNSET.has(text)) return [text];
				if (typeof text === 'number') return [String(text)];
				if (typeof text === 'object' && text !== null) this.refuse(name, text);
				return [];
			});
		});
	}

	/** Parameters that hold something and that nobody asked for. */
	leftovers(): string[] {
		return Object.entries(this.parameters)
			.filter(([name, value]) => !this.asked.has(name) && !isNothing(value))
			.map(([name]) => name);
	}

	/** What of the older node's own parameters is kept under the same name. */
	common(): JsonObject {
		return Object.fromEntries(
			Object.entries(this.parameters).filter(
				([name]) => COMMON.includes(name) && name !== 'resource' && name !== 'operation',
			),
		);
	}

	private grouped(name: string): Json[] {
		const value = this.raw(name);
		if (value === undefined || value === null || value === '') return [];
		if (Array.isArray(value)) return value;
		if (isObject(value)) return Object.values(value).flatMap((one) => (Array.isArray(one) ? one : [one]));
		if (isExpression(value)) {
			this.todo.push(`"${name}" is one expression, ${shown(value)}: give its rows one by one.`);
		} else this.refuse(name, value);
		return [];
	}

	private refuse(name: string, value: Json): void {
		this.todo.push(`"${name}" holds ${shown(value)}, which no operation of the older node takes: left out.`);
	}
}

function isNothing(value: Json): boolean {
	if (value === null || value === false || UNSET.has(value)) return true;
	return typeof value === 'object' && Object.values(value).every(isNothing);
}

/** A value as a report shows it: short. */
export function shown(value: Json): string {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
