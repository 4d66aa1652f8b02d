import { type INodeProperties, NodeOperationError } from 'n8n-workflow';

import { refuse, type WtsApiError } from '../../../client';
import { fieldError } from '../../../nodes/WtsChat/core/fieldErrors';
import { readMoment } from '../../../nodes/WtsChat/core/moment';
import { NodeReader } from '../../../nodes/WtsChat/core/reader';
import { ADVICE, type Advice, hintOf } from '../../../nodes/WtsChat/platform/advice';
import { readJsonObject } from '../../../nodes/WtsChat/shared/rows';

const BUILDER = /whoever built the workflow has to fill it in/;

const told = (asTool: boolean, problem: string, advice?: string | Advice) => {
	const node = { id: 'n', name: 'N', type: 'n', typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	return fieldError({ node, label: 'Field', itemIndex: 0, asTool }, problem, advice).description;
};

test.each<[keyof typeof ADVICE, RegExp, RegExp]>([
	['empty', /^Fill it in\. An expression/, /^Send it: look it up/],
	['nothing', /^The value comes from an expression or a sheet/, BUILDER],
	['notOne', /^If it is an expression, look at what it gives in the preview/, BUILDER],
	['numberForDate', /DateTime\.fromMillis.*serial number/, /^Send it like 2026-/],
	['other', /^An expression that found nothing/, BUILDER],
])('what "%s" needs is said at the panel and to a model, which has no expressions', (kind, panel, model) => {
	expect(told(false, 'is wrong', ADVICE[kind])).toMatch(panel);
	expect(told(true, 'is wrong', ADVICE[kind])).toMatch(model);
	expect(told(true, 'is wrong', ADVICE[kind])).not.toMatch(/expression|preview|\{\{/i);
});

const FIELDS: INodeProperties[] = ['value', 'group'].map((name) => ({
	displayName: name,
	name,
	type: name === 'group' ? 'collection' : 'json',
	default: '',
}));

/** What a model is told of a value that cannot be read. */
function toldOf(value: unknown, read: (reader: NodeReader) => unknown, type = 'wtsChatTool'): string {
	const node = { id: 'n', name: 'N', type, typeVersion: 1, position: [0, 0] as [number, number], parameters: {} };
	const context = { getNode: () => node, getTimezone: () => 'America/Sao_Paulo', getNodeParameter: () => value };
	try {
		read(new NodeReader(context, FIELDS));
	} catch (error) {
		if (error instanceof NodeOperationError) return error.description ?? '';
	}
	throw new Error('It was read');
}

test.each<[string, unknown, (reader: NodeReader) => unknown, RegExp]>([
	['no list', [{ a: 1, b: 2 }], (reader) => reader.optionalTexts('value'), /^Send a list such as \["a", "b"\]\.$/],
	['no object', '[1]', (reader) => readJsonObject(reader, 'value'), /^Send an object such as \{"key": "value"\}\.$/],
	[
		'no JSON',
		'{key: 1}',
		(reader) => reader.json('value'),
		/^Keys and texts stand in double quotes, such as \{"key": "value"\}\.$/,
	],
	[
		'no number',
		'x',
		(reader) => reader.optionalNumber('value', { integer: true }),
		/^Write a whole number, such as 12\.$/,
	],
	['a bare number', 45000, (reader) => reader.optionalDateTime('value'), /^Send it like 2026-01-31T14:00:00/],
])('what is %s is told a model in words of what it can send', (_, value, read, advice) => {
	expect(toldOf(value, read)).toMatch(advice);
});

test.each(['is empty', 'a list', 'not a date', 'stands for no value', 'must be x', 'valid JSON'])(
	'what a value says chooses no advice: "%s"',
	(value) => {
		const read = (reader: NodeReader) => reader.group('group');
		expect(toldOf(value, read)).toBe(ADVICE.notOne.model);
		expect(toldOf(value, read, 'wtsChat')).toBe(ADVICE.notOne.panel);
	},
);

test.each(['Write one of a, b.', 'Send the ID of one of these: Preview (1), Expressions of interest (2), {{x}} (3).'])(
	'advice that any reader can follow stays as it is: "%s"',
	(advice) => {
		expect(told(true, 'is "x"', advice)).toBe(advice);
		expect(told(false, 'is "x"', advice)).toBe(advice);
	},
);

test.each<[NonNullable<WtsApiError['topic']>, RegExp]>([
	['exists', /Create or Update.*Get If Exists/],
	['listed', /Choose it from the list\.$/],
	['impersonation', /Switch Allow Impersonation on/],
	['timezone', /Choose a Timezone in the options/],
	['headerFile', /a public URL, a binary field, or a file ID/],
	['longLink', /Split Long Text switched off/],
	['partsLeft', /Retry On Fail and n8n's Retry go on with the parts that are left/],
])('to what the client says of "%s" the panel adds where to do it', (topic, added) => {
	const error = refuse('It failed', 'Do it otherwise.', null, topic);
	expect(error.hint).not.toMatch(added);
	expect(hintOf(error)).toMatch(/^Do it otherwise\. /);
	expect(hintOf(error)).toMatch(added);
});

test('what is left to be done is said of an error that may have taken effect as well', () => {
	const error = refuse('It failed', 'Look it up.', null, 'partsLeft').withDetails({ ambiguous: true });
	expect(hintOf(error)).toMatch(/^Look it up\. Retry On Fail/);
});

test('of a part that was refused also what its refusal asks for', () => {
	const error = refuse('It failed', '', null, 'partsLeft').withDetails({ code: 'UNAUTHORIZED' });
	expect(hintOf(error)).toMatch(/^The token is in the WTS Chat API credential of this node\. Retry On Fail/);
});

test('what a country has to do with a date says where the country is set', () => {
	const rules = { timezone: 'America/Sao_Paulo', country: 'BR' } as const;
	expect(readMoment('31/31/2026', rules)).toMatchObject({
		advice: expect.stringMatching(/Default Country of the credential\.$/),
	});
});

test('a stopped execution is named where there is one', () => {
	expect(hintOf(refuse('It was given up', '').withDetails({ code: 'CANCELLED' }))).toBe('The execution was stopped.');
});
