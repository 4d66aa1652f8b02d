import type { WtsClient } from '../../../client';
import { recordOf, textOf } from './loose';
import type { Marker } from './marker';

/** What a call to a waiting execution is told, or what n8n's own answer means. */
export type ResumeAnswer =
	/** It goes on. */
	| 'resumed'
	/** It is still waiting: what came was no answer. */
	| 'waiting'
	/** This question waits no more. */
	| 'stale'
	/** It runs at the moment: it has not begun to wait, or goes on just now. */
	| 'running'
	/** n8n does not take the signature. */
	| 'refused'
	/** Somebody else's call was first, or something failed. */
	| 'failed';

/** What such a call says; anybody could send it, so it is only taken as a reason to look. */
export interface ResumeBody {
	sessionId: string;
}

const RESUME_TIMEOUT_MS = 30_000;

/**
 * The URL that resumes a question, of this very n8n: its address, and a path that is made of what the pattern let
 * through.
 */
export function resumeUrlOf(waitingBase: string, { execution, node, question, askedAt, signature }: Marker): string {
	return `${waitingBase}/${execution}/${encodeURIComponent(node)}?q=${question}&t=${askedAt}&signature=${signature}`;
}

/** Calls a waiting execution of this n8n. */
export async function callWaitingExecution(client: WtsClient, url: string, body: ResumeBody): Promise<ResumeAnswer> {
	const { transport, now, log } = client.runtime;
	const startedAt = now();
	const tell = (outcome: string) =>
		log?.debug(`POST (waiting execution) ${outcome} in ${Math.round(now() - startedAt)} ms`);
	try {
		const answer = await transport({
			method: 'POST',
			url,
			headers: { 'content-type': 'application/json', accept: 'application/json' },
			body: JSON.stringify(body),
			timeoutMs: RESUME_TIMEOUT_MS,
			authenticated: false,
		});
		tell(String(answer.status));
		return meaningOf(answer.status, answer.body);
	} catch {
		tell('failed');
		return 'failed';
	}
}

function meaningOf(status: number, body: string): ResumeAnswer {
	if (status === 200) {
		const told = toldBy(body);
		// A page in place of our own answer: n8n says that nothing is to be done any more.
		return told === 'resumed' || told === 'waiting' || told === 'stale' ? told : told === null ? 'stale' : 'failed';
	}
	if (status === 401) return 'refused';
	if (status === 404) return 'stale';
	if (status !== 409) return 'failed';
	return /finished/i.test(body) ? 'stale' : 'running';
}

function toldBy(body: string): string | null {
	try {
		return textOf(recordOf(JSON.parse(body)).wts);
	} catch {
		return null;
	}
}
