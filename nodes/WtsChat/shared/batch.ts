import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../core/reader';

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
