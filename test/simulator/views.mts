import { createHmac } from 'node:crypto';
import { DAY } from './clock.mts';
import type { ChatSchemas, CoreSchemas, CrmSchemas } from './contract-types.mts';
import { page } from './lists.mts';
import { formattedPhone } from './phones.mts';
import type {
	Account,
	Agent,
	Card,
	Contact,
	CustomField,
	Department,
	Message,
	Panel,
	PanelStep,
	Portfolio,
	PortfolioContact,
	ScheduledMessage,
	SequenceContact,
	Session,
	StoredFile,
	Subscription,
} from './state.mts';
import type { World } from './world.mts';

/** Signs a file's public URL; the download route checks the same. */
export function signature(world: World, fileId: string, expires: number): string {
	return createHmac('sha256', world.signingKey).update(`${fileId}:${expires}`).digest('hex').slice(0, 32);
}

export function publicUrl(world: World, file: StoredFile): string {
	const expires = Math.floor((Date.now() + world.quirks.publicUrlLifetimeMs) / 1000);
	const name = encodeURIComponent(file.name);
	return `${world.url}/files/${file.id}/${name}?Expires=${expires}&Signature=${signature(world, file.id, expires)}`;
}

/** A file as messages and notes embed it; DOCUMENT is a type of uploads only. */
export function fileView(world: World, file: StoredFile): ChatSchemas['File'] {
	const link = publicUrl(world, file);
	return {
		id: file.id,
		companyId: file.companyId,
		userId: file.userId,
		name: file.name,
		extension: file.extension,
		mimeType: file.mimeType,
		type: file.type === 'DOCUMENT' ? 'UNDEFINED' : file.type,
		publicUrl: link,
		publicUrlDownload: `${link}&download=true`,
		size: file.size,
		isThumbnail: false,
	};
}

export function messageView(world: World, message: Message): Message {
	const direction = world.quirks.directionReversed
		? message.direction === 'FROM_HUB'
			? 'TO_HUB'
			: 'FROM_HUB'
		: message.direction;
	const file = message.fileId === null ? undefined : world.account.files.get(message.fileId);
	const files = message.filesIds?.flatMap((id) => world.account.files.get(id) ?? []);
	return {
		...message,
		direction,
		details: {
			...message.details,
			...(file && { file: fileView(world, file) }),
			...(files && { files: files.map((f) => fileView(world, f)) }),
		},
	};
}

/** Whether free text may be sent: within 24 hours of the contact's last message. */
export function windowOf(session: Session): Session['windowStatus'] {
	if (session.lastMessageIn === null) return 'NOT_STARTED';
	return Date.now() - Date.parse(session.lastMessageIn) < DAY ? 'ACTIVE' : 'EXPIRED';
}

type SessionDetail = ChatSchemas['SessionIncludeDetail'];
export const ALL_SESSION_DETAILS: SessionDetail[] = [
	'AgentDetails',
	'DepartmentsDetails',
	'ContactDetails',
	'ChannelDetails',
	'ClassificationDetails',
];

export function sessionView(world: World, session: Session, details: SessionDetail[] = []): ChatSchemas['Session'] {
	const { account } = world;
	const { classification, reactivateOnNewMessage: _, ...rest } = session;
	const view: ChatSchemas['Session'] = { ...rest, windowStatus: windowOf(session) };
	if (details.includes('ContactDetails')) {
		const contact = session.contactId === null ? undefined : account.contacts.get(session.contactId);
		if (contact) view.contactDetails = sessionContact(account, contact);
	}
	if (details.includes('AgentDetails')) {
		const agent = session.userId === null ? undefined : agentByUser(account, session.userId);
		if (agent?.userId !== undefined) {
			view.agentDetails = {
				id: agent.id,
				userId: agent.userId,
				name: agent.name,
				shortName: agent.shortName,
				phoneNumber: agent.phoneNumber,
				email: agent.email,
				pictureFileId: null,
				pictureUrl: null,
			};
		}
	}
	if (details.includes('DepartmentsDetails')) {
		const department = session.departmentId === null ? undefined : account.departments.get(session.departmentId);
		if (department) {
			view.departmentDetails = {
				id: department.id,
				companyId: department.companyId,
				name: department.name,
				description: department.description,
				isDefault: department.isDefault,
				isSupervisor: false,
			};
		}
	}
	if (details.includes('ChannelDetails') || details.includes('ChannelTypeDetails')) {
		const channel = account.channels.get(session.channelId);
		if (channel) view.channelDetails = channel.identity;
	}
	if (details.includes('ClassificationDetails') && classification) view.classification = classification;
	return view;
}

/** The older shape that writes answer: the session without its type. */
export function sessionSummary(
	world: World,
	session: Session,
	details: SessionDetail[] = ALL_SESSION_DETAILS,
): ChatSchemas['SessionSummary'] {
	const { type: _, ...rest } = sessionView(world, session, details);
	return rest;
}

function sessionContact(account: Account, contact: Contact): ChatSchemas['SessionContact'] {
	return {
		id: contact.id,
		name: contact.name,
		pictureUrl: contact.pictureUrl,
		phonenumber: contact.phoneNumber,
		instagram: contact.instagram,
		phonenumberFormatted: formattedPhone(contact.phoneNumber),
		tagsId: [...contact.tagIds],
		tagsName: tagNames(account, contact),
		status: contact.status,
	};
}

export function agentByUser(account: Account, userId: string): Agent | undefined {
	for (const agent of account.agents.values()) if (agent.userId === userId) return agent;
	return undefined;
}

function tagNames(account: Account, contact: Contact): string[] {
	return contact.tagIds.flatMap((id) => account.tags.get(id)?.name ?? []);
}

type ContactDetail = CoreSchemas['ContactDetail'];
export const ALL_CONTACT_DETAILS: ContactDetail[] = ['Tags', 'CustomFields', 'Portfolios'];

/** A contact; tags, custom fields and portfolios are null unless asked for. */
export function contactView(
	{ account }: World,
	contact: Contact,
	details: ContactDetail[] = ALL_CONTACT_DETAILS,
): CoreSchemas['Contact'] {
	const { pictureUrl: _, ...rest } = contact;
	const portfolios = details.includes('Portfolios')
		? account.portfolioContacts.filter((p) => p.contactId === contact.id).map((p) => p.portfolioId)
		: null;
	return {
		...rest,
		phoneNumberFormatted: formattedPhone(contact.phoneNumber),
		tagIds: details.includes('Tags') ? [...contact.tagIds] : null,
		tagNames: details.includes('Tags') ? tagNames(account, contact) : null,
		customFields: details.includes('CustomFields') ? { ...contact.customFields } : null,
		portfolioIds: portfolios,
		portfolioNames: portfolios?.flatMap((id) => account.portfolios.get(id)?.name ?? []) ?? null,
		metadata: { ...contact.metadata },
	};
}

export function agentView({ account }: World, agent: Agent): CoreSchemas['Agent'] {
	const { blocked: _, userId, ...rest } = agent;
	const departments =
		userId === undefined
			? []
			: [...account.departments.values()].flatMap((department) =>
					department.agents
						.filter((member) => member.userId === userId)
						.map((member) => ({ agentId: agent.id, ...member })),
				);
	return {
		...rest,
		...(userId !== undefined && { userId }),
		phoneNumberFormatted: formattedPhone(agent.phoneNumber),
		departments,
	};
}

export function departmentView(
	{ account }: World,
	department: Department,
	include: { agents: boolean; channels: boolean } = { agents: true, channels: true },
): CoreSchemas['Department'] {
	const { channelScope, channelIds, agents, ...rest } = department;
	const ids = channelScope === 'ALL' ? [...account.channels.keys()] : channelScope === 'NONE' ? [] : channelIds;
	return {
		...rest,
		agents: include.agents ? agents.map((member) => ({ ...member })) : null,
		channels: include.channels
			? ids.flatMap((id) => {
					const channel = account.channels.get(id);
					return channel
						? [{ id, number: channel.number, name: channel.identity.displayName ?? null, type: channel.type }]
						: [];
				})
			: null,
	};
}

/** Fields flat, or nested under their groups. */
export function fieldViews(fields: CustomField[], nested: boolean): CoreSchemas['CustomField'][] {
	if (!nested) return fields.map((field) => ({ ...field, children: null }));
	const under = (parentId: string | null): CoreSchemas['CustomField'][] =>
		fields
			.filter((field) => field.parentId === parentId)
			.map((field) => ({ ...field, children: field.type === 'GROUP' ? under(field.id) : null }));
	return under(null);
}

export function portfolioView(
	{ account }: World,
	portfolio: Portfolio,
	details: ('Departments' | 'ContactCount')[] = [],
): CoreSchemas['Portfolio'] {
	const count = account.portfolioContacts.filter((p) => p.portfolioId === portfolio.id).length;
	return {
		...portfolio,
		departments: details.includes('Departments') ? portfolio.departments : null,
		contactsCount: details.includes('ContactCount') ? count : 0,
	};
}

export function portfolioContactView({ account }: World, record: PortfolioContact): CoreSchemas['PortfolioContact'] {
	const contact = account.contacts.get(record.contactId);
	return {
		...record,
		...(contact && {
			contactDetails: {
				id: contact.id,
				name: contact.name,
				phonenumber: contact.phoneNumber,
				phonenumberFormatted: formattedPhone(contact.phoneNumber),
				instagram: contact.instagram,
				nameMessenger: contact.nameMessenger,
				email: contact.email,
				annotation: contact.annotation,
			},
		}),
	};
}

export function sequenceContactView(
	{ account }: World,
	record: SequenceContact,
	withDetails: boolean,
): ChatSchemas['SequenceContact'] {
	const contact = account.contacts.get(record.contactId);
	return {
		...record,
		contactName: contact?.name ?? null,
		...(withDetails &&
			contact && {
				contactDetails: {
					id: contact.id,
					name: contact.name,
					phonenumber: contact.phoneNumber,
					phonenumberFormatted: formattedPhone(contact.phoneNumber),
					instagram: contact.instagram,
					email: contact.email,
					pictureUrl: contact.pictureUrl,
				},
			}),
	};
}

export function subscriptionView(subscription: Subscription): CoreSchemas['WebhookSubscription'] {
	return {
		...subscription,
		events: subscription.events.map((event) => ({ event, description: describeEvent(event) })),
	};
}

export function describeEvent(event: CoreSchemas['WebhookEventType']): string {
	return event.replaceAll('_', ' ').toLowerCase();
}

type ScheduledDetail = ChatSchemas['ScheduledMessageIncludeDetail'];

export function scheduledView(
	world: World,
	scheduled: ScheduledMessage,
	details: ScheduledDetail[],
): ChatSchemas['ScheduledMessage'] {
	const { account } = world;
	const { templateParams, ...rest } = scheduled;
	const view: ChatSchemas['ScheduledMessage'] = { ...rest };
	const contact = account.contacts.get(scheduled.contactId);
	if (details.includes('Contact') && contact) {
		view.contact = {
			id: contact.id,
			name: contact.name,
			phonenumberFormatted: formattedPhone(contact.phoneNumber),
			instagram: contact.instagram,
			pictureUrl: contact.pictureUrl,
		};
	}
	const channel = account.channels.get(scheduled.channelId);
	if (details.includes('Channel') && channel) {
		view.channel = { id: channel.id, humanId: channel.identity.humanId ?? null, type: channel.type };
	}
	const user = agentByUser(account, scheduled.userId);
	if (details.includes('User') && user) view.user = { id: scheduled.userId, name: user.name };
	const department = scheduled.departmentId === null ? undefined : account.departments.get(scheduled.departmentId);
	if (details.includes('Department') && department) view.department = { id: department.id, name: department.name };
	const template = scheduled.templateId === null ? undefined : account.templates.get(scheduled.templateId);
	if (details.includes('Template') && template) {
		view.template = { id: template.id, name: template.name, ...(templateParams && { templateParams }) };
	}
	const bot = [...account.chatbots.values()].find((candidate) => candidate.key === scheduled.botId);
	if (details.includes('Chatbot') && bot) view.chatbot = { id: bot.key, botId: bot.id, name: bot.name };
	return view;
}

type CardDetail =
	| 'PanelTitle'
	| 'StepTitle'
	| 'StepPhase'
	| 'ResponsibleUser'
	| 'Contacts'
	| 'CustomFields'
	| 'LostReason';
export const ALL_CARD_DETAILS: CardDetail[] = [
	'PanelTitle',
	'StepTitle',
	'StepPhase',
	'ResponsibleUser',
	'Contacts',
	'CustomFields',
	'LostReason',
];

export function isOverdue(card: Card): boolean {
	return card.status === 'OPEN' && card.dueDate !== null && Date.parse(card.dueDate) < Date.now();
}

/** A card; titles, contacts and custom fields are null unless asked for. */
export function cardView({ account }: World, card: Card, details: CardDetail[] = ALL_CARD_DETAILS): CrmSchemas['Card'] {
	const { lostReasonId, ...rest } = card;
	const step = account.steps.get(card.stepId);
	const user = card.responsibleUserId === null ? undefined : agentByUser(account, card.responsibleUserId);
	const reason = lostReasonId === null ? undefined : account.lostReasons.get(lostReasonId);
	return {
		...rest,
		tagIds: [...card.tagIds],
		contactIds: [...card.contactIds],
		metadata: { ...card.metadata },
		isOverdue: isOverdue(card),
		panelTitle: details.includes('PanelTitle') ? (account.panels.get(card.panelId)?.title ?? null) : null,
		stepTitle: details.includes('StepTitle') ? (step?.title ?? null) : null,
		...(details.includes('StepPhase') && {
			stepPhase: step?.isInitial ? 'INITIAL' : step?.isFinal ? 'FINAL' : 'NONE',
		}),
		...(details.includes('ResponsibleUser') &&
			user?.userId !== undefined && { responsibleUser: { id: user.userId, name: user.name } }),
		contacts: details.includes('Contacts')
			? card.contactIds.flatMap((id) => {
					const contact = account.contacts.get(id);
					return contact ? [{ id, name: contact.name }] : [];
				})
			: null,
		customFields: details.includes('CustomFields') ? { ...card.customFields } : null,
		...(details.includes('LostReason') && reason && { lostReason: { id: reason.id, name: reason.description } }),
	};
}

export interface PanelDetails {
	tags?: boolean;
	steps?: boolean;
	fields?: boolean;
	counts?: boolean;
	overdue?: boolean;
	cards?: boolean;
}

/** A panel; its steps are null unless asked for. */
export function panelView(world: World, panel: Panel, details: PanelDetails): CrmSchemas['Panel'] {
	const { account } = world;
	const steps = [...account.steps.values()]
		.filter((step) => step.panelId === panel.id)
		.sort((a, b) => a.position - b.position);
	const cards = [...account.cards.values()].filter((card) => card.panelId === panel.id);
	return {
		...panel,
		overdueCardCount: details.overdue ? cards.filter(isOverdue).length : null,
		stepTitles: steps.map((step) => step.title ?? ''),
		tags: details.tags ? [...account.panelTags.values()].filter((tag) => tag.panelId === panel.id) : null,
		steps: details.steps
			? steps.map((step) =>
					stepView(
						world,
						step,
						cards.filter((card) => card.stepId === step.id),
						details,
					),
				)
			: null,
	};
}

function stepView(world: World, step: PanelStep, cards: Card[], details: PanelDetails): CrmSchemas['PanelStep'] {
	const { fields, ...rest } = step;
	const open = cards.filter((card) => card.status === 'OPEN');
	return {
		...rest,
		cardCount: details.counts ? open.length : null,
		overdueCardCount: details.counts ? open.filter(isOverdue).length : null,
		monetaryAmount: details.counts ? open.reduce((sum, card) => sum + (card.monetaryAmount ?? 0), 0) : null,
		fields: details.fields ? fields : null,
		...(details.cards && {
			cards: page(cards, { pageSize: 100 }, (card) => {
				const { status, lostReason: _, ...old } = cardView(world, card);
				return { ...old, archived: status === 'ARCHIVED' };
			}),
		}),
	};
}
