import { subscriptionProblems } from '../../../client';
import { withWebhookProblems } from '../../../nodes/WtsChat/actions/webhook/health';

const codes = (url: string | null, gone?: Parameters<typeof withWebhookProblems>[2]) => {
	const subscription = { id: '1', url, enabled: false, events: [] };
	const [problems = []] = subscriptionProblems([subscription], []);
	return withWebhookProblems(subscription, problems, gone).map(({ code }) => code);
};

test('a test address stands between what keeps all from arriving and the rest; what was asked stands last', () => {
	const url = 'http://localhost/webhook-test/1/events';
	const gone = new Map([[url, { code: 'n8nGone' as const, message: 'Nobody' }]]);
	expect(codes(url, gone)).toEqual(['paused', 'unreachableHost', 'testAddress', 'noEvents', 'n8nGone']);
	expect(codes('https://n8n.example.com/webhook-test/1/events')).toEqual(['paused', 'testAddress', 'noEvents']);
	expect(codes('https://n8n.example.com/webhook/1/events', gone)).toEqual(['paused', 'noEvents']);
});

test('what is no web address is no test address', () => {
	expect(codes('/webhook-test/1/events')).toEqual(['paused', 'unreachableHost', 'noEvents']);
	expect(codes(null)).toEqual(['paused', 'unreachableHost', 'noEvents']);
});
