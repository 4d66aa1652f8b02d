/**
 * The platform's selectors of the properties that are given, for updates that apply only what they
 * name; one that is undefined is not given, null is.
 */
export function selectorsOf<Selector extends string>(
	selectors: Readonly<Record<string, Selector>>,
	changes: object,
): Selector[] {
	const given = Object.entries(changes).flatMap(([key, value]) => (value === undefined ? [] : [key]));
	return [...new Set(given.flatMap((key) => (Object.hasOwn(selectors, key) ? (selectors[key] ?? []) : [])))];
}
