import {
	byId,
	listControls,
	located,
	type OlderResource,
	recipient,
	requiredFile,
	requiredId,
	sender,
	template,
} from './fields.mts';
import { type JsonObject, some } from './json.mts';
import { type OlderNode, shown } from './older-node.mts';

const RAW = { simplify: false };

const SENT =
	'The answer of a send is that of the queue (ID, sender ID, status); with Wait for Result it is the message, ' +
	'as before.';

export const message: OlderResource = {
	defaultOperation: 'getMessageById',
	renamed: { getAllMessages: 'listMessages' },
	operations: {
		listMessages: {
			to: 'getAll',
			list: true,
			map: (old) => ({ sessionId: requiredId(old, 'sessionId'), ...listControls(old, {}), ...RAW }),
		},
		getMessageById: { to: 'get', map: (old) => ({ messageId: old.value('messageId') ?? '', ...RAW }) },
		getMessageStatus: { to: 'getStatus', map: (old) => ({ messageId: old.value('messageId') ?? '', ...RAW }) },
		sendText: {
			to: 'sendText',
			output: SENT,
			map: (old) => ({ ...addressed(old), text: old.value('textMessage') ?? '', ...sendOptions(old) }),
		},
		sendFile: {
			to: 'sendFile',
			output: SENT,
			map: (old) => ({ ...addressed(old), ...requiredFile(old), ...sendOptions(old) }),
		},
		sendTemplate: {
			to: 'sendTemplate',
			output: SENT,
			map: (old) => ({
				...addressed(old),
				...template(old, { template: 'templates', values: 'paramsTemplates' }),
				...sendOptions(old),
			}),
		},
	},
};

function addressed(old: OlderNode): JsonObject {
	const from = sender(old);
	if (from === undefined) old.todo.push('"channelId" was empty: choose the channel that sends.');
	return { recipientType: 'phone', from: from ?? located('list', ''), to: recipient(old) ?? '' };
}

/** The older node sent its three switches always, so off is said too. */
function sendOptions(old: OlderNode): JsonObject {
	const bot = old.value('botId');
	if (bot !== undefined) {
		old.todo.push(
			`It started the chatbot ${shown(bot)} on a reply, by the chatbot's ID; the platform takes its key. Add ` +
				'Chatbot under Options and choose it again.',
		);
	}
	const wait = old.flag('synchronousMessage');
	return {
		options: some({
			departmentId: byId(old, 'departmentId'),
			agentId: byId(old, 'userIdByDepartment'),
			enableBot: old.flag('enableBot'),
			hiddenSession: old.flag('hiddenSession'),
			forceStartSession: old.flag('forceStartSession'),
			waitForResult: wait === false ? undefined : wait,
		}),
	};
}

/** Options of a send in a session. */
export function sessionSendOptions(old: OlderNode): JsonObject {
	const wait = old.flag('synchronousMessage');
	return wait === false ? {} : { options: { waitForResult: wait } };
}
