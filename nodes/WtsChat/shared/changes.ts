import type { ParameterReader } from '../core/reader';

/** Whether every value is undefined; null, which clears, is a value. */
export function givesNothing(values: object): boolean {
	return Object.values(values).every((value) => value === undefined);
}

/** Refuses an update that changes nothing; `fields` are the one or two in which changes can be given. */
export function requireChanges(
	item: ParameterReader,
	changes: object,
	[first, second]: readonly [string, string?] = ['updateFields'],
): void {
	if (!givesNothing(changes)) return;
	const problem = second === undefined ? 'is empty' : `and "${item.label(second)}" are both empty`;
	throw item.inputError(first, problem, 'Add at least one field to update.');
}
