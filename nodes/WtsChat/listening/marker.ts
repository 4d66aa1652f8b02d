import type { Session, WtsClient } from '../../../client';
import { isRecord } from '../../../client';
import { sha256 } from '../platform/sha256';
import { ASK_KEY, isPast, parsed } from './awaited';

/**
 * What a session's metadata says of the question that waits in it. It names no host: who reads it calls itself, and
 * only with the signature of n8n, which nobody can make up.
 */
export interface Marker {
	/** Of which n8n. */
	instance: string;
	execution: string;
	node: string;
	/** The question's own name; the signature covers it. */
	question: string;
	signature: string;
	/** When it was asked and when it ends, in milliseconds. */
	askedAt: number;
	until: number;
}

/** Which n8n this is, in a form that gives nothing away. */
export function instanceMark(instanceId: string): string {
	return sha256(instanceId).slice(0, 12);
}

/** Reads the marker of a session's metadata by a strict pattern; undefined when there is none that could be ours. */
export function readMarker(metadata: unknown): Marker | undefined {
	const found = isRecord(metadata) ? parsed(metadata[ASK_KEY]) : undefined;
	if (found === undefined || found.v !== 1) return undefined;
	const { i, e, n, q, s, t, x } = found;
	if (typeof i !== 'string' || !/^[0-9a-f]{12}$/.test(i)) return undefined;
	if (typeof e !== 'string' || !/^[\w-]{1,64}$/.test(e)) return undefined;
	// Workflows that were not made in the editor call their nodes what they like.
	if (typeof n !== 'string' || !/^(?!\.+$)[^\p{Cc}]{1,200}$/u.test(n)) return undefined;
	if (typeof q !== 'string' || !/^[0-9a-f]{32}$/.test(q)) return undefined;
	if (typeof s !== 'string' || !/^[0-9a-f]{64}$/.test(s)) return undefined;
	if (typeof t !== 'number' || typeof x !== 'number') return undefined;
	return { instance: i, execution: e, node: n, question: q, signature: s, askedAt: t, until: x };
}

/** A marker as the metadata holds it: text, which every platform keeps as it is. */
export function writtenMarker({ instance, execution, node, question, signature, askedAt, until }: Marker): string {
	return JSON.stringify({
		v: 1,
		i: instance,
		e: execution,
		n: node,
		q: question,
		s: signature,
		t: askedAt,
		x: until,
	});
}

/** Whether the question of a marker can still be waiting. */
export function isLive({ until }: Marker): boolean {
	return !isPast(until);
}

/**
 * Writes the marker into a session that was just read, or takes it out (PUT /chat/v2/session/{id}/partial). Its other
 * keys go along: nobody knows whether the platform merges or replaces.
 */
export async function putMarker(
	client: WtsClient,
	sessionId: string,
	metadata: Session['metadata'],
	marker: Marker | null,
): Promise<void> {
	await client.request('PUT /chat/v2/session/{id}/partial', {
		path: { id: sessionId },
		body: {
			metadata: { ...metadata, [ASK_KEY]: marker === null ? null : writtenMarker(marker) },
			fields: ['Metadata'],
		},
	});
}

/**
 * Takes the marker of one question out of its session, or puts that of `instead` in its place; that of any other
 * question stays.
 */
export async function clearMarker(
	client: WtsClient,
	sessionId: string,
	question: string,
	instead: Marker | null = null,
): Promise<void> {
	const { metadata } = await client.request('GET /chat/v2/session/{id}', { path: { id: sessionId } });
	if (readMarker(metadata)?.question === question) await putMarker(client, sessionId, metadata, instead);
}
