import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../client';

/** What is known of the records that a model gets. */

export const isDataObject = (value: unknown): value is IDataObject => isRecord(value);

/** Values whose form the account decides: a text in them that looks like an ID or a date need not be one. */
export const FREE_FORM: ReadonlySet<string> = new Set(['customFields', 'metadata']);
