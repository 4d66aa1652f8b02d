import { type Subscription, subscriptionProblems } from '../../../client';

const KNOWN = [{ event: 'SESSION_NEW' as const }, { event: 'SESSION_COMPLETE' as const }];

const codes = (...subscriptions: Subscription[]) =>
	subscriptionProblems(subscriptions, KNOWN).map((problems) => problems.map(({ code }) => code));

const FINE: Subscription = { id: '1', url: 'https://hooks.example.com/a', events: KNOWN };

test('events that the account does not know', () => {
	const [problems] = subscriptionProblems([{ ...FINE, events: [{ event: 'PAYMENT_NEW' }, ...KNOWN] }], KNOWN);
	expect(problems).toEqual([{ code: 'unknownEvents', message: 'The account has no event PAYMENT_NEW' }]);
	// When the account lists none, nothing can be said.
	expect(subscriptionProblems([{ ...FINE, events: [{ event: 'PAYMENT_NEW' }] }], [])).toEqual([[]]);
});

test.each([
	'http://127.0.0.1/hook',
	'http://10.1.2.3:8080/hook',
	'https://172.20.0.2/hook',
	'https://100.64.1.1/hook',
	'http://user:secret@localhost/hook',
	'http://nas.local/hook',
	'http://[fd00::1]/hook',
	'http://[fe80::1]:5678/hook',
	'http://[::ffff:10.0.0.1]/hook',
	'http://localhost./hook',
	'ftp://hooks.example.com/a',
	'',
])('%s cannot be reached from outside', (url) => {
	expect(codes({ ...FINE, url })).toEqual([['unreachableHost']]);
});

test.each(['https://172.32.0.2/hook', 'https://100.128.1.1/hook', 'http://8.8.8.8/hook', 'https://[2001:db8::1]/hook'])(
	'%s can',
	(url) => {
		expect(codes({ ...FINE, url })).toEqual([[]]);
	},
);

test('a port that goes without saying makes no other address; two without an address are no duplicates', () => {
	const url = 'https://hooks.example.com:443/a';
	expect(codes(FINE, { ...FINE, id: '2', url })).toEqual([['duplicate'], ['duplicate']]);
	expect(codes(FINE, { ...FINE, id: '2', url: 'https://hooks.example.com:8443/a' })).toEqual([[], []]);
	expect(codes({ ...FINE, url: null }, { ...FINE, id: '2', url: '' })).toEqual([
		['unreachableHost'],
		['unreachableHost'],
	]);
	expect(codes({ ...FINE, url: ' https://hooks.example.com/a' })).toEqual([[]]);
});

test('a paused one is nobody’s duplicate, and other paths are other addresses', () => {
	const paused = { ...FINE, id: '2', enabled: false };
	expect(codes(FINE, paused)).toEqual([[], ['paused']]);
	expect(codes(FINE, { ...FINE, id: '2', url: 'https://hooks.example.com/A' })).toEqual([[], []]);
	const [[twin] = []] = subscriptionProblems([FINE, { ...FINE, id: '2', name: 'Old' }], KNOWN);
	expect(twin?.message).toContain('"Old"');
});
