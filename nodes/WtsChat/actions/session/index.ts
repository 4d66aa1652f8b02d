import { defineResource } from '../../core/operation';
import { assignAgent } from './assignAgent.operation';
import { changeStatus } from './changeStatus.operation';
import { collectMessages } from './collectMessages.operation';
import { complete } from './complete.operation';
import { createNote } from './createNote.operation';
import { deleteNote } from './deleteNote.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getAllNotes } from './getAllNotes.operation';
import { getHandling } from './getHandling.operation';
import { getMessages } from './getMessages.operation';
import { getNote } from './getNote.operation';
import { joinAgentSession } from './joinAgentSession.operation';
import { sendAndWait } from './sendAndWait.operation';
import { sendFile } from './sendFile.operation';
import { sendTemplate } from './sendTemplate.operation';
import { sendText } from './sendText.operation';
import { transfer } from './transfer.operation';
import { update } from './update.operation';

export const session = defineResource('session', 'Session', [
	sendText,
	sendFile,
	sendTemplate,
	sendAndWait,
	get,
	getAll,
	getMessages,
	getHandling,
	collectMessages,
	assignAgent,
	joinAgentSession,
	transfer,
	changeStatus,
	complete,
	update,
	createNote,
	getNote,
	getAllNotes,
	deleteNote,
]);
