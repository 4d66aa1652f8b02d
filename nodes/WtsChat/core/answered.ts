import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../client';

/** What is known of the records that a model gets. */

export const isDataObject = (value: unknown): value is IDataObject => isRecord(value);

/** Values of the account's own making, in which a text may be anything: no ID, no date of ours. */
export const OWN_MAKING: ReadonlySet<string> = new Set(['customFields', 'metadata']);
