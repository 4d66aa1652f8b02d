import { redactorOf } from '../../../client';

const TOKEN = 'pn_9f8e7d6c5b4a39281706f5e4d3c2b1a0';
const redact = redactorOf(TOKEN);
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** Whether nothing is left of the token by which somebody could go on guessing. */
function expectGone(text: string): void {
	expect(text).not.toContain(TOKEN.slice(0, 16));
	for (const before of ['', ' ', '  ', 'Bearer ', 'user:', 'a:']) {
		expect(text).not.toContain(base64(before + TOKEN).slice(4, 24));
	}
}

test.each([
	['alone', TOKEN, '[secret]'],
	['after Bearer', `Authorization: Bearer ${TOKEN}.`, 'Authorization: [secret].'],
	['twice', `${TOKEN} and ${TOKEN}`, '[secret] and [secret]'],
	['within a word', `x${TOKEN}y`, 'x[secret]y'],
	['shortened', `Bearer ${TOKEN.slice(0, 20)}...`, '[secret]...'],
	['percent-encoded after Bearer', `h=Bearer%20${TOKEN}`, 'h=[secret]'],
	['in Base64', `got ${base64(TOKEN)} there`, 'got [secret] there'],
	['with Bearer in Base64', `got ${base64(`Bearer ${TOKEN}`)} there`, 'got [secret] there'],
	['as a password in Base64', `Basic ${base64(`user:${TOKEN}`)}`, 'Basic [secret]'],
	['in Base64 of several lines', base64(`Bearer ${TOKEN}`).replace(/(.{20})/g, '$1\r\n'), '[secret]'],
	['in capitals', TOKEN.toUpperCase(), '[secret]'],
	['in hexadecimal digits', `x ${Buffer.from(TOKEN).toString('hex')} y`, 'x [secret] y'],
	['in percent codes', Buffer.from(TOKEN).toString('hex').replace(/../g, '%$&'), '[secret]'],
	['broken over lines', `a ${TOKEN.slice(0, 13)}\r\n  ${TOKEN.slice(13)} b`, 'a [secret] b'],
	['with a blank after each character', [...TOKEN].join(' '), '[secret]'],
	['with what nobody sees between', [...TOKEN].join('\u200b'), '[secret]'],
	['without its beginning', `...${TOKEN.slice(11)}`, '...[secret]'],
	['without both ends', `...${TOKEN.slice(8, 24)}...`, '...[secret]...'],
	['in the middle of Base64', `${base64(`{"h":"Bearer ${TOKEN}","x":1}`)}`, '[secret]'],
])('a token is cut out %s', (_name, text, expected) => {
	expect(redact(text)).toBe(expected);
	expectGone(redact(text));
});

test('texts without it stay as they are', () => {
	for (const text of [
		'',
		'Contato não encontrado',
		'Bearer of news',
		TOKEN.slice(0, 8),
		base64('something else entirely'),
	]) {
		expect(redact(text)).toBe(text);
	}
});

test('zeros in a row are no part of a token, though one may have them', () => {
	const clean = redactorOf('pn_00000000000000000000000000000e2e');
	const id = '00000000-0000-0000-0000-000000000000';
	expect(clean(id)).toBe(id);
	expect(clean('pn_00000000000000000000000000000e2e')).toBe('[secret]');
});

test('characters that mean something in patterns are only characters', () => {
	const odd = 'a.b*c+d?(e)[f]{g}|h^i$j\\k/l"m';
	const clean = redactorOf(odd);
	expect(clean(`<${odd}>`)).toBe('<[secret]>');
	expect(clean(JSON.stringify({ odd }))).toBe('{"odd":"[secret]"}');
	expect(clean(encodeURIComponent(odd))).toBe('[secret]');
	expect(clean('axbxcxdxexfxgxhxixjxkxlxm')).toBe('axbxcxdxexfxgxhxixjxkxlxm');
});

test('what is too short to be a token takes no words along', () => {
	expect(redactorOf('')('nothing')).toBe('nothing');
	expect(redactorOf('not')('nothing')).toBe('nothing');
});
