import { defineResource } from '../../operation';
import { send } from './send.operation';

export const chatbot = defineResource('chatbot', 'Chatbot', [send]);
