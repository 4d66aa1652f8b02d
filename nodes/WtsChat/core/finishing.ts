import type { IExecuteFunctions } from 'n8n-workflow';

import { fetchFile } from '../platform/files';
import { putToWait } from '../platform/waiting';
import { runLanes } from './lanes';
import type { ItemResult, OutputRecord } from './operation';
import { RecordAsAnswer, RecordThatWaits, RecordWithBinary, RecordWithFiles, UnfinishedRecord } from './records';
import { toItem } from './results';

/** Files of one item that are fetched at once. */
const SIDE_BY_SIDE = 4;

/** A result as it leaves the node: its files are fetched, a call that waits is answered, the execution put to wait. */
export async function finished(context: IExecuteFunctions, result: ItemResult): Promise<ItemResult> {
	if ('error' in result || !result.records.some((record) => record instanceof UnfinishedRecord)) return result;
	try {
		const records = await fetchFiles(context, result.records);
		for (const record of records) {
			if (record instanceof RecordAsAnswer) await sendAnswer(context, record);
			if (record instanceof RecordThatWaits) await putToWait(context, toItem(record.json, 0), record.until);
		}
		return { records: records.map((record) => (record instanceof UnfinishedRecord ? record.json : record)) };
	} catch (error) {
		return { error };
	}
}

/** The records with their files; one that cannot be fetched fails the item. */
async function fetchFiles(context: IExecuteFunctions, unfetched: readonly OutputRecord[]): Promise<OutputRecord[]> {
	const records: OutputRecord[] = [...unfetched];
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
	if (failures.length > 0) throw failures[0];
	return records;
}

/** Runs that have answered: a call takes one answer, that of the first item. */
const answered = new WeakSet<IExecuteFunctions>();

/** Hands the answer of a record to the call that waits for this workflow, if one does. */
async function sendAnswer(context: IExecuteFunctions, { json }: RecordAsAnswer): Promise<void> {
	if (answered.has(context)) return;
	answered.add(context);
	await context.sendResponse({
		body: { ...json },
		headers: { 'content-type': 'application/json; charset=utf-8' },
		statusCode: 200,
	});
}
