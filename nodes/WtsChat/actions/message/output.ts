import { parameterNames, type Template } from '../../../../client';
import { compact, type Simple } from '../../shared/output';

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
