import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../../core/reader';
import { accountList } from '../../shared/accountList';
import { readName } from '../../shared/names';

export const webhookNameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. New messages to n8n',
};

export const urlField: INodeProperties = {
	displayName: 'URL',
	name: 'url',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/6f1c2a34',
	description: 'Public address that receives the events by POST',
};

export const eventsField: INodeProperties = accountList('Event', 'events', 'getWebhookEvents', 'What is sent');

export const enabledField: INodeProperties = {
	displayName: 'Enabled',
	name: 'enabled',
	type: 'boolean',
	default: true,
	description: 'Whether events are sent; off pauses the webhook',
};

/** Reads the name, at most as long as the platform takes. */
export const readWebhookName = (item: ParameterReader) => readName(item, 'name', 100);

/** Reads the address. */
export function readWebhookUrl(item: ParameterReader): string {
	const url = item.optionalUrl('url');
	if (url === undefined) throw item.emptyError('url');
	if (url.length <= 500) return url;
	throw item.inputError('url', `has ${url.length} characters, but at most 500 are allowed`);
}

/** Reads the names of the events; the account says which there are. */
export function readEvents(item: ParameterReader): string[] {
	const events = item.optionalTexts('events');
	if (events === undefined) throw item.inputError('events', 'is empty', 'Choose at least one event.');
	return events;
}
