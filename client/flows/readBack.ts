import { asError, WtsApiError } from '../core/errors';

/** Some writes are answered with 200 and not applied; the same one works on the second try. */
export const TRIES = 2;

/** The error of a look at what was written: `written` was accepted, `read` could not be read back. */
export function toUnchecked(error: unknown, written: string, read: string): Error {
	if (!(error instanceof WtsApiError)) return asError(error);
	return error.withDetails({
		message: `The platform accepted ${written}, but ${read} could not be read back: ${error.message}`,
		ambiguous: true,
	});
}
