import type { IBinaryData, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import {
	DEFAULT_RETRY,
	errorOfDownload,
	errorOfFault,
	type Outcome,
	orCancelled,
	TransportFault,
	withRetries,
} from '../../../client';
import { n8nRuntime, toTransportFault } from './transport';

/** A file at a public address. */
export interface RemoteFile {
	url: string;
	/** Its name with extension. */
	name: string;
	mimeType?: string;
}

/** Milliseconds until the head of a file's answer must have come. */
const TIMEOUT_MS = 60_000;

const ENDPOINT = 'GET (file URL)';

/** Streams a file to where n8n keeps binary data. Without the token: the address is a secret of its own. */
export async function fetchFile(
	context: IExecuteFunctions | IWebhookFunctions,
	{ url, name, mimeType }: RemoteFile,
): Promise<IBinaryData> {
	const runtime = n8nRuntime(context);
	const keep = async (): Promise<Outcome<IBinaryData>> => {
		const startedAt = runtime.now();
		const answer: { statusCode?: unknown; body?: unknown } = await context.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			timeout: TIMEOUT_MS,
		});
		const { body } = answer;
		const status = Number(answer.statusCode);
		runtime.log?.debug(`${ENDPOINT} ${status} in ${Math.round(runtime.now() - startedAt)} ms`);
		if (!isStream(body)) return { ok: false, error: errorOfFault(new TransportFault('badBody'), ENDPOINT) };
		if (status < 200 || status > 299) {
			body.destroy();
			return { ok: false, error: errorOfDownload(name, status, ENDPOINT) };
		}
		return { ok: true, value: await context.helpers.prepareBinaryData(body, name, mimeType) };
	};
	return await withRetries(runtime, DEFAULT_RETRY, async () => {
		try {
			return await orCancelled(keep(), runtime.signal);
		} catch (error) {
			const fault = error instanceof TransportFault ? error : toTransportFault(error);
			return { ok: false, error: fault instanceof TransportFault ? errorOfFault(fault, ENDPOINT) : fault };
		}
	});
}

type FileStream = Exclude<Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0], Buffer>;

function isStream(value: unknown): value is FileStream {
	return typeof value === 'object' && value !== null && 'pipe' in value && 'destroy' in value;
}
