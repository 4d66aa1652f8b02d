import { type IBinaryKeyData, type IWebhookFunctions, sleep } from 'n8n-workflow';

import { asError, type Contact, getContact, isId, type Session, WtsApiError } from '../../../client';
import { LIMIT_SHARE } from '../listening/limitShare';
import { type Connection, connectTo } from '../platform/account';
import { fetchFile } from '../platform/files';
import { filesOf, type PlatformEvent } from './events';

/** How long the platform waits for the answer to its call while something is looked up. */
const PATIENCE_MS = 4_000;

/** How long an event waits for what it lacks when its call is answered already. */
const PATIENCE_AFTER_ANSWER_MS = 20_000;

/** More files than a message has. */
const MOST_FILES = 20;

/** Whether somebody still waits: all that a timer may hold, for a context holds the whole event. */
interface Waiting {
	isOver: boolean;
}

const LATE = Symbol('late');

/** Sleeps in growing steps, so that what ends early leaves no long timer behind: events come by the thousand. */
async function lateAfter(ms: number, waiting: Waiting): Promise<typeof LATE> {
	let slept = 0;
	for (let step = 10; slept < ms && !waiting.isOver; step *= 2) {
		const rest = Math.min(step, ms - slept);
		await sleep(rest);
		slept += rest;
	}
	return LATE;
}

const WHERE: Partial<Record<PlatformEvent['kind'], string>> = { message: 'the message', cardNote: 'the note' };

/** Which record an event is about, in words for the log. */
const subjectOf = ({ kind, id }: PlatformEvent): string =>
	`${WHERE[kind] ?? 'an event'}${id !== null && isId(id) ? ` ${id}` : ''}`;

const kindOf = (mimeType: string | null): string =>
	/^[\w.+-]{1,60}\/[\w.+-]{1,80}/.exec(mimeType ?? '')?.[0] ?? 'of no known type';

/** Why a file failed, without the texts of errors: they quote its name, which the contact chose. */
function causeOf(error: unknown): string {
	if (error instanceof WtsApiError) {
		return error.httpStatus === null ? error.code : `${error.code}, HTTP ${error.httpStatus}`;
	}
	if (!(error instanceof Error)) return 'unknown';
	return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

/** What an event's listener may ask the account, each thing once. What cannot be had in time is undefined. */
export class LookUps {
	private connecting: Promise<Connection> | undefined;

	private readonly sessions = new Map<string, Promise<Session>>();

	private patienceMs = PATIENCE_MS;

	constructor(private readonly context: IWebhookFunctions) {}

	/** The call is answered: from now on only the run waits. */
	answered(): void {
		this.patienceMs = PATIENCE_AFTER_ANSWER_MS;
	}

	async connection(): Promise<Connection> {
		this.connecting ??= connectTo(this.context, { limitShare: LIMIT_SHARE, timeoutMs: PATIENCE_MS });
		return await this.connecting;
	}

	async session(id: string | null): Promise<Session | undefined> {
		if (id === null || !isId(id)) return undefined;
		const known = this.sessions.get(id);
		if (known !== undefined) return await this.inTime('the session', known);
		const reading = this.readSession(id);
		this.sessions.set(id, reading);
		return await this.inTime('the session', reading);
	}

	async contact(id: string | null): Promise<Contact | undefined> {
		if (id === null || !isId(id)) return undefined;
		const read = async () => await getContact((await this.connection()).client, { id }, ['Tags', 'CustomFields']);
		return await this.inTime('the contact', read());
	}

	/** Something that takes its time, or undefined when it takes too much of it or fails. */
	async inTime<T>(what: string, work: Promise<T>): Promise<T | undefined> {
		const waiting: Waiting = { isOver: false };
		const result = await Promise.race([
			work.catch((error: unknown) => {
				if (!waiting.isOver) this.warn(`${what} could not be looked up: ${asError(error).message}`);
				return undefined;
			}),
			lateAfter(this.patienceMs, waiting),
		]);
		waiting.isOver = true;
		if (result !== LATE) return result;
		this.warn(`${what} could not be looked up in time`);
		return undefined;
	}

	/** The files of an event; one that cannot be had is left out, and the log says so. */
	async files(event: PlatformEvent): Promise<IBinaryKeyData> {
		const binary: IBinaryKeyData = {};
		for (const { id, url, name, mimeType } of filesOf(event).slice(0, MOST_FILES)) {
			if (url === null) continue;
			const count = Object.keys(binary).length;
			const file = { url, name: name ?? id ?? 'file', mimeType: mimeType ?? undefined };
			try {
				binary[count === 0 ? 'data' : `data_${count}`] = await fetchFile(this.context, file);
			} catch (error) {
				this.warn(`a file of ${subjectOf(event)} (${kindOf(mimeType)}) could not be downloaded: ${causeOf(error)}`);
			}
		}
		return binary;
	}

	private async readSession(id: string): Promise<Session> {
		const { client } = await this.connection();
		return await client.request('GET /chat/v2/session/{id}', {
			path: { id },
			query: { includeDetails: ['AgentDetails', 'DepartmentsDetails', 'ContactDetails', 'ChannelDetails'] },
		});
	}

	private warn(text: string): void {
		this.context.logger.warn(`WTS Chat Trigger: ${text}`);
	}
}
