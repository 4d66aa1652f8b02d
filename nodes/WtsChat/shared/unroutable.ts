import { unroutableOptions } from '../../../client';
import type { ParameterReader } from '../core/reader';

/** Refuses options of a send that no route takes together, by their names in the panel. */
export function refuseUnroutable(item: ParameterReader, params: Parameters<typeof unroutableOptions>[0]): void {
	const pair = unroutableOptions(params);
	if (pair === undefined) return;
	const [generic, queued] = pair;
	const options = item.group('options');
	const name = queued === 'keepKind' ? `a chosen ${item.label('fileKind')}` : options.label(queued);
	throw options.inputError(
		generic,
		`cannot be combined with ${name}`,
		'No route of the platform takes both. Remove one of them.',
	);
}
