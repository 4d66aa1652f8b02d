import { sayIfByExpression } from './contact.mts';
import { codeOf, expression, isExpression } from './expressions.mts';
import {
	byId,
	dates,
	listControls,
	located,
	metadata,
	type OlderResource,
	requiredFile,
	requiredId,
	template,
} from './fields.mts';
import { group, type Json, type JsonObject, some } from './json.mts';
import { sessionSendOptions } from './message.mts';
import type { OlderNode } from './older-node.mts';

const RAW = { simplify: false };

const session = (old: OlderNode): JsonObject => ({ sessionId: requiredId(old, 'sessionId') });

/** One state was saved in another spelling than the rest. */
const upper = (value: Json): Json => (value === 'Started' ? 'STARTED' : value);

export const sessions: OlderResource = {
	defaultOperation: 'listSessions',
	renamed: {
		getAllSessions: 'listSessions',
		assignUser: 'transferToUser',
		updateTransfer: 'transferSession',
		sendMessageTextSession: 'sendTextBySessionid',
		sendMessageFileSession: 'sendFileBySessionid',
		sendMessageTemplateSession: 'sendTemplateBySessionid',
	},
	operations: {
		updateStatusSession: {
			to: 'changeStatus',
			map: (old) => ({ ...session(old), newStatus: newStatus(old, 'statusSessionOption') ?? '', ...RAW }),
		},
		concludeSession: {
			to: 'complete',
			map: (old) => ({
				...session(old),
				...RAW,
				// Ours leaves it to the platform when it is not there; the older node said no.
				options: { reactivateOnNewMessage: old.flag('reactivateOnNewMessage') },
			}),
		},
		listSessions: { to: 'getAll', list: true, map: listSessions },
		getSessionById: { to: 'get', map: (old) => ({ ...session(old), ...RAW, ...details(old) }) },
		sendFileBySessionid: {
			to: 'sendFile',
			map: (old) => ({ ...session(old), ...requiredFile(old), ...sessionSendOptions(old) }),
		},
		sendTemplateBySessionid: {
			to: 'sendTemplate',
			map: (old) => ({
				...session(old),
				...template(old, { template: 'templatesBySession', values: 'paramsTemplatesSession' }),
				...sessionSendOptions(old),
			}),
		},
		sendTextBySessionid: {
			to: 'sendText',
			map: (old) => ({ ...session(old), text: old.value('textMessage') ?? '', ...sessionSendOptions(old) }),
		},
		transferSession: { to: 'transfer', map: (old) => ({ ...session(old), ...target(old), ...RAW }) },
		transferToUser: {
			to: 'assignAgent',
			map: (old) => ({ ...session(old), agentId: requiredId(old, 'userId'), ...RAW }),
		},
		updateSession: { to: 'update', map: updateSession },
	},
};

function details(old: OlderNode): JsonObject {
	return group('options', { includeDetails: old.choices('includeDetails', ['Undefined']) });
}

function listSessions(old: OlderNode): JsonObject {
	const status = old.choices('statusSession');
	return {
		...listControls(old, {
			...some({
				channelIds: old.choices('channelsIds'),
				status: Array.isArray(status) ? status.map(upper) : status,
				departmentId: byId(old, 'departmentId'),
				agentId: byId(old, 'userId'),
				tagIds: old.choices('tagIds'),
				contactId: byId(old, 'contactId'),
			}),
			...dates(old, 'activeAt', 'endAt', 'lastInteractionAt'),
		}),
		...RAW,
		...details(old),
	};
}

function newStatus(old: OlderNode, name: string): Json | undefined {
	const value = old.value(name);
	if (value !== undefined && value !== 'UNDEFINED') return upper(value);
	old.todo.push(`"${name}" was not chosen: choose the new status.`);
	return undefined;
}

/** A user won over a department. */
function target(old: OlderNode): JsonObject {
	const department = byId(old, 'departmentId');
	const user = byId(old, 'userIdByDepartment');
	if (department === undefined && user === undefined) {
		old.todo.push('It had neither a department nor a user: choose who receives the session.');
	}
	if (user === undefined) return { transferTo: 'department', departmentId: department ?? located('list', '') };
	if (department === undefined) return { transferTo: 'agent', agentId: user };
	const value = user.value ?? '';
	if (!isExpression(value)) {
		old.changed.push('The session goes to the agent; the department beside the agent is left out.');
		return { transferTo: 'agent', agentId: user };
	}
	return {
		transferTo: expression(`${codeOf(value)} ? "agent" : "department"`),
		departmentId: department,
		agentId: user,
	};
}

/** What the API cannot be given: the older node named them without a value. */
const WITHOUT_VALUE = ['Autocomplete', 'ReactivateDisabled'];

function updateSession(old: OlderNode): JsonObject {
	const chosen = (field: string, ...names: string[]) => old.chose('fieldsUpdate', field, ...names);
	sayIfByExpression(old, 'fieldsUpdate');
	for (const name of WITHOUT_VALUE.filter((one) => chosen(one))) {
		old.todo.push(
			`The field ${name} is left out: the platform has no value for it. Complete has "Reactivate on New Message".`,
		);
	}
	const id = (field: string, from: string, name: string): JsonObject =>
		chosen(field, from) ? { [name]: byId(old, from) ?? located('id', '') } : {};
	const text = (field: string, name: string): JsonObject =>
		chosen(field, name) ? { [name]: old.value(name) ?? '' } : {};
	return {
		...session(old),
		updateFields: {
			...id('DepartmentId', 'departmentIdUpdatedSession', 'departmentId'),
			...id('UserId', 'usersUpdateSession', 'agentId'),
			...text('EndAt', 'endAt'),
			...text('Number', 'number'),
			...(chosen('Status', 'statusUpdateSessionOption')
				? some({ status: newStatus(old, 'statusUpdateSessionOption') })
				: {}),
			...(chosen('Metadata', 'metadataUpdateSession')
				? some({ metadata: metadata(old, 'metadataUpdateSession') })
				: {}),
		},
		...RAW,
	};
}
