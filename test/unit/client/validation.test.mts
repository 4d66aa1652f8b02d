import fc from 'fast-check';

import { baseUrlProblem, isId, tokenProblem } from '../../../client';

/** Without brackets: IPv6 is left to the network layer. */
const host = fc.string({ unit: fc.constantFrom(...'ab1.-_:@/09'), maxLength: 12 }).map((text) => `https://${text}`);

describe('a base URL', () => {
	test.each([
		'https://api.wts.chat',
		'https://api.flw.chat/',
		'http://127.0.0.1:8080',
		'http://[::1]:5678',
		'https://chat-api.example.com.br',
		'https://my_host.local:443',
		'http://localhost:65535',
		'http://n8n',
		'HTTPS://API.WTS.CHAT',
	])('may be %s', (url) => {
		expect(baseUrlProblem(url)).toBeUndefined();
	});

	test.each([
		['', 'is empty'],
		['   ', 'is empty'],
		['api.wts.chat', 'must start with'],
		['ftp://api.wts.chat', 'must start with'],
		['//api.wts.chat', 'must start with'],
		['https:/api.wts.chat', 'must start with'],
		[' https://api.wts.chat', 'contains spaces'],
		['https://api.wts.chat\n', 'contains spaces'],
		['https://', 'has no valid host'],
		['https://:443', 'has no valid host'],
		['https://api wts.chat', 'contains spaces'],
		['https://api.wts.chat:abc', 'has no valid host'],
		['https://api.wts.chat:99999', 'has no valid port'],
		['https://.chat', 'has no valid host'],
		['https://api..chat', 'has no valid host'],
		['https://1.2.3.999', 'has no valid host'],
		['https://-a.chat', 'has no valid host'],
		['https://08.1.1.1', 'has no valid host'],
		['https://user:pass@api.wts.chat', 'user name or password'],
		['https://api.wts.chat@evil.example', 'user name or password'],
		['https://api.wts.chat\\@evil.example', 'user name or password'],
		['https://api.wts.chat/core', 'leave out the path'],
		['https://api.wts.chat/v1/', 'leave out the path'],
		['https://api.wts.chat//', 'leave out the path'],
		['https://api.wts.chat?x=1', 'leave out the path'],
		['https://api.wts.chat/#x', 'leave out the path'],
	])('may not be %j: %s', (url, problem) => {
		expect(baseUrlProblem(url)).toContain(problem);
	});

	test('that is taken is one for URL parsers too, and its host is what it shows', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.webUrl(),
					fc.string(),
					fc.string().map((text) => `https://${text}`),
					host,
				),
				(url) => {
					if (baseUrlProblem(url) !== undefined) return;
					const { pathname, username, password, search, hash } = new URL(url);
					expect([pathname, username, password, search, hash]).toEqual(['/', '', '', '', '']);
				},
			),
			{ numRuns: 3_000 },
		);
	});
});

describe('a token', () => {
	test.each(['pn_abc123', 'A.b-c_d~e+f/g=', 'x'])('may be %s', (token) => {
		expect(tokenProblem(token)).toBeUndefined();
	});

	test.each([
		['', 'is empty'],
		['Bearer pn_abc', 'must not start with "Bearer"'],
		['bearer\tpn_abc', 'must not start with "Bearer"'],
		[' pn_abc', 'spaces'],
		['pn_abc\n', 'spaces'],
		['pn abc', 'spaces'],
		['pn_abç', 'characters'],
		['pn_\u0000', 'characters'],
		['pn_…', 'characters'],
	])('may not be %j: %s', (token, problem) => {
		expect(tokenProblem(token)).toContain(problem);
	});

	test('that is taken can stand in a header', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (token) => {
				if (tokenProblem(token) !== undefined) return;
				expect(new Headers({ Authorization: `Bearer ${token}` }).get('Authorization')).toBe(`Bearer ${token}`);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('is not repeated in what is said of it', () => {
		expect(tokenProblem('secret value')).not.toContain('secret');
	});
});

test.each([
	['6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6', true],
	['6F1C2A34-5B6D-4E7F-8A90-B1C2D3E4F5A6', true],
	['00000000-0000-0000-0000-000000000000', true],
	['6f1c2a345b6d4e7f8a90b1c2d3e4f5a6', false],
	[' 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6', false],
	['6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5ag', false],
	['6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6\n', false],
	['', false],
])('%j is an ID: %p', (text, expected) => {
	expect(isId(text)).toBe(expected);
});
