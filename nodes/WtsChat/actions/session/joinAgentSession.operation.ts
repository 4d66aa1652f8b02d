import {
	JOIN_BRANCHES,
	joinAgentSession as join,
	type JoinResult,
	type WtsApiErrorDetails,
} from '../../../../client';
import { agentLocator, sessionLocator } from '../../fields/locators';
import { optionsField } from '../../fields/runOptions';
import { stopBotInExecutionField } from '../../fields/stopBot';
import { defineOperation, type OutputRecord, type Routing } from '../../operation';
import type { ItemReader } from '../../reader';

/** What an item says of a failure beside its branch; success items have none of it. */
function failureFacts({ code, key, supportId, endpoint, retryable, ambiguous, hint }: WtsApiErrorDetails) {
	return { code, key, supportId, endpoint, retryable, ambiguous, hint };
}

function recordOf(result: JoinResult): OutputRecord {
	if (result.branch === 'success') return result;
	const { error, ...facts } = result;
	return { ...facts, ...failureFacts(error.toDetails()) };
}

/** A parameter for an item that failed because a parameter could not be read. */
function given(item: ItemReader, name: string): string {
	try {
		return item.asGiven(name);
	} catch {
		return '';
	}
}

function routingOf(branches: readonly string[]): Routing {
	// The order of the table, whatever the order in which they were ticked.
	const chosen: string[] = JOIN_BRANCHES.filter((branch) => branches.includes(branch));
	return {
		outputs: chosen.length + 1,
		outputOf: (record) => ('branch' in record ? chosen.indexOf(String(record.branch)) + 1 : 0),
		recordOf: (error, item) => ({
			branch: 'default',
			sessionId: given(item, 'sessionId'),
			agentId: given(item, 'joinAsAgent') || given(item, 'securityUser'),
			userId: null,
			httpStatus: error.httpStatus,
			message: error.message,
			...failureFacts(error),
		}),
	};
}

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
		{
			displayName: 'Branches',
			name: 'branches',
			type: 'multiOptions',
			noDataExpression: true,
			options: [
				{
					name: 'Impersonation Not Enabled',
					value: 'impersonateNotEnabled',
					description: 'Output "Not allowed": another agent while Allow Impersonation is off, or a token without the permission',
				},
				{
					name: 'Invalid Agent ID',
					value: 'invalidAgentId',
					description: 'Output "Bad agent": the agent to join as is unknown or has no user',
				},
				{
					name: 'Invalid Agent Session',
					value: 'invalidAgentSession',
					description: 'Output "Bad session": unknown, completed or hidden',
				},
				{
					name: 'Invalid Security User',
					value: 'invalidSecurityUser',
					description: 'Output "Bad user": not an agent of the account, or the token was refused',
				},
				{ name: 'Success', value: 'success', description: 'Output "Success": the agent is on the session' },
			],
			default: [],
			description:
				'Results that get an output of their own; all others leave through Default. With any result chosen, failures are items too and nothing stops the workflow.',
			hint: 'Changing the selection moves the wires: check the connections afterwards',
		},
		optionsField([stopBotInExecutionField]),
	],
	read(item) {
		// With outputs for the results, a malformed ID is a result and not an error.
		const routed = item.has('branches');
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
	routing: (first) => {
		const branches = first.optionalTexts('branches');
		return branches === undefined ? undefined : routingOf(branches);
	},
	orderKey: ({ request }) => request.sessionId,
	async execute({ routed, request }, client) {
		const result = await join(client, request);
		if (!routed && result.branch !== 'success') throw result.error;
		return recordOf(result);
	},
});
