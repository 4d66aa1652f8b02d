import { refuse, type WtsApiError } from '../../../client';
import { readMoment } from '../../../nodes/WtsChat/core/moment';
import { adviceForModel, adviceForParameter, hintOf } from '../../../nodes/WtsChat/platform/advice';

const BUILDER = /whoever built the workflow has to fill it in/;

test.each([
	['is empty', undefined, /^Send it: look it up/],
	['is "#N/A", which stands for no value', 'The value comes from an expression or a sheet.', BUILDER],
	['is a number, not a date', 'Convert it in an expression: {{ DateTime.fromMillis(value) }}.', /^Send it like 2026-/],
	['must be a list of texts', 'Give a list by expression, JSON such as ["a"].', /^Send a list such as \["a", "b"\]\.$/],
	['is not JSON', 'Write it as {"key": "value"}, or give an object by expression.', /^Send an object/],
	['must be a whole number', 'Write a whole number. An expression is the usual cause.', /^Write a whole number\.$/],
	['is no object', 'Keys stand in quotes; an expression may give the object itself.', /^Keys stand in quotes\.$/],
	['is not valid JSON', undefined, /^Put names and texts in double quotes, without a comma after the last one\.$/],
	['must be text', undefined, BUILDER],
])('what %s is told a model in words of what it can send', (problem, advice, told) => {
	expect(adviceForModel(problem, advice)).toMatch(told);
	expect(adviceForModel(problem, advice)).not.toMatch(/expression|preview|\{\{/i);
});

test('advice that any reader can follow stays as it is', () => {
	expect(adviceForModel('is "x"', 'Write one of a, b.')).toBe('Write one of a, b.');
});

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

test('a number is made a date by an expression', () => {
	expect(adviceForParameter('is a number, not a date: "45000"')).toMatch(/DateTime\.fromMillis.*serial number/);
});
