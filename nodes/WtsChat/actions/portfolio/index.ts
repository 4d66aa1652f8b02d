import { defineResource } from '../../core/operation';
import { addContact } from './addContact.operation';
import { addContacts } from './addContacts.operation';
import { getAll } from './getAll.operation';
import { getContacts } from './getContacts.operation';
import { removeContact } from './removeContact.operation';
import { removeContacts } from './removeContacts.operation';

export const portfolio = defineResource('portfolio', 'Portfolio', [
	addContact,
	addContacts,
	getContacts,
	getAll,
	removeContact,
	removeContacts,
]);
