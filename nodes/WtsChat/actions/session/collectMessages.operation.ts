import { pause } from '../../../../client';
import { defineOperation, type OutputRecord } from '../../core/operation';
import { handlerOf } from '../../listening/author';
import { type FlatMessage, flatMessage, uniqueFiles } from '../../listening/conversation';
import { sessionLocator } from '../../shared/locators';
import { optionsField } from '../../shared/runOptions';
import { collectTurn } from './collected';

export const collectMessages = defineOperation({
	value: 'collectMessages',
	name: 'Collect Messages',
	action: 'Collect messages of session',
	description:
		'Wait until the contact stops writing, then output all that was written as one item; nothing when something ' +
		'newer came, whose own run does it',
	fields: [
		sessionLocator({ description: 'The conversation to listen to' }),
		{
			displayName: 'Message ID',
			name: 'messageId',
			type: 'string',
			required: true,
			default: '={{ $json.messageId }}',
			placeholder: 'e.g. 6f1c2a34-5b6d-4e7f-8a90-b1c2d3e4f5a6',
			description: 'The message that started this run',
		},
		{
			displayName: 'Quiet Time (Seconds)',
			name: 'quietSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 60 },
			default: 8,
			hint: 'The run goes on only if nothing new has come in the meantime',
			description: 'How long to wait for more, from 1 to 60',
		},
		optionsField([
			{
				displayName: 'When Handled by an Agent',
				name: 'whenHandledByAgent',
				type: 'options',
				options: [
					{ name: 'Collect', value: 'collect', description: 'Output what was written all the same' },
					{ name: 'Output Nothing', value: 'nothing', description: 'So that a chatbot does not talk over a person' },
				],
				default: 'collect',
				description: 'What to do when a person is in charge of the session; looked up after the quiet time',
			},
		]),
	],
	read(item) {
		const options = item.group('options');
		return {
			sessionId: item.id('sessionId'),
			messageId: item.id('messageId'),
			quietMs: (item.optionalNumber('quietSeconds', { min: 1, max: 60 }) ?? 8) * 1000,
			silent: options.optionalChoice('whenHandledByAgent', ['collect', 'nothing']) === 'nothing',
		};
	},
	async execute({ sessionId, messageId, quietMs, silent }, client) {
		await pause(client.runtime, quietMs, 'GET /chat/v1/session/{id}/message');
		const collected = await collectTurn(client, { sessionId, messageId });
		if (collected === 'superseded') return [];
		if (silent) {
			const session = await client.request('GET /chat/v2/session/{id}', { path: { id: sessionId } });
			if (handlerOf({ ...session }) === 'agent') return [];
		}
		return asRecord(
			{ sessionId, messageId },
			collected.messages.map((message) => flatMessage({ ...message })),
		);
	},
});

/** All of it as one item: what a person would read, and each message by itself. */
function asRecord(ids: { sessionId: string; messageId: string }, messages: readonly FlatMessage[]): OutputRecord {
	return {
		...ids,
		messageIds: messages.flatMap((message) => message.messageId ?? []),
		text: messages.flatMap(({ text }) => text ?? []).join('\n'),
		count: messages.length,
		firstAt: messages[0]?.createdAt ?? null,
		lastAt: messages.at(-1)?.createdAt ?? null,
		files: uniqueFiles(messages.flatMap(({ files }) => files)),
		messages,
	};
}
