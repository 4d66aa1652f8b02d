import { createServer, type Server } from 'node:http';
import express, { type Request, type Response } from 'express';
import { type Answer, withQuirks, write, writeCut } from './answers.mts';
import {
	answerDefect,
	type Contract,
	loadContract,
	type Operation,
	type RouteMatch,
	validateRequest,
} from './contract.mts';
import { type Controls, mountControl } from './control.mts';
import { envelope, NotFound, PlatformError, problemDetails } from './errors.mts';
import { type Fault, type Faults, isApplied } from './faults.mts';
import { handlers } from './handlers/index.mts';
import type { Limits } from './limits.mts';
import { objectParameters, parseQuery, queryProblems, readBody, recordedHeaders } from './requests.mts';
import { scopeOf, type Token } from './tokens.mts';
import type { RecordedRequest, Violation } from './traffic.mts';
import { mountStorage } from './uploads.mts';
import type { World } from './world.mts';

/** What the server works with besides the world. */
export interface Parts {
	world: World;
	faults: Faults;
	limits: Limits;
	tokens: Token[];
	latencyMs: number;
	requests: RecordedRequest[];
	violations: Violation[];
	controls: Controls;
}

/** The record of each request under way, from its first look to its answer. */
const records = new WeakMap<Request, RecordedRequest>();

type AnyHandler = (call: { world: World; path: unknown; query: unknown; body: unknown }) => unknown;

/** One request on its way through the server. */
interface Passage {
	request: Request;
	response: Response;
	record: RecordedRequest;
	match: RouteMatch | undefined;
	rawBody: string;
	fault: Fault | undefined;
}

/** The HTTP server: contract routes, storage and control. */
export function createHttpServer(parts: Parts): Server {
	const contract = loadContract();
	const app = express();
	app.disable('x-powered-by');
	app.disable('etag');
	app.set('query parser', parseQuery);
	mountControl(app, parts.controls);
	app.use((request, response, next) => {
		begin(parts, request, response);
		next();
	});
	mountStorage(app, {
		world: parts.world,
		violation: (request, text) => violate(parts, request, undefined, 'request', text),
	});
	app.use((request, response) => {
		void handle(parts, contract, request, response);
	});
	return createServer(app);
}

function begin(parts: Parts, request: Request, response: Response): RecordedRequest {
	const started = performance.now();
	const record: RecordedRequest = {
		at: new Date().toISOString(),
		method: request.method,
		path: request.path,
		route: undefined,
		operationId: undefined,
		query: Object.fromEntries(Object.entries(parseQuery(searchOf(request), { objects: true }))),
		body: undefined,
		headers: recordedHeaders(request),
		status: null,
		durationMs: null,
	};
	parts.requests.push(record);
	records.set(request, record);
	response.once('finish', () => {
		record.status = response.statusCode;
		record.durationMs = performance.now() - started;
	});
	return record;
}

async function handle(parts: Parts, contract: Contract, request: Request, response: Response): Promise<void> {
	const record = records.get(request) ?? begin(parts, request, response);
	try {
		const bytes = await readBody(request);
		const match = contract.find(request.method, request.path);
		const rawBody = bytes?.toString('utf8') ?? '';
		record.route = match?.operation.route;
		record.operationId = match?.operation.id;
		record.body = bodyForRecord(rawBody);
		const faults = parts.faults.pick({
			method: request.method,
			route: record.route,
			path: request.path,
			body: rawBody,
		});
		await wait(parts, faults);
		const fault = faults.find((candidate) => candidate.kind !== 'latency');
		const passage: Passage = { request, response, record, match, rawBody, fault };
		if (fault !== undefined && !isApplied(fault)) return spoil(parts, passage, fault, { status: 200, body: undefined });
		const answer =
			bytes === undefined
				? refuse(413, 'PAYLOAD_TOO_LARGE', 'Corpo grande demais', parts, passage)
				: await answerTo(parts, passage);
		if (fault !== undefined) return spoil(parts, passage, fault, answer);
		write(response, answer);
	} catch (error) {
		// The client went away while its body was read; or a defect of the server, which must not look like silence.
		if (request.destroyed && !request.complete) return;
		violate(parts, request, record.route, 'answer', `defect: ${String(error)}`);
		if (!response.headersSent) write(response, defect(parts, String(error)));
	}
}

async function wait(parts: Parts, faults: Fault[]): Promise<void> {
	let ms = parts.latencyMs;
	for (const fault of faults) if (fault.kind === 'latency') ms += fault.ms;
	if (ms > 0) await parts.world.timers.sleep(ms);
}

/** The platform's order: token, route, limits, scope, form of the request, and then the operation itself. */
async function answerTo(parts: Parts, passage: Passage): Promise<Answer> {
	const { world } = parts;
	const { quirks } = world;
	const { request, match } = passage;
	const token = tokenOf(parts, request);
	if (token === undefined) return refuse(401, 'ERROR_UNAUTHORIZED', 'Não autorizado', parts, passage, true);
	if (match === undefined) return unknownRoute(parts, passage);
	const { operation } = match;
	const limit = parts.limits.take(token.token, operation.route, quirks);
	if (limit !== undefined) {
		const answer = refuse(429, 'TOO_MANY_REQUESTS', `Limite excedido: ${limit}`, parts, passage);
		if (quirks.retryAfterOn429 !== null) answer.headers = { 'retry-after': String(quirks.retryAfterOn429) };
		return answer;
	}
	const scope = scopeOf(operation);
	if (token.deny.includes(scope) || quirks.forbiddenScopes.includes(scope)) {
		return refuse(403, 'ERROR_FORBIDDEN', 'O token não tem permissão para esta operação', parts, passage);
	}
	const refusal = await validate(parts, passage, operation);
	if (refusal !== undefined) return refusal;
	return checked(parts, passage, operation, await operate(parts, passage, match));
}

async function operate(parts: Parts, passage: Passage, match: RouteMatch): Promise<Answer> {
	const { world } = parts;
	const { operation } = match;
	const { request } = passage;
	const query: Record<string, unknown> = { ...request.query, ...objectParameters(operation, searchOf(request)) };
	const body: unknown = request.body;
	repeatFirstPage(world, query, body, passage.record.query);
	try {
		const handler = handlers[operation.id] as AnyHandler;
		const result = await handler({ world, path: match.path, query, body: body ?? {} });
		return withQuirks({ status: 200, body: result }, world.quirks, operation.id);
	} catch (error) {
		if (!(error instanceof PlatformError)) throw error;
		return platformError(parts, passage, error);
	}
}

function platformError(parts: Parts, passage: Passage, error: PlatformError): Answer {
	const { quirks } = parts.world;
	if (error instanceof NotFound && quirks.notFoundAs500) {
		return refuse(500, 'FORM_ERROR', error.message, parts, passage);
	}
	return refuse(error.status, error.key, error.message, parts, passage, false, error.details);
}

/** An error of the platform, in the shape and style that the quirks ask for. */
function refuse(
	status: number,
	key: string,
	text: string,
	parts: Parts,
	passage: Passage,
	plain = false,
	details: unknown = null,
): Answer {
	const { quirks, random } = parts.world;
	const operation = passage.match?.operation;
	const asProblem = !plain && status < 500 && operation?.problemDetails === true && quirks.problemDetailsOnSend;
	if (asProblem && !quirks.errorsAs200) {
		return { status, body: problemDetails(status, key, text, passage.request.path) };
	}
	const style = quirks.httpStatusCodeStyle;
	const body = envelope(status, key, text, random, style, details);
	if (quirks.errorsAs200 && !plain && status !== 429) return { status: 200, body, broken: true };
	return { status, body, broken: style !== 'name' };
}

function unknownRoute(parts: Parts, passage: Passage): Answer {
	const { request } = passage;
	const { quirks } = parts.world;
	if (/^\/v\d+\//.test(request.path)) {
		violate(
			parts,
			request,
			undefined,
			'request',
			`path "${request.path}" lacks its service prefix (/chat, /core or /crm)`,
		);
		return quirks.missingPrefixStatus === 401
			? refuse(401, 'ERROR_UNAUTHORIZED', 'Não autorizado', parts, passage, true)
			: refuse(400, 'BAD_REQUEST', 'Rota inválida', parts, passage);
	}
	violate(parts, request, undefined, 'request', `unknown path or method: ${request.method} ${request.path}`);
	return quirks.unauthorizedOnUnknownRoute
		? refuse(401, 'ERROR_UNAUTHORIZED', 'Não autorizado', parts, passage, true)
		: refuse(404, 'ROUTE_NOT_FOUND', 'Rota não encontrada', parts, passage);
}

function tokenOf(parts: Parts, request: Request): Token | undefined {
	const [scheme, value] = (request.headers.authorization ?? '').split(' ');
	if (scheme !== 'Bearer' || parts.world.quirks.tokensVanished) return undefined;
	return parts.tokens.find((candidate) => candidate.token === value);
}

interface ContractError {
	message?: string;
	errors?: { path: string; message: string; errorCode?: string }[];
}

/** Checks the form of a request against the contract; answers the refusal of a wrong one. */
async function validate(parts: Parts, passage: Passage, operation: Operation): Promise<Answer | undefined> {
	const { request, response, rawBody } = passage;
	const { quirks } = parts.world;
	const texts: string[] = [];
	let invalidValue = false;

	const query = queryProblems(operation, searchOf(request));
	const tolerated =
		query.unknown && (quirks.ignoreUnknownFilters || (quirks.ignoreTextSearchOnGet && operation.id === 'listContacts'));
	if (query.texts.length > 0 && tolerated) {
		for (const text of query.texts) violate(parts, request, operation.route, 'request', text);
		withoutQuery(request, query.keys);
	} else {
		texts.push(...query.texts);
	}

	if (rawBody !== '' && !operation.takesBody) texts.push('the operation takes no body');
	if (rawBody === '' && operation.needsBody) texts.push('the body is missing');
	if (rawBody !== '' && operation.takesBody) {
		try {
			request.body = JSON.parse(rawBody);
		} catch {
			texts.push('the body is not valid JSON');
		}
	}
	if (rawBody === '' && operation.takesBody && !operation.needsBody) {
		// A body that may be left out still has a type for the validator.
		request.headers['content-type'] = 'application/json';
		request.body = {};
	}
	if (texts.length === 0) {
		// Answers are caught here first, so that a broken one never leaves.
		response.json = () => response;
		const error = (await validateRequest(operation, request, response)) as ContractError | undefined;
		if (error !== undefined) {
			const errors = error.errors ?? [];
			texts.push(
				...(errors.length > 0
					? errors.map((e) => `${nameOf(e.path)} ${e.message}`)
					: [error.message ?? 'invalid request']),
			);
			invalidValue = errors.some((e) => /^(enum|maximum)\./.test(e.errorCode ?? ''));
		}
	}
	if (texts.length === 0) return undefined;
	for (const text of texts) violate(parts, request, operation.route, 'request', text);
	if (invalidValue && quirks.invalidValuesAs500) {
		return refuse(500, 'INTERNAL_SERVER_ERROR', 'Ocorreu um erro interno', parts, passage);
	}
	return refuse(400, 'CONTRACT_VIOLATION', texts.join('; '), parts, passage);
}

/** Checks an answer against the contract; a broken one becomes a defect. */
function checked(parts: Parts, passage: Passage, operation: Operation, answer: Answer): Answer {
	if (answer.broken || answer.status >= 500 || !operation.statuses.has(answer.status)) return answer;
	const { request, response } = passage;
	if (!operation.hasContent(answer.status)) {
		if (answer.body === undefined) return answer;
	} else {
		response.statusCode = answer.status;
		// JSON first: what is not there on the wire must not count as present.
		response.json(JSON.parse(JSON.stringify(answer.body ?? null)));
	}
	const wrong = answerDefect(request) ?? (operation.hasContent(answer.status) ? undefined : 'no body is declared');
	if (wrong === undefined) return answer;
	violate(parts, request, operation.route, 'answer', `answer ${answer.status}: ${wrong}`);
	return defect(parts, wrong);
}

function defect(parts: Parts, text: string): Answer {
	return { status: 500, body: envelope(500, 'SIMULATOR_DEFECT', text, parts.world.random) };
}

/** Lets a fault have its way with the answer. */
function spoil(parts: Parts, passage: Passage, fault: Fault, answer: Answer): void {
	const { response } = passage;
	const { random } = parts.world;
	switch (fault.kind) {
		case 'latency':
			return write(response, answer);
		case 'resetBefore':
		case 'resetAfter':
			response.socket?.resetAndDestroy();
			return;
		case 'timeout':
			return;
		case 'rateLimited':
			return write(response, {
				...refuse(429, 'TOO_MANY_REQUESTS', 'Limite excedido', parts, passage),
				...(fault.retryAfter !== undefined && { headers: { 'retry-after': String(fault.retryAfter) } }),
			});
		case 'html':
			return write(response, {
				status: fault.status,
				contentType: 'text/html; charset=utf-8',
				body:
					`<html><head><title>${fault.status}</title></head>` +
					`<body><center><h1>${fault.status}</h1></center></body></html>`,
			});
		case 'emptyBody':
			return write(response, { status: fault.status, body: undefined });
		case 'cutBody':
			return writeCut(response, answer, fault);
		case 'error': {
			const { status, key = 'ERROR', text = 'Ocorreu um erro' } = fault;
			const body =
				fault.envelope === 'problem'
					? problemDetails(status, key, text, passage.request.path)
					: envelope(status, key, text, random, parts.world.quirks.httpStatusCodeStyle);
			return write(response, { status, body });
		}
		case 'error200':
			return write(response, { status: 200, body: envelope(fault.status ?? 400, fault.key, fault.text, random) });
		case 'redirect':
			return write(response, { status: fault.status ?? 302, body: undefined, headers: { location: fault.location } });
	}
}

function repeatFirstPage(
	world: World,
	query: Record<string, unknown>,
	body: unknown,
	given: Record<string, string | string[]>,
): void {
	const { repeatFirstPage: spelling } = world.quirks;
	if (spelling === false) return;
	for (const name of ['PageNumber', 'Page'] as const) {
		if (given[name] !== undefined && (spelling === true || spelling === name)) query[name] = 1;
	}
	if (
		body !== null &&
		typeof body === 'object' &&
		'pageNumber' in body &&
		(spelling === true || spelling === 'pageNumber')
	) {
		body.pageNumber = 1;
	}
}

function violate(
	parts: Parts,
	request: Request,
	route: string | undefined,
	kind: Violation['kind'],
	text: string,
): void {
	parts.violations.push({
		at: new Date().toISOString(),
		kind,
		method: request.method,
		path: request.path,
		route,
		text,
	});
}

/** `/query/PageSize` as "query property "PageSize"". */
function nameOf(path: string): string {
	const [, place = '', ...rest] = path.split('/');
	return rest.length > 0 ? `${place === 'params' ? 'path' : place} property "${rest.join('.')}"` : path;
}

function withoutQuery(request: Request, keys: string[]): void {
	const search = new URLSearchParams(searchOf(request));
	for (const key of keys) search.delete(key);
	request.url = `${request.path}${search.size > 0 ? `?${search}` : ''}`;
}

function searchOf(request: Request): string {
	const at = request.url.indexOf('?');
	return at < 0 ? '' : request.url.slice(at + 1);
}

function bodyForRecord(text: string): unknown {
	if (text === '') return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
