import { defineResource } from '../../core/operation';
import { create } from './create.operation';
import { deleteWebhook } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getEvents } from './getEvents.operation';
import { update } from './update.operation';

export const webhook = defineResource('webhook', 'Webhook', [getAll, get, create, update, getEvents, deleteWebhook]);
