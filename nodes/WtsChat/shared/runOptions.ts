import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { AnyOperation } from '../core/operation';
import { ItemReader } from '../core/reader';
import { USUAL_ANSWER } from '../core/toolAnswer';
import type { RunLimits } from '../platform/account';
import { skipIfSentField } from './sendFields';

/** Options of every operation: how a run uses the account, not what it does. */
const RUN_OPTIONS: INodeProperties[] = [
	{
		displayName: 'Answer to AI Agents (Bytes)',
		name: 'toolAnswerSize',
		type: 'number',
		typeOptions: { minValue: 1000, maxValue: 100000 },
		default: USUAL_ANSWER,
		description:
			'How much an AI agent gets from this node as its tool. What does not fit is cut, and a note says so. It ' +
			'makes no difference elsewhere.',
	},
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50 },
		default: 10,
		description: 'How many requests run side by side. Items of one session or recipient always go one after the other.',
	},
	{
		displayName: 'Limit Share (Percent)',
		name: 'limitShare',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 100,
		description:
			"The part of the account's request limits that this node may use. Lower it when other programs or several " +
			'n8n workers use the same account.',
	},
	{
		displayName: 'Timeout (Seconds)',
		name: 'timeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 300 },
		default: 60,
		description:
			'How long to wait for one answer of the platform. When it is set, it holds for the upload of a file as well.',
	},
	{
		displayName: 'Without Record',
		name: 'withoutRecord',
		type: 'options',
		options: [
			{ name: 'Send', value: 'send', description: 'What can be looked up is; all else is done, maybe a second time' },
			{ name: 'Stop', value: 'stop', description: 'What can be looked up is; all else is refused with an error' },
		],
		default: 'send',
		description:
			'What to do when an execution is retried that left no record, because n8n was killed or an earlier node failed',
	},
];

/**
 * Names of the options that say how a run is done and not what it does: who changes one and tries again means the same
 * items.
 */
export const NAMES_OF_RUN_OPTIONS: ReadonlySet<string> = new Set(
	[...RUN_OPTIONS, skipIfSentField].map(({ name }) => name),
);

/**
 * The Options collection of an operation: its own options and those of every run, sorted by name.
 */
export function optionsField(ofOperation: readonly INodeProperties[] = []): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...ofOperation, ...RUN_OPTIONS].sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

/** Reads the options of the run from the first item: they hold for all items. */
export function readRunOptions(
	context: IExecuteFunctions,
	operation: AnyOperation,
): RunLimits & { concurrency: number; withoutRecord: 'send' | 'stop'; toolAnswerSize: number } {
	const options = new ItemReader(context, 0, operation.fields).group('options');
	const limitShare = options.optionalNumber('limitShare', { min: 1, max: 100 }) ?? 100;
	const timeout = options.optionalNumber('timeout', { min: 1, max: 300 });
	return {
		concurrency: options.optionalNumber('concurrency', { min: 1, max: 50, integer: true }) ?? 10,
		withoutRecord: options.optionalChoice('withoutRecord', ['send', 'stop']) ?? 'send',
		toolAnswerSize:
			options.optionalNumber('toolAnswerSize', { min: 1_000, max: 100_000, integer: true }) ?? USUAL_ANSWER,
		limitShare: limitShare / 100,
		// What nobody has set is left to the client: it waits longer for the bytes of a file.
		timeoutMs: timeout === undefined ? undefined : timeout * 1000,
	};
}
