import { startBed } from '../bed/bed.mts';
import { type EngineRun, NODE, type NodeSetup } from '../bed/engine.mts';
import { located } from '../bed/located.mts';

type Json = Record<string, unknown>;

const { simulator, named, run: runNode } = startBed();

const PNG = { data: Buffer.from('a photo').toString('base64'), mimeType: 'image/png', fileName: 'photo.png' };
const MP3 = { data: Buffer.from('a song').toString('base64'), mimeType: 'audio/mpeg', fileName: 'song.mp3' };

/** An empty value by expression; a plain one of a required field n8n refuses itself. */
const NOTHING = '={{ "" }}';

const run = async (operation: string, parameters: Json, items: Json[] = [{}], setup: Partial<NodeSetup> = {}) =>
	await runNode({ parameters: { resource: 'session', operation, ...parameters }, ...setup }, items, {
		items: items.map((json) => ({ json: json as never, binary: { data: PNG, song: MP3 } })),
	});
const routes = () => simulator.requests.map(({ method, route }) => `${method} ${route}`);
const bodies = (method = 'POST') =>
	simulator.requests.filter((one) => one.method === method).map(({ body }) => body as Json);
const failed = (result: EngineRun) => result.error?.message;
const session = () => named().sessionInProgress;
const inSession = (more: Json = {}): Json => ({ sessionId: located('id', session().id), ...more });

describe('session.sendFile', () => {
	const byUrl = (more: Json = {}) => inSession({ fileSource: 'url', fileUrl: 'https://example.com/a.pdf', ...more });

	test.each([
		['contact', ['POST /chat/v1/session/{id}/message']],
		['agents', ['POST /chat/v1/session/{id}/note']],
		['both', ['POST /chat/v1/session/{id}/message', 'POST /chat/v1/session/{id}/note']],
	])('chat target %s takes the routes it should', async (chatTarget, expected) => {
		const result = await run('sendFile', byUrl({ chatTarget, caption: 'Invoice' }));
		expect(result.error).toBeUndefined();
		expect(routes()).toEqual(expected);
		for (const body of bodies()) expect(body.text).toBe('Invoice');
		const note = bodies().find((body) => 'filesUrls' in body);
		if (chatTarget !== 'contact') expect(note).toEqual({ text: 'Invoice', filesUrls: ['https://example.com/a.pdf'] });
	});

	test('a binary is uploaded once for message, note and all items', async () => {
		const result = await run('sendFile', inSession({ fileSource: 'binary', chatTarget: 'both' }), [{}, {}]);
		expect(result.error).toBeUndefined();
		expect(routes().filter((route) => route === 'POST /core/v2/file')).toHaveLength(1);
		const fileIds = bodies()
			.slice(1)
			.map((body) => body.fileId ?? (body.filesIds as string[])[0]);
		expect(new Set(fileIds).size).toBe(1);
		expect(simulator.account.files.get(String(fileIds[0]))).toMatchObject({ name: 'photo.png', type: 'IMAGE' });
	});

	test('what only the media routes take goes there, by kind', async () => {
		const options = { senderId: 'order-7', callbackUrl: 'https://example.com/sent', delayTyping: 1 };
		await run('sendFile', byUrl({ caption: 'Look', options, fileUrl: 'https://example.com/a.png' }));
		await run('sendFile', inSession({ fileSource: 'binary', binaryPropertyName: 'song', options }));
		expect(routes().filter((route) => route.includes('/send/'))).toEqual([
			'POST /chat/v1/send/image',
			'POST /chat/v1/send/audio',
		]);
		expect(bodies()[0]).toEqual({
			sessionId: session().id,
			fileIdOrUrl: 'https://example.com/a.png',
			text: 'Look',
			...options,
		});
		expect(bodies().at(-1)).not.toHaveProperty('text');
	});

	test('a chosen kind takes the route of that kind', async () => {
		await run('sendFile', inSession({ fileSource: 'binary', fileKind: 'document' }));
		expect(routes().at(-1)).toBe('POST /chat/v1/send/document');
		const result = await run('sendFile', inSession({ fileSource: 'binary', fileKind: 'video' }));
		expect(failed(result)).toMatch(/"File Kind" is video, but the file "photo.png" is image\/png/);
	});

	test('waits for the result on the sync route', async () => {
		const replyToId = String(named().messageInbound.id);
		const result = await run('sendFile', byUrl({ options: { waitForResult: true, replyToId } }));
		expect(routes()).toEqual(['POST /chat/v1/session/{id}/message/sync']);
		expect(bodies()).toEqual([{ fileUrl: 'https://example.com/a.pdf', refId: replyToId }]);
		expect(result.json(NODE)[0]).toMatchObject({ direction: 'TO_HUB', refId: replyToId });
	});

	test.each([
		['the URL is empty', { fileUrl: NOTHING }, /"File URL" is empty/],
		['the URL is none', { fileUrl: 'a.pdf' }, /"File URL" is not a web address: "a.pdf"/],
		['the file ID is none', { fileSource: 'fileId', fileId: 'x' }, /"File ID" is not a valid ID/],
		[
			'the binary field is missing',
			{ fileSource: 'binary', binaryPropertyName: 'nope' },
			/"Input Binary Field" is "nope", but the item has "data", "song"/,
		],
		[
			'audio has a caption',
			{ fileSource: 'binary', binaryPropertyName: 'song', caption: 'Hi' },
			/"Caption" cannot go with audio/,
		],
		[
			'a kind is chosen with waiting',
			{ fileKind: 'document', options: { waitForResult: true } },
			/"Wait for Result" cannot be combined with a chosen File Kind/,
		],
		[
			'a sender ID is given with waiting',
			{ options: { waitForResult: true, senderId: 'a' } },
			/"Wait for Result" cannot be combined with Sender ID/,
		],
	])('is refused before any request when %s', async (_, more, message) => {
		const result = await run('sendFile', byUrl(more));
		expect(failed(result)).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test('the note of both fails: the item says that the file was sent', async () => {
		simulator.faults.add({
			match: { route: '/chat/v1/session/{id}/note' },
			fault: { kind: 'error', status: 400, text: 'Nota recusada' },
		});
		const result = await run('sendFile', byUrl({ chatTarget: 'both' }), [{}], { onError: 'continueErrorOutput' });
		expect(result.json('Failed')[0]?.message).toMatch(/The message was sent \(ID .+\), but the note .+ Nota recusada/);
	});
});

describe('session.sendTemplate', () => {
	const withValues = (values: Json, more: Json = {}) =>
		inSession({
			templateId: located('id', String(named().templateWithParams.id)),
			templateParametersMode: 'json',
			templateParametersJson: JSON.stringify(values),
			...more,
		});

	test('sends the values of the form as text', async () => {
		const result = await run(
			'sendTemplate',
			inSession({
				templateId: located('list', String(named().templateWithParams.id)),
				templateParameters: { mappingMode: 'defineBelow', value: { nome: '={{ $json.name }}', pedido: 1042 } },
			}),
			[{ name: 'Ana' }],
		);
		expect(result.error).toBeUndefined();
		expect(routes()).toEqual(['GET /chat/v1/template', 'POST /chat/v1/session/{id}/message']);
		expect(bodies()).toEqual([
			{ templateId: named().templateWithParams.id, parameters: { nome: 'Ana', pedido: '1042' } },
		]);
	});

	test('arrives outside the 24-hour window', async () => {
		const result = await run(
			'sendTemplate',
			withValues(
				{ nome: 'Ana', pedido: 7 },
				{
					sessionId: located('id', named().sessionExpiredWindow.id),
					options: { waitForResult: true },
				},
			),
		);
		expect(result.json(NODE)[0]).toMatchObject({ status: 'DELIVERED', text: 'Olá Ana, seu pedido 7 foi confirmado.' });
	});

	test('sender ID, callback and metadata take the template route, with addresses read from the session', async () => {
		const result = await run(
			'sendTemplate',
			withValues(
				{ nome: 'Ana', pedido: 7 },
				{
					options: {
						senderId: 'order-7',
						callbackUrl: 'https://example.com/sent',
						sessionMetadata: { values: [{ key: 'order', value: '7' }] },
					},
				},
			),
		);
		expect(result.error).toBeUndefined();
		expect(routes().at(-1)).toBe('POST /chat/v1/send/template');
		expect(bodies()).toEqual([
			{
				to: String(named().contactAna.phoneNumber).replace(/\D/g, ''),
				from: '551140028922',
				sessionId: session().id,
				templateId: named().templateWithParams.id,
				parameters: { nome: 'Ana', pedido: '7' },
				senderId: 'order-7',
				callbackUrl: 'https://example.com/sent',
				sessionMetadata: { order: '7' },
			},
		]);
	});

	test('a session without an address to send to says what to do', async () => {
		const result = await run(
			'sendTemplate',
			withValues(
				{ nome: 'Ana', pedido: 7 },
				{
					sessionId: located('id', named().sessionMessenger.id),
					options: { senderId: 'order-7' },
				},
			),
		);
		expect(failed(result)).toMatch(/has no phone number and no Instagram name/);
		expect(result.error?.description).toContain('Send without Sender ID');
		expect(bodies()).toEqual([]);
	});

	test('the file of its header is uploaded and goes along', async () => {
		const template = { templateId: located('id', String(named().templateWithImageHeader.id)) };
		const missing = await run('sendTemplate', withValues({ nome: 'Ana' }, template));
		expect(failed(missing)).toMatch(/The template "Promoção do mês" needs a file \(image\) for its header/);
		const result = await run(
			'sendTemplate',
			withValues({ nome: 'Ana' }, { ...template, headerFile: true, fileSource: 'binary' }),
		);
		expect(result.error).toBeUndefined();
		expect(simulator.account.files.get(String(bodies().at(-1)?.fileId))).toMatchObject({ name: 'photo.png' });
	});

	test('missing values of one item stop the run before anything is sent', async () => {
		const parameters = withValues({}, { templateParametersJson: '={{ $json.values }}' });
		const result = await run('sendTemplate', parameters, [
			{ values: { nome: 'Ana', pedido: 1 } },
			{ values: { nome: 'Bia', pedido: '' } },
		]);
		expect(failed(result)).toMatch(/lacks a value for "pedido" \[item 1\]/);
		expect(bodies()).toEqual([]);
		expect(simulator.requests).toHaveLength(1);
	});

	test('an ID that is not in the list goes through with what was given', async () => {
		const result = await run(
			'sendTemplate',
			withValues({ a: 'b' }, { templateId: located('id', '00000000-1111-4222-8333-444444444444') }),
		);
		expect(bodies()).toEqual([{ templateId: '00000000-1111-4222-8333-444444444444', parameters: { a: 'b' } }]);
		expect(result.error).toBeDefined();
	});

	test('waiting and a sender ID are refused together', async () => {
		const result = await run(
			'sendTemplate',
			withValues({}, { options: { waitForResult: true, sessionMetadata: { values: [{ key: 'a', value: '1' }] } } }),
		);
		expect(failed(result)).toMatch(/"Wait for Result" cannot be combined with Session Metadata/);
		expect(simulator.requests).toEqual([]);
	});
});

describe('session.changeStatus', () => {
	test('changes it and returns the simple session', async () => {
		const result = await run('changeStatus', inSession({ newStatus: 'PENDING' }));
		expect(session().status).toBe('PENDING');
		expect(bodies('PUT')).toEqual([{ newStatus: 'PENDING' }]);
		expect(result.json(NODE)[0]).toMatchObject({ id: session().id, status: 'PENDING' });
		expect(result.json(NODE)[0]).not.toHaveProperty('companyId');
	});

	test('raw, and with a running chatbot stopped', async () => {
		const target = named().sessionStarted;
		const result = await run('changeStatus', {
			sessionId: located('id', target.id),
			newStatus: 'IN_PROGRESS',
			simplify: false,
			options: { stopBotInExecution: true },
		});
		expect(bodies('PUT')).toEqual([{ newStatus: 'IN_PROGRESS', options: { stopBotInExecution: true } }]);
		expect(target.botId).toBeNull();
		expect(result.json(NODE)[0]).toHaveProperty('companyId');
	});

	test('an empty answer is a success', async () => {
		simulator.quirks.emptyBodies = true;
		const result = await run('changeStatus', inSession({ newStatus: 'PENDING' }));
		expect(result.json(NODE)).toEqual([{ success: true }]);
	});
});

describe('session.sendText with empty answers', () => {
	test('says of message and note that they were accepted', async () => {
		simulator.quirks.emptyBodies = true;
		const result = await run('sendText', inSession({ text: 'Hi', chatTarget: 'both' }));
		expect(result.json(NODE)).toEqual([{ success: true, note: { success: true } }]);
	});
});

describe('session.complete', () => {
	test.each([
		['True', true],
		[' FALSE ', false],
		[1, true],
		['false', false],
	])('takes %j for a yes or no, as models and forms write it', async (given, expected) => {
		await run('complete', inSession({ options: { stopBotInExecution: given } }));
		expect(bodies('PUT')).toEqual([{ stopBotInExecution: expected }]);
	});

	test('completes, and sends only what was chosen', async () => {
		await run('complete', inSession());
		expect(session().status).toBe('COMPLETED');
		expect(bodies('PUT')).toEqual([{}]);
		const target = named().sessionStarted;
		await run('complete', {
			sessionId: located('id', target.id),
			options: { reactivateOnNewMessage: true, stopBotInExecution: true },
		});
		expect(bodies('PUT')[1]).toEqual({ reactivateOnNewMessage: true, stopBotInExecution: true });
		expect(target).toMatchObject({ status: 'COMPLETED', reactivateOnNewMessage: true });
	});

	test('a running chatbot is an error that says so', async () => {
		const result = await run('complete', { sessionId: located('id', named().sessionStarted.id) });
		expect(failed(result)).toContain('Há um chatbot em execução');
	});
});

describe('session.transfer', () => {
	test('to a department', async () => {
		await run('transfer', inSession({ departmentId: located('id', named().departmentSales.id) }));
		expect(bodies('PUT')).toEqual([{ type: 'DEPARTMENT', newDepartmentId: named().departmentSales.id }]);
		expect(session()).toMatchObject({ departmentId: named().departmentSales.id, userId: null });
	});

	test('to an agent, by either ID', async () => {
		for (const agentId of [named().agentJoao.id, String(named().agentJoao.userId)]) {
			session().userId = null;
			await run(
				'transfer',
				inSession({ transferTo: 'agent', agentId: located('id', agentId), options: { stopBotInExecution: false } }),
			);
			expect(bodies('PUT').at(-1)).toEqual({
				type: 'USER',
				newUserId: named().agentJoao.userId,
				options: { stopBotInExecution: false },
			});
			expect(session().userId).toBe(named().agentJoao.userId);
		}
	});

	test.each([
		['department', /"Department" is empty/],
		['agent', /"Agent" is empty/],
		['nobody', /"Transfer To" is "nobody"/],
	])('without a target (%s) it is refused before any request', async (transferTo, message) => {
		const nobody = { departmentId: located('id', NOTHING), agentId: located('id', NOTHING) };
		const result = await run('transfer', inSession({ transferTo: `={{ "${transferTo}" }}`, ...nobody }));
		expect(failed(result)).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});
});

describe('session.assignAgent', () => {
	test('agents are listed once; an unknown one stops the run before anything is written', async () => {
		const parameters = inSession({ agentId: located('id', '={{ $json.agent }}') });
		const unknown = '00000000-1111-4222-8333-444444444444';
		const stopped = await run('assignAgent', parameters, [{ agent: named().agentMaria.id }, { agent: unknown }]);
		expect(failed(stopped)).toMatch(new RegExp(`No agent of the account has the ID ${unknown} \\[item 1\\]`));
		expect(routes()).toEqual(['GET /core/v1/agent']);
	});

	test('sends the user ID', async () => {
		await run(
			'assignAgent',
			inSession({ agentId: located('id', named().agentJoao.id), options: { stopBotInExecution: true } }),
		);
		expect(bodies('PUT')).toEqual([{ userId: named().agentJoao.userId, options: { stopBotInExecution: true } }]);
		expect(session().userId).toBe(named().agentJoao.userId);
	});
});

describe('session.update', () => {
	const update = async (updateFields: Json, more: Json = {}) => {
		const result = await run('update', inSession({ updateFields, ...more }));
		return { result, body: bodies('PUT').at(-1) };
	};

	test('sends every field, and exactly those', async () => {
		const { result, body } = await update(
			{
				status: 'IN_PROGRESS',
				endAt: '2026-01-31T14:00:00',
				number: '2026-7',
				departmentId: located('id', named().departmentSales.id),
				agentId: located('id', named().agentJoao.id),
				classificationAmount: 0,
				classificationCategory: 'WON',
				classificationDescription: 'Annual plan',
				metadata: { values: [{ key: 'order', value: '7' }] },
				metadataRemove: 'old',
			},
			{ options: { stopBotInExecution: false } },
		);
		expect(result.error).toBeUndefined();
		expect(body).toEqual({
			status: 'IN_PROGRESS',
			// The workflow's time zone is America/Sao_Paulo.
			endAt: '2026-01-31T17:00:00.000Z',
			number: '2026-7',
			departmentId: named().departmentSales.id,
			userId: named().agentJoao.userId,
			classification: { amount: 0, category: 'WON', description: 'Annual plan' },
			metadata: { order: '7', old: null },
			options: { stopBotInExecution: false },
			fields: ['Classification', 'DepartmentId', 'EndAt', 'Metadata', 'Number', 'Status', 'UserId'],
		});
		expect(session()).toMatchObject({ number: '2026-7', userId: named().agentJoao.userId });
	});

	test.each<[string, Json, Json]>([
		['number', { number: '2026-8' }, { number: '2026-8', fields: ['Number'] }],
		['number cleared', { number: '' }, { number: null, fields: ['Number'] }],
		['agent cleared', { agentId: located('list', '') }, { userId: null, fields: ['UserId'] }],
		['department cleared', { departmentId: located('list', '') }, { departmentId: null, fields: ['DepartmentId'] }],
		['end date cleared', { endAt: '' }, { endAt: null, fields: ['EndAt'] }],
		['amount alone', { classificationAmount: 12.5 }, { classification: { amount: 12.5 }, fields: ['Classification'] }],
		[
			'description cleared',
			{ classificationDescription: '' },
			{ classification: { description: null }, fields: ['Classification'] },
		],
		['a metadata key removed', { metadataRemove: 'order' }, { metadata: { order: null }, fields: ['Metadata'] }],
		[
			'metadata as JSON',
			{ metadataJson: '{"vip": false, "n": 0}' },
			{ metadata: { vip: false, n: 0 }, fields: ['Metadata'] },
		],
	])('%s: sends that and nothing else', async (_, fields, expected) => {
		const { result, body } = await update(fields);
		expect(result.error).toBeUndefined();
		expect(body).toEqual(expected);
	});

	test.each<[string, Json, RegExp]>([
		['nothing', {}, /"Update Fields" is empty/],
		['an empty status', { status: '' }, /"Status" is empty/],
		['an unknown category', { classificationCategory: 'MAYBE' }, /"Classification Category" is "MAYBE"/],
		['an amount that is none', { classificationAmount: 'much' }, /"Classification Amount" must be a number/],
		[
			'a key set and removed',
			{ metadataJson: '{"a": 1}', metadataRemove: 'a' },
			/has the key "a", which is also given a value/,
		],
	])('%s is refused before any request', async (_, fields, message) => {
		const { result } = await update(fields);
		expect(failed(result)).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});
});

describe('session.getMessages', () => {
	test('simple, with file; raw when wanted', async () => {
		const result = await run('getMessages', inSession({ returnAll: true }));
		const messages = result.json(NODE);
		expect(messages).toHaveLength(simulator.account.messagesOfSession.get(session().id)?.length ?? -1);
		expect(messages.find(({ id }) => id === named().messageWithImage.id)).toMatchObject({
			fileMimeType: expect.stringContaining('image/'),
			fileUrl: expect.stringContaining('http'),
		});
		expect(messages[0]).not.toHaveProperty('details');
		const raw = await run('getMessages', inSession({ limit: 1, simplify: false }));
		expect(raw.json(NODE)).toHaveLength(1);
		expect(raw.json(NODE)[0]).toHaveProperty('details');
	});

	test('filters by dates in the time zone of the workflow, and sorts', async () => {
		await run(
			'getMessages',
			inSession({
				filters: { createdAtAfter: '2026-01-01T00:00:00', updatedAtBefore: '2030-01-01T00:00:00Z' },
				sort: { orderBy: 'createdAt', orderDirection: 'ASCENDING' },
			}),
		);
		expect(simulator.requests[0]?.query).toMatchObject({
			'CreatedAt.After': '2026-01-01T03:00:00.000Z',
			'UpdatedAt.Before': '2030-01-01T00:00:00.000Z',
			OrderBy: 'createdAt',
			OrderDirection: 'ASCENDING',
			PageSize: '50',
		});
	});
});

describe('session.getMessages with files', () => {
	test('downloads them on request, each beside its own message', async () => {
		const result = await run(
			'getMessages',
			inSession({ returnAll: true, options: { downloadFile: true, binaryPropertyName: 'file' } }),
		);
		expect(result.error).toBeUndefined();
		const item = (id: string) => result.items(NODE).find(({ json }) => json.id === id);
		expect(item(named().messageWithImage.id)?.binary?.file?.mimeType).toMatch(/^image\//);
		expect(item(named().messageWithDocument.id)?.binary?.file?.fileName).toBe(named().fileDocument.name);
		expect(item(named().messageInbound.id)?.binary ?? {}).toEqual({});
	});
});

describe('session.createNote, getAllNotes, deleteNote', () => {
	test('a note with text and files is saved, listed and deleted', async () => {
		const created = await run(
			'createNote',
			inSession({
				text: 'Prefers mornings',
				additionalFields: {
					fileUrls: 'https://example.com/a,b.pdf, https://example.com/c.pdf',
					fileIds: named().fileDocument.id,
				},
			}),
		);
		expect(bodies()).toEqual([
			{
				text: 'Prefers mornings',
				filesUrls: ['https://example.com/a,b.pdf', 'https://example.com/c.pdf'],
				filesIds: [named().fileDocument.id],
			},
		]);
		const [note] = created.json(NODE);
		expect(note).toMatchObject({ type: 'NOTE', text: 'Prefers mornings' });
		const listed = await run('getAllNotes', inSession({ returnAll: true }));
		expect(listed.json(NODE).map(({ id }) => id)).toContain(note?.id);
		const deleted = await run('deleteNote', { noteId: note?.id });
		expect(deleted.json(NODE)).toEqual([{ deleted: true, id: note?.id }]);
		expect(simulator.account.notes.has(String(note?.id))).toBe(false);
	});

	test('a file that is no web address is refused', async () => {
		const result = await run(
			'createNote',
			inSession({ additionalFields: { fileUrls: 'https://example.com/a.pdf, b.pdf' } }),
		);
		expect(failed(result)).toMatch(/"File URLs" is not a web address/);
		expect(simulator.requests).toEqual([]);
	});
});

describe('the marker of a question that waits', () => {
	const metadata = { order: 7, n8nAsk: { v: 1, secret: 'marker' } };

	test.each([true, false])('is in no output (Simplify %s)', async (simplify) => {
		const outputs: Json[] = [];
		for (const [operation, parameters] of [
			['get', inSession({ options: { includeDetails: [] } })],
			['getAll', { returnAll: true }],
			['update', inSession({ updateFields: { metadata: { values: [{ key: 'color', value: 'red' }] } } })],
			['changeStatus', inSession({ newStatus: 'PENDING' })],
		] as Array<[string, Json]>) {
			session().metadata = { ...metadata };
			const result = await run(operation, { ...parameters, simplify });
			expect(result.error).toBeUndefined();
			expect(JSON.stringify(result.items(NODE))).not.toContain('n8nAsk');
			outputs.push(...result.json(NODE).filter(({ id }) => id === session().id));
		}
		expect(outputs.length).toBeGreaterThan(1);
		expect(outputs[0]?.metadata).toEqual({ order: 7 });
	});
});
