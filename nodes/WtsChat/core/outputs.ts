import type { INodeOutputConfiguration } from 'n8n-workflow';

/** The parameters that decide about outputs, as the editor and the engine hand them over. */
interface OutputParameters {
	resource?: unknown;
	operation?: unknown;
	branches?: unknown;
}

/**
 * The node's outputs. Its text goes into an expression that n8n evaluates in the editor and in the
 * engine, so it uses nothing from outside. Labels are short: the canvas cuts them at 11 characters.
 */
export const outputsOf = ({ resource, operation, branches }: OutputParameters): INodeOutputConfiguration[] => {
	const labels = [
		['success', 'Success'],
		['invalidSecurityUser', 'Bad user'],
		['invalidAgentSession', 'Bad session'],
		['invalidAgentId', 'Bad agent'],
		['impersonateNotEnabled', 'Not allowed'],
	];
	const joins = resource === 'session' && operation === 'joinAgentSession';
	if (!joins || !Array.isArray(branches) || branches.length === 0) return [{ type: 'main' }];
	return [['', 'Default'], ...labels.filter(([branch]) => branches.includes(branch))].map(([, displayName]) => ({
		type: 'main',
		displayName,
	}));
};

/** The expression of the description: one output, and one more for each chosen result of Join Agent Session. */
export const OUTPUTS: `={{${string}}}` = `={{ (${outputsOf.toString()})($parameter) }}`;
