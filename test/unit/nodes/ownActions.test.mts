import { OwnActions } from '../../../nodes/WtsChat/platform/ownActions';

/** A registry on a clock of its own; who waits is woken when the test lets time pass. */
function registry() {
	let now = 1_000_000;
	const sleepers: Array<() => void> = [];
	const own = new OwnActions(
		() => now,
		async () => await new Promise<void>((resolve) => void sleepers.push(resolve)),
	);
	const pass = (ms: number) => {
		now += ms;
		for (const wake of sleepers.splice(0)) wake();
	};
	return { own, pass };
}

const ID = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';
const UPDATE = 'PUT /core/v2/contact/{id}';
const contact = (updatedAt: string | null, id = ID) => ({ subject: 'contact' as const, id, updatedAt });

test('a write is known by record and date, in whatever spelling', async () => {
	const { own } = registry();
	own.observe(UPDATE, { path: { id: ID } })?.({ answer: { id: ID, updatedAt: '2026-01-01T10:00:00.1230000Z' } });
	expect(await own.isOwn(contact('2026-01-01T10:00:00.123Z', ID.toUpperCase()))).toBe(true);
	expect(await own.isOwn(contact('2026-01-01T10:00:01Z'))).toBe(false);
	expect(await own.isOwn(contact('2026-01-01T10:00:00.123Z', ID.replace('6', '7')))).toBe(false);
});

test('an event that is faster than the answer waits for it', async () => {
	const { own } = registry();
	const answered = own.observe(UPDATE, { path: { id: ID } });
	const verdicts = [own.isOwn(contact('2026-01-01T10:00:00Z')), own.isOwn(contact('2026-01-01T11:00:00Z'))];
	answered?.({ answer: { id: ID, updatedAt: '2026-01-01T10:00:00Z' } });
	expect(await Promise.all(verdicts)).toEqual([true, false]);
});

test('but not for ever: a write to this record without an answer speaks for itself', async () => {
	const { own, pass } = registry();
	own.observe(UPDATE, { path: { id: ID } });
	const verdict = own.isOwn(contact('2026-01-01T10:00:00Z'));
	const other = own.isOwn(contact('2026-01-01T10:00:00Z', 'another'));
	pass(1_500);
	expect(await verdict).toBe(true);
	expect(await other).toBe(false);
});

test('a write that failed is nobody’s', async () => {
	const { own } = registry();
	own.observe(UPDATE, { path: { id: ID } })?.(undefined);
	expect(await own.isOwn(contact('2026-01-01T10:00:00Z'))).toBe(false);
});

test('an answer without a date holds for a while', async () => {
	const { own, pass } = registry();
	own.observe(UPDATE, { path: { id: ID } })?.({ answer: undefined });
	expect(await own.isOwn(contact('2026-01-01T10:00:00Z'))).toBe(true);
	pass(5_001);
	expect(await own.isOwn(contact('2026-01-01T10:00:00Z'))).toBe(false);
});

test('a message is known by its ID and by its sender ID, and so is what it changes in its session', async () => {
	const { own, pass } = registry();
	own.observe('POST /chat/v1/send/text', { body: { senderId: 'order-7', sessionId: 'session-1' } })?.({
		answer: { id: 'dispatch', status: 'QUEUED' },
	});
	own.observe('POST /chat/v1/session/{id}/message', { path: { id: 'session-2' } })?.({
		answer: { id: 'message-2', sessionId: 'session-2', createdAt: '2026-01-01T10:00:00Z' },
	});
	const message = (id: string, senderId: string | null) => ({
		subject: 'message' as const,
		id,
		updatedAt: null,
		senderId,
	});
	expect(await own.isOwn(message('unknown', 'order-7'))).toBe(true);
	expect(await own.isOwn(message('message-2', null))).toBe(true);
	expect(await own.isOwn(message('message-3', null))).toBe(false);
	const session = (id: string, changesByMessagesOnly: boolean) => ({
		...{ subject: 'session' as const, id, updatedAt: '2026-01-01T12:00:00Z', changesByMessagesOnly },
	});
	expect(await own.isOwn(session('session-1', true))).toBe(true);
	expect(await own.isOwn(session('session-1', false))).toBe(false);
	expect(await own.isOwn(session('session-9', true))).toBe(false);
	pass(6_000);
	expect(await own.isOwn(session('session-1', true))).toBe(false);
});

test('reads and searches are no writes', () => {
	const { own } = registry();
	expect(own.observe('GET /core/v1/contact/{id}', { path: { id: ID } })).toBeUndefined();
	expect(own.observe('POST /core/v1/contact/filter', {})).toBeUndefined();
	expect(own.observe('POST /core/v1/webhook/subscription', {})).toBeUndefined();
});
