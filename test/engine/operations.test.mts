import { startBed } from '../bed/bed.mts';
import { type EngineRun, loadPackage, NODE, type NodeSetup, runNode } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { search } from '../bed/pickers.mts';

type Json = Record<string, unknown>;

const { simulator, named, account } = startBed();

const run = async (name: string, parameters: Json, items: Json[] = [{}], setup: Partial<NodeSetup> = {}) => {
	const [resource, operation] = name.split('.');
	return await runNode({ parameters: { resource, operation, ...parameters }, ...setup }, items, { account: account() });
};
const routes = () => simulator.requests.map(({ method, route }) => `${method} ${route}`);
const bodies = (route: string) =>
	simulator.requests.filter((one) => one.method !== 'GET' && one.route === route).map(({ body }) => body as Json);
const first = (result: EngineRun) => result.json(NODE)[0];

const WHATSAPP = '551140028922';

describe('a token that may not list agents', () => {
	beforeEach(() => {
		simulator.quirks.forbiddenScopes = ['agent'];
	});

	const maria = () => located('id', String(named().agentMaria.userId));
	const session = () => located('id', named().sessionPending.id);

	test('session.assignAgent and session.transfer take the user as given, and ask for the list once', async () => {
		const items = [{}, {}, {}];
		const assigned = await run('session.assignAgent', { sessionId: session(), agentId: maria() }, items);
		expect(assigned.error).toBeUndefined();
		expect(routes().filter((route) => route === 'GET /core/v1/agent')).toHaveLength(1);
		expect(assigned.json(NODE)).toHaveLength(3);
		const moved = await run('session.transfer', { sessionId: session(), transferTo: 'agent', agentId: maria() });
		expect(moved.error).toBeUndefined();
		expect(bodies('/chat/v1/session/{id}/transfer')).toMatchObject([{ newUserId: named().agentMaria.userId }]);
	});

	test('filters, owners of cards and sends do the same', async () => {
		const filtered = await run('session.getAll', { returnAll: true, filters: { agentId: maria() } });
		expect(filtered.json(NODE).every(({ userId }) => userId === named().agentMaria.userId)).toBe(true);
		const card = await run('panel.createCard', {
			panelId: located('id', named().panelSales.id),
			stepId: located('id', named().stepNew.id),
			title: 'Plan',
			additionalFields: { agentId: maria() },
		});
		expect(first(card)).toMatchObject({ responsibleUserId: named().agentMaria.userId });
		const sent = await run('message.sendText', {
			to: '(11) 99999-9999',
			from: located('number', WHATSAPP),
			text: 'Hello',
			options: { agentId: maria() },
		});
		expect(sent.error).toBeUndefined();
		expect(bodies('/chat/v1/send/text')).toMatchObject([{ options: { user: { id: named().agentMaria.userId } } }]);
	});
});

describe('a token that may not read contacts', () => {
	beforeEach(() => {
		simulator.quirks.forbiddenScopes = ['contact'];
	});

	test('sequence.addContact and addContacts take the phone as given, and ask once', async () => {
		const sequenceId = located('id', named().sequenceWelcome.id);
		const one = await run('sequence.addContact', { sequenceId, contactId: located('phone', '(11) 99999-9999') });
		expect(one.error).toBeUndefined();
		const many = await run('sequence.addContacts', { sequenceId, phoneNumbers: '11977770001, 11977770002' });
		expect(many.error).toBeUndefined();
		expect(bodies('/chat/v1/sequence/{id}/contact')).toEqual([{ phoneNumber: '5511999999999' }]);
		expect(bodies('/chat/v1/sequence/{id}/contact/batch')).toEqual([
			{ phoneNumbers: ['5511977770001', '5511977770002'] },
		]);
	});

	test('message.sendText to a contact by phone goes to the phone; by ID it says what is missing', async () => {
		const to = (contactId: Json) => ({
			recipientType: 'contact',
			contactId,
			from: located('number', WHATSAPP),
			text: 'Hello',
		});
		const byPhone = await run('message.sendText', to(located('phone', '(11) 99999-9999')));
		expect(byPhone.error).toBeUndefined();
		expect(bodies('/chat/v1/send/text')).toMatchObject([{ to: '5511999999999' }]);
		const byId = await run('message.sendText', to(located('id', named().contactAna.id)));
		expect(byId.error?.message).toMatch(/The token may not read contacts/);
	});
});

describe('tags and portfolios by a name that the account does not have', () => {
	const refused = async (name: string, parameters: Json) => (await run(name, parameters)).error?.message;

	test('are refused before anything is written, in every write of contacts', async () => {
		const more = { additionalFields: { tagNames: 'VIP, Vipp' } };
		const problem = /The account has no tag "Vipp"/;
		expect(await refused('contact.create', { name: 'Olga', ...more })).toMatch(problem);
		expect(await refused('contact.upsert', { phoneNumber: '11977770001', ...more })).toMatch(problem);
		expect(await refused('contact.upsertBatch', { phoneNumber: '11977770001', ...more })).toMatch(problem);
		const contactId = located('id', named().contactAna.id);
		expect(await refused('contact.update', { contactId, updateFields: { tagNames: 'Vipp' } })).toMatch(problem);
		expect(await refused('contact.updateTags', { contactId, tagNames: 'Vipp' })).toMatch(problem);
		const portfolioNames = { portfolioNames: 'Carteira Nordeste' };
		expect(await refused('contact.create', { name: 'Olga', additionalFields: portfolioNames })).toMatch(
			/The account has no portfolio "Carteira Nordeste"/,
		);
		expect(routes().every((route) => route.startsWith('GET '))).toBe(true);
	});

	test('those that it has go out as it spells them, looked up once', async () => {
		const items = [{ name: 'Olga' }, { name: 'Pia' }];
		const result = await run(
			'contact.create',
			{ name: '={{ $json.name }}', additionalFields: { tagNames: 'vip' } },
			items,
		);
		expect(result.error).toBeUndefined();
		expect(bodies('/core/v1/contact').map(({ tagNames }) => tagNames)).toEqual([['VIP'], ['VIP']]);
		expect(routes().filter((route) => route === 'GET /core/v1/tag')).toHaveLength(1);
	});

	test('go through as given when the token may not list tags', async () => {
		simulator.quirks.forbiddenScopes = ['settings'];
		const result = await run('contact.create', { name: 'Olga', additionalFields: { tagNames: 'vip' } });
		expect(result.error).toBeUndefined();
		expect(bodies('/core/v1/contact')).toMatchObject([{ tagNames: ['vip'] }]);
	});
});

describe('a chatbot by key or ID', () => {
	const start = (chatbotKey: Json) => ({ chatbotKey, to: '(11) 99999-9999', from: located('number', WHATSAPP) });

	test.each(['id', 'key'] as const)('its %s is understood', async (name) => {
		const result = await run('chatbot.send', start(located('id', String(named().chatbotAutomation[name]))));
		expect(result.error).toBeUndefined();
		expect(bodies('/chat/v1/chatbot/send')).toMatchObject([{ botKey: named().chatbotAutomation.key }]);
	});

	test('as the chatbot for the reply and in a batch too', async () => {
		const chatbotKey = located('id', String(named().chatbotAutomation.id));
		const sent = await run('message.sendText', {
			to: '(11) 99999-9999',
			from: located('number', WHATSAPP),
			text: 'Hello',
			options: { chatbotKey },
		});
		expect(sent.error).toBeUndefined();
		await run('chatbot.sendBatch', start(chatbotKey), [{}, {}]);
		const { key } = named().chatbotAutomation;
		expect(bodies('/chat/v1/message/send')).toMatchObject([{ botKey: key }]);
		expect(bodies('/chat/v1/send/chatbot/batch')[0]).toMatchObject({ botKey: key });
	});

	test('one that is neither is refused, and the advice names both', async () => {
		const result = await run('chatbot.send', start(located('id', '11111111-2222-4333-8444-555555555555')));
		expect(result.error?.message).toMatch(/No chatbot of the account has the key or ID 11111111/);
		expect(result.error?.description).toMatch(/either is understood/);
		expect(bodies('/chat/v1/chatbot/send')).toEqual([]);
	});

	test('one that was picked is not looked up', async () => {
		await run('chatbot.send', start(located('list', String(named().chatbotAutomation.key))));
		expect(routes()).toEqual(['POST /chat/v1/chatbot/send']);
	});
});

describe('Simplify of what sends answer', () => {
	const text = (more: Json = {}) => ({
		to: '(11) 99999-9999',
		from: located('number', WHATSAPP),
		text: 'Hello',
		...more,
	});
	const cases: Array<[string, () => Json]> = [
		['message.sendText', () => text()],
		['message.sendText', () => text({ options: { waitForResult: true } })],
		['message.sendOtp', () => ({ to: '(11) 99999-9999', from: located('number', WHATSAPP) })],
		['session.sendText', () => ({ sessionId: located('id', named().sessionInProgress.id), text: 'Hi' })],
		[
			'session.sendText',
			() => ({ sessionId: located('id', named().sessionInProgress.id), text: 'Hi', chatTarget: 'agents' }),
		],
		[
			'chatbot.send',
			() => ({
				to: '(11) 99999-9999',
				from: located('number', WHATSAPP),
				chatbotKey: located('list', String(named().chatbotAutomation.key)),
			}),
		],
		[
			'chatbot.sendBatch',
			() => ({
				to: '(11) 99999-9999',
				from: located('number', WHATSAPP),
				chatbotKey: located('list', String(named().chatbotAutomation.key)),
			}),
		],
	];

	test.each(cases)('%s gives less, and IDs and status under the same names', async (name, parameters) => {
		const raw = first(await run(name, { ...parameters(), simplify: false })) ?? {};
		const simple = first(await run(name, parameters())) ?? {};
		expect(Object.keys(simple).length).toBeLessThan(Object.keys(raw).length);
		expect(simple).not.toHaveProperty('companyId');
		const IDS = ['id', 'sessionId', 'senderId', 'contactId', 'channelId', 'userId', 'templateId', 'status', 'code'];
		for (const key of IDS) {
			if (raw[key] === undefined || raw[key] === null) continue;
			expect(simple).toHaveProperty(key);
		}
	});

	test('a message to both has a simple note beside it', async () => {
		const sessionId = located('id', named().sessionInProgress.id);
		const result = await run('session.sendText', { sessionId, text: 'Hi', chatTarget: 'both' });
		expect(first(result)).toMatchObject({ status: expect.any(String), note: { type: 'NOTE', text: 'Hi' } });
	});
});

describe('Include Details', () => {
	test('what was asked for is shown simplified too', async () => {
		const [member] = simulator.account.portfolioContacts;
		const result = await run('contact.get', {
			contactId: located('id', String(member?.contactId)),
			options: { includeDetails: ['Portfolios'] },
		});
		expect(first(result)).toMatchObject({ portfolioNames: [expect.stringMatching(/^Carteira/)] });
	});

	test('an emptied list means nothing but the record, everywhere', async () => {
		const options = { includeDetails: [] };
		await run('contact.get', { contactId: located('id', named().contactAna.id), options });
		await run('session.get', { sessionId: located('id', named().sessionPending.id), options });
		await run('session.getAll', { options });
		await run('panel.getCard', { cardId: located('id', named().cardOpen.id), options });
		await run('panel.getAllPanels', { options });
		await run('panel.getPanel', { panelId: located('id', named().panelSales.id), options });
		await run('message.getAllTemplates', { options });
		await run('sequence.getAll', { options });
		await run('sequence.getContacts', { sequenceId: located('id', named().sequenceWelcome.id), options });
		expect(simulator.requests).toHaveLength(9);
		for (const { query } of simulator.requests) expect(JSON.stringify(query)).not.toMatch(/IncludeDetails/i);
	});
});

describe('what is needed follows from an expression', () => {
	const when = { onError: 'continueErrorOutput' } as const;

	test('File Source: only the field of that source is asked for', async () => {
		const parameters = {
			sessionId: located('id', named().sessionInProgress.id),
			fileSource: '={{ $json.source }}',
			binaryPropertyName: '',
			fileUrl: '={{ $json.url }}',
			fileId: '',
		};
		const items = [{ source: 'url', url: 'https://example.com/a.pdf' }, { source: 'fileId' }];
		const result = await run('session.sendFile', parameters, items, when);
		expect(result.error).toBeUndefined();
		expect(result.json(NODE)).toHaveLength(1);
		expect(result.json('Failed')).toMatchObject([{ message: expect.stringMatching(/"File ID" is empty/) }]);
	});

	test('Recipient Type: only the recipient of that type is asked for', async () => {
		const parameters = {
			recipientType: '={{ $json.type }}',
			from: located('list', ''),
			to: '',
			sessionId: located('id', '={{ $json.session }}'),
			contactId: located('list', ''),
			text: 'Hello',
		};
		const items = [{ type: 'session', session: named().sessionInProgress.id }, { type: 'phone' }, { type: 'contact' }];
		const result = await run('message.sendText', parameters, items, when);
		expect(result.error).toBeUndefined();
		expect(result.json(NODE)).toHaveLength(1);
		expect(result.json('Failed').map(({ message }) => String(message))).toEqual([
			expect.stringMatching(/"To" is empty/),
			expect.stringMatching(/"Contact" is empty/),
		]);
	});

	test('Header File: none is asked for where the expression says no', async () => {
		const parameters = {
			sessionId: located('id', named().sessionInProgress.id),
			templateId: located('id', named().templateWithoutParams.id),
			headerFile: '={{ $json.file }}',
			fileSource: 'url',
			fileUrl: '',
		};
		const result = await run('session.sendTemplate', parameters, [{ file: false }, { file: true }], when);
		expect(result.error).toBeUndefined();
		expect(result.json(NODE)).toHaveLength(1);
		expect(result.json('Failed')).toMatchObject([{ message: expect.stringMatching(/"File URL" is empty/) }]);
	});

	test('Transfer To: only that target is asked for', async () => {
		const parameters = {
			sessionId: located('id', named().sessionPending.id),
			transferTo: '={{ $json.to }}',
			departmentId: located('id', named().departmentSales.id),
			agentId: located('list', ''),
		};
		const result = await run('session.transfer', parameters, [{ to: 'department' }, { to: 'agent' }], when);
		expect(result.json(NODE)).toHaveLength(1);
		expect(result.json('Failed')).toMatchObject([{ message: expect.stringMatching(/"Agent" is empty/) }]);
	});

	test('no field that another one shows is required', async () => {
		const { description } = (await loadPackage()).getNode('wtsChat').type as {
			description: {
				properties: Array<{ name: string; required?: boolean; displayOptions?: { show?: Record<string, unknown> } }>;
			};
		};
		const hidden = description.properties.filter(
			({ required, displayOptions }) =>
				required === true &&
				Object.keys(displayOptions?.show ?? {}).some((name) => !['resource', 'operation'].includes(name)),
		);
		expect(hidden.map(({ name }) => name)).toEqual([]);
	});
});

describe('a file by URL', () => {
	test('for the header of a template is checked by its extension', async () => {
		const send = (fileUrl: string) => ({
			sessionId: located('id', named().sessionInProgress.id),
			templateId: located('id', named().templateWithImageHeader.id),
			templateParametersMode: 'json',
			templateParametersJson: Object.fromEntries(
				(named().templateWithImageHeader.params ?? []).map(({ name }) => [name, 'x']),
			),
			headerFile: true,
			fileSource: 'url',
			fileUrl,
		});
		for (const url of ['https://example.com/a.mp4?x=1.png', 'https://example.com/a.pdf']) {
			const result = await run('session.sendTemplate', send(url));
			expect(result.error?.message).toMatch(
				/The header of the template .* is image, but the URL is that of a \.(mp4|pdf)/,
			);
		}
		expect(routes().some((route) => route.startsWith('POST'))).toBe(false);
		for (const url of ['https://example.com/a.JPG', 'https://example.com/image?id=7']) {
			expect((await run('session.sendTemplate', send(url))).error).toBeUndefined();
		}
	});

	test('of a chosen kind too; sound may come in a container of pictures', async () => {
		const send = (fileKind: string, fileUrl: string) => ({
			sessionId: located('id', named().sessionInProgress.id),
			fileSource: 'url',
			fileKind,
			fileUrl,
		});
		const refused = await run('session.sendFile', send('image', 'https://example.com/a.mp4'));
		expect(refused.error?.message).toMatch(/"File Kind" is image, but the URL is that of a \.mp4 file/);
		for (const [kind, url] of [
			['audio', 'https://example.com/a.mp4'],
			['document', 'https://example.com/a.mp4'],
		] as const) {
			expect((await run('session.sendFile', send(kind, url))).error).toBeUndefined();
		}
	});
});

describe('as a tool', () => {
	test('an empty list is a sentence', async () => {
		const result = await run('contact.getAll', { filters: { name: 'Nobody at all' } }, [{}], { asTool: true });
		expect(result.json(NODE)).toEqual([{ message: 'Nothing was found.' }]);
	});

	test('so is a contact that is not there, where that is no error', async () => {
		const parameters = { contactId: located('phone', '(21) 95555-1234'), options: { ifNotFound: 'empty' } };
		expect((await run('contact.get', parameters, [{}], { asTool: true })).json(NODE)).toEqual([
			{ message: 'Nothing was found.' },
		]);
		expect((await run('contact.get', parameters)).json(NODE)).toEqual([{}]);
	});
});

describe('pickers', () => {
	const values = async (name: string, filter?: string) =>
		(await search(account(), name, filter)).map(({ value }) => value);

	test.each(['(55) 99666-1234', '+55 55 99666-1234', '55996661234', '5555996661234', '99666-1234'])(
		'a contact is found by its number as %s',
		async (filter) => {
			expect(await values('searchContacts', filter)).toContain(named().contactRioGrandeDoSul.id);
		},
	);

	test('a contact is found by its @name, and by all that the picker shows of it', async () => {
		expect(await values('searchContacts', '@elisa.prado')).toEqual([named().contactInstagram.id]);
		named().contactInstagram.instagram = 'elisa.prado';
		expect(await values('searchContacts', '@elisa.prado')).toEqual([named().contactInstagram.id]);
		expect(await values('searchContacts', 'Ana Souza ((11) 99999-9999)')).toEqual([named().contactAna.id]);
	});

	test('a session is found by its number, its ID and the number of its contact', async () => {
		const { id, number } = named().sessionInProgress;
		expect(await values('searchSessions', String(number))).toContain(id);
		expect(await values('searchSessions', `#${number}`)).toContain(id);
		expect(await values('searchSessions', id)).toEqual([id]);
		expect(await values('searchSessions', '+55 11 99999-9999')).toContain(id);
		expect(await values('searchSessions', '11111111-2222-4333-8444-555555555555')).toEqual([]);
	});

	test('sessions of one name are told apart', async () => {
		const names = (await search(account(), 'searchSessions', 'Ana Souza')).map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	test('a channel is found by its digits however they are written; an inactive one is marked', async () => {
		const { channelWhatsapp } = named();
		for (const filter of [WHATSAPP, '(11) 4002-8922', '+55 11 4002 8922', '40028922']) {
			expect(await values('searchChannels', filter)).toContain(channelWhatsapp.id);
		}
		channelWhatsapp.active = false;
		const [channel] = (await search(account(), 'searchChannels')).filter(({ value }) => value === channelWhatsapp.id);
		expect(channel?.name).toMatch(/, inactive\)$/);
	});

	test('an agent with the empty user is left out', async () => {
		named().agentWithoutUser.userId = '00000000-0000-0000-0000-000000000000';
		expect(await values('searchAgents')).not.toContain(named().agentWithoutUser.userId);
		expect(await values('searchAgents', String(named().agentMaria.userId))).toEqual([named().agentMaria.userId]);
	});

	test('what is marked is found by what is shown', async () => {
		const sequences = await search(account(), 'searchSequences');
		for (const { name, value } of sequences) expect(await values('searchSequences', name)).toContain(value);
		for (const { name, value } of await search(account(), 'searchChatbots')) {
			expect(await values('searchChatbots', name)).toContain(value);
		}
	});
});
