import { defineResource } from '../../operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { joinAgentSession } from './joinAgentSession.operation';
import { sendText } from './sendText.operation';

export const session = defineResource('session', 'Session', [get, getAll, joinAgentSession, sendText]);
