import {
	checkTemplate,
	isWindowOpen,
	type KnownSession,
	newestSession,
	partsOf,
	prepareSend,
	refuse,
	sendMessageTemplate,
	sendMessageText,
	sendMessageTextInParts,
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
		const { recipient, sender, text } = params;
		// Whatever is sent to a contact needs its address: read once, it tells whose sessions to look for, too.
		const toContact = 'contact' in recipient ? await prepareSend(client, params, 'template') : undefined;
		const contactId = toContact?.addresses?.contactId;
		const whom = contactId === undefined ? recipient : { contact: { id: contactId } };
		const session = await newestSession(client, whom, sender, { openOnly: false });
		const decision = decide(session);
		const content = decision.route === 'text' ? 'message' : 'template';
		const prepared = toContact ?? (await prepareSend(client, { ...params, session }, content));
		const inParts = splitLongText && decision.route === 'text';
		const parts = inParts ? await partsOf(client, text, { recipient, sender, prepared, session }) : undefined;
		return { ...params, parameters, prepared, decision, parts };
	},
	earlyOrderKey: ({ recipient }) => recipientKey(recipient),
	orderKey: ({ recipient, prepared }) => recipientKey(recipient, prepared),
	async execute({ decision, simplify, delivery, parts, before, ...params }, client) {
		if (decision.route === 'template') {
			const sent = await sendMessageTemplate(client, params);
			return { ...sentOutput(await delivered(client, sent, delivery), simplify), ...decision };
		}
		const sent =
			parts === undefined
				? await delivered(client, await sendMessageText(client, params), delivery)
				: await sendMessageTextInParts(client, params, { parts, before, delivery });
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
