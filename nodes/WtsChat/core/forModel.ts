import type { INodeExecutionData } from 'n8n-workflow';

import type { WtsClient } from '../../../client';
import { type AnswerRules, toolAnswer } from './toolAnswer';
import { withNames } from './toolNames';

/** What a model reads: never nothing, names beside IDs, dates of its own clock, and no more than it needs. */
export async function forModel(
	items: INodeExecutionData[],
	client: WtsClient | undefined,
	rules: AnswerRules,
): Promise<INodeExecutionData[]> {
	const told = inWords(items);
	return toolAnswer(client === undefined ? told : await withNames(told, client), rules);
}

/** A model takes no item, or one without data, for no answer and asks again. */
function inWords(items: INodeExecutionData[]): INodeExecutionData[] {
	const empty = items.every(({ json, binary }) => Object.keys(json).length === 0 && binary === undefined);
	return empty ? [{ json: { message: 'Nothing was found.' }, pairedItem: { item: 0 } }] : items;
}
