import { defineOperation } from '../../core/operation';
import { cardLocator, panelOfCardLocator } from '../../shared/locators';
import { orSuccess } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';

const LONGEST_TEXT = 8000;
const MOST_FILES = 3;

export const createCardNote = defineOperation({
	value: 'createCardNote',
	name: 'Create Card Note',
	action: 'Create note on card',
	description: 'Add a note to a card: a text, up to three files, or both',
	fields: [
		panelOfCardLocator,
		cardLocator({ description: 'The card to add the note to' }),
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'e.g. Asked for a discount of 10%',
			description: 'Text of the note. Give this, files, or both.',
		},
		{
			displayName: 'File URLs',
			name: 'fileUrls',
			type: 'string',
			default: '',
			placeholder: 'e.g. https://example.com/offer.pdf',
			description:
				'Public web addresses of up to three files, at most 25 MB each, separated by commas, or a list by ' +
				'expression. The platform fetches them without a login.',
			hint: 'Files of the workflow cannot be attached: a card note takes public addresses only',
		},
		optionsField(),
	],
	read(item) {
		const text = item.optionalText('text');
		const given = text !== undefined && text.trim() !== '' ? text : undefined;
		const fileUrls = item.optionalUrls('fileUrls');
		if (given === undefined && fileUrls === undefined) {
			throw item.inputError('text', `and "${item.label('fileUrls')}" are both empty`, 'A note needs a text or a file.');
		}
		if (given !== undefined && given.length > LONGEST_TEXT) {
			throw item.inputError('text', `has ${given.length} characters, but at most ${LONGEST_TEXT} are allowed`);
		}
		if (fileUrls !== undefined && fileUrls.length > MOST_FILES) {
			throw item.inputError(
				'fileUrls',
				`has ${fileUrls.length} addresses, but a note takes at most ${MOST_FILES}`,
				'Put the other files into a second note.',
			);
		}
		return { cardId: item.id('cardId'), body: { text: given, fileUrls } };
	},
	orderKey: ({ cardId }) => cardId,
	execute: async ({ cardId, body }, client) =>
		orSuccess((await client.request('POST /crm/v1/panel/card/{cardId}/note', { path: { cardId }, body })) ?? {}),
});
