import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json';
import { type CountryCode, getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';

import { readPhone } from '../../../client';

/** A text in a country, and the number with its plus that the library and we read it to. */
interface Compared {
	text: string;
	country?: CountryCode | undefined;
	theirs?: string | undefined;
	mine?: string | undefined;
}

/** Whether the text or the number that the library reads looks so. */
const either =
	(pattern: RegExp) =>
	({ text, theirs }: Compared) =>
		pattern.test(text) || (theirs !== undefined && pattern.test(theirs));

/** Numbers that the library and we read differently, and why. */
const EXCEPTIONS: ReadonlyArray<[reason: string, holds: (one: Compared) => boolean]> = [
	['WhatsApp keeps the 1 of Mexican mobile numbers', either(/^\+521\d{10}$/)],
	['eight digits of the whole of Brazil look like a number without its area code', either(/^\+55\d{8,9}$/)],
	[
		'90 before a Brazilian number has the called one pay: nobody stores it, and it is the code of Turkey',
		({ text, country }) => /^\+5590\d{10,13}$/.test(text) || (country === 'BR' && /^90\d{10,13}$/.test(text)),
	],
	[
		'a text that begins with 00 is dialled abroad; Tajikistan and Norfolk Island have numbers that begin so too',
		({ text, country, theirs }) => country !== undefined && text.startsWith('00') && theirs?.endsWith(text) === true,
	],
	[
		'a carrier is dialled within Brazil only; after +55 these digits may be a number and its extension',
		({ text, mine }) => /^\+550\d{12}$/.test(text) && mine === undefined,
	],
	[
		'a carrier after 00 is dialled within Brazil only; its digits may as well be the code of a country',
		({ text, country, theirs }) => country === 'BR' && /^00\d\d/.test(text) && theirs === `+${text.slice(4)}`,
	],
	[
		'358 is the code of the Åland Islands, and begins numbers of Finland: it is read there as in Finland',
		({ text, country, mine }) => country === 'AX' && text.startsWith('358') && mine === `+358${text}`,
	],
	[
		'12 and 13 digits with 55 are a number of Brazil in every country: so requests carry it',
		({ text, country, mine }) => country !== 'BR' && /^55\d{10,11}$/.test(text) && mine === `+${text}`,
	],
	['no number has more than 15 digits (E.164)', either(/^\+\d{16,}$/)],
	['fewer than 7 digits with the country code are no number of a person', either(/^\+\d{1,6}$/)],
	['310-xxxx is dialled within Canada only', either(/^\+1310\d{4}$/)],
	['one digit over and over stands for no number', either(/^(?:\+(?:55)?)?(\d)\1+$/)],
];

/** A number as we read it, with its plus. */
function ours(text: string, country?: string): string | undefined {
	const phone = readPhone(text, country);
	return phone.ok ? `+${phone.value.replace('+', '')}` : undefined;
}

/** What is wrong with how we read a text; undefined when the library agrees. */
function difference(text: string, country?: CountryCode): string | undefined {
	const parsed = parsePhoneNumberFromString(text, country);
	const theirs = parsed?.number;
	const mine = ours(text, country);
	if (EXCEPTIONS.some(([, holds]) => holds({ text, country, theirs, mine }))) return undefined;
	if (parsed?.isPossible() !== true) {
		// Without a plus, 12 to 15 digits may be a number of another country.
		if (mine === undefined || (country !== undefined && !text.startsWith('+'))) return undefined;
		return `${text}: impossible, but read as ${mine}`;
	}
	if (parsed.isValid() && mine !== theirs) return `${text} (${country ?? ''}): ${theirs}, but read as ${mine}`;
	return undefined;
}

const countries = getCountries();
const exampleOf = (country: CountryCode) => getExampleNumber(country, examples);

test("the library's example of every country is read to the same digits, in each of its formats", () => {
	const wrong = countries.flatMap((country) => {
		const example = exampleOf(country);
		if (example === undefined) return [];
		const abroad = [example.number, example.formatInternational(), `00${example.number.slice(1)}`, example.getURI()];
		return [
			...abroad.map((text) => [text, ours(text)] as const),
			...abroad.slice(0, 2).map((text) => [text, ours(text, country)] as const),
			...[example.formatNational(), example.nationalNumber].map((text) => [text, ours(text, country)] as const),
		].filter(([, mine]) => mine !== example.number);
	});
	expect(wrong).toEqual([]);
});

const anyCountry = fc.constantFrom(...countries);

/** Digits of a country: random ones, and those of its example with some changed, added or left out. */
const generated = anyCountry.chain((country) => {
	const example = exampleOf(country);
	const code = example?.countryCallingCode ?? '1';
	const national = example?.nationalNumber ?? '2015550123';
	const near = fc
		.tuple(fc.nat(national.length), fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 3 }), fc.nat(3))
		.map(([at, digits, gone]) => national.slice(0, at) + digits + national.slice(at + gone));
	const random = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 4, maxLength: 14 });
	return fc.oneof(near, near, random).map((digits) => ({ country, code, digits }));
});

test('10,000 numbers with their country code: the impossible are refused, the valid read to the same digits', () => {
	fc.assert(
		fc.property(generated, ({ code, digits }) => {
			expect(difference(`+${code}${digits}`)).toBeUndefined();
		}),
		{ numRuns: 10_000 },
	);
});

test('10,000 numbers as they are dialled within a country', () => {
	fc.assert(
		fc.property(generated, ({ country, digits }) => {
			expect(difference(digits, country)).toBeUndefined();
		}),
		{ numRuns: 10_000 },
	);
});
