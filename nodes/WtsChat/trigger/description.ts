import type { INodeParameters, IWebhookDescription } from 'n8n-workflow';

import { WEBHOOK_PATHS } from '../listening/webhookPaths';

/** What n8n asks of a webhook's description at each call. */
interface Computed {
	/** For the editor, and for n8n before 2.41. */
	template: string;
	/** The same without n8n's engine for expressions, which is most of what a call costs there. */
	resolve: (parameters: INodeParameters) => string;
}

const isBlock = ({ source }: INodeParameters): boolean => source === 'chatbotBlock';

const { chatbotBlock, events } = WEBHOOK_PATHS;

const path: Computed = {
	template: `={{ $parameter["source"] === "chatbotBlock" ? "${chatbotBlock}" : "${events}" }}`,
	resolve: (parameters) => (isBlock(parameters) ? chatbotBlock : events),
};

const responseMode: Computed = {
	template:
		'={{ $parameter["source"] === "chatbotBlock" ? ({ lastNode: "lastNode", respondNode: "responseNode" ' +
		'})[$parameter["respond"]] || "onReceived" : "onReceived" }}',
	resolve(parameters) {
		if (!isBlock(parameters)) return 'onReceived';
		if (parameters.respond === 'lastNode') return 'lastNode';
		return parameters.respond === 'respondNode' ? 'responseNode' : 'onReceived';
	},
};

const responseData: Computed = {
	template:
		'={{ $parameter["source"] === "chatbotBlock" && $parameter["respond"] === "lastNode" ? "firstEntryJson" : "" }}',
	resolve: (parameters) => (isBlock(parameters) && parameters.respond === 'lastNode' ? 'firstEntryJson' : ''),
};

/** Where newer n8n looks for `resolve`: exported by n8n-workflow as WEBHOOK_RESOLVERS, which older ones lack. */
const RESOLVERS = Symbol.for('n8n.webhookDescriptionResolvers');

const resolvers: Record<symbol, Record<string, Computed>> = { [RESOLVERS]: { path, responseMode, responseData } };

export const webhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	path: path.template,
	responseMode: responseMode.template,
	responseData: responseData.template,
	// An account's subscription needs no URL to be pasted anywhere.
	ndvHideUrl: '={{ $parameter["source"] !== "chatbotBlock" }}',
	...resolvers,
};
