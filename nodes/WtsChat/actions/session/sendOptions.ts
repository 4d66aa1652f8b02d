import type { INodeProperties } from 'n8n-workflow';

import type { Delivery, SessionSendOptions } from '../../../../client';
import type { ItemReader } from '../../core/reader';
import { deliveryFields, readDelivery } from '../../shared/delivery';
import { readSenderIds } from '../../shared/senderIds';
import {
	callbackUrlField,
	delayTypingField,
	replyToIdField,
	senderIdFields,
	waitForResultField,
} from '../../shared/sendFields';

/** Options of a message in a session. */
export const sessionSendOptions: INodeProperties[] = [
	callbackUrlField,
	delayTypingField,
	replyToIdField,
	...senderIdFields,
	waitForResultField,
	...deliveryFields,
];

/** Reads these options. */
export function readSessionSendOptions(item: ItemReader): SessionSendOptions & { delivery: Delivery | undefined } {
	const options = item.group('options');
	return {
		waitForResult: options.flag('waitForResult'),
		replyToId: options.optionalId('replyToId'),
		...readSenderIds(item),
		delivery: readDelivery(options),
		callbackUrl: options.optionalUrl('callbackUrl'),
		delayTyping: options.optionalNumber('delayTyping', { min: 0, max: 25, integer: true }),
	};
}
