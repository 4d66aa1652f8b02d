import { readFileSync } from 'node:fs';

import { breaksOf, current, FILE, type Frozen, type FrozenFields, toText } from './frozen.mts';

const file = readFileSync(FILE, 'utf8');
const frozen = JSON.parse(file) as Frozen;
const now = current();

test('nothing that saved workflows or users of the client hold is broken', () => {
	expect(breaksOf(frozen, now)).toEqual([]);
});

test('what was added is frozen as well; if not: npm run freeze', () => {
	expect(toText(now).split('\n')).toEqual(file.trimEnd().split('\n'));
});

describe('a change is told from an addition', () => {
	const sendText = (one: Frozen) => one.nodes['wtsChat']?.operations['session.sendText'] ?? { fields: {}, outputs: [] };
	const put = (fields: FrozenFields, path: string, changes: Partial<FrozenFields[string]>) =>
		Object.assign(fields, { [path]: { type: 'string', default: '', ...fields[path], ...changes } });
	const after = (change: (copy: Frozen) => void) => {
		const copy = structuredClone(frozen);
		change(copy);
		return breaksOf(frozen, copy);
	};

	const breaking: Array<[told: string, change: (copy: Frozen) => void]> = [
		['the node wtsChat is gone', (copy) => delete copy.nodes['wtsChat']],
		['the operation session.sendText is gone', (copy) => delete copy.nodes['wtsChat']?.operations['session.sendText']],
		['the field text is gone', (copy) => delete sendText(copy).fields['text']],
		['the field options.timeout is gone', (copy) => delete sendText(copy).fields['options.timeout']],
		[
			'session.sendText: text: type was "string" and is "number"',
			(copy) => put(sendText(copy).fields, 'text', { type: 'number' }),
		],
		[
			'session.sendText: options.timeout: default was 60 and is 30',
			(copy) => put(sendText(copy).fields, 'options.timeout', { default: 30 }),
		],
		[
			'session.sendText: sessionId: the mode "id" is gone',
			(copy) => put(sendText(copy).fields, 'sessionId', { modes: ['list'] }),
		],
		[
			'panel.updateCard: updateFields.status: the choice "LOST" is gone',
			(copy) =>
				put(copy.nodes['wtsChat']?.operations['panel.updateCard']?.fields ?? {}, 'updateFields.status', {
					choices: ['ARCHIVED', 'OPEN', 'WON'],
				}),
		],
		[
			'session.sendText: options.timeout is required now',
			(copy) => put(sendText(copy).fields, 'options.timeout', { required: true }),
		],
		['the field added is new and required', (copy) => put(sendText(copy).fields, 'added', { required: true })],
		[
			'session.sendText: text: shown was nothing and is {"show":{"queued":[true]}}',
			(copy) => put(sendText(copy).fields, 'text', { shown: { show: { queued: [true] } } }),
		],
		['outputs was ["main"] and is ["other"]', (copy) => sendText(copy).outputs.splice(0, 1, 'other')],
		[
			'session.operation: default was "sendText" and is "get"',
			(copy) => Object.assign(copy.nodes['wtsChat']?.defaults ?? {}, { 'session.operation': 'get' }),
		],
		['the credential wtsChatApi is gone', (copy) => delete copy.credentials['wtsChatApi']],
		['the export WtsClient is gone', (copy) => delete copy.exports['WtsClient']],
		[
			'the export WtsClient has no request any more',
			({ exports: { WtsClient: { has } = {} } }) => has?.splice(has.indexOf('request'), 1),
		],
		['the type Card is gone', (copy) => copy.types.splice(copy.types.indexOf('Card'), 1)],
	];

	test.each(breaking)('%s', (told, change) => {
		const breaks = after(change);
		expect(breaks).toHaveLength(1);
		expect(breaks[0]).toContain(told);
	});

	test('more operations, fields, choices, modes, outputs and exports break nothing', () => {
		expect(
			after((copy) => {
				const { operations = {} } = copy.nodes['wtsChat'] ?? {};
				operations['session.added'] = { fields: {}, outputs: ['main'] };
				put(sendText(copy).fields, 'options.added', {});
				put(sendText(copy).fields, 'sessionId', { modes: ['list', 'id', 'phone'] });
				sendText(copy).outputs.push('more');
				copy.exports['added'] = { kind: 'function', takes: 1 };
				copy.types.push('Added');
			}),
		).toEqual([]);
	});
});
