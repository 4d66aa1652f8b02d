import { type INode, NodeOperationError } from 'n8n-workflow';

import { toNodeError } from '../../../nodes/WtsChat/platform/errors';

const node: INode = {
	id: '1',
	name: 'WTS Chat',
	type: 'n8n-nodes-wts-chat.wtsChat',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

test('what n8n would render of an error is no markup, in the message and in the advice', () => {
	const error = new NodeOperationError(node, '"Level" is "<i>"', { description: 'Choose one of "<b>VIP</b>"' });
	const shown = toNodeError(node, error, 0);
	expect([shown.message, shown.description]).toEqual(['"Level" is "‹i›"', 'Choose one of "‹b›VIP‹/b›"']);
});
