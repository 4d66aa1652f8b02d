/** The kinds of values that fields have. */
export type Kind =
	| 'choice'
	| 'date'
	| 'email'
	| 'flag'
	| 'instagram'
	| 'lines'
	| 'list'
	| 'number'
	| 'phone'
	| 'phones'
	| 'recipient'
	| 'records'
	| 'rows'
	| 'text'
	| 'values';

/** What becomes of an input in every field of its kind. */
export interface Row {
	kind: Kind;
	input: unknown;
	/** Part of what the error says, or undefined where the input is read. */
	refused?: RegExp;
}

const rows = (kind: Kind, inputs: readonly unknown[], refused?: RegExp): Row[] =>
	inputs.map((input) => ({ kind, input, ...(refused === undefined ? {} : { refused }) }));

const NO_VALUE = [
	'null',
	' undefined ',
	'NaN',
	'[object Object]',
	'#N/A',
	'#N/D',
	'#REF!',
	'#VALOR!',
	'#ERRO!',
	'Invalid DateTime',
	'[object Object],[object Object]',
	'\u200bnull\u200b',
];

const NO_PHONES = [
	'(11) 3333-4444/5555',
	'(21) 2222-3333 / 4444',
	'(11) 3333-4444 - 123',
	'(47) 3333-4444 ramal 12',
	'(11) 98765-4321 (11) 91234-5678',
	'56912345678',
	'14155552671',
	'119999999999',
	'(415) 555-2671',
	'212-555-0123',
	'11111111111',
	'(99) 99999-9999',
	'(20) 98765-4321',
	'98765-4321',
	'11888887777',
	'312 3456789',
	'98765 43210',
	'529.982.247-25',
	'11 98765-4321 ou 11 91234-5678',
	'sem telefone',
	'N/A',
	'-',
	...NO_VALUE,
];

const PHONES = [
	'(11) 98765-4321',
	'p:+5511987654321',
	"'5511987654321",
	'0XX11 98765-4321',
	'https://wa.me/5511987654321?text=oi',
	'\u200b+55 11 98765-4321\u200b',
	'+1 415 555 7777',
	'351912345678',
	11987654321,
];

/** What an object has for nothing. */
const NO_JSON = [...NO_VALUE, Number.NaN, Number.POSITIVE_INFINITY];

/** Every kind of input that was ever read wrongly, and some more of its like. */
export const TABLE: readonly Row[] = [
	...rows(
		'date',
		[
			'Pedido 10',
			'R$ 10',
			'10',
			45_000,
			1_770_000_000_000,
			'20260305',
			'2026-02-30',
			'31/31/2026',
			'29/02/2025',
			'05/03/26',
			'05/03/0026',
			'1\u00ba/03/2026',
			'05-mar-2026',
			'Invalid DateTime',
			'2026-03',
			'2026-13-01',
			'10:00',
			'amanh\u00e3',
			'Mar 5, 2026',
			'2026-03-05T25:00:00',
			'05/03-2026',
			'null',
			new Date(Number.NaN),
			{},
			true,
		],
		/date/,
	),
	...rows('date', [
		'05/03/2026',
		'31/01/2026',
		'05-03-2026 10:30',
		'05.03.2026',
		'2026/03/05 10:00',
		'2026-3-5',
		'2026-03-05T10:00:00.1234567-03:00',
		'2026-03-05 10:00:00+00',
		'\ufeff2026-03-05',
		new Date('2026-03-05T00:00:00Z'),
		'',
		' ',
	]),
	...rows('number', ['1.500', '1,500', 'R$ 2.750', '-3.125'], /could be thousands or decimals/),
	...rows(
		'number',
		['0x10', '1e3', 'NaN', 'abc', '1.2.3', '1.23,45', '12%', '10 MIL', 'RUA 10', '(5,00)', true, [1, 2], {}],
		/number/,
	),
	...rows('number', ['12', ' 12 ', '\u200b12', '1234,56', '1.234,56', '1,234.56', 'R$ 1.234,56', '1.234.567', '', ' ']),
	...rows('flag', ['talvez', '2', 'verdade', 'null', [], {}].slice(0, 4), /must be true or false/),
	...rows('flag', [
		true,
		'TRUE',
		' true ',
		'1',
		1,
		'sim',
		'S\u00cd',
		'yes',
		'VERDADEIRO',
		'VERDADERO',
		'n\u00e3o',
		'Falso',
		0,
	]),
	...rows('list', [
		{ a: 1 },
		'{"a": 1}',
		"['a', 'b']",
		[{ a: 1 }],
		[[1]],
		['null'],
		'undefined',
		'["a"',
		'```["a"]```',
	]),
	...rows('phone', NO_PHONES, /./),
	...rows(
		'phones',
		NO_PHONES.filter((text) => text !== '-' && text !== '(11) 98765-4321'),
		/./,
	),
	...rows('recipient', [...NO_PHONES, '@', '@null', '@ana souza', '@...'], /./),
	...rows('phone', PHONES),
	...rows('phones', [...PHONES, PHONES, JSON.stringify(PHONES.slice(0, 2)), '(11) 98765-4321, +1 415 555 7777']),
	...rows('recipient', [...PHONES, '@ana.souza', ' @ana.souza\u200b']),
	...rows(
		'email',
		[
			...NO_VALUE,
			'N/A',
			'-',
			'ana',
			'ana@',
			'a@b@c',
			'mailto:ana@example.com',
			'null@example.com',
			'ana@b',
			'ana@example.com, bia@example.com',
			'ana@ex\u200bample.com',
			{},
		],
		/./,
	),
	...rows('email', ['ana@example.com', '\u200bana@example.com\u200b', ' ana@example.com ']),
	...rows(
		'instagram',
		[
			...NO_VALUE,
			'N/A',
			'n/a',
			'-',
			'@undefined',
			'https://www.instagram.com/p/Cxyz123/',
			'https://instagram.com/reel/Cxyz123',
			'https://www.instagram.com/stories/ana/123',
			'https://www.instagram.com/ana.souza/p/Cxyz/',
			'https://example.com/ana',
			'ana souza',
		],
		/./,
	),
	...rows('instagram', [
		'ana.souza',
		'@ana.souza',
		'https://www.instagram.com/ana.souza/?hl=pt',
		'instagram.com/ana.souza',
	]),
	...rows('text', [...NO_VALUE, { a: 1 }], /./),
	...(['rows', 'values'] as const).flatMap((kind) =>
		rows(
			kind,
			NO_JSON.map((value) => ({ a: value })),
			/stands for no value|not text/,
		),
	),
	...rows('rows', [{ ' ': 'x' }, { null: 'x' }], /without a key/),
	...rows('values', ['{"a": "null"}', '{"a": 1', "{'a': 1}", 'null', '"a"', true], /./),
	...rows(
		'records',
		NO_JSON.slice(0, -1).map((value) => [{ text: value }]),
		/stands for no value/,
	),
	...rows('records', [...NO_VALUE, '["null"]', '[{"text": "undefined"}]', '["a"', [{ text: {} }], [[]]], /./),
	...rows('rows', [{ a: 'x' }, { a: 5 }, { a: '' }, {}]),
	...rows('values', [{ a: 'x' }, { a: 5 }, '{"a": "x\\ud83d"}']),
	...rows('records', [[{ text: 'x' }], '["x", {"text": 7}]']),
	...rows(
		'lines',
		[...NO_VALUE, '["A", "null"]', 'A\nundefined', '["A"', ['A', 'null'], { a: 1 }],
		/stands for no value|list/,
	),
	...rows('lines', ['A\nB', '["A, a", "B"]', ['A', 'B']]),
	...rows('choice', ['nonsense', 'null', {}, 7], /./),
].map((row) => (row.kind === 'list' ? { ...row, refused: /list|stands for no value/ } : row));
