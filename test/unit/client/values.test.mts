import fc from 'fast-check';

import {
	completeName,
	extensionOf,
	isNoIdentity,
	isWordForNothing,
	lookupVariants,
	readDate,
	readFlag,
	readInstagram,
	readList,
	readNumber,
	readTime,
	seen,
	storedAsSent,
	trimmed,
	typeOfBytes,
} from '../../../client';

const valueOf = <T,>(reading: { ok: true; value: T } | { ok: false; problem: string }): T | string =>
	reading.ok ? reading.value : `refused: ${reading.problem}`;

describe('numbers', () => {
	test.each([
		['1234.56', 1234.56],
		['1.234,56', 1234.56],
		['1,234.56', 1234.56],
		['1234,56', 1234.56],
		['0.125', 0.125],
		['0,500', 0.5],
		['1234.567', 1234.567],
		['1.234.567', 1_234_567],
		['12,345,678.9', 12_345_678.9],
		['R$ 1.234,56', 1234.56],
		['-R$ 10,00', -10],
		['10,00 \u20ac', 10],
		['USD 99.90', 99.9],
		['\u221210', -10],
		['007', 7],
		['\u200b 5 ', 5],
		[' ', undefined],
		[1.5, 1.5],
	])('%j is %j', (input, value) => expect(readNumber(input)).toEqual({ ok: true, value }));

	test.each([
		'1.500',
		'999,000',
		'$2.750',
		'0x1F',
		'2e5',
		'NaN',
		'Infinity',
		'1.23.45',
		'1,23,456',
		'12345678901234567890',
		'5-3',
		'1 2',
		'10 MIL',
		'RUA 10',
		'5 KGS',
		'12345678901234567.5',
		{},
		true,
		Number.NaN,
	])('%j is refused', (input) => expect(readNumber(input).ok).toBe(false));

	test('as they come out they go in', () => {
		fc.assert(
			fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), (number) => {
				expect(readNumber(number)).toEqual({ ok: true, value: number });
				const text = number.toFixed(2);
				expect(readNumber(text)).toEqual({ ok: true, value: Number(text) });
			}),
		);
	});
});

describe('dates', () => {
	test.each([
		['05/03/2026', 'BR', '2026-03-05'],
		['05/03/2026', 'US', '2026-05-03'],
		['12/31/2026', 'PH', '2026-12-31'],
		['31.12.2026', 'DE', '2026-12-31'],
		['2026/3/5', 'US', '2026-03-05'],
		['2026-W10-4', 'BR', '2026-03-05'],
		['2026-064', 'BR', '2026-03-05'],
		['29/02/2024', 'BR', '2024-02-29'],
	])('%s in %s is %s', (input, country, date) =>
		expect(readDate(input, country)).toEqual({ ok: true, value: { date } }),
	);

	test.each([
		'12/31/2026',
		'29/02/2025',
		'2026-02-30',
		'00/01/2026',
		'05/03/26',
		'05/03/0026',
		'2026-03',
		'5 de mar\u00e7o',
		'Tue, 05 Mar 2026',
		'05/03/2026 25:00',
		'05/03/2026x',
		'2026-03-05T10:00+99:00',
	])('%s in Brazil is refused, with what to write', (input) => {
		const date = readDate(input, 'BR');
		expect(date.ok).toBe(false);
		expect(!date.ok && date.advice).toMatch(/Write 2026-01-31/);
	});

	// How to convert it depends on what the program that uses the client can do.
	test.each(['20260305', '46086', '1772668800000', '46086.5', '-1'])('%s is refused as a number', (input) => {
		expect(readDate(input, 'BR')).toEqual({ ok: false, problem: 'is a number, not a date', kind: 'numberForDate' });
	});

	test('are read to what is read to itself, in every country', () => {
		fc.assert(
			fc.property(
				fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
				fc.constantFrom('BR', 'US', 'PT', 'JP'),
				(instant, country) => {
					const text = instant.toISOString();
					const date = readDate(text, country);
					expect(date).toEqual({ ok: true, value: { date: text.slice(0, 10), time: text.slice(11, 23), zone: 'Z' } });
				},
			),
		);
	});

	test.each([
		['9:05', '09:05:00'],
		['14:30:15', '14:30:15'],
		['2:30 pm', '14:30:00'],
		['12:00 AM', '00:00:00'],
	])('the time %s is %s', (input, time) => expect(readTime(input)).toEqual({ ok: true, value: time }));

	test.each(['24:00', '9', '14:60', 'noon', '13:00 pm'])('the time %s is refused', (input) =>
		expect(readTime(input).ok).toBe(false),
	);
});

test.each([
	['true', true],
	['VERDADEIRO', true],
	[' si\u0301 ', true],
	['n\u00e3o', false],
	['NAO', false],
	['falso', false],
	['', undefined],
	['maybe', 'refused: must be true or false'],
	[2, 'refused: must be true or false'],
])('%j is a %j', (input, value) => expect(valueOf(readFlag(input))).toBe(value));

test.each([
	['["a", "b"]', ['a', 'b']],
	['a, ,b', ['a', 'b']],
	['[VIP]', ['[VIP]']],
	['[]', []],
	[7, [7]],
	['{"a":1}', 'refused: must be a list, but is an object'],
	["['a']", 'refused: is not a list'],
	['["a"', 'refused: is not a list'],
	['["a"],["b"]', 'refused: is not a list'],
	['```json\n["a"]\n```', 'refused: is not a list'],
	['"a","b"', ['a', 'b']],
	['"a, b",c', ['a, b', 'c']],
	['"5"" pipe"', ['5" pipe']],
	['5" pipe, 6" pipe', ['5" pipe', '6" pipe']],
	['a\r\nb\n', ['a', 'b']],
])('%j is the list %j', (input, list) => {
	const value = valueOf(readList(input));
	expect(Array.isArray(value) ? value.map((one) => (typeof one === 'string' ? one.trim() : one)) : value).toEqual(list);
});

describe('texts', () => {
	test('lose what nobody sees at their ends, and nothing else', () => {
		expect(seen('\u200b a\u200bb \ufeff')).toBe(' a\u200bb ');
		expect(trimmed('\u2060 a \u3164')).toBe('a');
		expect(seen('\u200b\u200d')).toBe('');
		const england = '\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';
		expect(seen(england)).toBe(england);
		expect(seen('a\udc00\ud83d')).toBe('a\ufffd\ufffd');
		expect(seen(' \ufe0f')).toBe(' ');
		expect(seen('\u{e0001}')).toBe('');
		expect(seen('\u2764\ufe0f')).toBe('\u2764\ufe0f');
	});

	test('any text stays as it is the second time', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				expect(seen(seen(text))).toBe(seen(text));
				expect(seen(text)).not.toMatch(/\p{Surrogate}/u);
			}),
			{ numRuns: 2_000 },
		);
	});

	test.each([
		'null',
		'undefined',
		' NaN ',
		'[object Object]',
		'#N/A',
		'#N/D',
		'#REF!',
		'#VALOR!',
		'#NOME?',
		'#\u00a1REF!',
		'#ERROR!',
		'#ERRO!',
		'Invalid DateTime',
		'[object Object],[object Object]',
	])('%j stands for nothing', (text) => expect(isWordForNothing(text)).toBe(true));

	test.each(['Null', 'NULL', 'nan', 'nulls', '#1', 'null null', ''])('%j is a text', (text) =>
		expect(isWordForNothing(text)).toBe(false),
	);

	test.each(['N/A', 'n/a', '-', '\u2014', '@null', '...'])('%j is nobody', (text) =>
		expect(isNoIdentity(text)).toBe(true),
	);

	test.each([
		['https://www.instagram.com/ana.souza/', '@ana.souza'],
		['@ana', '@ana'],
		['ana_9', '@ana_9'],
		['@none', '@none'],
		['Null', '@Null'],
	])('%j is the user %s', (input, user) => expect(readInstagram(input)).toEqual({ ok: true, value: user }));

	test.each([
		'https://www.instagram.com/p/Cx/',
		'https://instagram.com/reels/1',
		'instagram.com',
		'https://x.com/ana',
		'N/A',
		'null',
		'NULL',
		'None',
		'sem',
	])('%j is no user', (input) => expect(readInstagram(input).ok).toBe(false));
});

test('stored numbers go out as requests carry them', () => {
	expect(['+55|11999999999', '+1|4155557777', '5511999999999', null, ''].map(storedAsSent)).toEqual([
		'5511999999999',
		'+14155557777',
		'5511999999999',
		undefined,
		undefined,
	]);
	expect(lookupVariants('+14155557777')).toEqual(['+14155557777']);
});

test('files get the name and the type that they have', () => {
	expect(completeName('boleto', { extension: 'pdf' })).toBe('boleto.pdf');
	expect(completeName('foto.jpeg', { extension: 'jpg' })).toBe('foto.jpeg');
	expect(completeName('Sr. Silva', { mimeType: 'application/pdf' })).toBe('Sr. Silva.pdf');
	expect(completeName('', { mimeType: 'image/png' })).toBe('file.png');
	expect(completeName('contrato.v2', { mimeType: 'application/pdf' })).toBe('contrato.v2.pdf');
	expect(completeName('foto.jfif', { mimeType: 'image/jpeg' })).toBe('foto.jfif');
	expect(completeName('dados.sql', { mimeType: 'text/plain' })).toBe('dados.sql');
	expect(completeName('foto', { mimeType: 'image/jpg' })).toBe('foto.jpg');
	expect(completeName('nota.', { extension: 'pdf' })).toBe('nota.pdf');
	expect(extensionOf('versao 1.2')).toBe('');
	expect(typeOfBytes('PK\u0003\u0004 [Content_Types].xml _rels/.rels word/document.xml')).toMatch(/wordprocessingml/);
	expect(typeOfBytes('PK\u0003\u0004 fotos/1.jpg')).toBe('application/zip');
	expect(typeOfBytes('%PDF-1.7')).toBe('application/pdf');
	expect(typeOfBytes('hello')).toBeUndefined();
});
