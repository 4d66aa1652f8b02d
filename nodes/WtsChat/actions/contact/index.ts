import { defineResource } from '../../core/operation';
import { create } from './create.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { update } from './update.operation';
import { updateTags } from './updateTags.operation';
import { upsert } from './upsert.operation';
import { upsertBatch } from './upsertBatch.operation';

export const contact = defineResource('contact', 'Contact', [
	create,
	upsert,
	upsertBatch,
	get,
	getAll,
	update,
	updateTags,
]);
