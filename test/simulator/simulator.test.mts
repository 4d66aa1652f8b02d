import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpuMs } from '../bed/cpu.mts';
import { Contract } from './contract.mts';
import type { OperationId } from './contract-types.mts';
import { defaultQuirks, loadContract, type Simulator, startSimulator } from './index.mts';

interface Answer {
	status: number;
	headers: Headers;
	text: string;
	/** The body as JSON; undefined when it is empty or no JSON. */
	json: Json;
}

/** Any JSON, read without ceremony: what is not there is undefined. */
type Json = Json[] & { [key: string]: Json };
type Body = Record<string, unknown> | unknown[] | string;

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ limits: 'off', messageLife: { sent: 5, delivered: 10 } });
});
afterAll(() => simulator.close());
beforeEach(() => simulator.reset());

const named = () => simulator.account.named;
const uuid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`;
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const texts = () => simulator.violations.map((violation) => violation.text);

async function call(
	route: string,
	body?: Body,
	options: { token?: string | null; on?: Simulator } = {},
): Promise<Answer> {
	const { token = simulator.token, on = simulator } = options;
	const [method = 'GET', path = '/'] = route.split(' ');
	const answer = await fetch(on.url + path, {
		method,
		redirect: 'manual',
		headers: {
			...(token !== null && { authorization: `Bearer ${token}` }),
			...(body !== undefined && { 'content-type': 'application/json' }),
		},
		body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
	});
	const text = await answer.text();
	let json: Json | undefined;
	try {
		json = JSON.parse(text) as Json;
	} catch {
		json = undefined;
	}
	return { status: answer.status, headers: answer.headers, text, json: json as Json };
}

/** Calls that must succeed. */
async function ok(route: string, body?: Body): Promise<Json> {
	const answer = await call(route, body);
	if (answer.status !== 200) throw new Error(`${route}: ${answer.status} ${answer.text}`);
	return answer.json;
}

async function eventually(check: () => void | Promise<void>): Promise<void> {
	for (let left = 100; ; left -= 1) {
		try {
			return await check();
		} catch (error) {
			if (left === 0) throw error;
			await sleep(10);
		}
	}
}

describe('the contract', () => {
	/** One good call per operation, in an order that works. */
	function goodCalls(): [OperationId, string, Body?][] {
		const n = named();
		const from = '551140028922';
		const to = '5511999999999';
		const text = { to, from, text: 'oi' };
		const file = { to, from, fileIdOrUrl: 'https://files.example/a.bin' };
		const template = n.templateWithoutParams.id;
		const session = n.sessionInProgress.id;
		const contact = n.contactAna.id;
		const bot = { botKey: n.chatbotAutomation.key, sessionId: session };
		const soon = '2099-01-01T00:00:00Z';
		const scheduled = { to, from, type: 'TEMPLATE', templateId: template, scheduling: soon };
		return [
			['listChannels', 'GET /chat/v1/channel?ChannelType=Whatsapp'],
			['listChatbots', 'GET /chat/v1/chatbot?Types=Automation&PublishStatuses=Ready'],
			['startChatbot', 'POST /chat/v1/chatbot/send', bot],
			['listTemplates', 'GET /chat/v1/template?IncludeDetails=Params&ApprovedOnly=true&Type=CAMPAIGN'],
			['listMessages', `GET /chat/v1/message?SessionId=${session}`],
			['sendMessage', 'POST /chat/v1/message/send', { to, from, body: { text: 'oi' }, options: { enableBot: true } }],
			['sendMessageSync', 'POST /chat/v1/message/send-sync', { to, from, body: { text: 'oi' } }],
			['getMessage', `GET /chat/v1/message/${n.messageWithImage.id}`],
			['deleteMessage', `DELETE /chat/v1/message/${n.messageOutbound.id}`],
			['getMessageStatus', `GET /chat/v1/message/${n.messageOutbound.id}/status`],
			['createScheduledMessage', 'POST /chat/v1/scheduled-message', scheduled],
			[
				'listScheduledMessages',
				'GET /chat/v1/scheduled-message?IncludeDetails=Contact&IncludeDetails=Channel&Status=SCHEDULED',
			],
			['getScheduledMessage', 'GET /chat/v1/scheduled-message/{scheduled}?includeDetails=Template'],
			[
				'updateScheduledMessage',
				'PUT /chat/v1/scheduled-message/{scheduled}',
				{ fields: ['HiddenSession'], hiddenSession: true },
			],
			['cancelScheduledMessage', 'POST /chat/v1/scheduled-message/{scheduled}/cancel'],
			['batchCancelScheduledMessages', 'POST /chat/v1/scheduled-message/batch-cancel', []],
			['sendText', 'POST /chat/v1/send/text', { ...text, senderId: 'a' }],
			['sendImage', 'POST /chat/v1/send/image', { ...file, text: 'legenda' }],
			['sendAudio', 'POST /chat/v1/send/audio', file],
			['sendVideo', 'POST /chat/v1/send/video', file],
			['sendDocument', 'POST /chat/v1/send/document', { ...file, fileIdOrUrl: n.fileDocument.id }],
			['sendTemplate', 'POST /chat/v1/send/template', { to, from, templateId: template }],
			[
				'sendTemplateBatch',
				'POST /chat/v1/send/template/batch',
				{ from, templateId: template, messages: [{ to }, { to: '5521988887777' }] },
			],
			['getMessageSendStatus', 'GET /chat/v1/send/message/a'],
			['sendOtp', 'POST /chat/v1/send/otp', { to, from, senderId: 'otp-1' }],
			['getOtpSendStatus', 'GET /chat/v1/send/otp/otp-1'],
			['sendChatbot', 'POST /chat/v1/send/chatbot', { ...bot, senderId: 'bot-1' }],
			[
				'sendChatbotBatch',
				'POST /chat/v1/send/chatbot/batch',
				{ botKey: bot.botKey, messages: [{ sessionId: session }] },
			],
			['getChatbotSendStatus', 'GET /chat/v1/send/chatbot/bot-1'],
			['sendTyping', 'POST /chat/v1/send/typing', { sessionId: session }],
			['listSequences', `GET /chat/v1/sequence?IncludeDetails=ContactExecutingCount&ContactId=${contact}`],
			['addSequenceContact', `POST /chat/v1/sequence/${n.sequenceEmpty.id}/contact`, { contactId: contact }],
			['addSequenceContacts', `POST /chat/v1/sequence/${n.sequenceEmpty.id}/contact/batch`, { phoneNumbers: [to] }],
			['listSequenceContacts', `GET /chat/v2/sequence/${n.sequenceEmpty.id}/contact?IncludeDetails=ContactDetails`],
			['removeSequenceContact', `DELETE /chat/v1/sequence/${n.sequenceEmpty.id}/contact`, { contactId: contact }],
			[
				'removeSequenceContacts',
				`DELETE /chat/v1/sequence/${n.sequenceWelcome.id}/contact/batch`,
				{ contactIds: [contact] },
			],
			[
				'listSessions',
				'GET /chat/v2/session?IncludeDetails=AgentDetails&IncludeDetails=ContactDetails' +
					'&IncludeDetails=ChannelDetails&IncludeDetails=DepartmentsDetails' +
					'&IncludeDetails=ClassificationDetails&PageSize=100',
			],
			['getSession', `GET /chat/v2/session/${session}?includeDetails=ContactDetails`],
			[
				'updateSessionPartial',
				`PUT /chat/v2/session/${session}/partial`,
				{
					fields: ['Metadata', 'Classification'],
					metadata: { a: 1 },
					classification: { category: 'LOST', amount: 1.5 },
				},
			],
			['assignSessionUser', `PUT /chat/v1/session/${session}/assignee`, { userId: n.agentJoao.userId }],
			[
				'transferSession',
				`PUT /chat/v1/session/${session}/transfer`,
				{ type: 'DEPARTMENT', newDepartmentId: n.departmentSupport.id },
			],
			['changeSessionStatus', `PUT /chat/v1/session/${session}/status`, { newStatus: 'IN_PROGRESS' }],
			['listSessionMessages', `GET /chat/v1/session/${session}/message`],
			['sendSessionMessage', `POST /chat/v1/session/${session}/message`, { text: 'oi' }],
			['sendSessionMessageSync', `POST /chat/v1/session/${session}/message/sync`, { templateId: template }],
			[
				'createSessionNote',
				`POST /chat/v1/session/${session}/note`,
				{ text: 'nota', filesUrls: ['https://files.example/a.pdf'] },
			],
			['listSessionNotes', `GET /chat/v1/session/${session}/note`],
			['getSessionNote', `GET /chat/v1/session/note/${n.noteInternal.id}`],
			['deleteSessionNote', `DELETE /chat/v1/session/note/${n.noteInternal.id}`],
			['completeSession', `PUT /chat/v1/session/${session}/complete`, { stopBotInExecution: true }],
			[
				'listContacts',
				'GET /core/v1/contact?IncludeDetails=Tags&IncludeDetails=CustomFields&IncludeDetails=Portfolios&PageSize=100',
			],
			['createContact', 'POST /core/v1/contact', { name: 'Nova', phoneNumber: '5511933334444', tagNames: ['VIP'] }],
			['listContactCustomFields', 'GET /core/v1/contact/custom-field?NestedList=true'],
			['filterContacts', 'POST /core/v1/contact/filter', { name: 'ana', orderBy: 'name' }],
			['getContact', `GET /core/v1/contact/${contact}?IncludeDetails=Tags`],
			['getContactByPhone', `GET /core/v1/contact/phonenumber/${to}`],
			['updateContactByPhone', `PUT /core/v1/contact/phonenumber/${to}`, { fields: ['Annotation'], annotation: 'x' }],
			[
				'updateContactTags',
				`POST /core/v1/contact/${contact}/tags`,
				{ tagIds: [n.tagLead.id], operation: 'InsertIfNotExists' },
			],
			[
				'updateContactTagsByPhone',
				`POST /core/v1/contact/phonenumber/${to}/tags`,
				{ tagNames: ['Lead'], operation: 'DeleteIfExists' },
			],
			[
				'batchSaveContacts',
				'POST /core/v2/contact/batch',
				{
					items: [
						{ name: 'A', phoneNumber: '5511944445555' },
						{ email: 'ana.souza@cliente.example', name: 'Ana S.' },
					],
				},
			],
			['updateContact', `PUT /core/v2/contact/${contact}`, { fields: ['Utm'], utm: { source: 'x' } }],
			['listAgents', 'GET /core/v1/agent'],
			['createAgent', 'POST /core/v1/agent', { name: 'Novo Agente', email: 'novo@loja.example', profile: 'Agent' }],
			['getAgent', `GET /core/v1/agent/${n.agentMaria.userId}`],
			['updateAgent', `PUT /core/v1/agent/${n.agentMaria.userId}`, { fields: ['ShortName'], shortName: 'Má' }],
			[
				'updateAgentDepartments',
				`POST /core/v1/agent/${n.agentMaria.userId}/departments`,
				{ action: 'Upsert', items: [{ departmentId: n.departmentSupport.id }] },
			],
			['logoutAgent', `POST /core/v1/agent/${n.agentMaria.userId}/logout`],
			['changeAgentStatus', `POST /core/v1/agent/${n.agentMaria.userId}/status`, { status: 'Blocked' }],
			['deleteAgent', `DELETE /core/v1/agent/${n.agentJoao.userId}`, { sessionResolution: 'RETURN_TO_PENDING' }],
			[
				'createDepartment',
				'POST /core/v1/department',
				{ name: 'Jurídico', channelsConfig: { scope: 'SELECTED', channels: [n.channelWhatsapp.id] } },
			],
			['getDepartment', `GET /core/v1/department/${n.departmentSales.id}?includeDetails=All`],
			['updateDepartment', `PUT /core/v1/department/${n.departmentSales.id}`, { fields: ['Name'], name: 'Vendas 2' }],
			[
				'updateDepartmentAgents',
				`PUT /core/v1/department/${n.departmentSales.id}/agents`,
				{ action: 'ReplaceAll', items: [{ userId: n.agentMaria.userId }] },
			],
			['getDepartmentChannels', `GET /core/v1/department/${n.departmentSales.id}/channel`],
			['deleteDepartment', `DELETE /core/v1/department/${n.departmentSupport.id}`],
			['listDepartments', 'GET /core/v2/department'],
			['listTags', 'GET /core/v1/tag'],
			['createTag', 'POST /core/v1/tag', { name: 'Nova etiqueta' }],
			['listTagColors', 'GET /core/v1/tag/color'],
			['updateTag', `PUT /core/v1/tag/${n.tagLead.id}`, { name: 'Lead!', color: 'RED_100' }],
			['deleteTag', `DELETE /core/v1/tag/${n.tagLead.id}`, { removeFromContacts: true }],
			['listPortfolios', 'GET /core/v1/portfolio?IncludeDetails=ContactCount'],
			['listPortfolioContacts', `GET /core/v1/portfolio/${n.portfolioNorth.id}/contact?Page=1&PageSize=50`],
			[
				'addPortfolioContact',
				`POST /core/v1/portfolio/${n.portfolioNorth.id}/contact`,
				{ contactId: n.contactForeign.id },
			],
			['removePortfolioContact', `DELETE /core/v1/portfolio/${n.portfolioNorth.id}/contact`, { contactId: contact }],
			['addPortfolioContacts', `POST /core/v1/portfolio/${n.portfolioNorth.id}/contact/batch`, { phoneNumbers: [to] }],
			[
				'removePortfolioContacts',
				`DELETE /core/v1/portfolio/${n.portfolioNorth.id}/contact/batch`,
				{ contactIds: [contact] },
			],
			['listCustomFields', 'GET /core/v1/custom-field?EntityType=PANEL'],
			['getFileUploadUrl', 'GET /core/v2/file?Type=IMAGE&Name=a.png&MimeType=image/png'],
			['saveFile', 'POST /core/v2/file', { tempFileId: '{temp}' }],
			['listWebhookEvents', 'GET /core/v1/webhook/event'],
			[
				'createWebhookSubscription',
				'POST /core/v1/webhook/subscription',
				{ name: 'a', url: 'https://hooks.example/a', enabled: false, events: ['CONTACT_NEW'] },
			],
			['listWebhookSubscriptions', 'GET /core/v1/webhook/subscription'],
			['getWebhookSubscription', 'GET /core/v1/webhook/subscription/{subscription}'],
			[
				'updateWebhookSubscription',
				'PUT /core/v1/webhook/subscription/{subscription}',
				{ fields: ['Name'], name: 'b' },
			],
			['deleteWebhookSubscription', 'DELETE /core/v1/webhook/subscription/{subscription}'],
			['getOfficeHours', 'GET /core/v1/company/officehours'],
			[
				'listPanels',
				'GET /crm/v2/panel?IncludeDetails=Tags&IncludeDetails=StepsCardCount' +
					'&IncludeDetails=PanelCardOverdueCount&PageSize=50',
			],
			[
				'getPanel',
				`GET /crm/v1/panel/${n.panelSales.id}?IncludeDetails=Steps&IncludeDetails=StepsFields&IncludeDetails=Cards`,
			],
			['listPanelCustomFields', `GET /crm/v1/panel/${n.panelSales.id}/custom-fields?NestedList=true`],
			['listPanelLostReasons', `GET /crm/v1/panel/${n.panelSales.id}/lost-reason`],
			[
				'listCards',
				`GET /crm/v2/panel/card?PanelId=${n.panelSales.id}&Statuses=LOST&Statuses=OPEN` +
					'&IncludeDetails=LostReason&IncludeDetails=StepPhase&PageSize=100',
			],
			[
				'createCard',
				'POST /crm/v2/panel/card',
				{ stepId: n.stepNew.id, title: 'Novo', tagNames: ['Quente'], contactIds: [contact], dueDate: soon },
			],
			['getCard', `GET /crm/v2/panel/card/${n.cardOpen.id}?IncludeDetails=ResponsibleUser&IncludeDetails=Contacts`],
			['duplicateCard', `POST /crm/v2/panel/card/${n.cardOpen.id}/duplicate`, { options: { fields: ['All'] } }],
			[
				'updateCard',
				`PUT /crm/v3/panel/card/${n.cardOpen.id}`,
				{ fields: ['Status'], status: 'LOST', lostReasonId: n.lostReasonPrice.id },
			],
			['listCardNotes', `GET /crm/v1/panel/card/${n.cardOpen.id}/note`],
			[
				'createCardNote',
				`POST /crm/v1/panel/card/${n.cardOpen.id}/note`,
				{ text: 'x', fileUrls: ['https://files.example/a.pdf'] },
			],
			['deleteCardNote', `DELETE /crm/v1/panel/card/${n.cardOpen.id}/note/{note}`],
		];
	}

	test('every operation answers a good call, as the contract says', async () => {
		const calls = goodCalls();
		// When this fails: a good call in goodCalls for what the contract has and it has not.
		expect(calls.map(([id]) => id).sort()).toEqual(
			loadContract()
				.operations.map(({ id }) => id)
				.sort(),
		);
		const upload = await ok('GET /core/v2/file?Type=DOCUMENT&Name=a.pdf');
		await fetch(String(upload.urlUpload), { method: 'PUT', body: 'x' });
		const made: Record<string, string> = { temp: String(upload.tempFileId) };
		for (const [id, route, body] of calls) {
			const fill = (text: string) => text.replace(/\{(\w+)\}/g, (whole, name: string) => made[name] ?? whole);
			const answer = await call(fill(route), body === undefined ? undefined : fill(JSON.stringify(body)));
			expect([id, answer.status, answer.text.slice(0, 300)]).toEqual([id, 200, expect.any(String)]);
			if (id === 'createScheduledMessage') made.scheduled = String(answer.json.id);
			if (id === 'createWebhookSubscription') made.subscription = String(answer.json.id);
			if (id === 'createCardNote') made.note = String(answer.json.id);
		}
		expect(simulator.violations).toEqual([]);
	});

	test.each<[string, string, Body | undefined, string]>([
		['unknown query property', 'GET /core/v1/contact?TextFilter=ana', undefined, 'unknown query property "TextFilter"'],
		[
			'unknown query property beside a free one',
			'GET /chat/v2/session?Foo=1',
			undefined,
			'unknown query property "Foo"',
		],
		['wrong case', 'GET /core/v1/contact?pageSize=10', undefined, 'unknown query property "pageSize"'],
		[
			'brackets',
			'GET /chat/v2/session?Status[0]=PENDING',
			undefined,
			'query property "Status[0]": arrays repeat the key',
		],
		['comma for an array', 'GET /chat/v2/session?Status=PENDING,HIDDEN', undefined, 'query property "Status.0"'],
		[
			'one value twice',
			'GET /core/v1/contact?PageSize=10&PageSize=20',
			undefined,
			'query property "PageSize" is given more than once',
		],
		['large page', 'GET /core/v1/contact?PageSize=101', undefined, 'query property "PageSize" must be <= 100'],
		['unknown enum', 'GET /core/v1/contact?Status=ACTIV', undefined, 'query property "Status"'],
		[
			'no date',
			'GET /core/v1/contact?CreatedAt.After=yesterday',
			undefined,
			'query property "CreatedAt.After" must match format "date-time"',
		],
		['missing query property', 'GET /crm/v2/panel/card', undefined, 'PanelId'],
		['no UUID in the path', 'GET /chat/v2/session/abc', undefined, 'path property "id" must match format "uuid"'],
		['unknown body property', 'POST /chat/v1/send/text', { to: '1', text: 'a', txt: 'b' }, 'body property "txt"'],
		[
			'unknown nested property',
			'POST /chat/v1/message/send',
			{ to: '1', body: { text: 'a', foo: 1 } },
			'body property "body.foo"',
		],
		['wrong type', 'POST /chat/v1/send/text', { to: 5511, text: 'a' }, 'body property "to" must be string'],
		['missing body property', 'POST /chat/v1/send/text', { to: '1' }, 'body property "text"'],
		[
			'wrong enum in the body',
			'POST /crm/v2/panel/card',
			{ stepId: uuid(1), title: 'a', status: 'OPEN' },
			'body property "status"',
		],
		[
			'read-only property',
			`PUT /core/v2/contact/${uuid(1)}`,
			{ fields: ['Utm'], utm: { clid: 'x' } },
			'body property "utm.clid"',
		],
		['missing body', 'POST /chat/v1/send/text', undefined, 'the body is missing'],
		['body where none belongs', `POST /core/v1/agent/${uuid(1)}/logout`, {}, 'the operation takes no body'],
		['broken JSON', 'POST /chat/v1/send/text', '{"text":', 'the body is not valid JSON'],
	])('%s is refused', async (_name, route, body, text) => {
		const answer = await call(route, body);
		expect(answer.status).toBe(400);
		expect(answer.text).toContain('CONTRACT_VIOLATION');
		expect(texts().join('\n')).toContain(text);
	});

	test('a route without an operation ID is named, since no handler could be found for it', () => {
		const core = { paths: { '/v1/contact/{id}/pin': { post: { responses: {} } } } };
		expect(() => new Contract({ chat: {}, core, crm: {} })).toThrow(
			'contract/core.yaml: POST /v1/contact/{id}/pin has no operationId',
		);
	});

	test('a wrong content type is refused', async () => {
		const answer = await fetch(`${simulator.url}/chat/v1/send/text`, {
			method: 'POST',
			headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'text/plain' },
			body: '{"text":"a","to":"1"}',
		});
		expect(answer.status).toBe(400);
		expect(texts()).toHaveLength(1);
	});

	test('unknown paths and methods are 404, and a missing prefix is told apart', async () => {
		expect((await call('GET /chat/v9/session')).status).toBe(404);
		expect((await call('PATCH /core/v1/contact', {})).status).toBe(404);
		expect((await call('GET /v1/contact')).status).toBe(400);
		simulator.quirks.missingPrefixStatus = 401;
		expect((await call('GET /v1/contact')).json.key).toBe('ERROR_UNAUTHORIZED');
		simulator.quirks.unauthorizedOnUnknownRoute = true;
		expect((await call('GET /chat/v9/session')).status).toBe(401);
		expect(simulator.violations).toHaveLength(5);
	});

	test('an answer that breaks the contract becomes a defect', async () => {
		named().contactAna.status = 'GONE' as 'ACTIVE';
		const answer = await call(`GET /core/v1/contact/${named().contactAna.id}`);
		expect(answer.status).toBe(500);
		expect(answer.json.key).toBe('SIMULATOR_DEFECT');
		expect(simulator.violations).toMatchObject([{ kind: 'answer', route: '/core/v1/contact/{id}' }]);
	});

	test('Metadata of sessions is filtered as Metadata[key]=value', async () => {
		const page = await ok('GET /chat/v2/session?Metadata[pedido]=998');
		expect(page.items).toMatchObject([{ id: named().sessionInProgress.id }]);
		expect((await call('GET /chat/v2/session?Metadata=998')).status).toBe(400);
	});

	test('requests are recorded without the token', async () => {
		await call(`POST /chat/v1/session/${named().sessionInProgress.id}/message`, { text: 'oi' });
		expect(simulator.requests).toMatchObject([
			{
				method: 'POST',
				route: '/chat/v1/session/{id}/message',
				operationId: 'sendSessionMessage',
				body: { text: 'oi' },
				status: 200,
			},
		]);
		expect(JSON.stringify(simulator.requests)).not.toContain(simulator.token);
	});
});

describe('tokens', () => {
	test.each([
		['none', null],
		['a wrong one', 'pn_wrong'],
	])('%s is 401 before anything else', async (_name, token) => {
		for (const route of ['GET /core/v1/agent', 'GET /nowhere', 'POST /chat/v1/send/text']) {
			const answer = await call(route, undefined, { token });
			expect([answer.status, answer.json.key]).toEqual([401, 'ERROR_UNAUTHORIZED']);
		}
		expect(simulator.violations).toEqual([]);
	});

	test('the word Bearer is needed', async () => {
		const answer = await fetch(`${simulator.url}/core/v1/agent`, { headers: { authorization: simulator.token } });
		expect(answer.status).toBe(401);
	});

	test('scopes: a token may lack sends and contacts and still do the rest', async () => {
		const token = simulator.readOnlyToken;
		expect((await call('POST /chat/v1/send/text', { text: 'a', to: '1' }, { token })).status).toBe(403);
		expect((await call('GET /core/v1/contact', undefined, { token })).status).toBe(403);
		expect((await call('GET /crm/v2/panel', undefined, { token })).status).toBe(200);
		simulator.quirks.forbiddenScopes = ['panel'];
		expect((await call('GET /crm/v2/panel')).status).toBe(403);
		simulator.quirks.tokensVanished = true;
		expect((await call('GET /core/v1/agent')).status).toBe(401);
	});
});

describe('the account', () => {
	test('is the same for the same seed, and another for another', async () => {
		const first = JSON.stringify([...simulator.account.contacts.keys()]);
		const ana = named().contactAna.id;
		await call('POST /core/v1/contact', { name: 'X', phoneNumber: '5511900000000' });
		simulator.reset();
		expect(JSON.stringify([...simulator.account.contacts.keys()])).toBe(first);
		expect(named().contactAna.id).toBe(ana);
		const other = await startSimulator({ seed: 7 });
		expect(other.account.named.contactAna.id).not.toBe(ana);
		await other.close();
	});

	test('has sessions in every status and window on every channel', () => {
		const { account } = simulator;
		const { channelWhatsapp, channelWhatsappUnofficial, channelInstagram, channelMessenger } = account.named;
		const seen = new Set([...account.sessions.values()].map((s) => `${s.channelId} ${s.status} ${s.windowStatus}`));
		for (const channel of [channelWhatsapp, channelWhatsappUnofficial, channelInstagram, channelMessenger]) {
			for (const status of ['STARTED', 'PENDING', 'IN_PROGRESS', 'COMPLETED', 'HIDDEN']) {
				for (const window of ['ACTIVE', 'EXPIRED', 'NOT_STARTED'])
					expect(seen).toContain(`${channel.id} ${status} ${window}`);
			}
		}
		expect(new Set([...account.cards.values()].map((card) => card.status))).toEqual(
			new Set(['OPEN', 'WON', 'LOST', 'ARCHIVED']),
		);
		expect(new Set(account.contactFields.map((field) => field.type)).size).toBe(11);
		for (const agent of account.agents.values()) expect(agent.id).not.toBe(agent.userId);
	});

	test('named sessions are what they are called', async () => {
		const n = named();
		const window = async (id: string) => (await ok(`GET /chat/v2/session/${id}`)).windowStatus;
		expect(await window(n.sessionInProgress.id)).toBe('ACTIVE');
		expect(await window(n.sessionExpiredWindow.id)).toBe('EXPIRED');
		expect(await window(n.sessionNotStarted.id)).toBe('NOT_STARTED');
		expect(n.sessionCompleted.status).toBe('COMPLETED');
		expect(n.sessionHidden.status).toBe('HIDDEN');
	});

	test('10,000 contacts are paged without a gap or a repeat, quickly', async () => {
		const large = await startSimulator({ contacts: 10_000, limits: 'off' });
		const before = process.cpuUsage();
		const ids = new Set<string>();
		let more = true;
		for (let page = 1; more; page += 1) {
			const answer = await call(`GET /core/v1/contact?PageNumber=${page}&PageSize=100`, undefined, { on: large });
			for (const contact of answer.json.items ?? []) ids.add(String(contact.id));
			more = Boolean(answer.json.hasMorePages);
		}
		expect(ids.size).toBe([...large.account.contacts.values()].filter((c) => c.status === 'ACTIVE').length);
		const { user, system } = process.cpuUsage(before);
		expect((user + system) / 1_000).toBeLessThan(8_000);
		await large.close();
	});

	test('a second simulator starts fast', async () => {
		const cost = await cpuMs(async () => await (await startSimulator()).close());
		expect(cost).toBeLessThan(500);
	});
});

describe('lists', () => {
	test('15 a page by default, sorted and filtered', async () => {
		const page = await ok('GET /chat/v2/session');
		expect(page.items).toHaveLength(15);
		expect(page).toMatchObject({ pageNumber: 1, pageSize: 15, hasMorePages: true });
		const names = (await ok('GET /core/v1/contact?OrderBy=name&OrderDirection=DESCENDING&PageSize=5')).items?.map((c) =>
			String(c.name),
		);
		expect(names).toEqual([...(names ?? [])].sort().reverse());
		const last = await ok(`GET /chat/v2/session?PageSize=100&PageNumber=2`);
		expect(last.items).toEqual([]);
		const status = await ok('GET /chat/v2/session?Status=HIDDEN&Status=PENDING&PageSize=100');
		expect(new Set(status.items?.map((s) => s.status))).toEqual(new Set(['HIDDEN', 'PENDING']));
		const date = named().sessionInProgress.createdAt;
		const since = await ok(`GET /chat/v2/session?CreatedAt.After=${date}&CreatedAt.Before=${date}`);
		expect(since.totalItems).toBe(1);
		expect((await call('GET /core/v1/contact?OrderBy=nonsense')).status).toBe(500);
	});

	test('contacts: active ones only, details only on request; filters combine', async () => {
		const { contactAna, contactArchived, tagVip } = named();
		const active = await ok('GET /core/v1/contact?PageSize=100&PageNumber=3');
		expect(active.items?.every((c) => String(c.status) === 'ACTIVE')).toBe(true);
		expect((await ok(`GET /core/v1/contact/${contactAna.id}`)).tagNames).toBeNull();
		expect((await ok(`GET /core/v1/contact/${contactAna.id}?IncludeDetails=Tags`)).tagNames).toEqual(['VIP']);
		const find = async (body: Body) => (await ok('POST /core/v1/contact/filter', body)).items?.map((c) => c.id);
		expect(await find({ name: 'ana souza' })).toEqual([contactAna.id]);
		expect(await find({ textFilter: 'PADARIA', tagIds: [tagVip.id] })).toEqual([]);
		expect(await find({ customFields: { empresa: 'Padaria da Ana' } })).toEqual([contactAna.id]);
		expect(await find({ metadata: { crmId: '1001' } })).toEqual([contactAna.id]);
		expect(await find({ status: 'ARCHIVED', name: 'gilda' })).toEqual([contactArchived.id]);
		expect(await find({ phoneNumber: '+55 (11) 99999-9999' })).toEqual([contactAna.id]);
	});

	test("an agent's ID in place of the user's finds nothing", async () => {
		const { agentMaria } = named();
		expect((await ok(`GET /chat/v2/session?UserId=${agentMaria.userId}`)).totalItems).toBeGreaterThan(0);
		expect((await ok(`GET /chat/v2/session?UserId=${agentMaria.id}`)).totalItems).toBe(0);
	});

	test('steps of a panel only on request', async () => {
		const { panelSales } = named();
		expect((await ok(`GET /crm/v1/panel/${panelSales.id}`)).steps).toBeNull();
		expect((await ok(`GET /crm/v1/panel/${panelSales.id}?IncludeDetails=Steps`)).steps).toHaveLength(4);
	});
});

describe('phones', () => {
	test('are matched exactly, as digits with the country code', async () => {
		const { contactWithoutNinthDigit, contactRioGrandeDoSul, contactForeign } = named();
		const find = async (phone: string) => {
			const answer = await call(`GET /core/v1/contact/phonenumber/${encodeURIComponent(phone)}`);
			return answer.status === 200 ? answer.json.id : undefined;
		};
		expect(await find('553188887777')).toBe(contactWithoutNinthDigit.id);
		expect(await find('5531988887777')).toBeUndefined();
		expect(await find('+55|55996661234')).toBe(contactRioGrandeDoSul.id);
		// Without + the platform takes ten and eleven digits for a number of Brazil.
		expect(await find('55996661234')).toBe(contactRioGrandeDoSul.id);
		expect(await find('+54 911 2233-4455')).toBe(contactForeign.id);
	});
});

describe('messages', () => {
	const from = '551140028922';

	test('live on from QUEUED to DELIVERED, and show in their session', async () => {
		const { sessionInProgress } = named();
		const sent = await ok(`POST /chat/v1/session/${sessionInProgress.id}/message`, { text: 'tudo certo' });
		expect(sent.status).toBe('QUEUED');
		await eventually(async () => expect((await ok(`GET /chat/v1/message/${sent.id}/status`)).status).toBe('DELIVERED'));
		const list = await ok(`GET /chat/v1/session/${sessionInProgress.id}/message`);
		expect(list.items?.[0]).toMatchObject({ id: sent.id, text: 'tudo certo', direction: 'TO_HUB' });
		await ok(`DELETE /chat/v1/message/${sent.id}`);
		expect((await ok(`GET /chat/v1/message/${sent.id}`)).status).toBe('DELETED');
	});

	test('sync routes wait for the outcome', async () => {
		const { sessionInProgress, sessionExpiredWindow } = named();
		const sync = (id: string) => ok(`POST /chat/v1/session/${id}/message/sync`, { text: 'oi' });
		expect(await sync(sessionInProgress.id)).toMatchObject({ status: 'DELIVERED' });
		expect(await sync(sessionExpiredWindow.id)).toMatchObject({
			status: 'FAILED',
			failedReason: expect.stringContaining('24 horas'),
		});
		Object.assign(simulator.quirks, { messagesStayQueued: true, syncWaitMs: 30 });
		expect(await sync(sessionInProgress.id)).toMatchObject({ status: 'QUEUED' });
	});

	test('outside the window a text fails or is refused; a template opens the conversation', async () => {
		const { contactWithoutSession, templateWithParams } = named();
		const to = '5511977770001';
		const failed = await ok('POST /chat/v1/send/text', { to, from, text: 'oi' });
		await eventually(async () => expect((await ok(`GET /chat/v1/send/message/${failed.id}`)).status).toBe('FAILED'));
		simulator.quirks.refuseTextOutsideWindow = 'refuse';
		const refused = await call('POST /chat/v1/send/text', { to, from, text: 'oi' });
		expect([refused.status, refused.json.title]).toEqual([400, 'Bad Request']);
		const parameters = { nome: 'Iara', pedido: '7' };
		const sent = await ok('POST /chat/v1/send/template', { to, from, templateId: templateWithParams.id, parameters });
		await eventually(async () => expect((await ok(`GET /chat/v1/send/message/${sent.id}`)).status).toBe('DELIVERED'));
		const session = [...simulator.account.sessions.values()].find((s) => s.contactId === contactWithoutSession.id);
		expect(simulator.account.messagesOfSession.get(session?.id ?? '')?.at(-1)?.text).toBe(
			'Olá Iara, seu pedido 7 foi confirmado.',
		);
	});

	test('templates are refused without their parameters, file, approval or channel', async () => {
		const n = named();
		const send = async (templateId: string, more: object = {}) =>
			(await call('POST /chat/v1/send/template', { to: '5511999999999', from, templateId, ...more })).status;
		expect(await send(n.templateWithParams.id)).toBe(400);
		expect(await send(n.templateWithParams.id, { parameters: { p1: 'a', p2: 'b' } })).toBe(400);
		expect(await send(n.templateWithBracketParam.id, { parameters: { '[p1]': 'a' } })).toBe(200);
		expect(await send(n.templateWithPositionalParam.id, { parameters: { '1': 'a' } })).toBe(200);
		expect(await send(n.templateWithImageHeader.id, { parameters: { nome: 'a' } })).toBe(400);
		expect(await send(n.templateWithImageHeader.id, { parameters: { nome: 'a' }, fileIdOrUrl: n.fileImage.id })).toBe(
			200,
		);
		expect(await send(n.templateDraft.id, { parameters: { nome: 'a' } })).toBe(400);
		expect(await send(n.templateUnofficial.id, { parameters: { nome: 'a' } })).toBe(400);
		expect(await send(uuid(1))).toBe(500);
		expect(await send(n.templateWithoutParams.id, { fileIdOrUrl: uuid(2) })).toBe(500);
	});

	test('a send by address to Instagram or Messenger is accepted and fails; the session works', async () => {
		const { sessionInstagram, channelMessenger } = named();
		const sent = await ok('POST /chat/v1/send/text', { to: '@elisa.prado', from: '@loja.exemplo', text: 'oi' });
		const other = await ok('POST /chat/v1/send/text', { to: '5511999999999', from: channelMessenger.id, text: 'oi' });
		for (const { id } of [sent, other]) {
			await eventually(async () => expect((await ok(`GET /chat/v1/send/message/${id}`)).status).toBe('FAILED'));
		}
		expect(await ok(`POST /chat/v1/session/${sessionInstagram.id}/message/sync`, { text: 'oi' })).toMatchObject({
			status: 'DELIVERED',
		});
	});

	test('a sender that is no channel is HTTP 500', async () => {
		const answer = await call('POST /chat/v1/send/text', { to: '5511999999999', from: '5511000000000', text: 'oi' });
		expect([answer.status, answer.json.key]).toEqual([500, 'FORM_ERROR']);
	});

	test('dispatches have IDs of their own and are found by senderId too', async () => {
		const { sessionInProgress } = named();
		const sent = await ok('POST /chat/v1/send/text', { sessionId: sessionInProgress.id, text: 'oi', senderId: 'my-1' });
		expect((await call(`GET /chat/v1/message/${sent.id}/status`)).status).toBe(500);
		expect((await ok('GET /chat/v1/send/message/my-1')).id).toBe(sent.id);
		simulator.quirks.sendStatusBySenderId = false;
		expect((await call('GET /chat/v1/send/message/my-1')).status).toBe(500);
		simulator.quirks.sendIdIsMessageId = true;
		const second = await ok('POST /chat/v1/send/text', { sessionId: sessionInProgress.id, text: 'oi' });
		expect((await ok(`GET /chat/v1/message/${second.id}/status`)).id).toBe(second.id);
	});

	test('batches: one result per item, a bad item fails alone; order and number are a quirk', async () => {
		const { templateWithParams } = named();
		const messages = [
			{ to: '5511999999999', senderId: 'a', parameters: { nome: 'A', pedido: '1' } },
			{ to: '5531977776666', senderId: 'b' },
			{ to: '5521977776666', senderId: 'c', parameters: { nome: 'C', pedido: '3' } },
		];
		const send = async () =>
			(await ok('POST /chat/v1/send/template/batch', { from, templateId: templateWithParams.id, messages })).results;
		expect(await send()).toMatchObject([
			{ senderId: 'a', status: 'QUEUED' },
			{ senderId: 'b', status: 'FAILED' },
			{ senderId: 'c' },
		]);
		simulator.quirks.batchResults = 'shuffled';
		expect((await send())?.map((r) => r.senderId)).toEqual(['c', 'b', 'a']);
		simulator.quirks.batchResults = 'incomplete';
		expect(await send()).toHaveLength(2);
	});

	test('a one-time password carries a code and its own states', async () => {
		const sent = await ok('POST /chat/v1/send/otp', { to: '5511999999999', from, senderId: 'otp' });
		expect(sent).toMatchObject({ code: expect.stringMatching(/^\d{5}$/), status: 'PENDING' });
		await eventually(async () => expect((await ok('GET /chat/v1/send/otp/otp')).status).toBe('RECEIVED'));
	});

	test('a new session is opened as wished', async () => {
		const { agentMaria, departmentSales, contactWithoutSession, sessionInProgress, templateWithoutParams } = named();
		const send = (to: string, options: object) =>
			ok('POST /chat/v1/send/template', { to, from, templateId: templateWithoutParams.id, options });
		const sent = await send('5511977770001', {
			user: { id: agentMaria.userId },
			department: { name: departmentSales.name },
		});
		expect(simulator.account.sessions.get(String(sent.sessionId))).toMatchObject({
			contactId: contactWithoutSession.id,
			userId: agentMaria.userId,
			departmentId: departmentSales.id,
			status: 'IN_PROGRESS',
		});
		const forced = await send('5511999999999', { forceStartSession: true, hiddenSession: true });
		expect(forced.sessionId).not.toBe(sessionInProgress.id);
		expect(sessionInProgress.status).toBe('COMPLETED');
		expect(simulator.account.sessions.get(String(forced.sessionId))?.status).toBe('HIDDEN');
	});

	test('a chatbot is named by its key, must be published, and respects what runs', async () => {
		const { chatbotAutomation, chatbotNotPublished, sessionPending, sessionStarted } = named();
		const start = (body: Body) => call('POST /chat/v1/chatbot/send', body);
		const started = await start({
			botKey: chatbotAutomation.key,
			sessionId: sessionPending.id,
			sessionMetadata: { a: 1 },
			contactMetadata: { b: 2 },
		});
		expect(started.json).toMatchObject({ botId: chatbotAutomation.id, metadata: { a: 1 } });
		expect((await start({ botKey: chatbotAutomation.id, sessionId: sessionPending.id })).status).toBe(500);
		expect((await start({ botKey: chatbotNotPublished.key, sessionId: sessionPending.id })).status).toBe(400);
		await ok('POST /chat/v1/send/chatbot', {
			botKey: chatbotAutomation.key,
			sessionId: sessionStarted.id,
			options: { skipIfBotInExecution: true },
			senderId: 'skipped',
		});
		await eventually(async () => expect((await ok('GET /chat/v1/send/chatbot/skipped')).status).toBe('FAILED'));
	});

	test('a scheduled message goes out when it is due', async () => {
		const { templateWithoutParams } = named();
		const scheduled = await ok('POST /chat/v1/scheduled-message', {
			to: '5511977770001',
			from,
			type: 'TEMPLATE',
			templateId: templateWithoutParams.id,
			scheduling: new Date(Date.now() + 50).toISOString(),
		});
		expect(scheduled.status).toBe('SCHEDULED');
		await eventually(async () =>
			expect((await ok(`GET /chat/v1/scheduled-message/${scheduled.id}`)).status).toBe('DELIVERED'),
		);
		expect((await call(`POST /chat/v1/scheduled-message/${scheduled.id}/cancel`)).status).toBe(400);
	});
});

describe('sessions', () => {
	test('are assigned, transferred, completed and reopened', async () => {
		const { sessionPending, agentMaria, agentJoao, departmentSupport } = named();
		const id = sessionPending.id;
		await ok(`PUT /chat/v1/session/${id}/assignee`, { userId: agentMaria.userId });
		expect(await ok(`GET /chat/v2/session/${id}?includeDetails=AgentDetails`)).toMatchObject({
			status: 'IN_PROGRESS',
			agentDetails: { name: agentMaria.name },
		});
		await ok(`PUT /chat/v1/session/${id}/transfer`, { type: 'USER', newUserId: agentJoao.userId });
		expect(sessionPending.userId).toBe(agentJoao.userId);
		await ok(`PUT /chat/v1/session/${id}/transfer`, { type: 'DEPARTMENT', newDepartmentId: departmentSupport.id });
		expect(sessionPending).toMatchObject({ userId: null, status: 'PENDING', departmentId: departmentSupport.id });
		expect((await call(`PUT /chat/v1/session/${id}/transfer`, { type: 'USER' })).status).toBe(400);
		await ok(`PUT /chat/v1/session/${id}/complete`, { reactivateOnNewMessage: true });
		expect((await call(`POST /chat/v1/session/${id}/message`, { text: 'oi' })).status).toBe(400);
		expect(simulator.receiveMessage({ sessionId: id, text: 'voltei' }).session.id).toBe(id);
		expect(sessionPending.status).toBe('PENDING');
	});

	test('partial updates apply only what fields name', async () => {
		const { sessionInProgress } = named();
		const before = sessionInProgress.number;
		await ok(`PUT /chat/v2/session/${sessionInProgress.id}/partial`, {
			fields: ['Metadata'],
			metadata: { pedido: null, novo: 'x' },
			number: 'Z',
		});
		expect(sessionInProgress.metadata).toEqual({ novo: 'x' });
		expect(sessionInProgress.number).toBe(before);
	});

	test('what the contact writes opens the window, and a session when there is none', async () => {
		const { sessionExpiredWindow, sessionCompleted, sessionHidden, contactWithoutSession } = named();
		simulator.receiveMessage({ sessionId: sessionExpiredWindow.id, text: 'oi' });
		expect(await ok(`POST /chat/v1/session/${sessionExpiredWindow.id}/message/sync`, { text: 'oi' })).toMatchObject({
			status: 'DELIVERED',
		});
		expect(simulator.receiveMessage({ sessionId: sessionCompleted.id, text: 'oi' }).session.id).not.toBe(
			sessionCompleted.id,
		);
		simulator.receiveMessage({ sessionId: sessionHidden.id, text: 'oi' });
		expect(sessionHidden.status).toBe('PENDING');
		const { session } = simulator.receiveMessage({ contactId: contactWithoutSession.id, text: 'oi' });
		expect((await ok(`GET /chat/v2/session/${session.id}`)).windowStatus).toBe('ACTIVE');
	});

	test('notes stay apart from messages', async () => {
		const { sessionInProgress } = named();
		const note = await ok(`POST /chat/v1/session/${sessionInProgress.id}/note`, { text: 'só nós' });
		expect(note.type).toBe('NOTE');
		expect((await call(`GET /chat/v1/message/${note.id}`)).status).toBe(500);
		expect((await ok(`GET /chat/v1/session/${sessionInProgress.id}/note`)).totalItems).toBe(2);
		await ok(`DELETE /chat/v1/session/note/${note.id}`);
		expect((await ok(`GET /chat/v1/session/${sessionInProgress.id}/note`)).totalItems).toBe(1);
	});
});

describe('contacts', () => {
	test('exist once per phone, Instagram name and e-mail', async () => {
		const { contactAna, tagLead } = named();
		const same = { phoneNumber: '+55 11 99999-9999', name: 'Outra Ana', annotation: 'nova', tagIds: [tagLead.id] };
		expect((await call('POST /core/v1/contact', same)).status).toBe(400);
		expect(await ok('POST /core/v1/contact', { ...same, options: { getIfExists: true } })).toMatchObject({
			id: contactAna.id,
			name: 'Ana Souza',
		});
		await ok('POST /core/v1/contact', { ...same, options: { upsert: true, upsertFields: ['Annotation'] } });
		expect(contactAna).toMatchObject({ name: 'Ana Souza', annotation: 'nova' });
		await ok('POST /core/v1/contact', { ...same, options: { upsert: true, upsertTagOperation: 'INSERTIFNOTEXISTS' } });
		expect(contactAna.tagIds).toHaveLength(2);
		await ok('POST /core/v1/contact', { ...same, options: { upsert: true } });
		expect(contactAna.tagIds).toEqual([tagLead.id]);
	});

	test('updates apply only what fields name; custom fields and metadata merge', async () => {
		const { contactAna } = named();
		const update = (body: Body) => ok(`PUT /core/v2/contact/${contactAna.id}`, body);
		await update({ name: 'X' });
		expect(contactAna.name).toBe('Ana Souza');
		await update({
			fields: ['Annotation', 'Metadata', 'CustomFields'],
			metadata: { crmId: null, novo: true },
			customFields: {
				funcionarios: 13,
				empresa: null,
				desconhecido: 1,
				'limite-credito': 'muito',
				interesses: ['Suporte'],
			},
		});
		expect(contactAna).toMatchObject({ annotation: null, metadata: { plano: 'ouro', novo: true } });
		expect(contactAna.customFields).toEqual({ funcionarios: 13, 'aceita-novidades': true, interesses: ['Suporte'] });
		simulator.quirks.droppedUnknownCustomFields = false;
		expect(
			(await call(`PUT /core/v2/contact/${contactAna.id}`, { fields: ['CustomFields'], customFields: { x: 1 } }))
				.status,
		).toBe(400);
	});

	test('tags: the operation asked for, or a default that is a quirk', async () => {
		const { contactAna, tagVip, tagLead } = named();
		const tag = async (body: Body) => (await ok(`POST /core/v1/contact/${contactAna.id}/tags`, body)).tagNames;
		expect(await tag({ tagIds: [tagLead.id] })).toEqual(['VIP', 'Lead']);
		expect(await tag({ tagNames: ['vip'], operation: 'DeleteIfExists' })).toEqual(['Lead']);
		expect(await tag({ tagIds: [tagVip.id], operation: 'ReplaceAll' })).toEqual(['VIP']);
		simulator.quirks.tagMergeDefault = 'replace';
		expect(await tag({ tagIds: [tagLead.id] })).toEqual(['Lead']);
		expect((await call(`POST /core/v1/contact/${contactAna.id}/tags`, { tagNames: ['nope'] })).status).toBe(500);
	});

	test('sequences: unknown numbers become contacts, an empty removal means everybody', async () => {
		const { sequenceEmpty, sequenceWelcome } = named();
		const path = `/chat/v1/sequence/${sequenceEmpty.id}/contact`;
		expect((await ok(`POST ${path}/batch`, { phoneNumbers: ['5511912340000', '5511999999999'] })).totalItems).toBe(2);
		await ok(`DELETE ${path}`, { phoneNumber: '5511999999999' });
		expect((await ok(`GET /chat/v2/sequence/${sequenceEmpty.id}/contact`)).totalItems).toBe(1);
		await ok(`DELETE /chat/v1/sequence/${sequenceWelcome.id}/contact/batch`, {});
		expect((await ok(`GET /chat/v2/sequence/${sequenceWelcome.id}/contact`)).totalItems).toBe(0);
	});
});

describe('cards', () => {
	test('change by fields only, and keep to the tags of their panel', async () => {
		const { cardOpen, stepNegotiation, panelTagCold, tagVip, lostReasonPrice } = named();
		const update = (body: Body) => call(`PUT /crm/v3/panel/card/${cardOpen.id}`, body);
		await update({ stepId: stepNegotiation.id });
		expect(cardOpen.stepId).not.toBe(stepNegotiation.id);
		await update({ fields: ['StepId', 'DueDate'], stepId: stepNegotiation.id });
		expect(cardOpen).toMatchObject({ stepId: stepNegotiation.id, dueDate: null });
		await update({
			fields: ['TagIds'],
			tagIds: [panelTagCold.id],
			options: { upsertTagOperation: 'InsertIfNotExists' },
		});
		expect(cardOpen.tagIds).toHaveLength(2);
		expect((await update({ fields: ['TagIds'], tagIds: [tagVip.id] })).status).toBe(500);
		await update({ fields: ['Status'], status: 'LOST', lostReasonId: lostReasonPrice.id });
		expect(await ok(`GET /crm/v2/panel/card/${cardOpen.id}?IncludeDetails=LostReason`)).toMatchObject({
			status: 'LOST',
			lostReason: { name: 'Preço' },
		});
	});

	test('an update may be answered without being applied', async () => {
		const { cardOpen, stepNegotiation, sessionPending, agentMaria } = named();
		Object.assign(simulator.quirks, { cardUpdateNotApplied: 1, assignNotApplied: 1 });
		const move = () =>
			ok(`PUT /crm/v3/panel/card/${cardOpen.id}`, {
				fields: ['StepId', 'Title'],
				stepId: stepNegotiation.id,
				title: 'B',
			});
		expect(await move()).toMatchObject({ stepId: cardOpen.stepId, title: 'B' });
		expect(cardOpen.stepId).not.toBe(stepNegotiation.id);
		expect(await move()).toMatchObject({ stepId: stepNegotiation.id });
		const assign = () => ok(`PUT /chat/v1/session/${sessionPending.id}/assignee`, { userId: agentMaria.userId });
		expect(await assign()).toMatchObject({ userId: null });
		expect(await assign()).toMatchObject({ userId: agentMaria.userId });
	});

	test('are duplicated with the parts asked for', async () => {
		const { cardOpen } = named();
		const copy = await ok(`POST /crm/v2/panel/card/${cardOpen.id}/duplicate`, {
			options: { fields: ['Tags'], archiveOriginalCard: true },
		});
		expect(copy).toMatchObject({ tagIds: cardOpen.tagIds, contactIds: [], monetaryAmount: null, status: 'OPEN' });
		expect(cardOpen.status).toBe('ARCHIVED');
		const whole = await ok(`POST /crm/v2/panel/card/${cardOpen.id}/duplicate`, {});
		expect((await ok(`GET /crm/v1/panel/card/${whole.id}/note`)).totalItems).toBe(18);
	});
});

describe('uploads', () => {
	async function upload(type: string, name: string, bytes: Buffer, headers: Record<string, string> = {}) {
		const { tempFileId, urlUpload } = await ok(`GET /core/v2/file?Type=${type}&Name=${name}`);
		const put = await fetch(String(urlUpload), { method: 'PUT', headers, body: new Uint8Array(bytes) });
		return { tempFileId: String(tempFileId), put };
	}

	test('three steps; documents as they are, images recompressed', async () => {
		const bytes = Buffer.alloc(3_000_000, 7);
		const document = await upload('DOCUMENT', 'a.bin', bytes);
		expect(document.put.status).toBe(200);
		const saved = await ok('POST /core/v2/file', { tempFileId: document.tempFileId });
		expect(saved).toMatchObject({ size: bytes.length, type: 'DOCUMENT', name: 'a.bin' });
		const stored = simulator.account.files.get(String(saved.id));
		expect(stored).toMatchObject({ content: null, sha256: createHash('sha256').update(bytes).digest('hex') });
		const image = await upload('IMAGE', 'a.png', Buffer.alloc(1_000));
		expect((await ok('POST /core/v2/file', { tempFileId: image.tempFileId })).size).toBe(700);
		const { sessionInProgress } = named();
		const sent = await ok(`POST /chat/v1/session/${sessionInProgress.id}/message/sync`, { fileId: saved.id });
		expect(sent).toMatchObject({ type: 'DOCUMENT', fileId: saved.id, details: { file: { size: bytes.length } } });
		const received = await fetch(String(sent.details?.file?.publicUrl));
		expect((await received.arrayBuffer()).byteLength).toBe(bytes.length);
		expect(simulator.violations).toEqual([]);
	});

	test('the token must stay away from the storage', async () => {
		const { put, tempFileId } = await upload('IMAGE', 'a.png', Buffer.from('x'), {
			authorization: `Bearer ${simulator.token}`,
		});
		expect(put.status).toBe(400);
		expect(texts()[0]).toContain('Authorization');
		expect((await call('POST /core/v2/file', { tempFileId })).status).toBe(400);
	});

	test('unknown files are refused, old signatures too', async () => {
		expect((await call('POST /core/v2/file', { tempFileId: uuid(3) })).status).toBe(500);
		expect((await call('POST /chat/v1/send/image', { to: '5511999999999', fileIdOrUrl: uuid(3) })).status).toBe(500);
		simulator.quirks.publicUrlLifetimeMs = -1_000;
		const message = await ok(`GET /chat/v1/message/${named().messageWithImage.id}`);
		expect((await fetch(String(message.details?.file?.publicUrl))).status).toBe(403);
		simulator.quirks.publicUrlLifetimeMs = 60_000;
		const fresh = await ok(`GET /chat/v1/message/${named().messageWithImage.id}`);
		const image = await fetch(String(fresh.details?.file?.publicUrl));
		expect(image.headers.get('content-type')).toBe('image/png');
	});
});

describe('webhooks', () => {
	let receiver: Server;
	let received: { body: Json; headers: NodeJS.Dict<string | string[]> }[];
	let answerStatus: number[];
	let hook: string;

	beforeAll(async () => {
		receiver = createServer((request, response) => {
			let text = '';
			request.on('data', (chunk: Buffer) => (text += chunk.toString()));
			request.on('end', () => {
				received.push({ body: JSON.parse(text) as Json, headers: request.headers });
				response.statusCode = answerStatus.shift() ?? 200;
				response.end();
			});
		});
		await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
		hook = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
	});
	afterAll(() => {
		receiver.closeAllConnections();
		receiver.close();
	});
	beforeEach(() => {
		received = [];
		answerStatus = [];
	});

	const subscribe = (...events: string[]) => ok('POST /core/v1/webhook/subscription', { name: 'a', url: hook, events });
	const types = () => received.map(({ body }) => String(body.eventType));

	test('real changes reach those who subscribed', async () => {
		const { sessionInProgress, contactAna, cardOpen, stepNegotiation, tagLead } = named();
		const subscription = await subscribe(
			'MESSAGE_RECEIVED',
			'MESSAGE_SENT',
			'CONTACT_NEW',
			'CONTACT_TAG_UPDATE',
			'PANEL_CARD_STEP_CHANGE',
			'PANEL_CARD_NOTE_NEW',
			'SESSION_COMPLETE',
		);
		expect(subscription.events?.[0]).toEqual({ event: 'MESSAGE_RECEIVED', description: expect.any(String) });
		simulator.receiveMessage({ sessionId: sessionInProgress.id, text: 'olá' });
		await ok(`POST /chat/v1/session/${sessionInProgress.id}/message`, { text: 'oi' });
		await ok('POST /core/v1/contact', { name: 'N', phoneNumber: '5511900001111' });
		await ok(`POST /core/v1/contact/${contactAna.id}/tags`, { tagIds: [tagLead.id] });
		await ok(`PUT /crm/v3/panel/card/${cardOpen.id}`, { fields: ['StepId'], stepId: stepNegotiation.id });
		await ok(`POST /crm/v1/panel/card/${cardOpen.id}/note`, { text: 'x' });
		await ok(`PUT /chat/v1/session/${sessionInProgress.id}/complete`, {});
		await eventually(() =>
			expect(types().sort()).toEqual([
				'CONTACT_NEW',
				'CONTACT_TAG_UPDATE',
				'MESSAGE_RECEIVED',
				'MESSAGE_SENT',
				'PANEL_CARD_NOTE_NEW',
				'PANEL_CARD_STEP_CHANGE',
				'SESSION_COMPLETE',
			]),
		);
		const inbound = received.find(({ body }) => String(body.eventType) === 'MESSAGE_RECEIVED');
		expect(inbound?.body.content).toMatchObject({
			text: 'olá',
			direction: 'FROM_HUB',
			origin: 'GATEWAY',
			sessionId: sessionInProgress.id,
		});
		expect(JSON.stringify(inbound?.body)).not.toContain('11999999999');
		expect(inbound?.headers['x-forwarded-for']).toBe('18.215.79.89');
		const step = received.find(({ body }) => String(body.eventType) === 'PANEL_CARD_STEP_CHANGE');
		expect(step?.body.changeMetadata).toMatchObject({
			source: 'API',
			changes: [{ property: 'stepId', currentValue: stepNegotiation.id, previousValue: expect.any(String) }],
		});
		const tags = received.find(({ body }) => String(body.eventType) === 'CONTACT_TAG_UPDATE');
		expect(tags?.body.changeMetadata).toMatchObject({ changes: [{ property: 'tagsId' }] });
		expect(simulator.deliveries).toHaveLength(7);
	});

	test('a paused subscription gets nothing', async () => {
		const { id } = await subscribe('CONTACT_NEW');
		await ok(`PUT /core/v1/webhook/subscription/${id}`, { fields: ['Enabled'], enabled: false });
		await ok('POST /core/v1/contact', { name: 'N' });
		await sleep(30);
		expect(received).toEqual([]);
	});

	test('duplicates, retries after a failure, disorder and unknown events', async () => {
		await subscribe('CONTACT_NEW');
		const create = (name: string) => ok('POST /core/v1/contact', { name });
		simulator.quirks.webhookDuplicates = 1;
		await create('A');
		await eventually(() => expect(types()).toHaveLength(2));
		Object.assign(simulator.quirks, { webhookDuplicates: 0, webhookRetryDelayMs: 20 });
		answerStatus = [500];
		await create('B');
		await eventually(() => expect(received.map(({ body }) => body.content?.name)).toEqual(['A', 'A', 'B', 'B']));
		simulator.quirks.webhookDisorder = true;
		received = [];
		await create('C');
		await create('D');
		await eventually(() => expect(received.map(({ body }) => body.content?.name)).toEqual(['D', 'C']));
		Object.assign(simulator.quirks, { webhookDisorder: false, newWebhookEvents: true });
		received = [];
		await create('E');
		simulator.emit('PAYMENT_STRANGE', { id: 'x' });
		await eventually(() => expect(types().sort()).toEqual(['CONTACT_NEW', 'PAYMENT_STRANGE', 'TEMPLATE_UPDATE']));
	});

	test('callback URLs are called once, with the outcome', async () => {
		const { sessionInProgress } = named();
		await ok('POST /chat/v1/send/text', {
			sessionId: sessionInProgress.id,
			text: 'oi',
			callbackUrl: hook,
			senderId: 'cb',
		});
		await eventually(() =>
			expect(received.map(({ body }) => [body.senderId, body.status])).toEqual([['cb', 'DELIVERED']]),
		);
		await eventually(() => expect(simulator.deliveries).toMatchObject([{ kind: 'callback', status: 200 }]));
	});
});

describe('limits', () => {
	test('200 requests in five seconds; sends have a limit of their own', async () => {
		const limited = await startSimulator({ limits: 'documented' });
		const on = { on: limited, token: limited.token };
		const many = async (count: number, route: string, body?: Body) => {
			const statuses = await Promise.all(
				Array.from({ length: count }, async () => (await call(route, body, on)).status),
			);
			return statuses.filter((status) => status === 429).length;
		};
		expect(await many(205, 'GET /core/v1/tag')).toBe(5);
		const session = limited.account.named.sessionInProgress.id;
		const sent = await many(300, 'POST /chat/v1/send/text', { sessionId: session, text: 'a' });
		expect(sent).toBe(0);
		const refused = await call('GET /core/v1/tag', undefined, on);
		expect(refused.json.key).toBe('TOO_MANY_REQUESTS');
		expect(refused.headers.get('retry-after')).toBeNull();
		limited.quirks.retryAfterOn429 = 5;
		expect((await call('GET /core/v1/tag', undefined, on)).headers.get('retry-after')).toBe('5');
		expect((await call('GET /core/v1/agent', undefined, { on: limited, token: limited.readOnlyToken })).status).toBe(
			200,
		);
		limited.quirks.sendsCountOnAccount = true;
		expect((await call('POST /chat/v1/send/text', { sessionId: session, text: 'a' }, on)).status).toBe(429);
		await limited.close();
	});

	test('windows slide, and can be made shorter', async () => {
		const limited = await startSimulator({ limits: { scale: 0.5 } });
		const on = { on: limited, token: limited.token };
		const burst = () =>
			Promise.all(
				Array.from({ length: 201 }, async () => (await call('GET /core/v1/tag/color', undefined, on)).status),
			);
		expect((await burst()).filter((status) => status === 429)).toHaveLength(1);
		// Half of the five seconds; the requests have to fit into them on a busy machine too.
		await sleep(2_600);
		expect((await burst()).filter((status) => status === 429)).toHaveLength(1);
		await limited.close();
	});
});

describe('quirks', () => {
	const missing = () => call(`GET /core/v1/contact/${uuid(9)}`);

	test('not found: HTTP 500 with FORM_ERROR, or a real 404', async () => {
		const answer = await missing();
		expect([answer.status, answer.json.key, answer.json.httpStatusCode]).toEqual([
			500,
			'FORM_ERROR',
			'InternalServerError',
		]);
		expect(answer.json.id?.shortValue).toMatch(/^[0-9A-F]{8}$/);
		simulator.quirks.notFoundAs500 = false;
		expect((await missing()).status).toBe(404);
		expect((await call(`GET /chat/v1/send/message/${uuid(9)}`)).json).toMatchObject({
			status: 404,
			title: 'NOT_FOUND',
		});
		expect(simulator.violations).toEqual([]);
	});

	test('shapes of errors', async () => {
		simulator.quirks.httpStatusCodeStyle = 'number';
		expect((await missing()).json.httpStatusCode).toBe(500);
		simulator.quirks.httpStatusCodeStyle = 'upper';
		expect((await missing()).json.httpStatusCode).toBe('INTERNALSERVERERROR');
		simulator.quirks.errorsAs200 = true;
		const answer = await missing();
		expect([answer.status, answer.json.error, answer.json.key]).toEqual([200, true, 'FORM_ERROR']);
		simulator.quirks.errorsAs200 = false;
		simulator.quirks.problemDetailsOnSend = false;
		expect((await call('POST /chat/v1/send/text', { text: 'a' })).json.key).toBe('FORM_ERROR');
		simulator.quirks.problemDetailsOnSend = true;
		expect((await call('POST /chat/v1/send/text', { text: 'a' })).json.title).toBe('Bad Request');
	});

	test('bodies: empty, with unknown enums, with nulls', async () => {
		const { sessionInProgress } = named();
		const read = () => call(`GET /chat/v2/session/${sessionInProgress.id}`);
		simulator.quirks.emptyBodies = ['getSession'];
		expect(await read()).toMatchObject({ status: 200, text: '' });
		simulator.quirks.emptyBodies = false;
		simulator.quirks.statusUnknownEnum = 'SLEEPING';
		expect((await read()).json.status).toBe('SLEEPING');
		simulator.quirks.statusUnknownEnum = null;
		simulator.quirks.nullFields = ['contactId', 'companyId'];
		expect((await read()).json).toMatchObject({ contactId: null, companyId: null });
		expect(simulator.violations).toEqual([]);
	});

	test('the first page for ever, for one spelling or for all', async () => {
		const first = async (route: string, body?: Body) => (await ok(route, body)).items?.[0]?.id;
		const get = 'GET /core/v1/contact?PageNumber=2';
		const post = ['POST /core/v1/contact/filter', { pageNumber: 2 }] as const;
		const second = await first(get);
		simulator.quirks.repeatFirstPage = 'pageNumber';
		expect(await first(get)).toBe(second);
		expect(await first(...post)).toBe(await first('POST /core/v1/contact/filter', {}));
		simulator.quirks.repeatFirstPage = true;
		expect(await first(get)).toBe(await first('GET /core/v1/contact'));
	});

	test('unknown filters ignored, wrong values as HTTP 500', async () => {
		simulator.quirks.ignoreTextSearchOnGet = true;
		expect((await ok('GET /core/v1/contact?TextFilter=ana')).totalItems).toBeGreaterThan(100);
		expect((await call('GET /chat/v2/session?Text=ana')).status).toBe(400);
		simulator.quirks.ignoreUnknownFilters = true;
		expect((await call('GET /chat/v2/session?Text=ana&Status=HIDDEN')).json.items?.[0]?.status).toBe('HIDDEN');
		simulator.quirks.invalidValuesAs500 = true;
		expect((await call('GET /chat/v2/session?PageSize=500')).status).toBe(500);
		expect((await call('GET /chat/v2/session?Status=FOO')).status).toBe(500);
		expect(simulator.violations).toHaveLength(5);
	});

	test("an agent's ID is accepted without effect, or refused", async () => {
		const { agentMaria, sessionPending } = named();
		const assign = () => call(`PUT /chat/v1/session/${sessionPending.id}/assignee`, { userId: agentMaria.id });
		expect((await assign()).json.userId).toBeNull();
		simulator.quirks.agentIdAccepted = false;
		expect((await assign()).status).toBe(500);
	});

	test('directions reversed', async () => {
		simulator.quirks.directionReversed = true;
		expect((await ok(`GET /chat/v1/message/${named().messageInbound.id}`)).direction).toBe('TO_HUB');
	});

	test('a reset takes them back', () => {
		simulator.quirks.notFoundAs500 = false;
		simulator.reset();
		expect(simulator.quirks).toEqual(defaultQuirks());
	});
});

describe('faults', () => {
	const create = () => call('POST /core/v1/contact', { name: 'Só um' });
	const count = () => [...simulator.account.contacts.values()].filter((contact) => contact.name === 'Só um').length;

	test('connections break before or after the effect', async () => {
		simulator.faults.add({ times: 1, fault: { kind: 'resetBefore' } });
		await expect(create()).rejects.toThrow();
		expect(count()).toBe(0);
		simulator.faults.add({ times: 1, fault: { kind: 'resetAfter' } });
		await expect(create()).rejects.toThrow();
		expect(count()).toBe(1);
		expect(simulator.requests.map((request) => request.status)).toEqual([null, null]);
	});

	test('an answer may never come', async () => {
		simulator.faults.add({ times: 1, fault: { kind: 'timeout', applied: true } });
		const waiting = fetch(`${simulator.url}/core/v1/contact`, {
			method: 'POST',
			headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
			body: '{"name":"Só um"}',
			signal: AbortSignal.timeout(100),
		});
		await expect(waiting).rejects.toThrow();
		expect(count()).toBe(1);
	});

	test('answers of proxies, limits and redirects', async () => {
		const once = async (fault: Parameters<Simulator['faults']['add']>[0]['fault']) => {
			simulator.faults.add({ times: 1, fault });
			return create();
		};
		expect(await once({ kind: 'html', status: 502 })).toMatchObject({
			status: 502,
			text: expect.stringContaining('<html>'),
		});
		expect(await once({ kind: 'emptyBody', status: 503 })).toMatchObject({ status: 503, text: '' });
		expect((await once({ kind: 'rateLimited', retryAfter: 7 })).headers.get('retry-after')).toBe('7');
		expect((await once({ kind: 'rateLimited' })).headers.get('retry-after')).toBeNull();
		expect((await once({ kind: 'redirect', location: 'https://elsewhere.example/' })).headers.get('location')).toBe(
			'https://elsewhere.example/',
		);
		expect((await once({ kind: 'error', status: 503, key: 'K', text: 'T' })).json).toMatchObject({
			key: 'K',
			text: 'T',
			httpStatusCode: 'ServiceUnavailable',
		});
		expect((await once({ kind: 'error', status: 422, key: 'K', envelope: 'problem' })).json).toMatchObject({
			title: 'K',
			status: 422,
		});
		expect(await once({ kind: 'error200', key: 'K', text: 'T' })).toMatchObject({
			status: 200,
			json: { error: true, key: 'K' },
		});
		expect(count()).toBe(0);
		const cut = await once({ kind: 'cutBody' });
		expect([cut.status, cut.json]).toEqual([200, undefined]);
		await expect(once({ kind: 'cutBody', reset: true })).rejects.toThrow();
		expect((await once({ kind: 'html', status: 504, applied: true })).status).toBe(504);
		expect(count()).toBe(3);
		expect(simulator.violations).toEqual([]);
	});

	test('rules say which requests, how many and how likely', async () => {
		const remove = simulator.faults.add({
			match: { method: 'GET', route: '/core/v1/contact/{id}', path: /contact/g },
			after: 1,
			times: 2,
			fault: { kind: 'emptyBody', status: 503 },
		});
		const read = async () => (await call(`GET /core/v1/contact/${named().contactAna.id}`)).status;
		expect([await read(), await read(), await read(), await read()]).toEqual([200, 503, 503, 200]);
		expect((await call('GET /core/v1/contact')).status).toBe(200);
		remove();
		simulator.faults.add({ match: { bodyIncludes: 'marca' }, fault: { kind: 'emptyBody', status: 503 } });
		expect((await call('POST /core/v1/contact', { name: 'marca' })).status).toBe(503);
		simulator.faults.clear();
		simulator.faults.add({ probability: 0.5, fault: { kind: 'emptyBody', status: 503 } });
		const draw = async () => Promise.all(Array.from({ length: 3 }, read)).then((list) => list.join());
		const rounds = [await draw(), await draw(), await draw(), await draw()].join();
		expect(rounds).toContain('200');
		expect(rounds).toContain('503');
		simulator.faults.clear();
		simulator.faults.add({ fault: { kind: 'latency', ms: 60 } });
		simulator.faults.add({ fault: { kind: 'emptyBody', status: 503 } });
		const started = performance.now();
		expect(await read()).toBe(503);
		expect(performance.now() - started).toBeGreaterThan(50);
	});
});

describe('control over HTTP', () => {
	const control = (route: string, body?: Body) => call(route.replace(' ', ' /__simulator'), body, { token: null });

	test('shows and changes what the object offers', async () => {
		await call('GET /core/v1/contact?Foo=1');
		expect((await control('GET /requests')).json).toHaveLength(1);
		expect((await control('GET /violations')).json[0]?.text).toContain('Foo');
		expect((await control('GET /account')).json).toMatchObject({
			named: { contactAna: { id: named().contactAna.id } },
			counts: { contacts: 300 },
		});
		await control('POST /quirks', { notFoundAs500: false });
		expect((await call(`GET /core/v1/contact/${uuid(9)}`)).status).toBe(404);
		expect((await control('POST /quirks', { nope: 1 })).status).toBe(400);
		await control('POST /faults', { match: { path: '^/core' }, times: 1, fault: { kind: 'emptyBody', status: 503 } });
		expect((await call('GET /core/v1/tag')).status).toBe(503);
		expect((await control('POST /faults', { fault: { kind: 'sorcery' } })).status).toBe(400);
		await control('DELETE /faults');
		expect((await control('GET /faults')).json).toEqual([]);
		const inbound = await control('POST /receive-message', { sessionId: named().sessionInProgress.id, text: 'oi' });
		expect(inbound.json).toMatchObject({ message: { text: 'oi' } });
		await control('POST /reset');
		expect(simulator.requests).toEqual([]);
		expect((await control('GET /nonsense')).status).toBe(404);
	});
});

test('the last of 5,000 sends cost no more than the first', async () => {
	const { sessionInProgress } = named();
	const costs: number[] = [];
	for (let batch = 0; batch < 50; batch += 1) {
		const started = process.cpuUsage();
		await Promise.all(
			Array.from({ length: 100 }, (_, i) =>
				ok('POST /chat/v1/send/text', {
					sessionId: sessionInProgress.id,
					text: `${batch}-${i}`,
					senderId: `s-${batch}-${i}`,
				}),
			),
		);
		const { user, system } = process.cpuUsage(started);
		costs.push(user + system);
	}
	expect(simulator.account.dispatches.size).toBe(5_000);
	const median = (some: number[]) => [...some].sort((a, b) => a - b)[Math.floor(some.length / 2)] ?? 0;
	expect(median(costs.slice(-15))).toBeLessThan(4 * median(costs.slice(0, 15)));
});
