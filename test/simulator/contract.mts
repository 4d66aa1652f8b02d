import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Request, RequestHandler, Response } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import { load } from 'js-yaml';
import type { OperationId } from './contract-types.mts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'PATCH';
export type Service = 'chat' | 'core' | 'crm';

/** One operation of the contract, with what the server needs to know about it. */
export interface Operation {
	id: OperationId;
	service: Service;
	method: Method;
	/** Path template with the service prefix, such as `/chat/v1/session/{id}/message`. */
	route: string;
	/** Names of the query parameters; those of object type take `Name[key]=value`. */
	queryNames: ReadonlySet<string>;
	queryArrays: ReadonlySet<string>;
	queryObjects: ReadonlySet<string>;
	takesBody: boolean;
	needsBody: boolean;
	/** Statuses whose answers have a schema. */
	statuses: ReadonlySet<number>;
	/** Whether the answer of the status has a body. */
	hasContent(status: number): boolean;
	/** 4xx are declared as ProblemDetails. */
	problemDetails: boolean;
	validators(): RequestHandler[];
}

export interface RouteMatch {
	operation: Operation;
	path: Record<string, string>;
}

const SERVICES: Service[] = ['chat', 'core', 'crm'];
const METHODS: Method[] = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
/** Answers that are given before an operation is reached, or that the validator never looks at. */
const UNCHECKED = [401, 429, 500];
const DEFECTS = new WeakMap<Request, string>();

/** The contract as routes: finds the operation of a request. */
export class Contract {
	readonly operations: readonly Operation[];
	readonly #byShape = new Map<string, { operation: Operation; segments: string[] }[]>();

	constructor(documents: Record<Service, JsonObject>) {
		const operations: Operation[] = [];
		for (const service of SERVICES) operations.push(...operationsOf(service, documents[service]));
		this.operations = operations;
		for (const operation of operations) {
			const segments = operation.route.split('/');
			const shape = `${operation.method} ${segments.length}`;
			const list = this.#byShape.get(shape) ?? [];
			list.push({ operation, segments });
			// Literal segments win over parameters: /contact/custom-field is not a contact's ID.
			list.sort((a, b) => placeholders(a.segments) - placeholders(b.segments));
			this.#byShape.set(shape, list);
		}
	}

	find(method: string, pathname: string): RouteMatch | undefined {
		const parts = pathname.replace(/\/$/, '').split('/');
		for (const { operation, segments } of this.#byShape.get(`${method} ${parts.length}`) ?? []) {
			const path: Record<string, string> = {};
			const fits = segments.every((segment, i) => {
				const part = parts[i] ?? '';
				if (!segment.startsWith('{')) return segment === part;
				if (part === '') return false;
				path[segment.slice(1, -1)] = decode(part);
				return true;
			});
			if (fits) return { operation, path };
		}
		return undefined;
	}
}

let cached: Contract | undefined;

/** The contract; read and compiled once per process, since tests start many servers. */
export function loadContract(): Contract {
	cached ??= new Contract({ chat: readDocument('chat'), core: readDocument('core'), crm: readDocument('crm') });
	return cached;
}

/** What was wrong with the answer just sent, if it broke the contract. */
export function answerDefect(request: Request): string | undefined {
	return DEFECTS.get(request);
}

/** Runs a request through an operation's validators; resolves with the error that refused it, if any. */
export async function validateRequest(operation: Operation, request: Request, response: Response): Promise<unknown> {
	for (const validator of operation.validators()) {
		const error = await new Promise<unknown>((resolve) => {
			void Promise.resolve(validator(request, response, resolve)).catch(resolve);
		});
		if (error !== undefined) return error;
	}
	return undefined;
}

function operationsOf(service: Service, document: JsonObject): Operation[] {
	const operations: Operation[] = [];
	const groups = new Map<string, ValidatorGroup>();
	for (const [path, item] of Object.entries(object(document.paths))) {
		const resource = path.split('/')[2] ?? '';
		const group = groups.get(resource) ?? new ValidatorGroup(service, document);
		groups.set(resource, group);
		for (const method of METHODS) {
			const raw = object(item)[method.toLowerCase()];
			if (raw !== undefined)
				operations.push(operationOf(group, service, document, path, object(item), method, object(raw)));
		}
	}
	return operations;
}

function operationOf(
	group: ValidatorGroup,
	service: Service,
	document: JsonObject,
	path: string,
	item: JsonObject,
	method: Method,
	raw: JsonObject,
): Operation {
	if (typeof raw.operationId !== 'string') {
		throw new Error(
			`contract/${service}.yaml: ${method} ${path} has no operationId, by which its types and its handler are found`,
		);
	}
	const resolve = (node: Json): JsonObject => {
		const value = object(node);
		if (typeof value.$ref !== 'string') return value;
		return object(
			value.$ref
				.split('/')
				.slice(1)
				.reduce<Json>((at, key) => object(at)[key] ?? null, document),
		);
	};
	const all = [...array(item.parameters), ...array(raw.parameters)].map((p) => resolve(p));
	const query = all.filter((p) => p.in === 'query');
	const ofType = (type: string) =>
		new Set(query.filter((p) => resolve(p.schema ?? {}).type === type).map((p) => String(p.name)));
	const queryObjects = ofType('object');
	const body = raw.requestBody === undefined ? undefined : resolve(raw.requestBody);
	const bodySchema = body && resolve(object(object(object(body.content)['application/json'])).schema ?? {});
	const responses = Object.fromEntries(Object.entries(object(raw.responses)).map(([k, v]) => [k, resolve(v)]));

	group.add(path, method, {
		...raw,
		// Object parameters are checked by the server itself: with one of them the validator would let every unknown query
		// parameter pass.
		parameters: all.filter((p) => !queryObjects.has(String(p.name))),
	});
	return {
		id: raw.operationId as OperationId,
		service,
		method,
		route: `/${service}${path}`,
		queryNames: new Set(query.map((p) => String(p.name))),
		queryArrays: ofType('array'),
		queryObjects,
		takesBody: body !== undefined,
		// The contract leaves `required` of bodies open. The platform binds the body of every POST and PUT, and a schema
		// with required properties cannot be met by nothing.
		needsBody: body !== undefined && (method !== 'DELETE' || array(bodySchema?.required).length > 0),
		statuses: new Set(
			Object.keys(responses)
				.map(Number)
				.filter((status) => !UNCHECKED.includes(status)),
		),
		hasContent: (status) => responses[String(status)]?.content !== undefined,
		problemDetails: JSON.stringify(responses['400']?.content ?? {}).includes('/ProblemDetails"'),
		validators: () => group.validators(),
	};
}

/**
 * The operations of one resource share a validator, made at first use: one for each operation would take long to make,
 * one for a whole service would search long through its routes on every request.
 */
class ValidatorGroup {
	readonly #paths: JsonObject = {};
	#handlers: RequestHandler[] | undefined;

	constructor(
		private readonly service: Service,
		private readonly document: JsonObject,
	) {}

	add(path: string, method: Method, raw: JsonObject): void {
		const operation = structuredClone(raw);
		delete operation.security;
		// Every schema costs time at first use.
		for (const status of UNCHECKED) delete object(operation.responses)[String(status)];
		this.#paths[path] = { ...object(this.#paths[path]), [method.toLowerCase()]: operation };
	}

	validators(): RequestHandler[] {
		this.#handlers ??= this.#compile();
		return this.#handlers;
	}

	#compile(): RequestHandler[] {
		const spec: JsonObject = {
			openapi: '3.0.3',
			info: { title: this.service, version: '1' },
			servers: [{ url: `/${this.service}` }],
			paths: this.#paths,
			components: this.#components(),
		};
		adapt(spec);
		return OpenApiValidator.middleware({
			apiSpec: spec as unknown as Parameters<typeof OpenApiValidator.middleware>[0]['apiSpec'],
			validateApiSpec: false,
			validateSecurity: false,
			validateFormats: true,
			validateRequests: { allErrors: true },
			validateResponses: {
				allErrors: true,
				onError: (error, _body, request) => {
					DEFECTS.set(request, error.message);
				},
			},
		}) as RequestHandler[];
	}

	/** The components that the group's operations refer to, and no others. */
	#components(): JsonObject {
		const components: JsonObject = {};
		const seen = new Set<string>();
		const collect = (node: Json): void => {
			if (Array.isArray(node)) return node.forEach(collect);
			if (node === null || typeof node !== 'object') return;
			if (typeof node.$ref === 'string' && !seen.has(node.$ref)) {
				seen.add(node.$ref);
				const [, , kind = '', name = ''] = node.$ref.split('/');
				const target = structuredClone(object(object(this.document.components)[kind])[name] ?? null);
				components[kind] = { ...object(components[kind]), [name]: target };
				collect(target);
			}
			Object.values(node).forEach(collect);
		};
		collect(this.#paths);
		return components;
	}
}

/** OpenAPI 3.0 spellings that the schema compiler takes differently from their meaning. */
function adapt(node: Json): void {
	if (Array.isArray(node)) return node.forEach(adapt);
	if (node === null || typeof node !== 'object') return;
	Object.values(node).forEach(adapt);
	// A query value may hold ":" or "|" unescaped: URLs allow it, and so does the platform.
	if (node.in === 'query') node.allowReserved = true;
	if (node.nullable !== true) return;
	if (node.type !== undefined) {
		if (Array.isArray(node.enum) && !node.enum.includes(null)) node.enum.push(null);
		return;
	}
	delete node.nullable;
	for (const key of ['allOf', 'oneOf', 'anyOf']) {
		if (node[key] === undefined) continue;
		const inner = { [key]: node[key] };
		delete node[key];
		node.anyOf = [inner, { enum: [null] }];
		return;
	}
}

function readDocument(service: Service): JsonObject {
	return object(load(readFileSync(join(contractFolder(), `${service}.yaml`), 'utf8')) as Json);
}

function contractFolder(): string {
	for (let folder = process.cwd(); ; folder = dirname(folder)) {
		if (existsSync(join(folder, 'contract', 'chat.yaml'))) return join(folder, 'contract');
		if (folder === dirname(folder)) {
			throw new Error(`No contract/ folder in ${process.cwd()} or above: start the simulator inside the package.`);
		}
	}
}

function placeholders(segments: string[]): number {
	return segments.filter((segment) => segment.startsWith('{')).length;
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

function object(value: Json | undefined): JsonObject {
	return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
}

function array(value: Json | undefined): Json[] {
	return Array.isArray(value) ? value : [];
}
