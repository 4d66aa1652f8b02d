import type { INodeProperties } from 'n8n-workflow';

import { type Delivery, type WtsClient, waitForDelivery } from '../../../client';
import type { ParameterReader } from '../core/reader';

/** Options of sends: whether to wait until the message has arrived. */
export const deliveryFields: INodeProperties[] = [
	{
		displayName: 'Wait for Delivery',
		name: 'waitForDelivery',
		type: 'options',
		options: [
			{ name: 'Delivered', value: 'delivered', description: 'Until the contact has it' },
			{ name: 'Read', value: 'read', description: 'Until the contact has read it' },
			{ name: 'Sent', value: 'sent', description: 'Until the channel has taken it' },
		],
		default: 'delivered',
		description:
			'Wait until the message has come so far. One that fails is an error with its reason; one that takes too ' +
			'long is not, and says so in deliveryReached.',
	},
	{
		displayName: 'Delivery Timeout (Seconds)',
		name: 'deliveryTimeout',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 300 },
		default: 60,
		description: 'How long Wait for Delivery waits, from 1 to 300',
	},
];

/** Reads these options; undefined when nobody waits. */
export function readDelivery(options: ParameterReader): Delivery | undefined {
	const goal = options.optionalChoice('waitForDelivery', ['sent', 'delivered', 'read']);
	const timeout = options.optionalNumber('deliveryTimeout', { min: 1, max: 300 }) ?? 60;
	return goal === undefined ? undefined : { goal, timeoutMs: timeout * 1000 };
}

/** A message that was sent, once it has come as far as the user wants. */
export async function delivered<T extends { id?: string }>(
	client: WtsClient,
	sent: T,
	delivery: Delivery | undefined,
): Promise<T | (T & { status?: string; deliveryReached: boolean })> {
	return delivery === undefined ? sent : await waitForDelivery(client, sent, delivery);
}
