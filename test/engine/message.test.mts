import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IBinaryData } from 'n8n-workflow';
import { startBed } from '../bed/bed.mts';
import { Container, core, type EngineRun, NODE, type NodeSetup } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { options as optionsOf, search } from '../bed/pickers.mts';

type Json = Record<string, unknown>;

const { simulator, named, account, run: runNode } = startBed();

const PNG = { data: Buffer.from('a photo').toString('base64'), mimeType: 'image/png', fileName: 'photo.png' };
const MP3 = { data: Buffer.from('a song').toString('base64'), mimeType: 'audio/mpeg', fileName: 'song.mp3' };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UNKNOWN = '11111111-2222-4333-8444-555555555555';

/** An empty value by expression; a plain one of a required field n8n refuses itself. */
const NOTHING = '={{ "" }}';

const run = async (
	operation: string,
	parameters: Json,
	items: Json[] = [{}],
	setup: Partial<NodeSetup> = {},
	more: { binary?: 'memory' | 'files' } = {},
) =>
	await runNode({ parameters: { resource: 'message', operation, ...parameters }, ...setup }, items, {
		items: items.map((json) => ({ json: json as never, binary: { data: PNG, song: MP3 } })),
		...more,
	});
const routes = () => simulator.requests.map(({ method, route }) => `${method} ${route}`);
const sent = () => routes().filter((route) => route.startsWith('POST /chat'));
const bodies = (route?: string) =>
	simulator.requests
		.filter((one) => one.method === 'POST' && (route === undefined || one.route === route))
		.map(({ body }) => body as Json);
const failed = (result: EngineRun) => result.error?.message;
const whatsapp = () => located('list', named().channelWhatsapp.id);
const NUMBER = '551140028922';
const ANA = '5511999999999';
const toAna = (more: Json = {}): Json => ({ from: whatsapp(), to: '(11) 99999-9999', text: 'Hello', ...more });
const toSession = (id: string, more: Json = {}): Json => ({
	recipientType: 'session',
	sessionId: located('id', id),
	text: 'Hello',
	...more,
});
const toContact = (id: string, more: Json = {}): Json => ({
	recipientType: 'contact',
	contactId: located('id', id),
	from: whatsapp(),
	text: 'Hello',
	...more,
});
const messageTexts = (sessionId: string) =>
	(simulator.account.messagesOfSession.get(sessionId) ?? []).map(({ text }) => text);

describe('message.sendText', () => {
	test('goes to a number through the queued route, with a sender ID of its own', async () => {
		const result = await run('sendText', toAna());
		expect(result.error).toBeUndefined();
		expect(routes()).toEqual(['GET /chat/v1/channel', 'POST /chat/v1/send/text']);
		expect(bodies()).toEqual([{ from: NUMBER, to: ANA, text: 'Hello', senderId: expect.stringMatching(UUID) }]);
		expect(result.json(NODE)).toEqual([
			expect.objectContaining({ status: 'QUEUED', sessionId: named().sessionInProgress.id }),
		]);
		expect(messageTexts(named().sessionInProgress.id).at(-1)).toBe('Hello');
	});

	test('takes a channel by number or @name, or none', async () => {
		await run('sendText', toAna({ from: located('number', '(11) 4002-8922') }));
		await run('sendText', toAna({ from: located('list', '') }));
		await run('sendText', toAna({ from: located('number', '@loja.exemplo'), to: '@elisa.prado' }));
		expect(bodies().map(({ from, to }) => [from, to])).toEqual([
			[NUMBER, ANA],
			[undefined, ANA],
			['@loja.exemplo', '@elisa.prado'],
		]);
	});

	test('a session is answered in the session', async () => {
		await run('sendText', toSession(named().sessionPending.id));
		expect(routes()).toEqual(['POST /chat/v1/send/text']);
		expect(bodies()[0]).toEqual({ sessionId: named().sessionPending.id, text: 'Hello', senderId: expect.any(String) });
	});

	test('a contact is looked up for its number, or its @name for an Instagram channel', async () => {
		const { contactWithoutNinthDigit, contactInstagram, channelInstagram } = named();
		await run('sendText', toContact(contactWithoutNinthDigit.id));
		await run('sendText', { ...toContact(''), contactId: located('phone', '(31) 98888-7777') });
		await run('sendText', toContact(contactInstagram.id, { from: located('list', channelInstagram.id) }));
		expect(bodies().map(({ to }) => to)).toEqual(['553188887777', '553188887777', '@elisa.prado']);
	});

	test('a contact who cannot be reached on the channel is refused, and the others go out', async () => {
		const result = await run(
			'sendText',
			toContact('={{ $json.contact }}'),
			[{ contact: named().contactInstagram.id }, { contact: named().contactAna.id }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.json('Failed')[0]?.message).toMatch(/The contact Elisa Prado has no phone number to send to/);
		expect(result.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(bodies().map(({ to }) => to)).toEqual([ANA]);
	});

	test('all options of the queued route', async () => {
		const { agentMaria, departmentSales, messageInbound } = named();
		const options = {
			replyToId: messageInbound.id,
			senderId: 'order-7',
			callbackUrl: 'https://example.com/sent',
			delayTyping: 3,
			departmentId: located('id', departmentSales.id),
			agentId: located('id', agentMaria.id),
			enableBot: false,
			hiddenSession: false,
			forceStartSession: true,
		};
		const result = await run('sendText', toAna({ options }));
		expect(result.error).toBeUndefined();
		expect(bodies()).toEqual([
			{
				from: NUMBER,
				to: ANA,
				text: 'Hello',
				refId: messageInbound.id,
				senderId: 'order-7',
				callbackUrl: 'https://example.com/sent',
				delayTyping: 3,
				options: {
					enableBot: false,
					hiddenSession: false,
					forceStartSession: true,
					user: { id: agentMaria.userId },
					department: { id: departmentSales.id },
				},
			},
		]);
		const started = simulator.account.sessions.get(String(result.json(NODE)[0]?.sessionId));
		expect(started).toMatchObject({
			userId: agentMaria.userId,
			departmentId: departmentSales.id,
			status: 'IN_PROGRESS',
		});
		expect(simulator.account.sessions.get(named().sessionInProgress.id)).toMatchObject({ status: 'COMPLETED' });
	});

	test('an option about a new session turns the session into addresses', async () => {
		const { sessionCompleted } = named();
		const result = await run('sendText', toSession(sessionCompleted.id, { options: { hiddenSession: true } }));
		expect(result.error).toBeUndefined();
		expect(bodies()[0]).toEqual({
			from: NUMBER,
			to: '+5491122334455',
			text: 'Hello',
			senderId: expect.any(String),
			options: { hiddenSession: true },
		});
		expect(simulator.account.sessions.get(String(result.json(NODE)[0]?.sessionId))).toMatchObject({ status: 'HIDDEN' });
	});

	test('waits for the result on the sync route', async () => {
		const { agentMaria } = named();
		const options = { waitForResult: true, enableBot: true, agentId: located('list', String(agentMaria.userId)) };
		const result = await run('sendText', toAna({ options }));
		expect(sent()).toEqual(['POST /chat/v1/message/send-sync']);
		expect(bodies()).toEqual([
			{ from: NUMBER, to: ANA, body: { text: 'Hello' }, user: { id: agentMaria.userId }, options: { enableBot: true } },
		]);
		expect(result.json(NODE)[0]).toMatchObject({ status: 'DELIVERED', text: 'Hello' });
	});

	test('a chatbot for the reply takes the route that has one, for a session by its addresses', async () => {
		const { chatbotAutomation, sessionInProgress } = named();
		const options = { chatbotKey: located('id', chatbotAutomation.key) };
		await run('sendText', toSession(sessionInProgress.id, { options }));
		expect(sent()).toEqual(['POST /chat/v1/message/send']);
		expect(bodies()).toEqual([{ from: NUMBER, to: ANA, botKey: chatbotAutomation.key, body: { text: 'Hello' } }]);
	});

	test.each([
		['the recipient is empty', { to: NOTHING }, /"To" is empty/],
		['the recipient is no number', { to: 'Ana' }, /"To" is not a phone number: "Ana"/],
		['the text is empty', { text: NOTHING }, /"Text" is empty/],
		['the channel is none', { from: located('number', 'shop') }, /"From" is not a phone number/],
		[
			'waiting meets a sender ID',
			{ options: { waitForResult: true, senderId: 'a' } },
			/"Wait for Result" cannot be combined with Sender ID/,
		],
		[
			'a chatbot meets a callback',
			{ options: { chatbotKey: located('id', UNKNOWN), callbackUrl: 'https://a.example' } },
			/"Chatbot" cannot be combined with Callback URL/,
		],
		[
			'a chatbot meets typing',
			{ options: { chatbotKey: located('id', UNKNOWN), delayTyping: 2 } },
			/"Chatbot" cannot be combined with Delay Typing/,
		],
		[
			'typing lasts too long',
			{ options: { delayTyping: 26 } },
			/"Delay Typing \(Seconds\)" must be between 0 and 25, but is 26/,
		],
		['the callback is none', { options: { callbackUrl: 'example.com' } }, /"Callback URL" is not a web address/],
	])('is refused before any request when %s', async (_, more, message) => {
		const result = await run('sendText', toAna(more), [{}, {}]);
		expect(failed(result)).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test.each([
		['an unknown channel', () => ({ from: located('list', UNKNOWN) }), /No channel of the account has the ID/],
		[
			'a channel without an address',
			() => ({ from: located('list', named().channelMessenger.id) }),
			/has no number and no @name to send from/,
		],
		[
			'an agent without a user',
			() => ({ options: { agentId: located('id', named().agentWithoutUser.id) } }),
			/Integração Externa has no user/,
		],
	])('%s is refused before anything is sent', async (_, more, message) => {
		const result = await run('sendText', toAna(more()), [{}, {}]);
		expect(failed(result)).toMatch(message);
		expect(sent()).toEqual([]);
	});

	test.each(['sessionMessenger', 'sessionInstagram'] as const)('%s is waited for in the session', async (session) => {
		const { id } = named()[session];
		const result = await run('sendText', toSession(id, { options: { waitForResult: true } }));
		expect(result.error).toBeUndefined();
		expect(routes()).toEqual(['POST /chat/v1/session/{id}/message/sync']);
		expect(result.json(NODE)[0]).toMatchObject({ sessionId: id, status: expect.stringMatching(/SENT|DELIVERED|READ/) });
	});

	test('what the channel did not take is an error, not a success', async () => {
		const { id } = named().sessionExpiredWindow;
		const result = await run('sendText', toSession(id, { options: { waitForResult: true } }), [{}], {
			onError: 'continueErrorOutput',
		});
		expect(result.items(NODE)).toEqual([]);
		const [item] = result.json('Failed');
		expect(item?.message).toMatch(/The channel did not take the message .*Janela de 24 horas fechada/);
		expect(item?.error).toMatchObject({ code: 'INVALID_REQUEST', httpStatus: 200, ambiguous: false, retryable: false });
	});

	test('Messenger has no address for options that need one', async () => {
		const result = await run(
			'sendText',
			toSession(named().sessionMessenger.id, { options: { waitForResult: true, forceStartSession: true } }),
			[{}],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.json('Failed')[0]?.message).toMatch(
			/has no phone number and no Instagram name\. Use the Session resource/,
		);
		expect(sent()).toEqual([]);
	});

	test('keeps the order per recipient, however its number is written', async () => {
		const spellings = ['(11) 99999-9999', '+55 11 9999-9999', '5511999999999', '11 99999 9999'];
		const items = Array.from({ length: 12 }, (_, index) => ({ to: spellings[index % 4], text: `${index}` }));
		simulator.faults.add({ probability: 0.5, fault: { kind: 'latency', ms: 30 } });
		await run('sendText', toAna({ to: '={{ $json.to }}', text: '={{ $json.text }}' }), items);
		expect(bodies().map(({ text }) => text)).toEqual(items.map(({ text }) => text));
	});

	test('a lost answer is looked up; the message goes out once', async () => {
		simulator.faults.add({ match: { route: '/chat/v1/send/text' }, times: 1, fault: { kind: 'resetAfter' } });
		const result = await run('sendText', toAna());
		expect(result.json(NODE)[0]).toMatchObject({ senderId: bodies()[0]?.senderId });
		expect(messageTexts(named().sessionInProgress.id).filter((text) => text === 'Hello')).toHaveLength(1);
	});

	test('on the sync route a lost answer is ambiguous and not sent again', async () => {
		simulator.faults.add({ match: { route: '/chat/v1/message/send-sync' }, times: 1, fault: { kind: 'resetAfter' } });
		const result = await run('sendText', toAna({ options: { waitForResult: true } }), [{}], {
			onError: 'continueErrorOutput',
		});
		expect(result.json('Failed')[0]?.error).toMatchObject({ ambiguous: true, retryable: false });
		expect(bodies()).toHaveLength(1);
	});
});

describe('message.sendFile', () => {
	const file = (more: Json = {}) => toAna({ fileSource: 'binary', ...more });

	test.each(['memory', 'files'] as const)(
		'a binary in %s is uploaded once, with its bytes, for many recipients',
		async (binary) => {
			const items = [{ to: '(11) 99999-9999' }, { to: '(31) 8888-7777' }, { to: '(11) 99999-9999' }];
			const bytes = Buffer.alloc(300_000, 'jpg');
			let photo: IBinaryData = { data: bytes.toString('base64'), mimeType: 'image/jpeg', fileName: 'photo.jpg' };
			if (binary === 'files') {
				const service = Container.get(core.BinaryDataService);
				await service.init();
				photo = await service.store(core.FileLocation.ofExecution('engine-test', '1'), bytes, {
					data: '',
					mimeType: 'image/jpeg',
					fileName: 'photo.jpg',
				});
				expect(photo.id).toMatch(/^filesystem/);
			}
			const result = await runNode(
				{
					parameters: {
						resource: 'message',
						operation: 'sendFile',
						...file({ to: '={{ $json.to }}', caption: 'Look' }),
					},
				},
				items,
				{ binary, items: items.map((json) => ({ json, binary: { data: photo } })) },
			);
			expect(result.error).toBeUndefined();
			expect(routes().filter((route) => route === 'POST /core/v2/file')).toHaveLength(1);
			const images = bodies('/chat/v1/send/image');
			expect(images).toHaveLength(3);
			expect(images[0]).toEqual({
				from: NUMBER,
				to: ANA,
				fileIdOrUrl: expect.stringMatching(UUID),
				text: 'Look',
				senderId: expect.any(String),
			});
			expect(simulator.account.files.get(String(images[0]?.fileIdOrUrl))).toMatchObject({
				name: 'photo.jpg',
				mimeType: 'image/jpeg',
				type: 'IMAGE',
				uploadedSize: 300_000,
			});
		},
	);

	test.each([
		['data', 'auto', 'image'],
		['song', 'auto', 'audio'],
		['data', 'document', 'document'],
	])('%s as %s is sent as %s', async (binaryPropertyName, fileKind, route) => {
		await run('sendFile', file({ binaryPropertyName, fileKind }));
		expect(sent()).toEqual([`POST /chat/v1/send/${route}`]);
	});

	test('URLs and stored files need no upload', async () => {
		const { fileDocument } = named();
		await run('sendFile', file({ fileSource: 'url', fileUrl: 'https://example.com/tour.mp4?x=1' }));
		await run('sendFile', file({ fileSource: 'fileId', fileId: fileDocument.id }));
		expect(sent()).toEqual(['POST /chat/v1/send/video', 'POST /chat/v1/send/document']);
		expect(bodies().map(({ fileIdOrUrl }) => fileIdOrUrl)).toEqual([
			'https://example.com/tour.mp4?x=1',
			fileDocument.id,
		]);
	});

	test('waits for the result with the file in the content', async () => {
		const result = await run('sendFile', file({ caption: 'Look', options: { waitForResult: true } }));
		const body = bodies('/chat/v1/message/send-sync')[0];
		expect(body).toEqual({ from: NUMBER, to: ANA, body: { text: 'Look', fileId: expect.stringMatching(UUID) } });
		expect(result.json(NODE)[0]).toMatchObject({ type: 'IMAGE', status: 'DELIVERED' });
	});

	test.each([
		[
			'a binary field is missing',
			{ binaryPropertyName: 'nope' },
			/"Input Binary Field" is "nope", but the item has "data", "song"/,
		],
		['audio has a caption', { binaryPropertyName: 'song', caption: 'Hi' }, /"Caption" cannot go with audio/],
		['the kind does not fit', { fileKind: 'video' }, /"File Kind" is video, but the file "photo.png" is image\/png/],
		['the URL is none', { fileSource: 'url', fileUrl: 'a.pdf' }, /"File URL" is not a web address/],
		['the file ID is none', { fileSource: 'fileId', fileId: 'x' }, /"File ID" is not a valid ID/],
		[
			'waiting meets a chosen kind',
			{ fileKind: 'image', options: { waitForResult: true } },
			/"Wait for Result" cannot be combined with a chosen File Kind/,
		],
	])('is refused before any request when %s', async (_, more, message) => {
		const result = await run('sendFile', file(more));
		expect(failed(result)).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test('an upload that fails sends nothing and shows no upload URL', async () => {
		simulator.faults.add({
			match: { route: '/core/v2/file', method: 'POST' },
			fault: { kind: 'error', status: 400, text: 'Arquivo grande demais' },
		});
		const result = await run('sendFile', file(), [{}], { onError: 'continueErrorOutput' });
		expect(result.json('Failed')[0]?.message).toMatch(/Arquivo grande demais/);
		expect(sent()).toEqual([]);
		expect(result.stored).not.toContain('X-Amz-Signature');
	});
});

const templateWith = (values: Json, more: Json = {}): Json => ({
	from: whatsapp(),
	to: '(21) 97777-0001',
	templateId: located('id', named().templateWithParams.id),
	templateParametersMode: 'json',
	templateParametersJson: JSON.stringify(values),
	...more,
});

describe('message.sendTemplate', () => {
	const values = { nome: 'Bia', pedido: 7 };

	test('starts a conversation with a number nobody knows', async () => {
		const result = await run('sendTemplate', templateWith(values));
		expect(result.error).toBeUndefined();
		expect(bodies('/chat/v1/send/template')).toEqual([
			{
				from: NUMBER,
				to: '5521977770001',
				templateId: named().templateWithParams.id,
				parameters: { nome: 'Bia', pedido: '7' },
				senderId: expect.stringMatching(UUID),
			},
		]);
		expect(messageTexts(String(result.json(NODE)[0]?.sessionId))).toEqual(['Olá Bia, seu pedido 7 foi confirmado.']);
	});

	test('takes the values of the form, by expression per item', async () => {
		await run(
			'sendTemplate',
			{
				...templateWith({}),
				templateParametersMode: 'fields',
				templateParameters: { mappingMode: 'defineBelow', value: { nome: '={{ $json.name }}', pedido: 1042 } },
			},
			[{ name: 'Ana' }, { name: 'Bia' }],
		);
		expect(bodies('/chat/v1/send/template').map(({ parameters }) => parameters)).toEqual([
			{ nome: 'Ana', pedido: '1042' },
			{ nome: 'Bia', pedido: '1042' },
		]);
		expect(routes().filter((route) => route === 'GET /chat/v1/template')).toHaveLength(1);
	});

	test('a session and a contact are read for their addresses first', async () => {
		const { sessionExpiredWindow, contactWithoutNinthDigit } = named();
		await run('sendTemplate', {
			...templateWith(values),
			recipientType: 'session',
			sessionId: located('id', sessionExpiredWindow.id),
		});
		await run('sendTemplate', {
			...templateWith(values),
			recipientType: 'contact',
			contactId: located('id', contactWithoutNinthDigit.id),
		});
		expect(bodies('/chat/v1/send/template').map(({ to, from, sessionId }) => [to, from, sessionId])).toEqual([
			['553188887777', NUMBER, sessionExpiredWindow.id],
			['553188887777', NUMBER, undefined],
		]);
	});

	test('session metadata, callback and options', async () => {
		const { departmentSales } = named();
		const result = await run(
			'sendTemplate',
			templateWith(values, {
				options: {
					callbackUrl: 'https://example.com/sent',
					sessionMetadata: { values: [{ key: 'order', value: '7' }] },
					sessionMetadataJson: '{"total": 12.5}',
					departmentId: located('id', departmentSales.id),
					hiddenSession: true,
				},
			}),
		);
		expect(bodies('/chat/v1/send/template')[0]).toMatchObject({
			callbackUrl: 'https://example.com/sent',
			sessionMetadata: { order: '7', total: 12.5 },
			options: { hiddenSession: true, department: { id: departmentSales.id } },
		});
		expect(simulator.account.sessions.get(String(result.json(NODE)[0]?.sessionId))).toMatchObject({
			status: 'HIDDEN',
			departmentId: departmentSales.id,
			metadata: { order: '7', total: 12.5 },
		});
	});

	test('a header file is uploaded as what the template says', async () => {
		const { templateWithImageHeader, templateWithDocumentHeader } = named();
		const withHeader = (id: string) =>
			templateWith({ nome: 'Bia' }, { templateId: located('id', id), headerFile: true, fileSource: 'binary' });
		await run('sendTemplate', withHeader(templateWithImageHeader.id));
		await run('sendTemplate', withHeader(templateWithDocumentHeader.id));
		const files = bodies('/chat/v1/send/template').map(
			({ fileIdOrUrl }) => simulator.account.files.get(String(fileIdOrUrl))?.type,
		);
		expect(files).toEqual(['IMAGE', 'DOCUMENT']);
	});

	test('waiting and a chatbot for the reply take the other routes', async () => {
		const { chatbotAutomation, templateWithParams } = named();
		const options = { waitForResult: true, chatbotKey: located('id', chatbotAutomation.key) };
		const result = await run('sendTemplate', templateWith(values, { options }));
		expect(bodies('/chat/v1/message/send-sync')).toEqual([
			{
				from: NUMBER,
				to: '5521977770001',
				botKey: chatbotAutomation.key,
				body: { templateId: templateWithParams.id, parameters: { nome: 'Bia', pedido: '7' } },
			},
		]);
		expect(result.json(NODE)[0]).toMatchObject({ status: 'DELIVERED' });
	});

	test('an ID that is not in the list goes through with what the user gave', async () => {
		const result = await run('sendTemplate', templateWith({ x: 1 }, { templateId: located('id', UNKNOWN) }), [{}], {
			onError: 'continueErrorOutput',
		});
		expect(bodies('/chat/v1/send/template')[0]).toMatchObject({ templateId: UNKNOWN, parameters: { x: '1' } });
		expect(result.json('Failed')[0]?.message).toMatch(/Modelo não encontrado/);
	});

	test.each([
		['no channel is given', () => ({ from: located('number', NOTHING) }), /"From" is empty/],
		[
			'a session metadata meets waiting',
			() => ({ options: { waitForResult: true, sessionMetadataJson: '{"a": 1}' } }),
			/"Wait for Result" cannot be combined with Session Metadata/,
		],
		['the template is none', () => ({ templateId: located('id', '={{ "hello" }}') }), /"Template" is not a valid ID/],
	])('is refused before any request when %s', async (_, more, message) => {
		const result = await run('sendTemplate', templateWith(values, more()));
		expect(failed(result)).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});

	test.each([
		['a value is missing', () => templateWith({ nome: 'Bia' }), /lacks a value for "pedido"/],
		[
			'the header file is missing',
			() => templateWith({ nome: 'Bia' }, { templateId: located('id', named().templateWithImageHeader.id) }),
			/needs a file \(image\) for its header/,
		],
		[
			'the header file is of another type',
			() =>
				templateWith(
					{ nome: 'Bia' },
					{
						templateId: located('id', named().templateWithImageHeader.id),
						headerFile: true,
						fileSource: 'binary',
						binaryPropertyName: 'song',
					},
				),
			/header of the template "Promoção do mês" is image, but the file "song.mp3" is audio\/mpeg/,
		],
	])('nothing is sent for any item when %s', async (_, parameters, message) => {
		const result = await run('sendTemplate', parameters(), [{}, {}]);
		expect(failed(result)).toMatch(message);
		expect(sent()).toEqual([]);
	});
});

describe('message.sendTemplate and message.sendOtp, the pickers of templates', () => {
	const ids = async (parameters: Json, method = 'searchTemplates') =>
		(
			await search(account(), method, undefined, {
				resource: 'message',
				operation: 'sendTemplate',
				...parameters,
			} as never)
		).map(({ value }) => value);

	test('follow the channel that sends, given as channel or as number', async () => {
		const { channelWhatsapp, channelWhatsappUnofficial, templateWithParams, templateUnofficial } = named();
		for (const from of [located('list', channelWhatsapp.id), located('number', '(11) 4002-8922')]) {
			const found = await ids({ recipientType: 'phone', from });
			expect(found).toContain(templateWithParams.id);
			expect(found).not.toContain(templateUnofficial.id);
		}
		expect(await ids({ recipientType: 'phone', from: located('list', channelWhatsappUnofficial.id) })).toContain(
			templateUnofficial.id,
		);
	});

	test('follow the session, whatever is left in From', async () => {
		const { channelWhatsapp, sessionUnofficial, templateWithParams, templateUnofficial } = named();
		const found = await ids({
			recipientType: 'session',
			sessionId: located('list', sessionUnofficial.id),
			from: located('list', channelWhatsapp.id),
		});
		expect(found).toContain(templateUnofficial.id);
		expect(found).not.toContain(templateWithParams.id);
	});

	test('leave drafts and archived ones out', async () => {
		const { templateDraft } = named();
		const archived = [...simulator.account.templates.values()].find((one) => one.archived)?.id;
		const found = await ids({});
		expect(found).not.toContain(templateDraft.id);
		expect(found).not.toContain(archived);
	});

	test('for one-time passwords only those for authentication', async () => {
		expect(await ids({ operation: 'sendOtp' }, 'searchOtpTemplates')).toEqual([named().templateAuthentication.id]);
	});

	test('departments for filters', async () => {
		expect(await optionsOf(account(), 'getDepartments')).toContainEqual({
			name: 'Vendas',
			value: named().departmentSales.id,
		});
	});
});

describe('message.sendTemplateBatch', () => {
	const BATCH = '/chat/v1/send/template/batch';
	const many = (count: number) =>
		Array.from({ length: count }, (_, index) => ({ to: `(21) 9${String(70_000_000 + index)}`, order: index }));
	const batch = (more: Json = {}) => ({
		...templateWith({}),
		to: '={{ $json.to }}',
		templateParametersJson: '={{ {"nome": "Cliente", "pedido": $json.order} }}',
		...more,
	});

	test('250 items are three requests, and one result item per input item, paired', async () => {
		const result = await run('sendTemplateBatch', batch(), many(250));
		expect(result.error).toBeUndefined();
		const requests = bodies(BATCH);
		expect(requests.map(({ messages }) => (messages as Json[]).length)).toEqual([100, 100, 50]);
		const senderIds = requests.flatMap(({ messages }) => (messages as Json[]).map(({ senderId }) => senderId));
		expect(new Set(senderIds).size).toBe(250);
		expect(result.json(NODE).map(({ senderId }) => senderId)).toEqual(senderIds);
		expect(result.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual(many(250).map((_, item) => ({ item })));
	});

	test.each(['shuffled', 'ordered'] as const)('results in %s order are matched by sender ID', async (batchResults) => {
		simulator.quirks.batchResults = batchResults;
		const result = await run(
			'sendTemplateBatch',
			batch({ options: { senderId: '=order-{{ $json.order }}' } }),
			many(5),
		);
		expect(result.json(NODE).map(({ senderId }) => senderId)).toEqual([
			'order-0',
			'order-1',
			'order-2',
			'order-3',
			'order-4',
		]);
		for (const { senderId, sessionId } of result.json(NODE)) {
			expect(messageTexts(String(sessionId))[0]).toContain(`pedido ${String(senderId).slice(6)} `);
		}
	});

	test('a missing result is looked up, and ambiguous when it is not found', async () => {
		simulator.quirks.batchResults = 'incomplete';
		const found = await run('sendTemplateBatch', batch(), many(3));
		expect(found.json(NODE)).toHaveLength(3);
		simulator.quirks.sendStatusBySenderId = false;
		const result = await run('sendTemplateBatch', batch(), many(3), { onError: 'continueErrorOutput' });
		expect(result.items(NODE)).toHaveLength(2);
		expect(result.json('Failed')).toEqual([
			expect.objectContaining({
				error: expect.objectContaining({ ambiguous: true, retryable: false, endpoint: `POST ${BATCH}` }),
			}),
		]);
		expect(result.items(NODE, 1).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 2 }]);
		expect(bodies(BATCH)).toHaveLength(2);
	});

	test('a refused batch does not take the others along', async () => {
		simulator.faults.add({
			match: { route: BATCH },
			after: 1,
			times: 1,
			fault: { kind: 'error', status: 400, text: 'Lote recusado' },
		});
		const result = await run('sendTemplateBatch', batch({ options: { batchSize: 2 } }), many(6), {
			onError: 'continueErrorOutput',
		});
		expect(result.items(NODE).map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([0, 1, 4, 5]);
		expect(result.json('Failed').map(({ message }) => message)).toEqual([
			expect.stringContaining('Lote recusado'),
			expect.stringContaining('Lote recusado'),
		]);
	});

	test('one that the platform refuses in its answer is an error of that item', async () => {
		const { templateWithImageHeader } = named();
		simulator.faults.add({ match: { route: '/chat/v1/template' }, fault: { kind: 'error', status: 403 } });
		const result = await run(
			'sendTemplateBatch',
			batch({
				templateId: located('id', templateWithImageHeader.id),
				headerFile: '={{ $json.file }}',
				fileSource: 'url',
				fileUrl: 'https://example.com/a.png',
				fileId: NOTHING,
			}),
			[
				{ to: '(21) 97000-0000', file: true },
				{ to: '(21) 97000-0001', file: false },
			],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(result.json('Failed')[0]?.message).toMatch(/refused this one of the batch: O modelo exige um arquivo/);
		expect(result.json('Failed')[0]?.error).toMatchObject({ ambiguous: false });
	});

	test('a recipient who cannot be found is left out of the request', async () => {
		const items = [{ contact: UNKNOWN }, { contact: named().contactAna.id }];
		const result = await run(
			'sendTemplateBatch',
			{
				...batch(),
				recipientType: 'contact',
				contactId: located('id', '={{ $json.contact }}'),
				templateParametersJson: '{"nome": "A", "pedido": 1}',
			},
			items,
			{ onError: 'continueErrorOutput' },
		);
		expect(result.json('Failed')[0]?.error).toMatchObject({ code: 'NOT_FOUND' });
		expect(bodies(BATCH).map(({ messages }) => (messages as Json[]).map(({ to }) => to))).toEqual([[ANA]]);
		expect(result.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
	});

	test('items share a request only when they share channel, template and session options', async () => {
		const items = [...many(4)].map((item, index) => ({ ...item, hidden: index % 2 === 0 }));
		await run('sendTemplateBatch', batch({ options: { hiddenSession: '={{ $json.hidden }}' } }), items);
		expect(bodies(BATCH).map(({ options, messages }) => [options, (messages as Json[]).length])).toEqual([
			[{ hiddenSession: true }, 2],
			[{ hiddenSession: false }, 2],
		]);
	});

	test('one recipient twice: one after the other, in input order', async () => {
		await run('sendTemplateBatch', batch(), [
			{ to: '(21) 97000-0000', order: 1 },
			{ to: '(21) 97000-0001', order: 2 },
			{ to: '+55 21 97000-0000', order: 3 },
		]);
		expect(
			bodies(BATCH).map(({ messages }) => (messages as Json[]).map(({ parameters }) => (parameters as Json).pedido)),
		).toEqual([['1', '2'], ['3']]);
	});

	test('an empty answer is looked up, and a lost one', async () => {
		simulator.quirks.emptyBodies = ['sendTemplateBatch'];
		expect((await run('sendTemplateBatch', batch(), many(2))).json(NODE)).toHaveLength(2);
		simulator.quirks.emptyBodies = false;
		simulator.faults.add({ match: { route: BATCH }, times: 1, fault: { kind: 'cutBody' } });
		expect((await run('sendTemplateBatch', batch(), many(2))).json(NODE)).toHaveLength(2);
		expect(bodies(BATCH)).toHaveLength(2);
	});

	test.each([
		['the batch is too large', { options: { batchSize: 101 } }, /"Batch Size" must be between 1 and 100, but is 101/],
		[
			'the recipient is a session',
			{ recipientType: '={{ "session" }}', sessionId: located('id', UNKNOWN), contactId: located('id', UNKNOWN) },
			/"Recipient Type" is "session", which is not one of contact, phone/,
		],
	])('is refused before any request when %s', async (_, more, message) => {
		const result = await run('sendTemplateBatch', batch(more), many(2));
		expect(failed(result)).toMatch(message);
		expect(simulator.requests).toEqual([]);
	});
});

describe('message.sendOtp', () => {
	const otp = (more: Json = {}) => ({ from: whatsapp(), to: '(11) 99999-9999', ...more });

	test('sends a given code, and returns the one that the platform makes', async () => {
		const { templateAuthentication } = named();
		const options = {
			code: '48213',
			templateId: located('id', templateAuthentication.id),
			senderId: 'login-7',
			callbackUrl: 'https://example.com/otp',
		};
		const result = await run('sendOtp', otp({ options }));
		expect(bodies('/chat/v1/send/otp')).toEqual([
			{
				from: NUMBER,
				to: ANA,
				code: '48213',
				templateId: templateAuthentication.id,
				senderId: 'login-7',
				callbackUrl: 'https://example.com/otp',
			},
		]);
		expect(result.json(NODE)[0]).toMatchObject({ code: '48213', status: 'PENDING' });
		const made = await run('sendOtp', otp());
		expect(made.json(NODE)[0]?.code).toMatch(/^\d{5}$/);
	});

	test('a session and a contact are read for the number; an Instagram session has none', async () => {
		await run('sendOtp', { recipientType: 'session', sessionId: located('id', named().sessionInProgress.id) });
		await run('sendOtp', { ...otp(), recipientType: 'contact', contactId: located('id', named().contactAna.id) });
		expect(bodies('/chat/v1/send/otp').map(({ to, from }) => [to, from])).toEqual([
			[ANA, NUMBER],
			[ANA, NUMBER],
		]);
		const result = await run('sendOtp', {
			recipientType: 'session',
			sessionId: located('id', named().sessionInstagram.id),
		});
		expect(failed(result)).toMatch(/A one-time password cannot go to @elisa.prado/);
	});
});

describe('message.sendTyping', () => {
	test('answers an empty 200 with success', async () => {
		const result = await run('sendTyping', { sessionId: located('id', named().sessionInProgress.id) });
		expect(routes()).toEqual(['POST /chat/v1/send/typing']);
		expect(result.json(NODE)).toEqual([{ success: true }]);
	});
});

describe('message.get, message.getAll and session.getMessages', () => {
	test('simplified or raw', async () => {
		const { messageWithImage, fileImage } = named();
		const simple = await run('get', { messageId: messageWithImage.id });
		expect(simple.json(NODE)[0]).toMatchObject({
			id: messageWithImage.id,
			type: 'IMAGE',
			text: 'Olha a foto',
			fileName: 'foto.png',
		});
		expect(simple.json(NODE)[0]).not.toHaveProperty('details');
		const raw = await run('get', { messageId: messageWithImage.id, simplify: false });
		expect(raw.json(NODE)[0]).toMatchObject({ details: { file: { id: fileImage.id } } });
		expect(raw.items(NODE)[0]).not.toHaveProperty('binary');
	});

	test.each(['memory', 'files'] as const)('a file is downloaded beside the data, kept in %s', async (binary) => {
		const { messageWithImage, fileImage } = named();
		const result = await run(
			'get',
			{ messageId: messageWithImage.id, options: { downloadFile: true } },
			[{}],
			{},
			{ binary },
		);
		expect(result.error).toBeUndefined();
		const [item] = result.items(NODE);
		expect(item?.json).toMatchObject({ id: messageWithImage.id });
		const data = item?.binary?.data;
		expect(data).toMatchObject({ mimeType: 'image/png', fileName: 'foto.png' });
		if (data === undefined) throw new Error('No file');
		if (binary === 'files') expect(data.id).toMatch(/^filesystem/);
		const bytes =
			data.id === undefined
				? Buffer.from(data.data, 'base64')
				: await Container.get(core.BinaryDataService).getAsBuffer(data);
		expect(bytes.equals(fileImage.content ?? Buffer.alloc(0))).toBe(true);
	});

	test.each([
		['message', 'getAll'],
		['session', 'getMessages'],
	])('%s.%s downloads the files of all messages', async (resource, operation) => {
		const { sessionInProgress } = named();
		const result = await run(operation, {
			resource,
			sessionId: located('id', sessionInProgress.id),
			returnAll: true,
			options: { downloadFile: true, binaryPropertyName: 'attachment' },
		});
		const names = result.items(NODE).flatMap(({ binary }) => binary?.attachment?.fileName ?? []);
		expect(names.sort()).toEqual(['audio.ogg', 'contrato.pdf', 'foto.png']);
		expect(result.items(NODE).length).toBeGreaterThan(3);
	});

	test('a large file is streamed to the disk', async () => {
		const { messageWithDocument, fileDocument } = named();
		Object.assign(fileDocument, { content: null, size: 40_000_000 });
		const result = await run(
			'get',
			{ messageId: messageWithDocument.id, options: { downloadFile: true } },
			[{}],
			{},
			{ binary: 'files' },
		);
		expect(result.error).toBeUndefined();
		const { data } = result.items(NODE)[0]?.binary ?? {};
		const { fileSize } = await Container.get(core.BinaryDataService).getMetadata(String(data?.id));
		expect(fileSize).toBe(40_000_000);
	});

	test('a download that fails is an error of its item, without the signed address', async () => {
		simulator.quirks.publicUrlLifetimeMs = -60_000;
		const { messageWithImage, messageInbound } = named();
		const result = await run(
			'get',
			{ messageId: '={{ $json.id }}', options: { downloadFile: true } },
			[{ id: messageWithImage.id }, { id: messageInbound.id }],
			{ onError: 'continueErrorOutput' },
		);
		expect(result.items(NODE).map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(result.json('Failed')[0]?.error).toMatchObject({
			httpStatus: 403,
			code: 'NOT_FOUND',
			endpoint: 'GET (file URL)',
		});
		expect(result.json('Failed')[0]?.message).toMatch(/the file "foto.png" could not be downloaded/);
		expect(JSON.stringify(result.json('Failed'))).not.toContain('Signature');
	});

	describe('from another host', () => {
		let server: Server;
		const seen: IncomingHttpHeaders[] = [];
		let answers: number[] = [];
		beforeEach(async () => {
			seen.length = 0;
			server = createServer((request, response) => {
				seen.push(request.headers);
				response.writeHead(answers.shift() ?? 200, { 'content-type': 'text/plain' });
				response.end(`bytes of ${request.url ?? ''}`);
			});
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		});
		afterEach(() => server.close());
		const file = (digit: string, name: string) => ({
			id: UNKNOWN.replace('1', digit),
			name,
			mimeType: 'text/plain',
			publicUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`,
		});

		test('the token stays home, each file comes once, and a passing fault is tried again', async () => {
			const { messageInbound } = named();
			messageInbound.details = {
				file: file('4', 'one.txt'),
				files: [file('4', 'one.txt'), file('5', 'two.txt')],
				fileAsLink: { file: file('6', 'three.txt') },
			};
			answers = [503];
			const result = await run('get', { messageId: messageInbound.id, options: { downloadFile: true } });
			expect(result.error).toBeUndefined();
			const { binary = {} } = result.items(NODE)[0] ?? {};
			expect(
				Object.entries(binary)
					.map(([name, { fileName }]) => [name, fileName])
					.sort(),
			).toEqual([
				['data', 'one.txt'],
				['data_1', 'two.txt'],
				['data_2', 'three.txt'],
			]);
			expect(Buffer.from(binary.data_1?.data ?? '', 'base64').toString()).toBe('bytes of /two.txt');
			expect(seen).toHaveLength(4);
			for (const headers of seen) expect(headers).not.toHaveProperty('authorization');
		});
	});

	test('message.getAll filters by dates in the time zone of the workflow, and sorts', async () => {
		await run('getAll', {
			sessionId: located('id', named().sessionInProgress.id),
			filters: { createdAtAfter: '2026-01-31T14:00:00', updatedAtBefore: '2026-02-28T00:00:00Z' },
			sort: { orderBy: 'createdAt', orderDirection: 'DESCENDING' },
		});
		expect(routes()).toEqual(['GET /chat/v1/session/{id}/message']);
		expect(simulator.requests[0]?.query).toMatchObject({
			'CreatedAt.After': '2026-01-31T17:00:00.000Z',
			'UpdatedAt.Before': '2026-02-28T00:00:00.000Z',
			OrderBy: 'createdAt',
			OrderDirection: 'DESCENDING',
		});
	});
});

describe('message.getStatus', () => {
	test('automatic: asks where a message may be kept, in turn', async () => {
		const { messageOutbound } = named();
		const { json } = await run('getStatus', { messageId: messageOutbound.id });
		expect(json(NODE)[0]).toMatchObject({ id: messageOutbound.id, status: 'READ', sentBy: 'message' });
		const queued = (await run('sendText', toAna({ options: { senderId: 'order-7' } }))).json(NODE)[0];
		const found = await run('getStatus', { messageId: '={{ $json.id }}' }, [{ id: queued?.id }, { id: 'order-7' }]);
		expect(found.json(NODE).map(({ sentBy, senderId }) => [sentBy, senderId])).toEqual([
			['send', 'order-7'],
			['send', 'order-7'],
		]);
		const otp = (await run('sendOtp', { from: whatsapp(), to: '(11) 99999-9999' })).json(NODE)[0];
		simulator.requests.length = 0;
		const password = await run('getStatus', { messageId: otp?.id });
		expect(password.json(NODE)[0]).toMatchObject({ id: otp?.id, sentBy: 'otp' });
		expect(routes()).toEqual([
			'GET /chat/v1/message/{id}/status',
			'GET /chat/v1/send/message/{id}',
			'GET /chat/v1/send/otp/{id}',
		]);
	});

	test.each([
		['message', 'GET /chat/v1/message/{id}/status'],
		['send', 'GET /chat/v1/send/message/{id}'],
		['otp', 'GET /chat/v1/send/otp/{id}'],
	])('sent by %s: asks there alone', async (sentBy, route) => {
		const result = await run('getStatus', { messageId: UNKNOWN, sentBy });
		expect(routes()).toEqual([route]);
		expect(failed(result)).toMatch(/Not found/);
	});

	test('an ID that nobody knows', async () => {
		const result = await run('getStatus', { messageId: UNKNOWN }, [{}], { onError: 'continueErrorOutput' });
		expect(result.json('Failed')[0]).toMatchObject({ error: { code: 'NOT_FOUND' } });
		expect(result.json('Failed')[0]?.message).toMatch(/No message, queued send or one-time password has the ID/);
	});

	test('an error other than not found ends the search', async () => {
		simulator.faults.add({ match: { route: '/chat/v1/message/{id}/status' }, fault: { kind: 'error', status: 403 } });
		const result = await run('getStatus', { messageId: UNKNOWN });
		expect(failed(result)).toMatch(/no permission/);
		expect(routes()).toHaveLength(1);
	});
});

describe('message.delete', () => {
	test('deletes and says so', async () => {
		const { messageOutbound } = named();
		const result = await run('delete', { messageId: messageOutbound.id });
		expect(result.json(NODE)).toEqual([{ deleted: true, id: messageOutbound.id }]);
		expect(simulator.account.messages.get(messageOutbound.id)).toMatchObject({ status: 'DELETED' });
	});
});

describe('message.getAllTemplates', () => {
	test('approved ones only by default, with the names of their parameters', async () => {
		const result = await run('getAllTemplates', { returnAll: true });
		const templates = result.json(NODE);
		expect(new Set(templates.map(({ status }) => status))).toEqual(new Set(['Approved']));
		expect(templates).toContainEqual(
			expect.objectContaining({
				id: named().templateWithParams.id,
				parameters: ['nome', 'pedido'],
				categoryName: 'UTILITY',
			}),
		);
	});

	test('every filter reaches the platform', async () => {
		const { channelWhatsappUnofficial, templateDraft, templateAuthentication } = named();
		const idsOf = async (filters: Json) =>
			(await run('getAllTemplates', { returnAll: true, filters })).json(NODE).map(({ id, name }) => name ?? id);
		expect(await idsOf({ approvedOnly: false, name: 'rascunho' })).toEqual([templateDraft.name]);
		expect(await idsOf({ type: 'AUTHENTICATION' })).toEqual([templateAuthentication.name]);
		expect(await idsOf({ archived: true })).toEqual(['Antigo']);
		expect(await idsOf({ searchableText: 'rastreio' })).toEqual(['Código de rastreio']);
		expect(await idsOf({ channelId: located('list', channelWhatsappUnofficial.id) })).toEqual(
			expect.arrayContaining(['Aviso simples']),
		);
		expect(await idsOf({ createdAtAfter: '2100-01-01' })).toEqual([]);
	});

	test('raw, with other details', async () => {
		const result = await run('getAllTemplates', { limit: 1, simplify: false, options: { includeDetails: ['File'] } });
		expect(result.json(NODE)).toHaveLength(1);
		expect(result.json(NODE)[0]).toHaveProperty('params', null);
	});
});
