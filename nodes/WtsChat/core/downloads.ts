import type { IBinaryData, IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';

import {
	DEFAULT_RETRY,
	errorOfDownload,
	errorOfFault,
	type Outcome,
	orCancelled,
	TransportFault,
	withRetries,
} from '../../../client';
import { n8nRuntime, toTransportFault } from '../platform/transport';
import { runLanes } from './lanes';
import { type ItemResult, type OutputRecord, RecordWithFiles, type RemoteFile } from './operation';

/** Files of one item that are fetched at once. */
const SIDE_BY_SIDE = 4;

/** Milliseconds until the head of a file's answer must have come. */
const TIMEOUT_MS = 60_000;

const ENDPOINT = 'GET (file URL)';

/** A record whose files are there. */
export class RecordWithBinary {
	constructor(
		readonly json: object,
		readonly binary: IBinaryKeyData,
	) {}
}

/** Fetches the files of an item's records; one that cannot be fetched fails the item. */
export async function fetchFiles(context: IExecuteFunctions, result: ItemResult): Promise<ItemResult> {
	if ('error' in result || !result.records.some((record) => record instanceof RecordWithFiles)) return result;
	const records: OutputRecord[] = [...result.records];
	const failures: unknown[] = [];
	const tasks = records.flatMap((record, place) => {
		if (!(record instanceof RecordWithFiles)) return [];
		const done = new RecordWithBinary(record.json, {});
		records[place] = done;
		return record.files.map((file, index) => ({
			run: async () => {
				const name = index === 0 ? record.field : `${record.field}_${index}`;
				await fetchFile(context, file).then(
					(binary) => {
						done.binary[name] = binary;
					},
					(error: unknown) => failures.push(error),
				);
			},
		}));
	});
	await runLanes(tasks, SIDE_BY_SIDE, () => failures.length > 0);
	return failures.length > 0 ? { error: failures[0] } : { records };
}

/** Streams a file to where n8n keeps binary data. Without the token: the address is a secret of its own. */
async function fetchFile(context: IExecuteFunctions, { url, name, mimeType }: RemoteFile): Promise<IBinaryData> {
	const runtime = n8nRuntime(context);
	const keep = async (): Promise<Outcome<IBinaryData>> => {
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
