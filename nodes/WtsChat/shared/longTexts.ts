import type { INodeProperties } from 'n8n-workflow';

import type { InParts } from '../../../client';
import type { ItemReader } from '../core/reader';

/** What the fields of texts say of long ones. */
export const LONG_TEXT_NOTE =
	'At most 4,096 characters on WhatsApp, 2,000 on Messenger and 1,000 on Instagram: the channel refuses a ' +
	'longer text after it was sent, unless Split Long Text is on';

/** Option of sends of texts: several messages where one is too long. */
export const splitLongTextField: INodeProperties = {
	displayName: 'Split Long Text',
	name: 'splitLongText',
	type: 'boolean',
	default: false,
	description:
		'Whether to send a text that is too long for the channel as several messages, cut between paragraphs, ' +
		'sentences or words. Not together with Wait for Result or Chatbot.',
};

/** Reads this option, and what an earlier try of the item left. */
export function readLongText(item: ItemReader): { splitLongText: boolean; before: InParts['before'] } {
	return { splitLongText: item.group('options').flag('splitLongText'), before: item.begunParts() };
}
