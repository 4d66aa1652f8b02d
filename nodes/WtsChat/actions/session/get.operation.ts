import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { sessionOutput } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';
import { sessionDetails } from './details';

export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get session',
	description: 'Get one session with its contact, agent, channel and department',
	fields: [sessionLocator({ description: 'The session to get' }), simplifyField, optionsField([sessionDetails.field])],
	read: (item) => ({
		id: item.id('sessionId'),
		simplify: readSimplify(item),
		includeDetails: sessionDetails.read(item),
	}),
	async execute({ id, simplify, includeDetails }, client) {
		const session = await client.request('GET /chat/v2/session/{id}', {
			path: { id },
			query: { includeDetails },
		});
		return sessionOutput(session, simplify);
	},
});
