import { type ChatSchemas, parameterNames, type Template } from '../../../../client';
import { compact, plainPhone, type Simple } from '../../shared/output';

/** What only the raw record shows. */
const RAW_ONLY = new Set(['active', 'categoryId', 'internalName', 'quickReplyAlias']);

const withoutRawOnly = (record: object): Simple =>
	Object.fromEntries(Object.entries(record).filter(([name]) => !RAW_ONLY.has(name)));

/**
 * A template as people and models use it: with the names of its parameters. `whole` shows what else the answer has,
 * too: the details File and Interactive bring properties that the contract does not name.
 */
export function simplifyTemplate(template: Template, whole = false): Simple {
	const { params, type, ...known } = template;
	const { categoryName, channelType, footerText, fileType, rejectedDescription } = known;
	return compact({
		...(whole ? withoutRawOnly(known) : {}),
		id: known.id,
		name: known.name,
		status: known.status,
		categoryName: categoryName ?? undefined,
		types: type,
		channelId: known.channelId,
		channelType: channelType ?? undefined,
		text: known.text,
		footerText: footerText ?? undefined,
		parameters: params ? parameterNames({ params }) : undefined,
		fileType: fileType ?? undefined,
		rejectedDescription: rejectedDescription ?? undefined,
		archived: known.archived,
		createdAt: known.createdAt,
		updatedAt: known.updatedAt,
	});
}

/** A one-time password on its way, with its code. */
export function simplifyOtp(sent: ChatSchemas['SendOtpResult'] | ChatSchemas['OtpSendStatus']): Simple {
	return compact({
		id: sent.id,
		status: sent.status,
		code: sent.code,
		contactPhoneNumber: plainPhone(sent.contactPhoneNumber),
		channelId: sent.channelId ?? undefined,
		templateId: sent.templateId ?? undefined,
		senderId: sent.senderId ?? undefined,
		failedReason: sent.failedReason ?? undefined,
		createdAt: sent.createdAt,
		sentAt: sent.sentAt ?? undefined,
	});
}
