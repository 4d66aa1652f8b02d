import { defineOperation } from '../../core/operation';
import { messageList } from '../../shared/messageList';

export const getMessages = defineOperation({
	value: 'getMessages',
	name: 'Get Messages',
	action: 'Get messages of session',
	...messageList,
});
