import { type JsonObject, withValues } from './json.mts';

/** Puts what a person has to do into the notes of a node, behind what a person wrote there. */
export function withNotes(node: JsonObject, todo: readonly string[]): JsonObject {
	if (todo.length === 0) return node;
	const written = typeof node.notes === 'string' && node.notes !== '' ? node.notes : undefined;
	const ours = ['To do after the migration:', ...todo.map((one) => `- ${one}`)].join('\n');
	return withValues(node, {
		notes: written === undefined ? ours : `${written}\n\n${ours}`,
		// Who wrote notes chose whether the canvas shows them.
		notesInFlow: written === undefined ? true : undefined,
	});
}
