import { type INode, NodeOperationError } from 'n8n-workflow';

import { ADVICE, type Advice } from '../platform/advice';

/** Where a field stands: what its error needs, also when nobody reads any more. */
export interface FieldPlace {
	/** That of the run: one for all items. */
	readonly node: INode;
	/** Its name as the panel shows it. */
	readonly label: string;
	readonly itemIndex: number | undefined;
	/** Whether a model fills it in. */
	readonly asTool: boolean;
}

/** The error for a field: `problem` ends the sentence that its name begins. */
export function fieldError(
	place: FieldPlace,
	problem: string,
	advice: string | Advice = ADVICE.other,
): NodeOperationError {
	const { node, label, itemIndex, asTool } = place;
	const where = itemIndex === undefined ? '' : ` [item ${itemIndex}]`;
	return new NodeOperationError(node, `"${label}" ${problem}${where}`, {
		itemIndex,
		description: typeof advice === 'string' ? advice : advice[asTool ? 'model' : 'panel'],
	});
}
