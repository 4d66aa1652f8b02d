import type { IBinaryData } from 'n8n-workflow';

import { isRecord } from '../../../client';

/** A file as n8n hands it on; parts of it may be missing. */
export function isBinaryData(value: unknown): value is Partial<IBinaryData> {
	return isRecord(value) && (typeof value.data === 'string' || typeof value.id === 'string');
}

/** Where n8n keeps the files of an item among its data. */
export const FILES_IN_JSON = '_files';

/** The files among the data of an item. */
export function binaryIn(json: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(json).filter(([, one]) => isBinaryData(one) && 'mimeType' in one && !('error' in one)),
	);
}

/**
 * The file that an object stands for: itself, or the one it describes. In expressions n8n leaves out the bytes it holds
 * in memory.
 */
export function heldFile(given: unknown, files: readonly unknown[]): unknown {
	if (!isRecord(given) || isBinaryData(given) || !('mimeType' in given)) return given;
	const [file, ...others] = files.filter(
		(one) => isRecord(one) && Object.entries(given).every(([key, value]) => one[key] === value),
	);
	return file === undefined || others.length > 0 ? given : file;
}
