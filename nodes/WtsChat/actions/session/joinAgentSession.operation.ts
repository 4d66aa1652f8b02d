import { joinAgentSession as join } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { agentLocator, sessionLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { joinBranchesField, joinOutputs, joinRecord } from './joinBranches';
import { stopBotInExecutionField } from './stopBot';

export const joinAgentSession = defineOperation({
	value: 'joinAgentSession',
	name: 'Join Agent Session',
	action: 'Join agent session',
	description:
		'Put an agent on an existing conversation on the authority of a security user, and branch on how it ended',
	fields: [
		agentLocator({
			displayName: 'Security User',
			name: 'securityUser',
			description: 'The agent on whose authority the session is joined',
		}),
		sessionLocator({
			description: 'The conversation to join. A completed or hidden one cannot be joined.',
		}),
		agentLocator({
			displayName: 'Join As Agent',
			name: 'joinAsAgent',
			required: false,
			description: 'The agent who joins. Leave empty to join as the security user.',
			hint: 'An agent without a user cannot be put on a session',
		}),
		{
			displayName: 'Allow Impersonation',
			name: 'allowImpersonation',
			type: 'boolean',
			default: false,
			description: 'Whether the security user may join as another agent',
		},
		joinBranchesField,
		optionsField([stopBotInExecutionField]),
	],
	outputs: joinOutputs,
	read(item) {
		// With outputs for the results, a malformed ID is a result and not an error.
		const routed = item.optionalTexts(joinBranchesField.name) !== undefined;
		const joinAsAgent = routed ? item.asGiven('joinAsAgent') : (item.optionalId('joinAsAgent') ?? '');
		return {
			routed,
			request: {
				securityUser: routed ? item.asGiven('securityUser') : item.id('securityUser'),
				sessionId: routed ? item.asGiven('sessionId') : item.id('sessionId'),
				joinAsAgent: joinAsAgent === '' ? undefined : joinAsAgent,
				allowImpersonation: item.flag('allowImpersonation'),
				stopBotInExecution: item.group('options').optionalFlag('stopBotInExecution'),
			},
		};
	},
	orderKey: ({ request }) => request.sessionId,
	async execute({ routed, request }, client) {
		const result = await join(client, request);
		if (!routed && result.branch !== 'success') throw result.error;
		return joinRecord(result);
	},
});
