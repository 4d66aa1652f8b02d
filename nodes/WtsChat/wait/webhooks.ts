import { type IWebhookDescription, SEND_AND_WAIT_OPERATION } from 'n8n-workflow';

import { WEBHOOK_PATHS } from '../listening/webhookPaths';

/** n8n's names for the two: what resumes an execution, and what the account's events come to. */
export const RESUME = 'setup';

/**
 * Where the node is called: by its own router, to resume an execution that waits, and by the platform, with the
 * account's events. Only a published node that asks has the latter; an empty method means that there is none.
 */
export const WEBHOOKS: IWebhookDescription[] = [
	{
		name: RESUME,
		httpMethod: 'POST',
		responseMode: 'onReceived',
		responseData: '',
		path: '={{ $nodeId }}',
		restartWebhook: true,
		isFullPath: true,
		ndvHideUrl: true,
	},
	{
		name: 'default',
		// A test run would wait for a call to it.
		httpMethod: `={{ $workflow.active && $parameter["operation"] === "${SEND_AND_WAIT_OPERATION}" ? "POST" : "" }}`,
		responseMode: 'onReceived',
		responseData: '',
		path: WEBHOOK_PATHS.replies,
		ndvHideUrl: true,
	},
];
