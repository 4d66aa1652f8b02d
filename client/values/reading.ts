/** A value as requests carry it, or what is wrong with the one given: the end of a sentence that its name begins. */
export type Reading<T> = { ok: true; value: T } | { ok: false; problem: string; advice?: string };

export const read = <T>(value: T): Reading<T> => ({ ok: true, value });

export const refused = (problem: string, advice?: string): { ok: false; problem: string; advice?: string } => ({
	ok: false,
	problem,
	...(advice === undefined ? {} : { advice }),
});
