import { defineResource } from '../../core/operation';
import { create } from './create.operation';
import { deleteTag } from './delete.operation';
import { getAll } from './getAll.operation';
import { getColors } from './getColors.operation';
import { update } from './update.operation';

export const tag = defineResource('tag', 'Tag', [getAll, create, update, getColors, deleteTag]);
