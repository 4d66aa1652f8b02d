import type * as Chat from '../../client/core/generated/chat.ts';
import type * as Core from '../../client/core/generated/core.ts';
import type * as Crm from '../../client/core/generated/crm.ts';

/** Every operation of the three services, by operation ID (the IDs are unique across services). */
export type Operations = Chat.operations & Core.operations & Crm.operations;
export type OperationId = keyof Operations;
export type ChatOperationId = keyof Chat.operations;
export type CoreOperationId = keyof Core.operations;
export type CrmOperationId = keyof Crm.operations;

export type ChatSchemas = Chat.components['schemas'];
export type CoreSchemas = Core.components['schemas'];
export type CrmSchemas = Crm.components['schemas'];

type JsonContent<T> = T extends { content: { 'application/json': infer Body } } ? Body : undefined;

export type PathOf<Op> = Op extends { parameters: { path: infer P } } ? P : Record<string, never>;
export type QueryOf<Op> = Op extends { parameters: { query?: infer Q } } ? NonNullable<Q> : Record<string, never>;
export type BodyOf<Op> = Op extends { requestBody?: infer B } ? JsonContent<NonNullable<B>> : undefined;
export type AnswerOf<Op> = Op extends { responses: { 200: infer R } } ? JsonContent<R> : undefined;

/** A contract schema with every property present, as the state keeps it; nulls stay possible. */
export type Full<T> = { -readonly [K in keyof T]-?: Exclude<T[K], undefined> };
