/**
 * What is wrong with a value, where a caller may have more to say of it:
 *
 * - `notOne`: it is no such thing at all, so that the problem only repeats what is asked for.
 * - `numberForDate`: it is a number, of which nobody can tell what it counts, and from when.
 */
export type RefusalKind = 'notOne' | 'numberForDate';

/** What is wrong with a value: the end of a sentence that its name begins. */
export interface Refused {
	ok: false;
	problem: string;
	advice?: string | undefined;
	kind?: RefusalKind;
}

/** A value as requests carry it, or why the one given is none. */
export type Reading<T> = { ok: true; value: T } | Refused;

export const read = <T>(value: T): Reading<T> => ({ ok: true, value });

export const refused = (problem: string, advice?: string): Refused => ({ ok: false, problem, advice });

export const refusedAs = (kind: RefusalKind, problem: string, advice?: string): Refused => ({
	...refused(problem, advice),
	kind,
});
