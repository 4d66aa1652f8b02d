/**
 * What must compile and what must not: checked by tsc, never run. An expectation that no longer
 * fails is an error itself.
 */
import type { AnswerOf, BodyOf, RecordOf, Route, WtsClient } from '../../../client';
import { listRecords } from '../../../client';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only for `true`. */
function isTrue<T extends true>(): T | undefined {
	return undefined;
}

const id = '6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6';

export async function routes(client: WtsClient): Promise<void> {
	await client.request('GET /core/v1/agent', {});
	await client.request('GET /chat/v2/session/{id}', { path: { id }, query: { includeDetails: ['ContactDetails'] } });
	await client.request('PUT /chat/v1/session/{id}/assignee', { path: { id }, body: { userId: id } });

	// @ts-expect-error no such route
	await client.request('GET /core/v1/agents', {});
	// @ts-expect-error the service prefix is missing
	await client.request('GET /v1/agent', {});
	// @ts-expect-error the route has no such method
	await client.request('DELETE /core/v1/agent', {});
	// @ts-expect-error a list of another service
	await client.request('GET /chat/v1/agent', {});
}

export async function paths(client: WtsClient): Promise<void> {
	// @ts-expect-error the path parameter is missing
	await client.request('GET /chat/v2/session/{id}', {});
	// @ts-expect-error misspelt
	await client.request('GET /chat/v2/session/{id}', { path: { ID: id } });
	// @ts-expect-error of the wrong type
	await client.request('GET /chat/v2/session/{id}', { path: { id: 5 } });
	// @ts-expect-error may not be undefined
	await client.request('GET /chat/v2/session/{id}', { path: { id: undefined } });
	// @ts-expect-error the route has none
	await client.request('GET /core/v1/agent', { path: { id } });
}

export async function queries(client: WtsClient): Promise<void> {
	await client.request('GET /chat/v2/session', { query: { Status: ['PENDING'], PageSize: 5, UserId: undefined } });

	// @ts-expect-error misspelt: the server would ignore it without a word
	await client.request('GET /chat/v2/session', { query: { status: ['PENDING'] } });
	// @ts-expect-error no such value: the server would answer HTTP 500
	await client.request('GET /chat/v2/session', { query: { Status: ['OPEN'] } });
	// @ts-expect-error a number
	await client.request('GET /chat/v2/session', { query: { PageSize: '5' } });
}

export async function bodies(client: WtsClient): Promise<void> {
	const path = { id };
	await client.request('POST /chat/v1/session/{id}/note', { path, body: { text: 'x' } });

	// @ts-expect-error the body is missing
	await client.request('POST /chat/v1/session/{id}/note', { path });
	// @ts-expect-error misspelt field
	await client.request('POST /chat/v1/session/{id}/message', { path, body: { txt: 'x' } });
	// @ts-expect-error of the wrong type
	await client.request('POST /chat/v1/session/{id}/message', { path, body: { text: 5 } });
	// @ts-expect-error a read has no body
	await client.request('GET /core/v1/agent', { body: {} });
	// @ts-expect-error misspelt key of a request
	await client.request('POST /chat/v1/session/{id}/note', { path, json: { text: 'x' } });
}

export async function answers(client: WtsClient): Promise<void> {
	const session = await client.request('GET /chat/v2/session/{id}', { path: { id } });
	const status: string | undefined = session.status;
	void status;
	// @ts-expect-error no such field
	void session.state;

	const note = await client.request('POST /chat/v1/session/{id}/note', { path: { id }, body: { text: 'x' } });
	// @ts-expect-error a write may be answered by an empty 200
	void note.id;
	void note?.id;
}

export function lists(client: WtsClient): void {
	void listRecords(client, 'GET /chat/v2/session', { query: { Status: ['PENDING'] } });
	void listRecords(client, 'GET /chat/v1/session/{id}/message', { path: { id } });

	// @ts-expect-error the page is the iterator's affair
	void listRecords(client, 'GET /chat/v2/session', { query: { PageNumber: 2 } });
	// @ts-expect-error the path parameter is missing
	void listRecords(client, 'GET /chat/v1/session/{id}/message', {});
	// @ts-expect-error not a paged list
	void listRecords(client, 'GET /core/v1/agent', {});
	// @ts-expect-error not a list
	void listRecords(client, 'GET /chat/v2/session/{id}', { path: { id } });
}

isTrue<Same<RecordOf<'GET /core/v1/agent'>, AnswerOf<'GET /core/v1/agent'>[number]>>();
isTrue<'DELETE /chat/v1/sequence/{id}/contact' extends Route ? true : false>();
isTrue<BodyOf<'GET /core/v1/agent'> extends never ? true : false>();
// @ts-expect-error proves that the helper above refuses
isTrue<Same<RecordOf<'GET /core/v1/agent'>, string>>();
