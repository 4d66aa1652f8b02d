import fc from 'fast-check';
import examples from 'libphonenumber-js/examples.mobile.json';
import { type CountryCode, getCountries, getExampleNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';

import { readPhone } from '../../../client';

/** Numbers that the library and we read differently, and why. */
const EXCEPTIONS: ReadonlyArray<[reason: string, pattern: RegExp]> = [
	['WhatsApp keeps the 1 of Mexican mobile numbers', /^\+521\d{10}$/],
	['eight digits of the whole of Brazil look like a number without its area code', /^\+55\d{8,9}$/],
	['90 before a Brazilian number has the called one pay: nobody stores it', /^\+5590/],
	['no number has more than 15 digits (E.164)', /^\+\d{16,}$/],
	['fewer than 7 digits with the country code are no number of a person', /^\+\d{1,6}$/],
	['310-xxxx is dialled within Canada only', /^\+1310\d{4}$/],
	['one digit over and over stands for no number', /^(?:\+(?:55)?)?(\d)\1+$/],
];

const isException = (text: string) => EXCEPTIONS.some(([, pattern]) => pattern.test(text));

/** A number as we read it, with its plus. */
function ours(text: string, country?: string): string | undefined {
	const phone = readPhone(text, country);
	return phone.ok ? `+${phone.value.replace('+', '')}` : undefined;
}

/** What is wrong with how we read a text; undefined when the library agrees. */
function difference(text: string, country?: CountryCode): string | undefined {
	const theirs = parsePhoneNumberFromString(text, country);
	const mine = ours(text, country);
	if (isException(text) || (theirs !== undefined && isException(theirs.number))) return undefined;
	if (theirs?.isPossible() !== true) {
		// Without a plus, 12 to 15 digits may be a number of another country.
		if (mine === undefined || (country !== undefined && !text.startsWith('+'))) return undefined;
		return `${text}: impossible, but read as ${mine}`;
	}
	if (theirs.isValid() && mine !== theirs.number)
		return `${text} (${country ?? ''}): ${theirs.number}, but read as ${mine}`;
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
