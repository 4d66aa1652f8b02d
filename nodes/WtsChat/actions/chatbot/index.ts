import { defineResource } from '../../core/operation';
import { getAll } from './getAll.operation';
import { getSendStatus } from './getSendStatus.operation';
import { respond } from './respond.operation';
import { send } from './send.operation';
import { sendBatch } from './sendBatch.operation';

export const chatbot = defineResource('chatbot', 'Chatbot', [send, sendBatch, getSendStatus, getAll, respond]);
