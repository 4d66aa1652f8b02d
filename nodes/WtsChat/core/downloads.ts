import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';

import { fetchFile } from '../platform/files';
import { runLanes } from './lanes';
import { type ItemResult, type OutputRecord, RecordWithFiles } from './operation';

/** Files of one item that are fetched at once. */
const SIDE_BY_SIDE = 4;

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
