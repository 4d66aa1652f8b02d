import { defineOperation, RecordAsAnswer } from '../../core/operation';
import type { ItemReader } from '../../core/reader';
import { collectionField } from '../../shared/collections';
import { templateLocator } from '../../shared/locators';
import { metadataFields, readMetadata } from '../../shared/metadata';
import { jsonField, readJsonValues } from '../../shared/rows';
import { optionsField } from '../../shared/runOptions';
import { readTemplateJson } from '../../shared/templateValues';
import { type PlainAnswer, QUESTION_TYPES, type QuestionAnswer, readMessages, readOptions } from './blockAnswer';

const forAnswer = { show: { respondWith: ['answer'] } };
const forQuestion = { show: { respondWith: ['question'] } };

export const respond = defineOperation({
	value: 'respond',
	name: 'Respond to Chatbot Block',
	action: 'Respond to chatbot block',
	description: 'Answer the webhook block of a chatbot that started this workflow',
	fields: [
		{
			displayName: 'Respond With',
			name: 'respondWith',
			type: 'options',
			options: [
				{ name: 'Exit and Messages', value: 'answer', description: 'The way on, with messages and data' },
				{ name: 'Question', value: 'question', description: 'A question with options that are made now' },
			],
			default: 'answer',
			description: 'What the block gets. Of several items the first one answers.',
		},
		{
			displayName: 'Exit',
			name: 'response',
			type: 'string',
			default: '',
			displayOptions: forAnswer,
			placeholder: 'e.g. CUSTOMER_EXISTS',
			hint: 'One of the keys in "responseKeys" of the trigger; empty for the main exit',
			description: 'By which exit of the block the conversation goes on',
		},
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. How can we help you today?',
			description: 'A message for the contact, or the text of the question',
		},
		{
			displayName: 'Question Type',
			name: 'questionType',
			type: 'options',
			options: [
				{ name: 'Buttons', value: 'BUTTONS' },
				{ name: 'List', value: 'LIST' },
				{ name: 'Numbers', value: 'NUMBERS' },
			],
			default: 'BUTTONS',
			displayOptions: forQuestion,
			description: 'How the options are shown',
		},
		{
			displayName: 'Question Options',
			name: 'questionOptions',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add option',
			default: {},
			displayOptions: forQuestion,
			description: 'What the contact may choose, at most 50',
			options: [
				{
					displayName: 'Values',
					name: 'values',
					values: [
						{
							displayName: 'Description',
							name: 'description',
							type: 'string',
							default: '',
							description: 'A second line; in lists only',
						},
						{ displayName: 'Text', name: 'text', type: 'string', default: '', placeholder: 'e.g. Sales' },
						{
							displayName: 'URL',
							name: 'url',
							type: 'string',
							default: '',
							placeholder: 'e.g. https://example.com/order/7',
							description: 'Where a button leads to; in buttons only',
						},
					],
				},
			],
		},
		{
			...jsonField('Question Options (JSON)', 'questionOptionsJson', '["Sales", {"text": "Support"}]'),
			displayOptions: forQuestion,
			description:
				'More options: a list of texts, or of records with a text and, by type, a description or web address',
		},
		{
			...collectionField('Additional Fields', 'additionalFields', 'Add field', [
				{
					...jsonField('Contact (JSON)', 'contactJson', '{"cnpj": "00.000.000/0000-00"}'),
					description: 'Fields of the contact to change, by their keys; its metadata under "metadata"',
				},
				{
					displayName: 'File URLs',
					name: 'fileUrls',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://example.com/invoice.pdf',
					description: 'Public web addresses of files to send, separated by commas; one message each',
				},
				{
					...jsonField('Messages (JSON)', 'messagesJson', '["Hello", {"fileUrl": "https://example.com/a.pdf"}]'),
					description: 'More messages: a list of texts, or of records with text, fileUrl or template',
				},
				...metadataFields({ removable: false }),
				templateLocator({ required: false, description: 'A template to send' }),
				{
					...jsonField('Template Values (JSON)', 'templateParametersJson', '{"name": "Ana"}'),
					description: 'The values of the template’s parameters by name',
				},
			]),
			displayOptions: forAnswer,
		},
		optionsField(),
	],
	read: (item) =>
		(item.optionalChoice('respondWith', ['answer', 'question']) ?? 'answer') === 'question'
			? readQuestion(item)
			: readPlainAnswer(item),
	orderKey: () => 'answer',
	execute: async (answer) => new RecordAsAnswer(answer),
});

function readQuestion(item: ItemReader): QuestionAnswer {
	const text = item.optionalText('text')?.trim();
	const type = item.choice('questionType', QUESTION_TYPES);
	const options = readOptions(item, type, { rows: 'questionOptions', json: 'questionOptionsJson' });
	return { ...(text ? { text } : {}), type, options };
}

function readPlainAnswer(item: ItemReader): PlainAnswer {
	const more = item.group('additionalFields');
	const response = item.optionalText('response')?.trim();
	const text = item.optionalText('text');
	const metadata = readMetadata(more);
	const contact = readJsonValues(more, 'contactJson');
	const templateId = more.optionalLocated('templateId')?.value;
	const parameters = readTemplateJson(more, 'templateParametersJson');
	if (parameters !== undefined && templateId === undefined) {
		throw more.inputError('templateParametersJson', 'have no template', 'Choose the template that they are for.');
	}
	const messages = [
		...(text !== undefined && text.trim() !== '' ? [{ text }] : []),
		...(more.optionalUrls('fileUrls') ?? []).map((fileUrl) => ({ fileUrl })),
		...(templateId === undefined
			? []
			: [{ template: { id: templateId, ...(parameters === undefined ? {} : { parameters }) } }]),
		...readMessages(more, 'messagesJson'),
	];
	return {
		...(response ? { response } : {}),
		...(metadata === undefined ? {} : { metadata }),
		...(contact === undefined ? {} : { contact }),
		...(messages.length === 0 ? {} : { messages }),
	};
}
