import { defineOperation } from '../../core/operation';
import { messageList } from '../../shared/messageList';

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many messages',
	...messageList,
});
