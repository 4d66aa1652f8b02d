import { startBed } from '../bed/bed.mts';
import { NODE, runNode } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

type Json = Record<string, unknown>;

const { simulator, named, account } = startBed();

const send = async (
	more: Json,
	onError: 'stopWorkflow' | 'continueErrorOutput' = 'stopWorkflow',
	items: Json[] = [{}],
) =>
	await runNode(
		{
			parameters: {
				resource: 'message',
				operation: 'sendTextOrTemplate',
				from: located('list', named().channelWhatsapp.id),
				text: 'It has left the warehouse',
				templateId: located('id', named().templateWithoutParams.id),
				templateParametersMode: 'json',
				templateParametersJson: '{}',
				...more,
			},
			onError,
		},
		items,
		{ account: account() },
	);
const toSession = (id: string): Json => ({ recipientType: 'session', sessionId: located('id', id) });
const posts = () => simulator.requests.flatMap(({ method, route }) => (method === 'POST' ? [route] : []));

describe('message.sendTextOrTemplate', () => {
	test('a text while the window is open', async () => {
		const result = await send(toSession(named().sessionInProgress.id));
		expect(result.json(NODE)).toEqual([expect.objectContaining({ route: 'text', reason: 'windowOpen' })]);
		expect(posts()).toEqual(['/chat/v1/send/text']);
	});

	test('the template when it is closed', async () => {
		const result = await send(toSession(named().sessionExpiredWindow.id));
		expect(result.json(NODE)).toEqual([expect.objectContaining({ route: 'template', reason: 'windowClosed' })]);
		expect(posts()).toEqual(['/chat/v1/send/template']);
	});

	test('the template to a number that nobody has written from', async () => {
		const result = await send({ recipientType: 'phone', to: '(21) 97777-0001' });
		expect(result.json(NODE)).toEqual([expect.objectContaining({ route: 'template', reason: 'noSession' })]);
	});

	test('a contact is known by its newest session on the channel that sends', async () => {
		const { session } = simulator.receiveMessage({ sessionId: named().sessionExpiredWindow.id, text: 'Still there' });
		const contactId = located('id', String(session.contactId));
		const from = located('list', String(session.channelId));
		const result = await send({ recipientType: 'contact', contactId, from });
		expect(result.json(NODE)).toEqual([expect.objectContaining({ route: 'text' })]);
	});

	test('a completed session whose window is open is written to by address', async () => {
		const { sessionInProgress } = named();
		simulator.people.completeSession({ sessionId: sessionInProgress.id });
		const result = await send(toSession(sessionInProgress.id));
		expect(result.error).toBeUndefined();
		const { body } = simulator.requests.at(-1) ?? {};
		expect(body).toHaveProperty('to');
		expect(body).not.toHaveProperty('sessionId');
	});

	test('a channel without templates is refused when its window is closed; the others go out', async () => {
		const { sessionExpiredWindow, sessionInProgress } = named();
		Object.assign(sessionExpiredWindow, { channelType: 'INSTAGRAM' });
		const channel = simulator.account.channels.get(String(sessionExpiredWindow.channelId));
		Object.assign(channel ?? {}, { type: 'Instagram' });
		const items = [{ session: sessionExpiredWindow.id }, { session: sessionInProgress.id }];
		const parameters = { recipientType: 'session', sessionId: located('id', '={{ $json.session }}') };
		const result = await send(parameters, 'continueErrorOutput', items);
		const failed = result.json('Failed').map(({ message }) => message);
		expect(failed).toEqual([expect.stringMatching(/the channel has no templates/)]);
		expect(result.json('Next')).toHaveLength(1);
	});
});
