import type { INodePropertyOptions } from 'n8n-workflow';

import { type Example, readExamples } from '../examples.mts';
import type { WorkflowNode } from '../n8n/rest.mts';
import { folded } from './page.mts';
import { picture } from './pictures.mts';

/** A page of docs/templates, made as a whole from a workflow of examples/. */
export interface TemplatePage {
	readonly file: string;
	readonly text: string;
}

const CHAT = 'n8n-nodes-wts-chat.wtsChat';
const STICKY = 'n8n-nodes-base.stickyNote';
const FOLDER = 'docs/templates';

const CREDENTIALS: Readonly<Record<string, string>> = {
	wtsChatApi: 'a [WTS Chat API credential](../credentials.md)',
	openAiApi: 'an OpenAI credential; another model will do: replace the node',
};

/** The pages of all examples, and their index. */
export function templatePages(
	nameOf: (resource: string, operation: string) => INodePropertyOptions | undefined,
): TemplatePage[] {
	const examples = readExamples();
	return [
		{ file: `${FOLDER}/README.md`, text: index(examples) },
		...examples.map((example) => ({ file: pageOf(example), text: page(example, nameOf) })),
	];
}

function slug({ file }: Example): string {
	return file.replace(/\.json$/, '');
}

function pageOf(example: Example): string {
	return `${FOLDER}/${slug(example)}.md`;
}

function noteOf({ file, workflow }: Example): string {
	const [note] = workflow.nodes.filter(({ type }) => type === STICKY);
	const content = note?.parameters['content'];
	if (typeof content !== 'string') throw new Error(`examples/${file} has no sticky note that says what it does`);
	// The title of the note is that of the page.
	return content.replace(/^#+ .*\n+/, '').trim();
}

function index(examples: readonly Example[]): string {
	const rows = examples.map((example) => {
		const [first = ''] = noteOf(example)
			.replace(/^\d+\. /gm, '')
			.split('\n');
		return `| [${example.workflow.name}](${slug(example)}.md) | ${first} |`;
	});
	return `# Templates

Workflows to begin with. Each page has the workflow to copy: paste it onto an empty canvas of n8n. \`npm start\` brings
all of them up with a simulated account. The files are in [examples/](../../examples).

| template | first of all |
| --- | --- |
${rows.join('\n')}
`;
}

function page(
	example: Example,
	nameOf: (resource: string, operation: string) => INodePropertyOptions | undefined,
): string {
	const { file, workflow } = example;
	const alt = `The canvas of the workflow "${workflow.name}" in n8n`;
	const shown = picture('..', `templates/${slug(example)}`, alt);
	const types = new Set(workflow.nodes.flatMap(({ credentials = {} }) => Object.keys(credentials)));
	const needs = [...types].map((type) => `- ${CREDENTIALS[type] ?? `a credential of the type \`${type}\``}`);
	const steps = workflow.nodes.filter(({ type }) => type !== STICKY);
	const rows = steps.map((node) => `| ${node.name} | ${what(node, nameOf)} |`);
	const pinned = Object.keys(workflow.pinData ?? {});
	const published = workflow.nodes.some(
		({ type, parameters }) =>
			(/Trigger$|webhook$/i.test(type) && !/manualTrigger$/.test(type)) || parameters['operation'] === 'sendAndWait',
	);
	return `# ${workflow.name}

${[shown, noteOf(example)].filter((part) => part !== undefined).join('\n\n')}

## What it needs

- the package \`n8n-nodes-wts-chat\` (**Settings > Community nodes > Install**)
${needs.join('\n')}

## Import by copy and paste

1. Copy the workflow below (the button at its upper right corner), or [the file](../../examples/${file}).
2. In n8n: a new workflow, click on the empty canvas, paste (Ctrl+V, on a Mac Cmd+V).
3. Open each node with a red mark and choose your credential and what the note names.
${[
	...(pinned.length === 0
		? []
		: [
				`Try it: ${pinned.map((name) => `**${name}**`).join(', ')} holds a sample, so **Execute workflow** runs ` +
					'it without an event from outside. Its IDs are those of the simulated account: unpin it to use your own.',
			]),
	...(published ? ['**Publish** it. Only then does it start by itself and do replies reach it.'] : []),
]
	.map((line, at) => `${at + 4}. ${line}`)
	.join('\n')}

${folded('<b>The workflow</b>, to copy', `\`\`\`json\n${JSON.stringify(workflow, null, 2)}\n\`\`\``)}

## Its nodes

| node | what it is |
| --- | --- |
${rows.join('\n')}
`;
}

/** What a node does, with a link to the page that says all of it. */
function what(
	{ type, parameters }: WorkflowNode,
	nameOf: (resource: string, operation: string) => INodePropertyOptions | undefined,
): string {
	if (type === `${CHAT}Trigger`) return '[WTS Chat Trigger](../trigger.md)';
	if (type === `${CHAT}Memory`) return '[WTS Chat Memory](../memory.md)';
	if (type.startsWith(CHAT)) {
		const [resource, operation] = [String(parameters['resource']), String(parameters['operation'])];
		const named = `${resource.charAt(0).toUpperCase()}${resource.slice(1)}`;
		const shown = `${named}: ${nameOf(resource, operation)?.name ?? operation}`;
		const role = type.endsWith('HitlTool')
			? ', as human review of a tool'
			: type.endsWith('Tool')
				? ', as a tool of the agent'
				: '';
		return `WTS Chat, [${shown}](../operations/${resource}.md)${role}`;
	}
	return `\`${type.split('.').at(-1) ?? type}\` of n8n`;
}
