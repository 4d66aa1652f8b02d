import type { WorkflowReport } from './said.mts';
import { credentialAdvice, FOR_ALL } from './sticky.mts';

/** What a person reads on the terminal. */
export function reportText(reports: readonly WorkflowReport[]): string {
	const credentials = new Set(reports.flatMap((one) => one.credentials));
	const todos = reports.flatMap(({ nodes }) => nodes).reduce((sum, { todo }) => sum + todo.length, 0);
	const migrated = reports.reduce((sum, one) => sum + one.migrated, 0);
	return [
		...reports.flatMap(workflowLines),
		'For all of them',
		...[...credentials].map((name) => `    to do: ${credentialAdvice(name)}`),
		...FOR_ALL.map((one) => `    changed: ${one}`),
		'',
		`${count(migrated, 'node')} migrated, ${count(todos, 'thing')} to do at nodes. They are in the notes of the ` +
			'nodes too, and on a note on the canvas.',
		'',
	].join('\n');
}

function workflowLines({ title, migrated, nodes }: WorkflowReport): string[] {
	if (nodes.length === 0) return [`${title}: no node of the older package, unchanged`, ''];
	return [
		`${title}: ${count(migrated, 'node')} migrated`,
		...nodes.flatMap(({ name, operation, todo, changed }) => [
			`  ${JSON.stringify(name)}${operation === undefined ? '' : ` (${operation})`}`,
			...todo.map((one) => `    to do: ${one}`),
			...changed.map((one) => `    changed: ${one}`),
		]),
		'',
	];
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;
