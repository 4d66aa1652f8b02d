import type { Country } from './country';
import { NUMBERING } from './generated/numbering';

/** How a country numbers its phones, as far as reading needs it. */
export interface NumberingPlan {
	country: Country;
	/** The calling code, such as 55. */
	code: string;
	/** What is dialled before the calling code of another country. */
	abroad: RegExp;
	/** The digits after the calling code. */
	national: RegExp;
	lengths: ReadonlySet<number>;
	/** What is dialled before a national number within the country, and what it becomes. */
	prefix?: RegExp;
	transform: string;
	/** The first digits by which it is told from others of the same calling code. */
	leading?: RegExp;
}

const plans = new Map<Country, NumberingPlan>();

/** By calling code; the main country of a code comes first. */
const byCode = new Map<string, NumberingPlan[]>();

for (const [country, , code, abroad, national, lengths, prefix, transform, leading] of NUMBERING) {
	const plan: NumberingPlan = {
		country,
		code,
		abroad: new RegExp(`^(?:${abroad || '00'})`),
		national: new RegExp(`^(?:${national})$`),
		lengths: new Set(lengths.split(' ').map(Number)),
		...(prefix === '' ? {} : { prefix: new RegExp(`^(?:${prefix})`) }),
		transform,
		...(leading === '' ? {} : { leading: new RegExp(`^(?:${leading})`) }),
	};
	if (country !== '001') plans.set(country, plan);
	byCode.set(code, [...(byCode.get(code) ?? []), plan]);
}

export const planOf = (country: Country): NumberingPlan | undefined => plans.get(country);

/** The plans of the calling code that digits begin with, and the digits after it; no code begins another one. */
export function splitByCode(digits: string): { plans: readonly NumberingPlan[]; rest: string } | undefined {
	for (const length of [1, 2, 3]) {
		const found = byCode.get(digits.slice(0, length));
		if (found !== undefined) return { plans: found, rest: digits.slice(length) };
	}
	return undefined;
}

/** Whether a number is one of its calling code: the plan that claims its first digits says so, or else any of them. */
export function isOfPlans(national: string, plans: readonly NumberingPlan[]): boolean {
	const claiming = plans.find(({ leading }) => leading?.test(national));
	return (claiming === undefined ? plans : [claiming]).some(
		(plan) => plan.national.test(national) && plan.lengths.has(national.length),
	);
}

/** A number without what is dialled before it within the country; as given when that makes it no number. */
export function withoutPrefix(digits: string, { prefix, transform, national, lengths }: NumberingPlan): string {
	const match = prefix?.exec(digits);
	if (prefix === undefined || match === null || match === undefined) return digits;
	const captured = match.length > 1 && match.at(-1) !== undefined;
	const rest = transform !== '' && captured ? digits.replace(prefix, transform) : digits.slice(match[0].length);
	if (national.test(digits) && !national.test(rest)) return digits;
	return lengths.has(rest.length) || rest.length > Math.max(...lengths) ? rest : digits;
}
