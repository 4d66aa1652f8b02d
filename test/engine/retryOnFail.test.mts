import { startBed } from '../bed/bed.mts';
import { NODE, type NodeSetup } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

const { simulator, run } = startBed();
let executions = 0;
beforeEach(() => {
	executions++;
});

const retryOnFail = { maxTries: 3, waitBetweenTries: 1 };
const TEXTS = ['one', 'two', 'three', 'four', 'five'];

async function sendTexts(
	more: Partial<NodeSetup> = {},
	texts: readonly string[] = TEXTS,
	options: Record<string, unknown> = {},
) {
	const session = simulator.account.named.sessionInProgress.id;
	return await run(
		{
			parameters: {
				resource: 'session',
				operation: 'sendText',
				sessionId: located('id', session),
				text: '={{ $json.text }}',
				chatTarget: '={{ $json.target || "contact" }}',
				options,
			},
			retryOnFail,
			...more,
		},
		texts.map((text) => ({ text })),
		{ executionId: `retry-${executions}` },
	);
}

/** Texts in the session as the account has them. */
const sent = () =>
	(simulator.account.messagesOfSession.get(simulator.account.named.sessionInProgress.id) ?? [])
		.map(({ text }) => text ?? '')
		.filter((text) => TEXTS.includes(text));

describe('Retry On Fail', () => {
	test('sends only what was not sent before', async () => {
		simulator.faults.add({ match: { bodyIncludes: 'three' }, times: 1, fault: { kind: 'error', status: 400 } });
		const result = await sendTexts();
		expect(result.error).toBeUndefined();
		expect(sent()).toEqual(TEXTS);
		expect(result.json(NODE).map(({ text }) => text ?? 'queued')).toHaveLength(5);
		expect(result.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual(TEXTS.map((_, item) => ({ item })));
	});

	test('that never succeeds sends the others once and names them', async () => {
		simulator.faults.add({ match: { bodyIncludes: 'three' }, fault: { kind: 'error', status: 400 } });
		const result = await sendTexts();
		expect(result.error?.description).toContain('Items already done: 0-1 of 5.');
		expect(sent()).toEqual(['one', 'two']);
		expect(simulator.requests.filter(({ body }) => JSON.stringify(body).includes('three'))).toHaveLength(3);
	});

	test('of a node that goes on after errors keeps the order of a conversation', async () => {
		simulator.faults.add({ match: { bodyIncludes: 'one' }, times: 1, fault: { kind: 'error', status: 400 } });
		simulator.faults.add({ match: { bodyIncludes: 'four' }, times: 2, fault: { kind: 'error', status: 400 } });
		const result = await sendTexts({ onError: 'continueRegularOutput' });
		// n8n looks at the first item only: once that is well, the failed fourth is final, and the fifth goes all the same.
		expect(sent()).toEqual(['one', 'two', 'three', 'five']);
		expect(result.json(NODE).map(({ error }) => error !== undefined)).toEqual([false, false, false, true, false]);
	});

	test.each(['sendText', 'sendTemplateBatch'])(
		'of a node that goes on keeps the order of a contact whose address was not found at first (%s)',
		async (operation) => {
			const { contactAna, templateWithParams, channelWhatsapp } = simulator.account.named;
			const route = '/core/v1/contact/{id}';
			simulator.faults.add({ match: { method: 'GET', route }, times: 1, fault: { kind: 'error', status: 400 } });
			const result = await run(
				{
					parameters: {
						resource: 'message',
						operation,
						recipientType: 'contact',
						contactId: located('id', '={{ $json.who }}'),
						from: located('list', channelWhatsapp.id),
						text: '={{ $json.text }}',
						templateId: located('id', templateWithParams.id),
						templateParametersMode: 'json',
						templateParametersJson: '={{ { nome: $json.text, pedido: "12" } }}',
						options: { concurrency: 1 },
					},
					retryOnFail,
					onError: 'continueRegularOutput',
				},
				// The same contact, in two spellings of its ID.
				[
					{ who: contactAna.id, text: 'one' },
					{ who: contactAna.id.toUpperCase(), text: 'two' },
				],
				{ executionId: `retry-${executions}` },
			);
			expect(result.json(NODE).map(({ error }) => error)).toEqual([undefined, undefined]);
			const bodies = simulator.requests
				.filter(({ method }) => method === 'POST')
				.map(({ body }) => JSON.stringify(body));
			expect(bodies.flatMap((body) => [...body.matchAll(/"(one|two)"/g)].map(([, text]) => text))).toEqual([
				'one',
				'two',
			]);
		},
	);

	test.each(['continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'] as const)(
		'does not repeat an item that may have been done (%s)',
		async (onError) => {
			// Its session cannot be looked at, so nobody knows that it arrived.
			simulator.faults.add({ match: { bodyIncludes: 'one' }, times: 1, fault: { kind: 'resetAfter' } });
			simulator.faults.add({ match: { method: 'GET' }, fault: { kind: 'error', status: 403 } });
			await sendTexts({ onError });
			const all = sent();
			expect(all.filter((text) => text === 'one')).toHaveLength(1);
			expect(new Set(all).size).toBe(all.length);
			// What follows the first in its conversation waits for its last try.
			expect(all).toHaveLength(onError === 'stopWorkflow' ? 1 : 5);
		},
	);

	test('does not repeat the message when only its note failed', async () => {
		simulator.faults.add({ match: { route: '/chat/v1/session/{id}/note' }, fault: { kind: 'error', status: 400 } });
		const session = simulator.account.named.sessionInProgress.id;
		const result = await run(
			{
				parameters: {
					resource: 'session',
					operation: 'sendText',
					sessionId: located('id', session),
					text: 'one',
					chatTarget: 'both',
				},
				retryOnFail,
			},
			[{}],
			{ executionId: `retry-${executions}` },
		);
		expect(sent()).toEqual(['one']);
		expect(result.error?.message).toContain('The message was sent');
		expect(result.error?.description).toContain('Do not send the message again');
	});

	test('does not confuse one execution with another', async () => {
		simulator.faults.add({ match: { bodyIncludes: 'three' }, times: 3, fault: { kind: 'error', status: 400 } });
		await sendTexts();
		executions++;
		const again = await sendTexts();
		expect(again.error).toBeUndefined();
		expect(sent()).toEqual(['one', 'two', ...TEXTS]);
	});

	test('as a tool repeats nothing that may have been done', async () => {
		simulator.faults.add({ match: { bodyIncludes: 'one' }, times: 1, fault: { kind: 'resetAfter' } });
		simulator.faults.add({ match: { method: 'GET' }, fault: { kind: 'error', status: 403 } });
		const result = await sendTexts({ asTool: true }, ['one']);
		expect(sent()).toEqual(['one']);
		expect(result.json(NODE)[0]?.error).toMatchObject({ ambiguous: true });
	});

	test('of a batch operation sends again only what was not taken', async () => {
		const { channelWhatsapp, templateWithParams } = simulator.account.named;
		const names = ['Ana', 'Bia', 'Caio', 'Davi', 'Eva', 'Fabio'];
		simulator.faults.add({ match: { bodyIncludes: 'Caio' }, times: 1, fault: { kind: 'error', status: 400 } });
		simulator.faults.add({ match: { method: 'POST', bodyIncludes: 'Eva' }, times: 1, fault: { kind: 'cutBody' } });
		const result = await run(
			{
				parameters: {
					resource: 'message',
					operation: 'sendTemplateBatch',
					recipientType: 'phone',
					from: located('list', channelWhatsapp.id),
					to: '={{ $json.to }}',
					templateId: located('id', templateWithParams.id),
					templateParametersMode: 'json',
					templateParametersJson: '={{ $json.values }}',
					options: { batchSize: 2 },
				},
				retryOnFail,
			},
			names.map((nome, index) => ({ to: `(21) 97777-000${index}`, values: { nome, pedido: index } })),
			{ executionId: `retry-${executions}` },
		);
		expect(result.error).toBeUndefined();
		expect(result.items(NODE)).toHaveLength(6);
		const calls = simulator.requests
			.filter(({ route }) => route === '/chat/v1/send/template/batch')
			.map(({ body }) => JSON.stringify(body));
		const named = (name: string) => calls.filter((body) => body.includes(`"${name}"`)).length;
		expect(names.map(named)).toEqual([1, 1, 2, 2, 1, 1]);
	});

	test('is not switched on: a failed run is forgotten', async () => {
		simulator.faults.add({ match: { bodyIncludes: 'three' }, times: 1, fault: { kind: 'error', status: 400 } });
		await sendTexts({ retryOnFail: undefined });
		await sendTexts({ retryOnFail: undefined });
		expect(sent()).toEqual(['one', 'two', ...TEXTS]);
	});
});
