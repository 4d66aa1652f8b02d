import type { SenderIds } from '../../../client';
import type { ItemReader } from '../core/reader';

/** Reads under which IDs a send can be looked up, and whether it is looked up before it is sent. */
export function readSenderIds(item: ItemReader): Required<Pick<SenderIds, 'ownSenderId' | 'skipIfSent'>> & SenderIds {
	const options = item.group('options');
	const senderId = options.optionalText('senderId');
	const skipIfSent = options.flag('skipIfSent');
	if (skipIfSent && senderId === undefined) {
		throw options.inputError(
			'skipIfSent',
			'needs a Sender ID',
			'Set Sender ID to something that stands for this one message, such as the number of the order.',
		);
	}
	return { senderId, ownSenderId: item.ownSenderId(), skipIfSent };
}
