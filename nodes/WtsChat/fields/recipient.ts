import type { INodeProperties } from 'n8n-workflow';

import type { ContactReference } from '../../../client';
import type { ParameterReader } from '../reader';
import { readContactReference } from './contactReference';
import { contactLocator, sessionLocator } from './locators';

function shownFor(field: INodeProperties, recipientType: string): INodeProperties {
	return { ...field, displayOptions: { show: { recipientType: [recipientType] } } };
}

/** To whom a message goes: a phone number or @name, the contact of a session, or a contact. */
export const recipientFields: INodeProperties[] = [
	{
		displayName: 'Recipient Type',
		name: 'recipientType',
		type: 'options',
		options: [
			{ name: 'Contact', value: 'contact', description: 'A contact of the account' },
			{ name: 'Contact of a Session', value: 'session', description: 'Whoever is in the session' },
			{ name: 'Phone Number or @Name', value: 'phone', description: 'Anyone, also unknown numbers' },
		],
		default: 'phone',
		description: 'How the recipient is given',
	},
	shownFor(
		{
			displayName: 'To',
			name: 'to',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. (11) 99999-9999 or @ana.souza',
			description: 'Phone number in any usual spelling, or an Instagram user name with its @',
		},
		'phone',
	),
	shownFor(sessionLocator({ description: 'The session whose contact receives the message' }), 'session'),
	shownFor(contactLocator({ description: 'The contact who receives the message' }), 'contact'),
];

/** A recipient as the user gave it. */
export type RecipientReference = { to: string } | { sessionId: string } | { contact: ContactReference };

/** Reads the recipient of one item. */
export function readRecipientReference(item: ParameterReader): RecipientReference {
	const type = item.optionalChoice('recipientType', ['contact', 'phone', 'session']) ?? 'phone';
	if (type === 'session') return { sessionId: item.id('sessionId') };
	if (type === 'contact') {
		const contact = readContactReference(item);
		if (contact === undefined) throw item.refusal('contactId', 'is empty');
		return { contact };
	}
	const to = item.optionalRecipient('to');
	if (to === undefined) throw item.refusal('to', 'is empty');
	return { to };
}

/** The key that keeps a recipient's messages in order. */
export function recipientKey(recipient: RecipientReference): string {
	if ('to' in recipient) return recipient.to;
	if ('sessionId' in recipient) return recipient.sessionId;
	return 'id' in recipient.contact ? recipient.contact.id : recipient.contact.phone;
}
