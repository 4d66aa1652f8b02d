import type { INodeProperties } from 'n8n-workflow';

/** The internal note that an operation is about. */
export const noteIdField: INodeProperties = {
	displayName: 'Note ID',
	name: 'noteId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
	description: 'ID of the note, as Create Note and Get Many Notes return it',
};
