import {
	checkTemplate,
	isWindowOpen,
	type KnownSession,
	newestSession,
	partsOf,
	prepareSend,
	type RecipientReference,
	refuse,
	resolveAddresses,
	type Sender,
	sendMessageTemplate,
	sendMessageText,
	sendMessageTextInParts,
	type WtsClient,
} from '../../../../client';
import { defineOperation } from '../../core/operation';
import { delivered, deliveryFields } from '../../shared/delivery';
import { readSimplify, simplifyField } from '../../shared/lists';
import { templateLocator } from '../../shared/locators';
import { readLongText, splitLongTextField } from '../../shared/longTexts';
import { sentOutput } from '../../shared/output';
import { readAddressing, recipientFields, recipientKey } from '../../shared/recipient';
import { optionsField } from '../../shared/runOptions';
import { callbackUrlField, senderIdFields } from '../../shared/sendFields';
import { readTemplateHeader, templateHeaderFields } from '../../shared/templateHeader';
import { readTemplateValues, templateValueFields } from '../../shared/templateValues';
import { readMessageOptions } from './sendOptions';

/** Which of the two is sent, and why. */
type Decision = { route: 'text'; reason: 'windowOpen' } | { route: 'template'; reason: 'windowClosed' | 'noSession' };

export const sendTextOrTemplate = defineOperation({
	value: 'sendTextOrTemplate',
	name: 'Send Text or Template',
	action: 'Send text or template message',
	description: 'Send a text while the 24-hour window is open, and an approved template when it is not',
	fields: [
		...recipientFields({ fromRequired: true }),
		{
			displayName: 'Text',
			name: 'text',
			type: 'string',
			typeOptions: { rows: 4 },
			required: true,
			default: '',
			placeholder: 'e.g. Your order has left the warehouse',
			description: 'What is sent while the window is open. One that is too long for the channel needs Split Long Text.',
		},
		templateLocator({ hint: 'What is sent when the window is closed, or when there is no session yet' }),
		...templateValueFields,
		...templateHeaderFields,
		simplifyField,
		optionsField([callbackUrlField, ...senderIdFields, ...deliveryFields, splitLongTextField]),
	],
	async read(item) {
		return {
			...readAddressing(item, { fromRequired: true }),
			text: item.text('text'),
			templateId: item.id('templateId'),
			parameters: readTemplateValues(item),
			file: await readTemplateHeader(item),
			...readMessageOptions(item),
			...readLongText(item),
			simplify: readSimplify(item),
		};
	},
	async prepare({ splitLongText, ...params }, client) {
		const parameters = await checkTemplate(client, { ...params, hasFile: params.file !== undefined });
		const prepared = { ...params, parameters, ...(await prepareSend(client, params)) };
		const session = await newestSession(client, params.recipient, params.sender, { openOnly: false });
		const decision = decide(session);
		const inParts = splitLongText && decision.route === 'text';
		return { ...prepared, session, decision, parts: inParts ? await partsOf(client, params.text, params) : undefined };
	},
	orderKey: ({ recipient }) => recipientKey(recipient),
	async execute({ session, decision, simplify, delivery, parts, before, ...params }, client) {
		if (decision.route === 'template') {
			const sent = await sendMessageTemplate(client, params);
			return { ...sentOutput(await delivered(client, sent, delivery), simplify), ...decision };
		}
		const request = { ...params, ...(await reachable(client, params, session)) };
		const sent =
			parts === undefined
				? await delivered(client, await sendMessageText(client, request), delivery)
				: await sendMessageTextInParts(client, request, { parts, before, delivery });
		return { ...sentOutput(sent, simplify), ...decision };
	},
});

/** Channels that have no templates. */
const WITHOUT_TEMPLATES = ['INSTAGRAM', 'MESSENGER'];

/** @throws {WtsApiError} INVALID_REQUEST when neither a text nor a template arrives. */
function decide(session: KnownSession | undefined): Decision {
	if (session === undefined) return { route: 'template', reason: 'noSession' };
	if (isWindowOpen(session)) return { route: 'text', reason: 'windowOpen' };
	if (!WITHOUT_TEMPLATES.includes(session.channelType ?? '')) return { route: 'template', reason: 'windowClosed' };
	throw refuse(
		'The reply window is closed, and the channel has no templates',
		'Instagram and Messenger take a message only within 24 hours of what the contact wrote last.',
	);
}

/** A session that is completed takes no message any more: its contact is written to by address. */
async function reachable(
	client: WtsClient,
	{ recipient, sender }: { recipient: RecipientReference; sender?: Sender | undefined },
	session: KnownSession | undefined,
): Promise<{ recipient: RecipientReference; sender?: Sender | undefined }> {
	if (!('sessionId' in recipient) || session?.status !== 'COMPLETED') return { recipient, sender };
	const { to, from } = await resolveAddresses(client, recipient, sender);
	return { recipient: { to }, sender: from === undefined ? undefined : { address: from } };
}
