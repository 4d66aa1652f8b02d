import { refuse } from '../core/errors';
import { selectorsOf } from '../values/selectors';

/**
 * The platform's selectors of the properties that an update gives; one that is undefined is not given, null is.
 * @throws {WtsApiError} INVALID_REQUEST when nothing is to be changed.
 */
export function changedFields<Selector extends string>(
	selectors: Readonly<Record<string, Selector>>,
	changes: object,
): Selector[] {
	const fields = selectorsOf(selectors, changes);
	if (fields.length > 0) return fields;
	throw refuse('Nothing is to be updated', 'Give at least one field.');
}
