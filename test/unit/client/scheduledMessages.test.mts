import { cancelScheduledMessages, type ScheduledMessage } from '../../../client';
import { bench } from './runtime.mts';

const [FIRST, SECOND, THIRD] = [1, 2, 3].map((place) => `6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a${place}`);
const messages: ScheduledMessage[] = [FIRST, SECOND, THIRD].map((id) => ({ id, status: 'SCHEDULED' }));

/** Cancels all three, with this answer to the batch; what is read back is on its way. */
async function cancel(answer: ScheduledMessage[] | undefined) {
	const { client, calls, time } = bench(({ method }) =>
		method === 'GET'
			? { json: { id: THIRD, status: 'PROCESSED' } }
			: answer === undefined
				? { body: '' }
				: { json: answer },
	);
	const left = await time.until(cancelScheduledMessages(client, messages));
	return { statuses: left.map(({ status }) => status), requests: calls.map(({ method }) => method) };
}

describe('cancelScheduledMessages', () => {
	test('what went out meanwhile is not said to be cancelled; what the answer leaves out is read back', async () => {
		expect(
			await cancel([
				{ id: SECOND, status: 'SENT' },
				{ id: FIRST, status: 'CANCELED' },
			]),
		).toEqual({ statuses: ['CANCELED', 'SENT', 'PROCESSED'], requests: ['POST', 'GET'] });
	});

	test.each([undefined, []])('an empty answer (%j) says that all are', async (answer) => {
		expect(await cancel(answer)).toEqual({ statuses: ['CANCELED', 'CANCELED', 'CANCELED'], requests: ['POST'] });
	});
});
