import type { INodeProperties } from 'n8n-workflow';

import type { PreparedSend, RecipientReference, Sender } from '../../../client';
import type { ParameterReader } from '../core/reader';
import { contactKey, requireContactReference } from './contactReference';
import { contactLocator, fromLocator, sessionLocator } from './locators';
import { readSender } from './sender';
import { shownFor } from './shownFor';

type RecipientType = 'contact' | 'phone' | 'session';

const forRecipient = (field: INodeProperties, ...types: RecipientType[]): INodeProperties =>
	shownFor(field, 'recipientType', ...types);

const TYPES = [
	{ name: 'Contact', value: 'contact', description: 'A contact of the account' },
	{ name: 'Contact of a Session', value: 'session', description: 'Whoever is in the session' },
	{ name: 'Phone Number or @Name', value: 'phone', description: 'Anyone, also unknown numbers' },
] as const satisfies ReadonlyArray<{ name: string; value: RecipientType; description: string }>;

interface RecipientOptions {
	/** Whether the route needs the channel that sends. */
	fromRequired?: boolean;
	/** Ways to give the recipient that do not fit. */
	without?: RecipientType[];
	/** What an Instagram name cannot receive goes to phone numbers only. */
	phonesOnly?: boolean;
}

/**
 * Who sends, and to whom: a phone number or @name, the contact of a session, or a contact. None is `required`: with an
 * expression as the type n8n demands all of them. Reading asks for those that are needed.
 */
export function recipientFields({
	fromRequired = false,
	without = [],
	phonesOnly = false,
}: RecipientOptions = {}): INodeProperties[] {
	const types = TYPES.filter(({ value }) => !without.includes(value)).map((type) =>
		type.value === 'phone' && phonesOnly ? { ...type, name: 'Phone Number' } : type,
	);
	const fields = [
		{
			displayName: 'Recipient Type',
			name: 'recipientType',
			type: 'options' as const,
			options: types,
			default: 'phone',
			description: 'How the recipient is given',
		},
		forRecipient(
			fromLocator({
				required: false,
				description: fromRequired
					? 'The channel of the account that sends'
					: 'The channel of the account that sends. The platform chooses one when it is empty.',
			}),
			'phone',
			'contact',
		),
		forRecipient(
			{
				displayName: 'To',
				name: 'to',
				type: 'string',
				default: '',
				placeholder: phonesOnly ? 'e.g. (11) 99999-9999' : 'e.g. (11) 99999-9999 or @ana.souza',
				description: phonesOnly
					? 'Phone number in any usual spelling'
					: 'Phone number in any usual spelling, or an Instagram user name with its @',
			},
			'phone',
		),
		...(without.includes('session')
			? []
			: [
					forRecipient(
						sessionLocator({ required: false, description: 'The session whose contact receives the message' }),
						'session',
					),
				]),
		forRecipient(contactLocator({ required: false, description: 'The contact who receives the message' }), 'contact'),
	];
	return fields;
}

/** Who is known without reading a session. */
type Reachable = Exclude<RecipientReference, { sessionId: string }>;

interface AddressingOptions {
	fromRequired?: boolean;
	/** What is sent, where it goes to phone numbers only: the refusal of an Instagram name says so. */
	phonesOnly?: string;
}

/** The recipient of one item and the channel that sends; a session has a channel of its own. */
export function readAddressing(
	item: ParameterReader,
	{ fromRequired = false, phonesOnly }: AddressingOptions = {},
): { recipient: RecipientReference; sender: Sender | undefined } {
	const type = item.optionalChoice('recipientType', ['contact', 'phone', 'session']);
	if (type === 'session') return { recipient: { sessionId: item.id('sessionId') }, sender: undefined };
	const addressing = fromRequired
		? readBatchAddressing(item)
		: { recipient: readReachable(item), sender: readSender(item) };
	const { recipient } = addressing;
	if (phonesOnly !== undefined && 'to' in recipient && recipient.to.startsWith('@')) {
		throw item.inputError('to', 'is an Instagram user', `${phonesOnly} go to phone numbers only.`);
	}
	return addressing;
}

/** The same for a batch, whose recipients are no sessions and whose channel is given. */
export function readBatchAddressing(item: ParameterReader): { recipient: Reachable; sender: Sender } {
	const recipient = readReachable(item);
	const sender = readSender(item);
	if (sender === undefined) throw item.inputError('from', 'is empty', 'Choose the channel that sends.');
	return { recipient, sender };
}

function readReachable(item: ParameterReader): Reachable {
	const type = item.optionalChoice('recipientType', ['contact', 'phone']) ?? 'phone';
	if (type === 'contact') return { contact: requireContactReference(item) };
	const to = item.optionalRecipient('to');
	if (to === undefined) throw item.emptyError('to');
	return { to };
}

/**
 * What keeps the order of a recipient's messages: numbers that differ in the ninth digit only are one, and a contact is
 * the one of its number, once that is known.
 */
export function recipientKey(given: RecipientReference, { addresses }: PreparedSend = {}): string {
	if ('sessionId' in given) return given.sessionId;
	const recipient = addresses === undefined ? given : { to: addresses.to };
	const contact = 'to' in recipient ? { phone: recipient.to } : recipient.contact;
	if ('phone' in contact && contact.phone.startsWith('@')) return contact.phone;
	return contactKey(contact) ?? ('id' in contact ? contact.id : contact.phone);
}
