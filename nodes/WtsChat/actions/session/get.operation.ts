import { readSimplify, simplifyField } from '../../fields/lists';
import { sessionLocator } from '../../fields/locators';
import { optionsField } from '../../fields/runOptions';
import { includeSessionDetailsField, readSessionDetails } from '../../fields/sessionDetails';
import { simplifySession } from '../../fields/simplify';
import { defineOperation } from '../../operation';

export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get session',
	description: 'Get one session with its contact, agent, channel and department',
	fields: [
		sessionLocator({ description: 'The session to get' }),
		simplifyField,
		optionsField([includeSessionDetailsField]),
	],
	read: (item) => ({
		id: item.id('sessionId'),
		simplify: readSimplify(item),
		includeDetails: readSessionDetails(item),
	}),
	async execute({ id, simplify, includeDetails }, client) {
		const session = await client.request('GET /chat/v2/session/{id}', {
			path: { id },
			query: { includeDetails },
		});
		return simplify ? simplifySession(session) : session;
	},
});
