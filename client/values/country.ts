import { NUMBERING } from './generated/numbering';

/** An ISO 3166 code of two letters. */
export type Country = string;

/** Where accounts are when nobody says. */
export const DEFAULT_COUNTRY: Country = 'BR';

/** All countries that have phone numbers, by name. */
export const COUNTRIES: ReadonlyArray<{ code: Country; name: string }> = NUMBERING.filter(([code]) => code !== '001')
	.map(([code, name]) => ({ code, name }))
	.sort((a, b) => a.name.localeCompare(b.name));

const KNOWN = new Set(COUNTRIES.map(({ code }) => code));

/** A country as it is configured; Brazil when it is none that is known. */
export function countryOf(value: unknown): Country {
	return typeof value === 'string' && KNOWN.has(value) ? value : DEFAULT_COUNTRY;
}

/** The United States, its territories and associated states, and the Philippines write 12/31/2026. */
const MONTH_FIRST = new Set(['AS', 'FM', 'GU', 'MH', 'MP', 'PH', 'PR', 'PW', 'UM', 'US', 'VI']);

/** Whether dates with slashes begin with the month. */
export const isMonthFirst = (country: Country): boolean => MONTH_FIRST.has(country);
