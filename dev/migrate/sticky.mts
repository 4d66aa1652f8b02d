import { createHash } from 'node:crypto';
import type { JsonObject } from './json.mts';
import type { WorkflowReport } from './said.mts';

/** What is different for every node of the older package. */
export const FOR_ALL = [
	'All input items count now. The older node handed on what came of the first one only; nodes behind it now run ' +
		'for each. Put a Limit node between them where one is enough.',
	'Nothing waits any more: the older node slept 3 seconds for each item. Loops and Wait nodes made to spare it ' +
		'can go; this node keeps to the limits of the account by itself.',
	'A failed item stops the run unless On Error says otherwise. Errors have codes and say what to do.',
];

const MOST_LINES = 12;
const WIDTH = 520;
const GAP = 60;

/** A note on the canvas, above all nodes, that says what was done and what is left to do. */
export function stickyNote(nodes: readonly JsonObject[], report: WorkflowReport): JsonObject {
	const todo = report.nodes.flatMap(({ name, todo }) => todo.map((one) => `- **${name}**: ${one}`));
	const shown = todo.slice(0, MOST_LINES);
	const more = todo.length - shown.length;
	const credentials = report.credentials.map((name) => `- ${credentialAdvice(name)}`);
	const content = [
		`## Migrated to WTS Chat: ${report.migrated} of ${report.nodes.filter(({ operation }) => operation).length} nodes`,
		...(credentials.length + shown.length === 0 ? [] : ['**To do**', ...credentials, ...shown]),
		...(more > 0 ? [`- and ${more} more: see the notes of the nodes`] : []),
		'**Different now**',
		...FOR_ALL.map((one) => `- ${one}`),
		'Delete this note when all is done.',
	].join('\n');
	// About sixty characters fit on a line.
	const lines = content.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / 60), 0);
	const height = 80 + lines * 24;
	const [left, top] = corner(nodes);
	return {
		id: idOf(nodes),
		name: freeName(nodes),
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position: [left, top - height - GAP],
		parameters: { content, width: WIDTH, height },
	};
}

/** How the credential is made that n8n then finds by its name. */
export function credentialAdvice(name: string): string {
	return (
		`Create a credential of the type WTS Chat API named "${name}" with the token of the account, and its Base URL ` +
		'for a white label. n8n finds it by this name when the workflow is imported after that; otherwise choose it ' +
		'in each node.'
	);
}

/** The left upper corner of what is there. */
function corner(nodes: readonly JsonObject[]): [number, number] {
	const places = nodes.flatMap(({ position }): Array<[number, number]> => {
		const [x, y] = Array.isArray(position) ? position : [];
		return typeof x === 'number' && typeof y === 'number' ? [[x, y]] : [];
	});
	return places.reduce(([left, top], [x, y]) => [Math.min(left, x), Math.min(top, y)], places[0] ?? [0, 0]);
}

function freeName(nodes: readonly JsonObject[]): string {
	const taken = new Set(nodes.map(({ name }) => name));
	let name = 'Migration';
	for (let number = 1; taken.has(name); number += 1) name = `Migration ${number}`;
	return name;
}

/** The same workflow gives the same ID. */
function idOf(nodes: readonly JsonObject[]): string {
	const hash = createHash('sha256').update(JSON.stringify(nodes)).digest('hex');
	const [a, b, c, d, e] = [
		hash.slice(0, 8),
		hash.slice(8, 12),
		hash.slice(13, 16),
		hash.slice(17, 20),
		hash.slice(20, 32),
	];
	return `${a}-${b}-4${c}-8${d}-${e}`;
}
