import type { INodeProperties } from 'n8n-workflow';

import { JOIN_BRANCHES, type JoinResult } from '../../../../client';
import type { OutputRecord, ResultOutputs } from '../../core/operation';
import type { ItemReader } from '../../core/reader';
import { detailsOf, type FailureDetails } from '../../platform/errors';

/** How the panel speaks of a result. */
interface Words {
	name: string;
	/** The label of its output. */
	output: string;
	/** When it comes about. */
	when: string;
}

const WORDS: Readonly<Record<(typeof JOIN_BRANCHES)[number], Words>> = {
	success: { name: 'Success', output: 'Success', when: 'the agent is on the session' },
	invalidSecurityUser: {
		name: 'Invalid Security User',
		output: 'Bad user',
		when: 'not an agent of the account, or the token was refused',
	},
	invalidAgentSession: {
		name: 'Invalid Agent Session',
		output: 'Bad session',
		when: 'unknown, completed or hidden',
	},
	invalidAgentId: {
		name: 'Invalid Agent ID',
		output: 'Bad agent',
		when: 'the agent to join as is unknown or has no user',
	},
	impersonateNotEnabled: {
		name: 'Impersonation Not Enabled',
		output: 'Not allowed',
		when: 'another agent while Allow Impersonation is off, or a token without the permission',
	},
};

/** Which results of joining get an output of their own. */
export const joinBranchesField: INodeProperties = {
	displayName: 'Branches',
	name: 'branches',
	type: 'multiOptions',
	noDataExpression: true,
	options: JOIN_BRANCHES.map((value) => ({
		name: WORDS[value].name,
		value,
		description: `Output "${WORDS[value].output}": ${WORDS[value].when}`,
	})).sort((one, other) => one.name.localeCompare(other.name)),
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
	return { ...facts, ...failureFacts(detailsOf(error)) };
}

/** A parameter for an item that failed because a parameter could not be read. */
function textOrNone(item: ItemReader, name: string): string {
	try {
		return item.asGiven(name);
	} catch {
		return '';
	}
}

/** The outputs of the results that are ticked. */
export const joinOutputs: ResultOutputs = {
	field: joinBranchesField.name,
	labels: JOIN_BRANCHES.map((branch) => [branch, WORDS[branch].output] as const),
	resultOf: (record) => ('branch' in record ? String(record.branch) : undefined),
	recordOf: (error, item) => ({
		branch: 'default',
		sessionId: textOrNone(item, 'sessionId'),
		agentId: textOrNone(item, 'joinAsAgent') || textOrNone(item, 'securityUser'),
		userId: null,
		httpStatus: error.httpStatus,
		message: error.message,
		...failureFacts(error),
	}),
};
