import type { components as ChatComponents, paths as ChatPaths } from './generated/chat';
import type { components as CoreComponents, paths as CorePaths } from './generated/core';
import type { components as CrmComponents, paths as CrmPaths } from './generated/crm';

type Prefixed<Paths, Service extends string> = {
	[Path in keyof Paths & string as `/${Service}${Path}`]: Paths[Path];
};

/** Every path of the contract with the service prefix that is part of its URL. */
export type Paths = Prefixed<ChatPaths, 'chat'> & Prefixed<CorePaths, 'core'> & Prefixed<CrmPaths, 'crm'>;

/** Schemas of the contract, by service. */
export type ChatSchemas = ChatComponents['schemas'];
export type CoreSchemas = CoreComponents['schemas'];
export type CrmSchemas = CrmComponents['schemas'];

type Verb = 'get' | 'post' | 'put' | 'delete';

/** The generated types name every verb of a path, with `never` for those that it does not have. */
type VerbsOf<Path extends keyof Paths> = {
	[V in Verb]: V extends keyof Paths[Path] ? ([NonNullable<Paths[Path][V]>] extends [never] ? never : V) : never;
}[Verb];

/** A route of the contract, as `'PUT /chat/v1/session/{id}/assignee'`. */
export type Route = {
	[Path in keyof Paths]: `${Uppercase<VerbsOf<Path>>} ${Path}`;
}[keyof Paths];

type OperationOf<R extends Route> = R extends `${infer Method} ${infer Path}`
	? Path extends keyof Paths
		? Lowercase<Method> extends keyof Paths[Path]
			? NonNullable<Paths[Path][Lowercase<Method>]>
			: never
		: never
	: never;

type ParametersOf<R extends Route> = OperationOf<R> extends { parameters: infer Parameters } ? Parameters : never;

/** The query parameters of a route. */
export type QueryOf<R extends Route> = ParametersOf<R> extends { query?: infer Query } ? NonNullable<Query> : never;

type PathParametersOf<R extends Route> = ParametersOf<R> extends { path: infer Path } ? Path : never;

/** The JSON body of a route. */
export type BodyOf<R extends Route> =
	OperationOf<R> extends { requestBody?: infer RequestBody }
		? [NonNullable<RequestBody>] extends [never]
			? never
			: NonNullable<RequestBody> extends { content: { 'application/json': infer Body } }
				? Body
				: never
		: never;

/** What a route answers when it succeeds; `undefined` where the contract declares no body. */
export type AnswerOf<R extends Route> =
	OperationOf<R> extends { responses: { 200: infer Success } }
		? Success extends { content: { 'application/json': infer Answer } }
			? Answer
			: undefined
		: undefined;

/** What a request of a route is made of: path parameters, query and body, each where the route has it. */
export type RequestOf<R extends Route> = ([PathParametersOf<R>] extends [never]
	? { path?: undefined }
	: { path: PathParametersOf<R> }) &
	([QueryOf<R>] extends [never]
		? { query?: undefined }
		: Record<never, never> extends QueryOf<R>
			? { query?: QueryOf<R> }
			: { query: QueryOf<R> }) &
	([BodyOf<R>] extends [never] ? { body?: undefined } : { body: BodyOf<R> });

/**
 * What `request()` resolves to. A read always has a body; a write may be answered by an empty 200,
 * whatever the contract says, so its answer may be `undefined`.
 */
export type ResultOf<R extends Route> = R extends `GET ${string}` ? AnswerOf<R> : AnswerOf<R> | undefined;

/** One record of a list route, whether it answers a page or a bare array. */
export type RecordOf<R extends Route> =
	AnswerOf<R> extends readonly (infer Item)[]
		? Item
		: AnswerOf<R> extends { items?: readonly (infer Item)[] | null }
			? Item
			: never;
