import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT } from './n8n/package.mts';
import type { WorkflowFile } from './n8n/rest.mts';

export interface Example {
	/** The file's name without its folder. */
	readonly file: string;
	readonly workflow: WorkflowFile;
}

/** The importable workflows of examples/, by file name. */
export function readExamples(): Example[] {
	const folder = path.join(PROJECT, 'examples');
	if (!existsSync(folder)) return [];
	return readdirSync(folder)
		.filter((file) => file.endsWith('.json'))
		.sort()
		.map((file) => ({ file, workflow: readWorkflow(path.join(folder, file)) }));
}

function readWorkflow(file: string): WorkflowFile {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as WorkflowFile;
	} catch (error) {
		throw new Error(`${file} is not a workflow: ${String(error)}`);
	}
}
