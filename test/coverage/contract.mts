import { readFileSync } from 'node:fs';

import { load } from 'js-yaml';

type Json = Record<string, unknown>;

const isRecord = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a route takes: query parameters and the paths of its body's properties. */
export interface RouteProperties {
	route: string;
	tag: string;
	properties: string[];
}

/** Follows a local reference. */
function resolve(document: Json, value: unknown): Json {
	if (!isRecord(value)) return {};
	if (typeof value.$ref !== 'string') return value;
	const target = value.$ref
		.slice(2)
		.split('/')
		.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), document);
	return resolve(document, target);
}

/** Paths of the properties of a schema, objects and arrays of objects entered; free maps are leaves. */
function pathsOf(document: Json, given: unknown, prefix: string): string[] {
	const schema = resolve(document, given);
	const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
	const paths = parts.flatMap((part) => pathsOf(document, part, prefix));
	if (schema.type === 'array') return [...paths, ...pathsOf(document, schema.items, prefix)];
	for (const [name, property] of Object.entries(isRecord(schema.properties) ? schema.properties : {})) {
		const inner = resolve(document, property);
		if (inner.readOnly === true) continue;
		const path = prefix === '' ? name : `${prefix}.${name}`;
		const deeper = pathsOf(document, inner, path);
		paths.push(...(deeper.length === 0 ? [path] : deeper));
	}
	// The values of `fields` and the like are choices of their own.
	if (Array.isArray(schema.enum) && /(^|\.)fields$/i.test(prefix)) {
		paths.push(...schema.enum.map((value) => `${prefix}=${String(value)}`));
	}
	return paths;
}

/** The routes of a contract file with all that they take. */
export function routesOf(service: 'chat' | 'core' | 'crm'): RouteProperties[] {
	const document = load(readFileSync(`contract/${service}.yaml`, 'utf8')) as Json;
	return Object.entries(isRecord(document.paths) ? document.paths : {}).flatMap(([path, item]) =>
		Object.entries(isRecord(item) ? item : {})
			.filter(([method]) => ['get', 'post', 'put', 'delete'].includes(method))
			.map(([method, given]): RouteProperties => {
				const operation = resolve(document, given);
				const parameters = Array.isArray(operation.parameters) ? operation.parameters : [];
				const query = parameters
					.map((parameter) => resolve(document, parameter))
					.filter((parameter) => parameter.in === 'query')
					.map(({ name }) => `?${String(name)}`);
				const content = resolve(document, operation.requestBody).content;
				const json = isRecord(content) && isRecord(content['application/json']) ? content['application/json'] : {};
				const tags = Array.isArray(operation.tags) ? operation.tags : [];
				return {
					route: `${method.toUpperCase()} /${service}${path}`,
					tag: String(tags[0] ?? ''),
					properties: [...query, ...pathsOf(document, json.schema, '')],
				};
			}),
	);
}

/** The same paths, of a request that was made. */
export function pathsOfRequest(query: Record<string, unknown>, body: unknown): string[] {
	const inBody = (value: unknown, prefix: string): string[] => {
		if (Array.isArray(value)) {
			const texts = value.filter((one) => typeof one === 'string').map((one) => `${prefix}=${one}`);
			return [prefix, ...texts, ...value.flatMap((one) => (isRecord(one) ? inBody(one, prefix) : []))];
		}
		if (!isRecord(value)) return [prefix];
		return [
			prefix,
			...Object.entries(value).flatMap(([name, inner]) => inBody(inner, prefix === '' ? name : `${prefix}.${name}`)),
		];
	};
	const names = Object.keys(query).map((name) => `?${name.replace(/\[.*$/, '')}`);
	return [...names, ...inBody(body, '')];
}
