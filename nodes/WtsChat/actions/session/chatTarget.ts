import type { INodeProperties } from 'n8n-workflow';

import type { ChatTarget } from '../../../../client';
import type { ParameterReader } from '../../core/reader';

const TARGETS = ['agents', 'both', 'contact'] as const satisfies readonly ChatTarget[];

/** Who sees what is sent in a session: `what` is a text, a file ... */
export function chatTargetField(what: string): INodeProperties {
	return {
		displayName: 'Chat Target',
		name: 'chatTarget',
		type: 'options',
		options: [
			{ name: 'Agents', value: 'agents', description: 'An internal note that the contact does not see' },
			{ name: 'Both', value: 'both', description: `A message to the contact and a note with the same ${what}` },
			{ name: 'Contact', value: 'contact', description: 'A message to the contact' },
		],
		default: 'contact',
		description: `Who sees the ${what}`,
	};
}

/** Reads the target; without one it is the contact. */
export function readChatTarget(item: ParameterReader): ChatTarget {
	return item.optionalChoice('chatTarget', TARGETS) ?? 'contact';
}
