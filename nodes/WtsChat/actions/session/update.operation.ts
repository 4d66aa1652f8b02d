import { type BodyOf, resolveUserId, selectorsOf } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { sessionLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { readSessionChanges, updateSessionFields } from './changes';
import { changedSession } from './output';
import { readStopBot, stopBotInExecutionField } from './stopBot';

type Body = BodyOf<'PUT /chat/v2/session/{id}/partial'>;

export const update = defineOperation({
	value: 'update',
	name: 'Update',
	action: 'Update session',
	description: 'Change fields of a session, such as its agent, department, classification or metadata',
	fields: [
		sessionLocator({ description: 'The session to change' }),
		updateSessionFields,
		simplifyField,
		optionsField([stopBotInExecutionField]),
	],
	read: (item) => ({
		id: item.id('sessionId'),
		...readSessionChanges(item),
		options: readStopBot(item),
		simplify: readSimplify(item),
	}),
	prepare: async ({ agentId, ...params }, client) => ({
		...params,
		userId: agentId ? await resolveUserId(client, agentId) : agentId,
	}),
	orderKey: ({ id }) => id,
	async execute({ id, userId, values, options, simplify }, client) {
		const changes: Body = { ...values, userId };
		const session = await client.request('PUT /chat/v2/session/{id}/partial', {
			path: { id },
			body: { ...changes, options, fields: selectorsOf(FIELD_NAMES, changes) },
		});
		return changedSession(session, simplify);
	},
});

/** The platform's names for the properties that change; without its name a value has no effect. */
const FIELD_NAMES = {
	classification: 'Classification',
	departmentId: 'DepartmentId',
	endAt: 'EndAt',
	metadata: 'Metadata',
	number: 'Number',
	status: 'Status',
	userId: 'UserId',
} as const satisfies Partial<Record<keyof Body, NonNullable<Body['fields']>[number]>>;
