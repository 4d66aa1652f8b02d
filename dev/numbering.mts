/**
 * Makes client/values/generated/numbering.ts of libphonenumber-js's metadata: `tsx dev/numbering.mts`, with `--check`
 * to see whether it is fresh. The product has no dependency, so it carries what it needs of it: per country the
 * calling code, prefixes, lengths and the general pattern, but no formats and no kinds of numbers.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** What libphonenumber-js's METADATA.md says that the places of a numbering plan mean. */
type Plan = [
	code: string,
	idd: string | 0,
	pattern: string,
	lengths: number[],
	formats: unknown,
	nationalPrefix: string | 0 | undefined,
	prefixRule: unknown,
	prefixForParsing: string | 0 | undefined,
	transform: string | 0 | undefined,
	optional: unknown,
	leading: string | 0 | undefined,
];

interface Metadata {
	country_calling_codes: Record<string, string[]>;
	countries: Record<string, Plan>;
	nonGeographic: Record<string, Plan>;
}

const FILE = 'client/values/generated/numbering.ts';
const metadata = createRequire(import.meta.url)('libphonenumber-js/min/metadata') as Metadata;

const known = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';

/** The name in the file stays: another version of Node may spell some countries in another way. */
function nameOf(country: string): string {
	const earlier = new RegExp(`^\\t\\['${country}', "([^"]+)"`, 'm').exec(known);
	return earlier?.[1] ?? new Intl.DisplayNames('en', { type: 'region' }).of(country) ?? country;
}

const text = (value: string | 0 | undefined) => JSON.stringify(value || '');

function row(country: string, name: string, plan: Plan): string {
	const [code, idd, pattern, lengths, , prefix, , forParsing, transform, , leading] = plan;
	// Numbers of seven digits under +1 (310-xxxx) are dialled within Canada only.
	const rest = [
		code,
		idd,
		pattern,
		(code === '1' ? [10] : lengths).join(' '),
		forParsing || prefix,
		transform,
		leading,
	].map(text);
	return `\t['${country}', ${JSON.stringify(name)}, ${rest.join(', ')}],`;
}

// The main country of a calling code comes before the others of the same code.
const countries = Object.values(metadata.country_calling_codes).flat();
const mains = countries.flatMap((one) => {
	const plan = metadata.countries[one];
	return plan ? [row(one, nameOf(one), plan)] : [];
});
const others = Object.entries(metadata.nonGeographic);
const made = `/**
 * Made by dev/numbering.mts of the metadata of libphonenumber-js (MIT, Copyright (c) 2016 catamphetamine), which is
 * made of that of Google's libphonenumber (Apache License 2.0, Copyright (C) the libphonenumber authors).
 */

/**
 * Country, name, calling code, what is dialled for abroad, pattern of the national number, its lengths, what is dialled
 * before it within the country, what that becomes, and the first digits by which countries of one calling code are told
 * apart.
 */
type Row = [string, string, string, string, string, string, string, string, string];

/** The main country of a calling code comes first; codes of no country have '001'. */
export const NUMBERING: readonly Row[] = [
${mains.join('\n')}
${others.map(([, plan]) => row('001', '', plan)).join('\n')}
];
`;

if (!process.argv.includes('--check')) {
	writeFileSync(FILE, made);
} else if (made !== known) {
	console.error(`${FILE} is not what libphonenumber-js says: run npm run numbering`);
	process.exitCode = 1;
}
