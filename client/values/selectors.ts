/**
 * The platform's selectors of the properties that are given, for updates that apply only what they name; one that is
 * undefined is not given, null is. In the order of `selectors`, each once.
 */
export function selectorsOf<Selector extends string>(
	selectors: Readonly<Record<string, Selector>>,
	changes: object,
): Selector[] {
	const given = new Map<string, unknown>(Object.entries(changes));
	const selected = Object.entries(selectors).flatMap(([key, selector]) =>
		given.get(key) === undefined ? [] : selector,
	);
	return [...new Set(selected)];
}
