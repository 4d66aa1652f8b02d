import { type Input, Refusal, readInput } from './input.mts';
import type { JsonObject } from './json.mts';
import type { WorkflowReport } from './said.mts';
import { migrateWorkflow } from './workflow.mts';

/** What became of a file: the same form, all of it. */
export interface Migration {
	readonly output: JsonObject | JsonObject[];
	readonly reports: readonly WorkflowReport[];
}

/**
 * Migrates the text of a file.
 * @throws {Refusal} for everything that is not a workflow with nodes of the older package.
 */
export function migrateText(text: string): Migration {
	try {
		return migrateInput(readInput(text));
	} catch (error) {
		// JSON has no limit of depth; what reads and writes it has.
		if (error instanceof RangeError)
			throw new Refusal('The file is nested too deeply, or too large, to be a workflow.');
		throw error;
	}
}

function migrateInput({ workflows, isList }: Input): Migration {
	const migrated = workflows.map(migrateWorkflow);
	const [first] = migrated;
	return {
		output: isList || first === undefined ? migrated.map(({ json }) => json) : first.json,
		reports: migrated.map(({ report }) => report),
	};
}

/** The text of the new file. */
export function textOf({ output }: Migration): string {
	try {
		return `${JSON.stringify(output, null, 2)}\n`;
	} catch (error) {
		if (error instanceof RangeError)
			throw new Refusal('The file is nested too deeply, or too large, to be a workflow.');
		throw error;
	}
}
