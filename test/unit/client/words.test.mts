import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The client speaks of the platform: who uses it may have no panel, no workflow and no n8n. What the panel adds to its
 * errors is in nodes/WtsChat/platform/advice.ts.
 */
const FOREIGN: ReadonlyArray<[what: string, word: RegExp]> = [
	['n8n', /n8n/i],
	['an expression', /\bexpressions?\b|\{\{/i],
	['an execution', /\bexecutions?\b/i],
	['a workflow', /\bworkflows?\b/i],
	['a credential', /\bcredentials?\b/i],
	['a node', /\b(?:this|the|a|our|these|other) nodes?\b/i],
	['an action', /\b(?:this|the) actions?\b/i],
	["a field of the credential, by the panel's label", /\bBase URL\b/],
	['an item that is run again', /\bitems? again\b|\brun (?:this|it) again\b/i],
	[
		'a field of the panel',
		/\bbinary fields?\b|\bleave (?:the|this) field\b|\bin the options\b|\bthe panel's fields?\b/i,
	],
	['a switch of the panel', /\bswitch(?:es|ed)? (?:\S+ ){0,4}?(?:on|off)\b/i],
	['a list to choose from', /\b(?:choose|pick) (?:\S+ )*?from (?:the|a) list\b/i],
	['a button of n8n', /\bretry on fail\b|\bcontinue on fail\b/i],
];

const wordsOf = (text: string) => FOREIGN.flatMap(([what, word]) => (word.test(text) ? [what] : []));

const CLIENT = join(process.cwd(), 'client');
const files = readdirSync(CLIENT, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.ts') && !file.includes('generated'))
	.map((file) => file.replaceAll('\\', '/'));

test('all files of the client are looked at', () => {
	expect(files).toEqual(expect.arrayContaining(['index.ts', 'core/errors.ts', 'flows/sending/longTexts.ts']));
});

test.each(files)('%s speaks of the platform alone', (file) => {
	// A sentence may go over the lines of a comment, or over the parts of a text.
	const text = readFileSync(join(CLIENT, file), 'utf8')
		.replace(/\n\s*\*(?!\/) ?/g, ' ')
		.replace(/['"`] \+\s+['"`]/g, '');
	const found = text
		.split('\n')
		.flatMap((line) => wordsOf(line).map((what) => `${what}: ${line.trim().slice(0, 160)}`));
	expect(found).toEqual([]);
});

test.each([
	['Retry On Fail and n8n’s Retry go on', ['n8n', 'a button of n8n']],
	['Switch Allow Impersonation on', ['a switch of the panel']],
	['or switch Split Long Text off.', ['a switch of the panel']],
	['Choose an agent from the list.', ['a list to choose from']],
	['Choose a Timezone in the options.', ['a field of the panel']],
	['Convert it in an expression: {{ $json.x }}', ['an expression']],
	['of the type that this action takes', ['an action']],
	['Check the Base URL', ["a field of the credential, by the panel's label"]],
	['look it up before running the item again', ['an item that is run again']],
	['a public URL, a binary field, or a file ID', ['a field of the panel']],
	['The execution was stopped', ['an execution']],
	['only that of the node can be looked up', ['a node']],
	// What the platform has itself, and what programs say.
	["The IDs of a panel's tags by their names", []],
	['stopBotInExecution: boolean', []],
	['const switched = list.on', []],
	['What the codes of Node and axios mean', []],
	['the options in the shape of the contract', []],
	['Choose a chatbot that is published', []],
	['switch (kind) {', []],
	['Check the base URL and the network.', []],
])('%j: %j', (text, expected) => expect(wordsOf(text)).toEqual(expected));
