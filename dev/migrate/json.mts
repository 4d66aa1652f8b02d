/** What a JSON file can hold. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
	[key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object with some values replaced, its other keys and their order as they were; new keys come last. */
export function withValues(object: JsonObject, values: Readonly<Record<string, Json | undefined>>): JsonObject {
	const given = Object.entries(values).flatMap(
		([key, value]): Array<[string, Json]> => (value === undefined ? [] : [[key, value]]),
	);
	const replaced = new Map(given);
	const kept = Object.entries(object).map(([key, value]): [string, Json] => {
		const other = replaced.get(key);
		return [key, other === undefined ? value : other];
	});
	return Object.fromEntries([...kept, ...given.filter(([key]) => !Object.hasOwn(object, key))]);
}

/** An object of what is there. */
export function some(values: Readonly<Record<string, Json | undefined>>): JsonObject {
	return withValues({}, values);
}

/** The same as a collection: nothing at all when it would be empty. */
export function group(name: string, values: Readonly<Record<string, Json | undefined>>): JsonObject {
	const filled = some(values);
	return Object.keys(filled).length === 0 ? {} : { [name]: filled };
}

/** Every text in a value, with the path to it. */
export function* textsOf(value: Json, path: readonly string[] = []): Generator<{ path: string; text: string }> {
	if (typeof value === 'string') yield { path: path.join('.'), text: value };
	else if (Array.isArray(value)) {
		for (const [index, one] of value.entries()) yield* textsOf(one, [...path, String(index)]);
	} else if (isObject(value)) {
		for (const [key, one] of Object.entries(value)) yield* textsOf(one, [...path, key]);
	}
}
