import { byId, located, metadata, type OlderResource, recipient, requiredId, sender } from './fields.mts';
import { some } from './json.mts';

export const chatbot: OlderResource = {
	defaultOperation: 'sendChatbot',
	renamed: {},
	operations: {
		sendChatbot: {
			to: 'send',
			map: (old) =>
				some({
					chatbotKey: requiredId(old, 'chatbotId'),
					from: sender(old) ?? located('list', ''),
					to: recipient(old),
					sessionId: byId(old, 'sessionId'),
					forceStartSession: old.flag('forceStartSession'),
					skipIfBotInExecution: old.flag('skipIfBotInExecution'),
					skipIfInProgress: old.flag('skipIfInProgress'),
					sessionMetadata: metadata(old, 'sessionMetadatas'),
					contactMetadata: metadata(old, 'contactMetadatas'),
				}),
		},
	},
};
