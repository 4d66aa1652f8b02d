import type { IDataObject } from 'n8n-workflow';

import { isRecord } from '../../../client';

/** What is known of the records that a model gets. */

export const isDataObject = (value: unknown): value is IDataObject => isRecord(value);

/** Values whose form the account decides: a text in them that looks like an ID or a date need not be one. */
export const FREE_FORM: ReadonlySet<string> = new Set(['customFields', 'metadata']);

/**
 * Fields that hold a point in time: those of the contract, and those that actions name. In others such a text was
 * written by somebody, and stays as it is.
 */
export const POINTS_IN_TIME: ReadonlySet<string> = new Set([
	...['createdAt', 'updatedAt', 'startAt', 'endAt', 'date', 'dueDate', 'before', 'after', 'importedAt', 'lastAddedAt'],
	...['timestamp', 'scheduling', 'sentAt', 'receivedAt', 'readContactAt'],
	...['firstResponseAt', 'lastInteractionDate', 'lastMessageIn', 'lastMessageOut'],
	...['scheduledAt', 'firstAt', 'lastAt', 'respondedAt', 'since', 'opensAt', 'closesAt'],
]);
