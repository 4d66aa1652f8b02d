import type { Request } from 'express';
import type { Operation } from './contract.mts';

/** Larger bodies than this are refused; no operation of the contract comes near. */
const MAX_BODY = 10 * 1024 * 1024;

/**
 * Query as the validators see it. Keys of object parameters (`Metadata[key]`) are kept out, unless `objects`: see
 * objectParameters.
 */
export function parseQuery(text: string, { objects = false } = {}): Record<string, string | string[]> {
	const query: Record<string, string | string[]> = {};
	for (const [key, value] of new URLSearchParams(text)) {
		if (!objects && /^Metadata\[.+\]$/.test(key)) continue;
		const present = query[key];
		query[key] = present === undefined ? value : Array.isArray(present) ? [...present, value] : [present, value];
	}
	return query;
}

/** Values of parameters of object type, written `Name[key]=value`. */
export function objectParameters(operation: Operation, search: string): Record<string, Record<string, string>> {
	const objects: Record<string, Record<string, string>> = {};
	for (const [key, value] of new URLSearchParams(search)) {
		const [, name, member] = /^(\w+)\[(.+)\]$/.exec(key) ?? [];
		if (name === undefined || member === undefined || !operation.queryObjects.has(name)) continue;
		objects[name] = { ...objects[name], [member]: value };
	}
	return objects;
}

/** What is wrong with the names in a query; `keys` are those to leave out when it is let pass. */
export function queryProblems(
	operation: Operation,
	search: string,
): { keys: string[]; texts: string[]; unknown: boolean } {
	const keys: string[] = [];
	const texts: string[] = [];
	const seen = new Set<string>();
	let unknown = true;
	for (const key of new URLSearchParams(search).keys()) {
		const base = /^(\w[\w.]*)\[.*\]$/.exec(key)?.[1];
		if (operation.queryNames.has(key) && !operation.queryObjects.has(key)) {
			if (seen.has(key) && !operation.queryArrays.has(key)) {
				texts.push(`query property "${key}" is given more than once and is no array`);
				unknown = false;
			}
			seen.add(key);
		} else if (base !== undefined && operation.queryObjects.has(base)) {
			continue;
		} else if (operation.queryObjects.has(key)) {
			texts.push(`query property "${key}" is an object: write ${key}[key]=value`);
			unknown = false;
		} else if (base !== undefined && operation.queryNames.has(base)) {
			keys.push(key);
			texts.push(`query property "${key}": arrays repeat the key (${base}=a&${base}=b), without brackets`);
			unknown = false;
		} else {
			keys.push(key);
			texts.push(`unknown query property "${key}"`);
		}
	}
	return { keys, texts, unknown };
}

/** The bytes of a body; undefined when it is too large. */
export async function readBody(request: Request): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > MAX_BODY) return undefined;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** Headers as recorded: the token stays out. */
export function recordedHeaders(request: Request): Record<string, string> {
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(request.headers)) {
		if (name !== 'authorization' && value !== undefined)
			headers[name] = Array.isArray(value) ? value.join(', ') : value;
	}
	return headers;
}
