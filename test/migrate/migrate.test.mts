import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { decode, Refusal } from '../../dev/migrate/input.mts';
import { isObject, type JsonObject } from '../../dev/migrate/json.mts';
import { migrateText } from '../../dev/migrate/migrate.mts';
import { reportText } from '../../dev/migrate/report.mts';
import { exported, migrated, node, nodeOf, nodesOf, olderNode, STEP } from './older.mts';

const ID = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';

/** The parameters that these become, and what is said. */
function parametersOf(parameters: JsonObject) {
	const { json, report } = migrated(exported([olderNode(parameters)]));
	const made = nodeOf(json).parameters;
	if (!isObject(made)) throw new Error('No parameters');
	const said = report.nodes.find(({ name }) => name === STEP);
	return { made, todo: said?.todo ?? [], changed: said?.changed ?? [] };
}

describe('what is kept', () => {
	const start = node('Começo', 'manualTrigger', {}, { position: [-200, 40] });
	const step = olderNode(
		{ resource: 'session', sessionId: '={{ $json.id }}', operation: 'getSessionById' },
		{
			notes: 'Não apagar! 🚨',
			notesInFlow: false,
			disabled: true,
			onError: 'continueErrorOutput',
			retryOnFail: true,
			maxTries: 5,
			webhookId: 'w',
			unknownToUs: { a: [1, null] },
		},
	);
	const after = node('Fim', 'noOp', { text: '={{ $json.status }}' });
	const workflow = exported([start, step, after], {
		id: 'abc',
		tags: [{ name: 'loja' }],
		pinData: { [STEP]: [{ json: { id: ID, name: 'Zé' } }], Começo: [{ json: {} }] },
		meta: { instanceId: 'x' },
		versionId: 'v',
	});
	const { json, nodes } = migrated(workflow);

	test('all of the workflow but the nodes of the older package, and a note', () => {
		const { nodes: made, ...rest } = json;
		const { nodes: given, ...before } = workflow;
		expect(rest).toEqual(before);
		expect(Object.keys(json)).toEqual(Object.keys(workflow));
		expect(made).toHaveLength(Array.isArray(given) ? given.length + 1 : 0);
		expect(nodes[0]).toEqual(start);
		expect(nodes[2]).toEqual(after);
	});

	test('all of a node but type, version, parameters and credential', () => {
		const { parameters, credentials, ...kept } = nodeOf(json);
		expect(kept).toEqual({
			...Object.fromEntries(Object.entries(step).filter(([key]) => !['parameters', 'credentials'].includes(key))),
			type: 'n8n-nodes-wts-chat.wtsChat',
			typeVersion: 1,
		});
		expect(parameters).toMatchObject({
			resource: 'session',
			operation: 'get',
			sessionId: { value: '={{ $json.id }}' },
		});
		expect(credentials).toEqual({ wtsChatApi: { id: null, name: 'WTS da loja' } });
	});

	test('a second time changes nothing: the nodes are ours already', () => {
		expect(() => migrateText(JSON.stringify(json))).toThrow(/Nothing to migrate: the WTS Chat nodes/);
	});

	test('the note is above all nodes, has a free name, and is the same each time', () => {
		const taken = migrated(exported([node('Migration', 'noOp', {}, { position: [-900, -300] }), olderNode({})]));
		const sticky = taken.nodes.at(-1);
		expect(sticky).toMatchObject({ name: 'Migration 1', type: 'n8n-nodes-base.stickyNote' });
		const [x, y] = Array.isArray(sticky?.position) ? sticky.position : [];
		const height = isObject(sticky?.parameters) ? Number(sticky.parameters.height) : 0;
		expect(x).toBe(-900);
		expect(Number(y) + height).toBeLessThan(-300);
		expect(migrated(workflow).json).toEqual(json);
	});
});

describe('packages, credentials and older values', () => {
	test.each(['n8n-nodes-wts.wtsChat', 'n8n-nodes-test-wts-v2.wtsChat'])('%s becomes ours', (type) => {
		expect(nodeOf(migrated(exported([olderNode({}, { type })])).json).type).toBe('n8n-nodes-wts-chat.wtsChat');
	});

	test('a tool of an agent stays one, with its texts and what the model fills in', () => {
		const { json } = migrated(
			exported([
				olderNode(
					{
						toolDescription: 'Finds people',
						descriptionType: 'manual',
						operation: 'getContactByPhone',
						phonenumber: "={{ $fromAI('phone') }}",
					},
					{ type: 'n8n-nodes-wts.wtsChatTool' },
				),
			]),
		);
		expect(nodeOf(json)).toMatchObject({
			type: 'n8n-nodes-wts-chat.wtsChatTool',
			parameters: {
				toolDescription: 'Finds people',
				descriptionType: 'manual',
				contactId: { mode: 'phone', value: "={{ $fromAI('phone') }}" },
			},
		});
	});

	test('a credential as a bare name, as old exports have it', () => {
		const { json, report } = migrated(
			exported([olderNode({}, { credentials: { wtsApi: 'Old', other: { id: '1', name: 'O' } } })]),
		);
		expect(nodeOf(json).credentials).toEqual({ other: { id: '1', name: 'O' }, wtsChatApi: { id: null, name: 'Old' } });
		expect(report.credentials).toEqual(['Old']);
	});

	test('no credential, and the credential at another node, are things to do', () => {
		const http = node('HTTP', 'httpRequest', {}, { credentials: { wtsApi: { id: '1', name: 'x' } } });
		const { report } = migrated(exported([olderNode({}, { credentials: {} }), http]));
		expect(report.nodes.map(({ todo }) => todo)).toEqual([
			[expect.stringContaining('no credential')],
			[expect.stringContaining('credential of the older package')],
		]);
	});

	test.each([
		[{}, 'contact', 'getAll'],
		[{ operation: 'getAllContacts' }, 'contact', 'getAll'],
		[{ resource: 'message' }, 'message', 'get'],
		[{ resource: 'message', operation: 'getAllMessages' }, 'message', 'getAll'],
		[{ resource: 'session' }, 'session', 'getAll'],
		[{ resource: 'session', operation: 'getAllSessions' }, 'session', 'getAll'],
		[{ resource: 'session', operation: 'assignUser' }, 'session', 'assignAgent'],
		[{ resource: 'session', operation: 'updateTransfer' }, 'session', 'transfer'],
		[{ resource: 'session', operation: 'sendMessageTextSession' }, 'session', 'sendText'],
		[{ resource: 'session', operation: 'sendMessageFileSession' }, 'session', 'sendFile'],
		[{ resource: 'session', operation: 'sendMessageTemplateSession' }, 'session', 'sendTemplate'],
		[{ resource: 'panel' }, 'panel', 'getAllCardNotes'],
		[{ resource: 'panel', operation: 'getAllAnnotation' }, 'panel', 'getAllCardNotes'],
		[{ resource: 'panel', operation: 'getAllCards' }, 'panel', 'getAllCards'],
		[{ resource: 'sequence' }, 'sequence', 'addContact'],
		[{ resource: 'chatbot' }, 'chatbot', 'send'],
		[{ operation: 'createContact', upsert: true }, 'contact', 'upsert'],
	])('%j is %s.%s', (parameters, resource, operation) => {
		expect(parametersOf(parameters).made).toMatchObject({ resource, operation });
	});

	test.each([
		[{ resource: 'agent' }, /not one of the older node|no operation/],
		[{ resource: 'contact', operation: 'explode' }, /has no operation contact\.explode/],
		[{ resource: 'contact', operation: 'constructor' }, /has no operation/],
		[{ resource: '={{ $json.r }}', operation: 'x' }, /chosen by an expression/],
	])('%j stays as it is, and is said', (parameters, message) => {
		const step = olderNode(parameters);
		const { json, report } = migrated(exported([step]));
		expect(nodeOf(json)).toEqual({ ...step, notes: expect.stringMatching(message), notesInFlow: true });
		expect(report).toMatchObject({ migrated: 0, nodes: [{ todo: [expect.stringMatching(message)] }] });
	});
});

describe('parameters', () => {
	test('choices that were not made are left out; an expression that gives them is said', () => {
		const { made, todo } = parametersOf({
			resource: 'message',
			operation: 'sendText',
			channelId: ID,
			departmentId: 'NOT_SEND',
			userIdByDepartment: '={{ $json.user || "NOT_SEND" }}',
			textMessage: '=Oi',
			numberToSend: 'loja.online',
		});
		expect(made).toMatchObject({ text: 'Oi', to: '@loja.online' });
		expect(made.options).toEqual({
			agentId: { __rl: true, mode: 'id', value: '={{ $json.user || "NOT_SEND" }}' },
			enableBot: false,
			hiddenSession: false,
			forceStartSession: false,
		});
		expect(todo).toEqual([expect.stringMatching(/"userIdByDepartment" may give NOT_SEND/)]);
	});

	test('the chatbot of a send is named, as the platform takes its key', () => {
		const { made, todo } = parametersOf({ resource: 'message', operation: 'sendText', channelId: ID, botId: ID });
		expect(made.options).not.toHaveProperty('chatbotKey');
		expect(todo).toEqual([expect.stringContaining(ID)]);
	});

	test.each([
		[{ pageSize: 40 }, 40],
		[{ pageSize: 40, pageNumber: 3 }, 120],
		[{ pageSize: '={{ $json.n }}' }, '={{ $json.n }}'],
		[{ pageSize: 20, pageNumber: '={{ $json.page }}' }, '={{ ($json.page) * 20 }}'],
		[{ autoPagination: true }, 1000],
		[{ autoPagination: true, maxPage: 3, pageSize: 5 }, 300],
		[{ autoPagination: '={{ $json.all }}', maxPage: 3 }, '={{ ($json.all) ? 300 : 15 }}'],
		[{}, 15],
	])('pages: %j is a limit of %j', (parameters, limit) => {
		const { made, todo } = parametersOf(parameters);
		expect(made).toMatchObject({ returnAll: false, limit, sort: { orderDirection: 'ASCENDING' } });
		expect(todo).toHaveLength('pageNumber' in parameters ? 1 : 0);
	});

	test('a binary field wins over a URL; an expression may leave it empty', () => {
		const send = { resource: 'session', operation: 'sendFileBySessionid', sessionId: ID };
		const both = parametersOf({ ...send, urlFile: 'https://a.example', fileToSend: 'data' });
		expect(both.made).toMatchObject({ fileSource: 'binary', binaryPropertyName: 'data' });
		expect(both.made).not.toHaveProperty('fileUrl');
		expect(both.changed).toContainEqual(expect.stringContaining('https://a.example'));
		expect(parametersOf(send).todo).toEqual([expect.stringContaining('choose the file')]);
	});

	test('a template that begins with no file takes none; one by expression must give an ID', () => {
		const send = {
			resource: 'session',
			operation: 'sendTemplateBySessionid',
			sessionId: ID,
			urlFile: 'https://a.example',
		};
		const plain = parametersOf({ ...send, templatesBySession: JSON.stringify({ id: ID, fileType: 'UNDEFINED' }) });
		expect(plain.made).toMatchObject({ templateId: { value: ID } });
		expect(plain.made).not.toHaveProperty('headerFile');
		const byExpression = parametersOf({
			...send,
			templatesBySession: '={{ $json.template }}',
			urlFile: '={{ $json.url }}',
		});
		expect(byExpression.made).toMatchObject({
			templateId: { value: '={{ $json.template }}' },
			headerFile: '={{ Boolean(($json.url)) }}',
			fileUrl: '={{ $json.url }}',
		});
		expect(byExpression.todo).toEqual([expect.stringContaining('the ID of the template alone')]);
	});

	test('fields that are chosen by expression: those that hold something, and it is said', () => {
		const { made, todo } = parametersOf({
			operation: 'updateContact',
			contactId: ID,
			fieldsUpdateContact: '={{ $json.fields }}',
			nameUpdateContact: '={{ $json.name }}',
		});
		expect(made.updateFields).toEqual({ name: '={{ $json.name }}' });
		expect(todo).toEqual([expect.stringContaining('Which fields change was an expression')]);
	});

	test('what the platform has no value for, tags without an operation, and a status that cannot be cleared', () => {
		const session = parametersOf({
			resource: 'session',
			operation: 'updateSession',
			sessionId: ID,
			fieldsUpdate: ['Autocomplete', 'ReactivateDisabled'],
		});
		expect(session.todo.join()).toMatch(/Autocomplete.*ReactivateDisabled/);
		const contact = parametersOf({
			operation: 'updateContact',
			contactId: ID,
			fieldsUpdateContact: ['Tags', 'Status', 'Email'],
			tagsUpdateContact: [ID],
			statusUpdateContact: 'NOT_SEND',
		});
		expect(contact.made.updateFields).toEqual({ tagIds: [ID], tagOperation: 'add', email: '' });
		expect(contact.todo.join()).toMatch(/Choose Replace.*always has one/);
	});

	test('numbers of other countries, records that are no IDs and parameters of other operations are said', () => {
		const { made, todo } = parametersOf({ operation: 'getContactByPhone', phonenumber: '351912345678', title: 'left' });
		expect(made.contactId).toMatchObject({ mode: 'phone', value: '351912345678' });
		expect(todo).toEqual([expect.stringContaining('need a +'), expect.stringContaining('did not use them: title')]);
		expect(parametersOf({ operation: 'getContactById', contactId: 'Ana' }).todo).toEqual([
			expect.stringContaining('not an ID'),
		]);
	});

	test('a key given twice counts once, as before', () => {
		const { made, changed } = parametersOf({
			operation: 'createContact',
			name: 'Ana',
			metadata: {
				m: [
					{ key: 'a', value: '1' },
					{ key: 'a', value: '2' },
					{ key: '', value: '' },
				],
			},
		});
		expect(made.additionalFields).toEqual({ metadata: { values: [{ key: 'a', value: '2' }] } });
		expect(changed).toContainEqual(expect.stringContaining('twice'));
	});
});

describe('the page that lists gave', () => {
	const todosOf = (...nodes: JsonObject[]) =>
		Object.fromEntries(
			migrated(exported([olderNode({}), ...nodes])).report.nodes.map(({ name, todo }) => [name, todo.join('\n')]),
		);

	test.each([
		['={{ $json.items[0].id }}', /reads items.*write \$json\.id/],
		['={{ $json["totalItems"] }}', /reads totalItems.*\.all\(\)\.length/],
		['={{ $input.first().json.hasMorePages }}', /reads hasMorePages.*Return All/],
		[`={{ $('${STEP}').first().json.items.map(i => i.id) }}`, /reads items/],
		[`={{ $node["${STEP}"].json?.items }}`, /reads items/],
		[`={{ $node["${STEP}"].json["items"] }}`, /reads items/],
	])('%s is said, and stays', (text, message) => {
		const after = node('After', 'set', { value: text });
		const { json, report } = migrated(exported([olderNode({}), after]));
		expect(report.nodes.find(({ name }) => name === 'After')?.todo).toEqual([expect.stringMatching(message)]);
		expect(nodeOf(json, 'After')).toEqual({ ...after, notes: expect.stringMatching(message), notesInFlow: true });
	});

	test('also through nodes that hand items on, in code, and in a migrated node of ours', () => {
		const found = todosOf(
			node('If', 'if', { c: '={{ $json.id }}' }),
			node('Code', 'code', { jsCode: 'const { items } = $json;\nreturn items;' }),
			olderNode(
				{ operation: 'getContactById', contactId: `={{ $('${STEP}').item.json.items[0].id }}` },
				{ name: 'Far', notes: 'Mine' },
			),
		);
		expect(found.If).toBeUndefined();
		expect(found.Code).toMatch(/reads items/);
		expect(found.Far).toMatch(/"contactId.value" reads items/);
	});

	test('not the items of others', () => {
		const found = todosOf(
			node('Set', 'set', { v: "={{ $json.order.items[0] + $('Other').item.json.items.length }}" }),
			node('Later', 'set', { v: '={{ $json.items }}' }),
		);
		expect(found).toEqual({ [STEP]: '' });
	});

	test('a node that splits the page, and a page that is pinned', () => {
		expect(todosOf(node('Split', 'splitOut', { fieldToSplitOut: 'items' })).Split).toMatch(/take this node out/);
		const pinned = { [STEP]: [{ json: { items: [{ id: ID }], totalItems: 1 } }] };
		const { json, report } = migrated(exported([olderNode({})], { pinData: pinned }));
		expect(json.pinData).toEqual(pinned);
		expect(report.nodes[0]?.todo).toEqual([expect.stringContaining('unpin')]);
	});

	test('what was lost and what slept is explained, on the canvas and in the report', () => {
		const { nodes, report } = migrated(exported([olderNode({}, { onError: 'continueErrorOutput' })]));
		const note = JSON.stringify(nodes.at(-1));
		for (const text of [note, reportText([report])]) {
			expect(text).toMatch(/first one only/);
			expect(text).toMatch(/slept 3 seconds/);
			expect(text).toMatch(/WTS da loja/);
		}
		expect(reportText([report])).toMatch(/second input item left through the error output/);
	});

	test('notes that a person wrote come first', () => {
		const { json } = migrated(exported([olderNode({ pageNumber: 2 }, { notes: 'Mine', notesInFlow: false })]));
		expect(nodeOf(json)).toMatchObject({
			notes: expect.stringMatching(/^Mine\n\nTo do after the migration:\n- It asked for page 2/),
			notesInFlow: false,
		});
	});
});

describe('what is taken and what is not', () => {
	test('an array of workflows; one without older nodes stays as it is', () => {
		const other = exported([node('A', 'noOp')]);
		const { output, reports } = migrateText(JSON.stringify([exported([olderNode({})]), other]));
		expect(output).toHaveLength(2);
		expect(Array.isArray(output) ? output[1] : undefined).toEqual(other);
		expect(reports.map((one) => one.migrated)).toEqual([1, 0]);
	});

	test('nodes as the clipboard has them, and bare ones', () => {
		const { nodes, connections } = exported([olderNode({}), node('B', 'noOp')]);
		const clipboard = migrateText(JSON.stringify({ nodes, connections })).output;
		expect(Object.keys(clipboard)).toEqual(['nodes', 'connections']);
		const bare = migrateText(JSON.stringify(nodes)).output;
		expect(Array.isArray(bare) ? undefined : bare.connections).toEqual({});
		expect(Array.isArray(bare) ? [] : nodesOf(bare)).toHaveLength(3);
	});

	test.each([
		['', /is empty/],
		['  \n', /is empty/],
		['{"nodes": [', /is not JSON/],
		['null', /not a workflow/],
		['"text"', /not a workflow/],
		['7', /not a workflow/],
		['{}', /no list of nodes/],
		['[]', /no workflow in it/],
		['[[]]', /Entry 1 is not a workflow/],
		['{"data": {"nodes": []}}', /inside "data"/],
		['{"nodes": {}}', /no list of nodes/],
		['{"nodes": [null]}', /node 1 is no object/],
		['{"nodes": [{"name": "A"}]}', /has no type/],
		['{"nodes": [{"type": "n8n-nodes-wts.wtsChat"}]}', /has no name/],
		['{"nodes": [{"name":"A","type":"x"},{"name":"A","type":"y"}]}', /"A" is there twice/],
		['{"nodes": [{"name":"A","type":"n8n-nodes-wts.wtsChat","parameters":[]}]}', /parameters that are no object/],
		['{"nodes": [], "connections": []}', /connections/],
		['{"nodes": [], "pinData": 1}', /pinned/],
		['{"nodes": []}', /Nothing to migrate/],
		['{"nodes": [{"name":"A","type":"n8n-nodes-base.set"}]}', /Nothing to migrate: no node/],
		['{"nodes": [{"name":"A","type":"n8n-nodes-wtsx.wtsChat"}]}', /Nothing to migrate: no node/],
	])('%j is refused', (text, message) => {
		expect(() => migrateText(text)).toThrow(Refusal);
		expect(() => migrateText(text)).toThrow(message);
	});

	test('one bad workflow in an array, and all is refused', () => {
		expect(() => migrateText(JSON.stringify([exported([olderNode({})]), { name: 'Bad' }]))).toThrow(
			/Workflow "Bad" has no list of nodes/,
		);
	});

	test('depth without end', () => {
		const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
		expect(() =>
			migrateText(`{"nodes":[{"name":"A","type":"n8n-nodes-wts.wtsChat","parameters":{"x":${deep}}}]}`),
		).toThrow(Refusal);
	});

	test('a byte order mark, UTF-16 as Windows writes it, and what is no text', () => {
		const text = JSON.stringify(exported([olderNode({}, { name: 'Ação 🚀' })]));
		expect(migrateText(decode(Buffer.from(`\uFEFF${text}`))).reports[0]?.migrated).toBe(1);
		expect(migrateText(decode(Buffer.from(`\uFEFF${text}`, 'utf16le'))).reports[0]?.nodes[0]?.name).toBe('Ação 🚀');
		expect(() => decode(Buffer.from([0x80, 0xff, 0x00]))).toThrow(Refusal);
	});

	test.each(['createContact', 'listContacts'])('5 MB of %s in a few seconds', (operation) => {
		const long = '=é{{ $json.name }} {{ $json.items }} '.repeat(40);
		const field = operation === 'createContact' ? 'name' : 'orderBy';
		const many = Array.from({ length: 3500 }, (_, index) =>
			olderNode({ operation, [field]: long }, { name: `N${index}` }),
		);
		const text = JSON.stringify(exported(many));
		expect(Buffer.byteLength(text)).toBeGreaterThan(5_000_000);
		const began = Date.now();
		expect(migrateText(text).reports[0]?.migrated).toBe(3500);
		expect(Date.now() - began).toBeLessThan(20_000);
	});
});

describe('npm run migrate', () => {
	let folder: string;
	beforeAll(() => {
		folder = mkdtempSync(path.join(tmpdir(), 'migrate-'));
	});
	afterAll(() => rmSync(folder, { recursive: true }));

	const shell = (command: string) => spawnSync('sh', ['-c', command], { encoding: 'utf8' });

	test('the file is the workflow and nothing else; the report is on standard error', () => {
		const old = path.join(folder, 'old one.json');
		const made = path.join(folder, 'new.json');
		writeFileSync(old, JSON.stringify(exported([olderNode({})])));
		const { status, stderr } = shell(`npm run migrate -- '${old}' > '${made}'`);
		expect(status).toBe(0);
		expect(stderr).toMatch(/Workflow "Loja": 1 node migrated/);
		expect(JSON.parse(readFileSync(made, 'utf8'))).toEqual(migrated(exported([olderNode({})])).json);
	});

	test('what is refused leaves an empty file, a reason and exit code 1', () => {
		const bad = path.join(folder, 'bad.json');
		const made = path.join(folder, 'none.json');
		writeFileSync(bad, '{"nodes": 7}');
		const { status, stderr } = shell(`npm run migrate -- '${bad}' > '${made}'`);
		expect(status).toBe(1);
		expect(stderr).toMatch(/Not migrated\. The file has no list of nodes/);
		expect(readFileSync(made, 'utf8')).toBe('');
	});

	test('a file that holds something already is added to, not cut', () => {
		const old = path.join(folder, 'pipe.json');
		writeFileSync(old, JSON.stringify(exported([olderNode({})])));
		const piped = execFileSync('sh', ['-c', `npm run -s migrate -- '${old}' 2>/dev/null | cat`], { encoding: 'utf8' });
		expect(JSON.parse(piped)).toHaveProperty('nodes');
		const kept = path.join(folder, 'kept.txt');
		writeFileSync(kept, 'mine\n');
		shell(`npm run migrate -- '${old}' >> '${kept}'`);
		expect(readFileSync(kept, 'utf8')).toMatch(/^mine\n/);
	});

	test('no file, or one that is not there, says what to give', () => {
		expect(shell('npx tsx dev/migrate/main.mts').stderr).toMatch(/Give one file[\s\S]*npm run migrate/);
		const missing = shell('npx tsx dev/migrate/main.mts nowhere.json');
		expect(missing.status).toBe(1);
		expect(missing.stderr).toMatch(/nowhere\.json cannot be read/);
	});
});
