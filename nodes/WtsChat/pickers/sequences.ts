import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

import { collect, listRecords, type Sequence } from '../../../client';
import { connect } from '../platform/account';
import { type Choice, PICKER_PAGE, pagedPicker, sorted, toldApart, withoutDetails } from './results';

function asChoice({ id, name, enabled }: Sequence): Choice[] {
	if (!id) return [];
	const label = name ?? id;
	return [{ name: enabled === false ? `${label} (off)` : label, value: id }];
}

/** Sequences by name. */
export const searchSequences = pagedPicker(async (client, { text, page }) => {
	const answer = await client.request('GET /chat/v1/sequence', {
		query: { Name: withoutDetails(text), PageNumber: page, PageSize: PICKER_PAGE },
	});
	return { choices: (answer.items ?? []).flatMap(asChoice), hasMorePages: answer.hasMorePages };
});

/** Sequences for multi-selects. */
export async function getSequences(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const client = await connect(this);
	const sequences = await collect(listRecords(client, 'GET /chat/v1/sequence', {}));
	return toldApart(sorted(sequences.flatMap(asChoice)));
}
