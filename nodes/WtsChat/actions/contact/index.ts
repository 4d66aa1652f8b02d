import { defineResource } from '../../operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';

export const contact = defineResource('contact', 'Contact', [get, getAll]);
