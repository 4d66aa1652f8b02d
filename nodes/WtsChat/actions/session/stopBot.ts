import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../../core/reader';

export const stopBotInExecutionField: INodeProperties = {
	displayName: 'Stop Bot in Execution',
	name: 'stopBotInExecution',
	type: 'boolean',
	default: true,
	description: 'Whether to stop an automation chatbot that runs in the session',
};

/** What changes of a session take as `options`; undefined when the user did not say. */
export function readStopBot(item: ParameterReader): { stopBotInExecution: boolean } | undefined {
	const stopBotInExecution = item.group('options').optionalFlag('stopBotInExecution');
	return stopBotInExecution === undefined ? undefined : { stopBotInExecution };
}
