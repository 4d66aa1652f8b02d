import { type ChatSchemas, parameterNames, type Template } from '../../../../client';
import { compact, plainPhone, type Simple } from '../../shared/output';

/** A template as people and models use it: with the names of its parameters. */
export function simplifyTemplate(template: Template): Simple {
	return compact({
		id: template.id,
		name: template.name,
		status: template.status,
		categoryName: template.categoryName ?? undefined,
		types: template.type,
		channelId: template.channelId,
		channelType: template.channelType ?? undefined,
		text: template.text,
		footerText: template.footerText ?? undefined,
		parameters: template.params ? parameterNames(template) : undefined,
		fileType: template.fileType ?? undefined,
		rejectedDescription: template.rejectedDescription ?? undefined,
		archived: template.archived,
		createdAt: template.createdAt,
		updatedAt: template.updatedAt,
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
