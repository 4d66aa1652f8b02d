import { defineOperation } from '../../core/operation';
import { readSimplify, simplifyField } from '../../shared/lists';
import { simplifyStatus } from '../../shared/output';
import { optionsField } from '../../shared/runOptions';

export const getSendStatus = defineOperation({
	value: 'getSendStatus',
	name: 'Get Send Status',
	action: 'Get send status of chatbot',
	description: 'Find out whether a queued chatbot was started',
	fields: [
		{
			displayName: 'Send ID',
			name: 'sendId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
			description: 'ID that Send Batch, or Send Chatbot with Queued Send, returned; or the sender ID of that send',
		},
		simplifyField,
		optionsField(),
	],
	read: (item) => ({ id: item.text('sendId').trim(), simplify: readSimplify(item) }),
	async execute({ id, simplify }, client) {
		const status = await client.request('GET /chat/v1/send/chatbot/{id}', { path: { id } });
		return simplify ? simplifyStatus(status) : status;
	},
});
