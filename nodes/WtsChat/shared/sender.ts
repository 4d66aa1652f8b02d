import { readRecipient, type Sender } from '../../../client';
import type { ParameterReader } from '../core/reader';

/** Reads the channel that sends: picked by ID, or its number or @name. Undefined when empty. */
export function readSender(item: ParameterReader): Sender | undefined {
	const located = item.optionalLocated('from');
	if (located === undefined) return undefined;
	// An expression may give a bare value: a number and an @name cannot be mistaken for an ID.
	if (located.mode === 'list' || (located.value.includes('-') && located.mode !== 'number')) {
		return { channelId: item.id('from') };
	}
	const address = readRecipient(located.value, item.country);
	if (!address.ok)
		throw item.inputError(
			'from',
			`${address.problem}: "${located.value}"`,
			'Choose the channel from the list, or write its number or @name.',
		);
	return { address: address.value };
}
