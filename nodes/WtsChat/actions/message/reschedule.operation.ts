import { prepareRescheduling, rescheduleMessage } from '../../../../client';
import { defineOperation } from '../../core/operation';
import type { ParameterReader } from '../../core/reader';
import { requireChanges } from '../../shared/changes';
import { readChatbot } from '../../shared/chatbotReference';
import { collectionField } from '../../shared/collections';
import { readSimplify, simplifyField } from '../../shared/lists';
import {
	chatbotLocator,
	departmentLocator,
	fromLocator,
	scheduledMessageLocator,
	templateLocator,
} from '../../shared/locators';
import { orSuccess } from '../../shared/output';
import { jsonField, readJsonObject } from '../../shared/rows';
import { optionsField } from '../../shared/runOptions';
import { readSender } from '../../shared/sender';
import { hiddenSessionField } from '../../shared/sendFields';
import { readTemplateJson } from '../../shared/templateValues';
import { readScheduledAt, scheduledAtField, simplifyScheduled } from './scheduled';

function readFile(update: ParameterReader): { fileUrl: string } | { fileId: string } | undefined {
	const fileUrl = update.optionalUrl('fileUrl');
	const fileId = update.optionalId('fileId');
	if (fileUrl === undefined) return fileId === undefined ? undefined : { fileId };
	if (fileId === undefined) return { fileUrl };
	throw update.inputError('fileUrl', `cannot be combined with "${update.label('fileId')}"`, 'Remove one of them.');
}

/** Values that change. The channel sends no empty one, so that who empties one has to hear it. */
function readChangedValues(update: ParameterReader): Record<string, string> | undefined {
	const field = 'templateParametersJson';
	const values = update.asTool ? {} : readJsonObject(update, field);
	const [blank] = Object.entries(values ?? {}).find(([, value]) => value === null || value === '') ?? [];
	if (blank === undefined) return readTemplateJson(update, field);
	throw update.inputError(
		field,
		`has a blank value for "${blank}"`,
		'Give it a text, or leave it out, so that it stays as it is.',
	);
}

export const reschedule = defineOperation({
	value: 'reschedule',
	name: 'Reschedule',
	action: 'Reschedule message',
	description: 'Give a scheduled message that is still to go out another time, recipient or content',
	fields: [
		scheduledMessageLocator({ description: 'The scheduled message to change' }),
		{ ...scheduledAtField, description: `${scheduledAtField.description}. Empty leaves it as it is.` },
		collectionField('Update Fields', 'updateFields', 'Add field', [
			chatbotLocator({ required: false, description: 'A chatbot goes out instead of what was scheduled' }),
			departmentLocator({
				required: false,
				description: 'The department of the session that the message starts; empty for none',
			}),
			{
				displayName: 'File ID',
				name: 'fileId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
				description: 'A stored file that the template begins with',
			},
			{
				displayName: 'File URL',
				name: 'fileUrl',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://example.com/invoice.pdf',
				description: 'A public file that the template begins with',
			},
			fromLocator({ required: false }),
			hiddenSessionField,
			templateLocator({ required: false, description: 'A template goes out instead of what was scheduled' }),
			{
				...jsonField('Template Values (JSON)', 'templateParametersJson', '{"name": "Ana", "1": "10:30"}'),
				description: 'Values by the names of the parameters; those that are not given stay as they are',
			},
			{
				displayName: 'To',
				name: 'to',
				type: 'string',
				default: '',
				placeholder: 'e.g. (11) 99999-9999',
				description: 'Phone number of the recipient in any usual spelling',
			},
		]),
		simplifyField,
		optionsField(),
	],
	read(item) {
		const update = item.group('updateFields');
		const changes = {
			scheduling: readScheduledAt(item),
			to: update.isAdded('to') ? update.phone('to') : undefined,
			sender: readSender(update),
			departmentId: update.clearable('departmentId', (name) => update.optionalId(name)),
			hiddenSession: update.optionalFlag('hiddenSession'),
			templateId: update.optionalId('templateId'),
			parameters: readChangedValues(update),
			file: readFile(update),
			...readChatbot(update),
		};
		requireChanges(item, changes, ['scheduledAt', 'updateFields']);
		if (changes.chatbotKey !== undefined && (changes.templateId ?? changes.parameters ?? changes.file) !== undefined) {
			throw update.inputError('chatbotKey', 'cannot be combined with a template', 'Remove one of them.');
		}
		return { id: item.id('scheduledMessageId'), changes, simplify: readSimplify(item) };
	},
	prepare: async ({ id, changes, simplify }, client) => ({
		id,
		changes,
		body: await prepareRescheduling(client, id, changes),
		simplify,
	}),
	orderKey: ({ id }) => id,
	async execute({ id, changes, body, simplify }, client) {
		const saved = await rescheduleMessage(client, id, changes, body);
		if (saved === undefined) return orSuccess({});
		return simplify ? simplifyScheduled(saved) : saved;
	},
});
