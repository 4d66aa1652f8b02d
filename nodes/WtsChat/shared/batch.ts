import type { INodeProperties } from 'n8n-workflow';

import type { WtsClient } from '../../../client';
import type { ItemResult } from '../core/operation';
import type { ParameterReader } from '../core/reader';
import { sentOutput } from './output';

/** The option that says how many items share a request: `what` are messages, contacts ... */
export function batchSizeField(what: string): INodeProperties {
	return {
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 100,
		description: `${what} per request, at most 100`,
	};
}

/** Reads it from the options. */
export function readBatchSize(options: ParameterReader): number {
	return options.optionalNumber('batchSize', { min: 1, max: 100, integer: true }) ?? 100;
}

/** A message that shares its request with others. */
interface SharedSend<Shared, Message> {
	/** What is the same for all of the request. */
	shared: Shared;
	message: Message;
	/** Its Sender ID when the user gave none. */
	ownSenderId: string;
	simplify: boolean;
}

/** Sends messages in one request, by the flow of the client for them; returns a result for each, in their order. */
export async function sendTogether<Shared, Message>(
	send: (
		client: WtsClient,
		shared: Shared,
		messages: Message[],
		ownSenderIds: ReadonlySet<string>,
	) => Promise<Array<{ record: Parameters<typeof sentOutput>[0] } | { error: unknown }>>,
	batch: ReadonlyArray<SharedSend<Shared, Message>>,
	client: WtsClient,
): Promise<ItemResult[]> {
	const [first] = batch;
	if (first === undefined) return [];
	const outcomes = await send(
		client,
		first.shared,
		batch.map(({ message }) => message),
		new Set(batch.map(({ ownSenderId }) => ownSenderId)),
	);
	return outcomes.map((outcome, index) =>
		'error' in outcome ? outcome : { records: [sentOutput(outcome.record, batch[index]?.simplify ?? true)] },
	);
}
