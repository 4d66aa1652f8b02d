import { defineResource } from '../../core/operation';
import { cancelAllScheduled } from './cancelAllScheduled.operation';
import { cancelScheduled } from './cancelScheduled.operation';
import { deleteMessage } from './delete.operation';
import { get } from './get.operation';
import { getAll } from './getAll.operation';
import { getAllScheduled } from './getAllScheduled.operation';
import { getAllTemplates } from './getAllTemplates.operation';
import { getScheduled } from './getScheduled.operation';
import { getStatus } from './getStatus.operation';
import { reschedule } from './reschedule.operation';
import { schedule } from './schedule.operation';
import { sendFile } from './sendFile.operation';
import { sendOtp } from './sendOtp.operation';
import { sendTemplate } from './sendTemplate.operation';
import { sendTemplateBatch } from './sendTemplateBatch.operation';
import { sendText } from './sendText.operation';
import { sendTextOrTemplate } from './sendTextOrTemplate.operation';
import { sendTyping } from './sendTyping.operation';

export const message = defineResource('message', 'Message', [
	sendText,
	sendFile,
	sendTemplate,
	sendTextOrTemplate,
	sendTemplateBatch,
	sendOtp,
	sendTyping,
	get,
	getAll,
	getStatus,
	getAllTemplates,
	schedule,
	getScheduled,
	getAllScheduled,
	reschedule,
	cancelScheduled,
	cancelAllScheduled,
	deleteMessage,
]);
