import type { INodeProperties } from 'n8n-workflow';

import { JOIN_BRANCHES, type JoinResult } from '../../../../client';
import { type FailureDetails, hintOf, type OutputRecord, type Routing } from '../../core/operation';
import type { ItemReader, ParameterReader } from '../../core/reader';

/** Which results of joining get an output of their own; `outputs.ts` draws them. */
export const joinBranchesField: INodeProperties = {
	displayName: 'Branches',
	name: 'branches',
	type: 'multiOptions',
	noDataExpression: true,
	options: [
		{
			name: 'Impersonation Not Enabled',
			value: 'impersonateNotEnabled',
			description:
				'Output "Not allowed": another agent while Allow Impersonation is off, or a token without the permission',
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
		'Results that get an output of their own; all others leave through Default. With any result chosen, ' +
		'failures are items too and nothing stops the workflow.',
	hint: 'Changing the selection moves the wires: check the connections afterwards',
};

/** What an item says of a failure beside its branch; success items have none of it. */
function failureFacts({ code, key, supportId, endpoint, retryable, ambiguous, hint }: FailureDetails) {
	return { code, key, supportId, endpoint, retryable, ambiguous, hint };
}

/** The record of a result: always with branch, sessionId, agentId, httpStatus and message. */
export function joinRecord(result: JoinResult): OutputRecord {
	if (result.branch === 'success') return result;
	const { error, ...facts } = result;
	return { ...facts, ...failureFacts({ ...error.toDetails(), hint: hintOf(error) }) };
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

/** The outputs of a run; undefined without chosen results: then a failure is an error. */
export function readJoinRouting(item: ParameterReader): Routing | undefined {
	const branches = item.optionalTexts('branches');
	return branches === undefined ? undefined : routingOf(branches);
}
