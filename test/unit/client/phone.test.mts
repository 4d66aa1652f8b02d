import fc from 'fast-check';

import { COUNTRIES, lookupVariants, readPhone, readRecipient } from '../../../client';
import { PHONES } from './phones.mts';

describe.each(Object.entries(PHONES))('%s', (_group, cases) => {
	test.each(cases)('%j', (spelling, expected) => {
		const phone = readPhone(spelling);
		if (typeof expected === 'string') expect(phone).toEqual({ ok: true, value: expected });
		else expect(phone).toMatchObject({ ok: false, problem: expect.stringMatching(expected.problem) as string });
	});
});

/** Texts that look like numbers more often than chance would have it. */
const spelling = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.string({ unit: fc.constantFrom(...'0123456789+-()[]. |/0055', '@c.us', 'tel:', ' ', '\u202a'), maxLength: 24 }),
);

/** Digits in any mask, those of Brazil more often. */
const masked = fc
	.tuple(
		fc.constantFrom('', '+', '00', '0', '55', '+55', '+550', '0055', '550', '@'),
		fc.string({ unit: fc.constantFrom(...'00123456789', ' ', '-', '55'), minLength: 6, maxLength: 16 }),
		fc.constantFrom('', '', '', '@c.us', ':3@s.whatsapp.net', '@lid'),
	)
	.map((parts) => parts.join(''));

const brazilian = fc
	.tuple(
		fc.constantFrom(11, 21, 28, 35, 48, 51, 55, 68, 79, 85, 99),
		fc.boolean(),
		fc.integer({ min: 20_000_000, max: 99_999_998 }),
	)
	.map(([area, ninth, number]) => ({ area: String(area), number: `${ninth ? '9' : ''}${number}` }));

describe('any text', () => {
	test('is read without an exception, as 8 to 15 digits or with a problem', () => {
		fc.assert(
			fc.property(fc.oneof(spelling, masked), (text) => {
				const phone = readPhone(text);
				if (phone.ok) expect(phone.value).toMatch(/^(55\d{10,11}|\+(?!55)[1-9]\d{6,14})$/);
				else expect(phone.problem).not.toBe('');
			}),
			{ numRuns: 5_000 },
		);
	});

	test('is read to what is read to itself, in every country and with a plus', () => {
		fc.assert(
			fc.property(masked, fc.constantFrom(...COUNTRIES), fc.constantFrom(...COUNTRIES), (text, one, other) => {
				const phone = readPhone(text, one.code);
				if (!phone.ok) return;
				expect(readPhone(phone.value, other.code)).toEqual(phone);
				expect(readPhone(`+${phone.value.replace('+', '')}`, other.code)).toEqual(phone);
			}),
			{ numRuns: 5_000 },
		);
	});
});

test('00 is dialled before the code of a country everywhere, also where own numbers begin with it', () => {
	expect(readPhone('0049 30 123456', 'TJ')).toEqual({ ok: true, value: '+4930123456' });
	expect(readPhone('00 71 23 456', 'TJ').ok).toBe(false);
	expect(readPhone('+992 007 12 34 56', 'TJ')).toEqual({ ok: true, value: '+992007123456' });
});

test('55 and the 0 of Brazil may begin a number of another country', () => {
	expect(readPhone('5503266330317')).toEqual({ ok: true, value: '553266330317' });
	expect(readPhone('5503266330317', 'PT')).toEqual({ ok: true, value: '553266330317' });
	expect(readPhone('5503266330317', 'DE')).toEqual({ ok: true, value: '+495503266330317' });
});

test('what is no number with its code is none without it', () => {
	expect(readPhone('+98 9000').ok).toBe(false);
	expect(readPhone('989000', 'IR').ok).toBe(false);
});

test('a number is as long as it is in the part of a country that its first digits tell of', () => {
	expect(readPhone('+44 1624 676 123')).toEqual({ ok: true, value: '+441624676123' });
	expect(readPhone('+44 1624 67612')).toMatchObject({
		ok: false,
		problem: expect.stringContaining('too short') as string,
	});
	expect(readPhone('01624 67612', 'GB').ok).toBe(false);
	expect(readPhone('+44 1750 67612')).toEqual({ ok: true, value: '+44175067612' });
});

describe('any Brazilian number', () => {
	test('is the same in all spellings, and as the digits that come out of them', () => {
		fc.assert(
			fc.property(brazilian, ({ area, number }) => {
				const value = `55${area}${number}`;
				const local = `${number.slice(0, -4)}-${number.slice(-4)}`;
				const spellings = [
					value,
					`+${value}`,
					`00${value}`,
					`${area}${number}`,
					`(${area}) ${local}`,
					`0${area} ${local}`,
					`0 15 ${area} ${local}`,
					`+55|${area}${number}`,
					`+55 (0) ${area} ${local}`,
					`${value}@c.us`,
					`tel:+${value}`,
				];
				for (const one of spellings) expect([one, readPhone(one)]).toEqual([one, { ok: true, value }]);
			}),
		);
	});
});

describe('a recipient', () => {
	test.each([
		['(11) 99999-9999', '5511999999999'],
		['@ana.souza', '@ana.souza'],
		[' @Ana_Souza9 ', '@Ana_Souza9'],
	])('%j is %s', (text, value) => {
		expect(readRecipient(text)).toEqual({ ok: true, value });
	});

	test.each(['@', '@ana souza', '@ação', `@${'a'.repeat(31)}`, '@ana@example.com', 'ana.souza', ''])(
		'%j is none',
		(text) => {
			expect(readRecipient(text).ok).toBe(false);
		},
	);

	test('is read from any text without an exception', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					spelling,
					spelling.map((text) => `@${text}`),
				),
				(text) => void readRecipient(text),
			),
		);
	});
});

describe('the ways a number may be stored', () => {
	test.each([
		['5511999998888', ['5511999998888', '551199998888']],
		['551199998888', ['551199998888', '5511999998888']],
		['553188887777', ['553188887777', '5531988887777']],
		['5555999998888', ['5555999998888', '555599998888']],
		// Landlines, other countries and what is no Brazilian mobile number have one.
		['551133334444', ['551133334444']],
		['+14155552671', ['+14155552671']],
		['+525512345678', ['+525512345678', '+5215512345678']],
		['+5215512345678', ['+5215512345678', '+525512345678']],
		['+541123456789', ['+541123456789', '+5491123456789']],
		['+5491123456789', ['+5491123456789', '+541123456789']],
		['5511933334444', ['5511933334444']],
	])('of %s', (digits, variants) => {
		expect(lookupVariants(digits)).toEqual(variants);
	});

	test('begin with the number as given, and lead back to it', () => {
		fc.assert(
			fc.property(brazilian, ({ area, number }) => {
				const digits = `55${area}${number}`;
				const variants = lookupVariants(digits);
				expect(variants[0]).toBe(digits);
				for (const variant of variants) expect(lookupVariants(variant)).toEqual(expect.arrayContaining(variants));
			}),
		);
	});
});
