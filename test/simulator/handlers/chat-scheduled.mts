import { normalDate } from '../clock.mts';
import type { ChatSchemas } from '../contract-types.mts';
import { sessionForSend } from '../conversations.mts';
import { NotFound, PlatformError, refused } from '../errors.mts';
import { between, inDates, pageOf } from '../lists.mts';
import { channelFrom, find, findChatbot, findTemplate, recipient } from '../lookups.mts';
import { digitsOf } from '../phones.mts';
import { accept } from '../sending.mts';
import type { ScheduledMessage } from '../state.mts';
import { agentByUser, scheduledView } from '../views.mts';
import type { Handlers, World } from '../world.mts';
import { startBot } from './chat-chatbots.mts';
import { defaultChannel } from './chat-messages.mts';

type Ids =
	| 'listScheduledMessages'
	| 'createScheduledMessage'
	| 'batchCancelScheduledMessages'
	| 'getScheduledMessage'
	| 'updateScheduledMessage'
	| 'cancelScheduledMessage';

const ALL: ChatSchemas['ScheduledMessageIncludeDetail'][] = [
	'Contact',
	'Channel',
	'User',
	'Department',
	'Template',
	'Chatbot',
];

/** Messages that go out later; due ones really go out. */
export const scheduledHandlers: Handlers<Ids> = {
	listScheduledMessages: ({ world, query }) => {
		const { account } = world;
		const planned = between(query['ScheduledAt.After'], query['ScheduledAt.Before']);
		const matches = (value: string | null | undefined, wanted: string) =>
			value !== null &&
			value !== undefined &&
			(value === wanted || (digitsOf(wanted) !== '' && digitsOf(value) === digitsOf(wanted)));
		const list = [...account.scheduled.values()].filter(
			(scheduled) =>
				planned(scheduled.scheduling) &&
				(!query.Status || scheduled.status === query.Status) &&
				(!query.Type || scheduled.type === query.Type) &&
				(!query.From ||
					scheduled.channelId === query.From ||
					matches(account.channels.get(scheduled.channelId)?.number, query.From)) &&
				(!query.To ||
					scheduled.contactId === query.To ||
					matches(account.contacts.get(scheduled.contactId)?.phoneNumber, query.To)) &&
				(!query.User ||
					scheduled.userId === query.User ||
					agentByUser(account, scheduled.userId)?.name === query.User) &&
				(!query.Department ||
					scheduled.departmentId === query.Department ||
					account.departments.get(scheduled.departmentId ?? '')?.name === query.Department),
		);
		return pageOf(list.filter(inDates(query)), query, (scheduled) =>
			scheduledView(world, scheduled, query.IncludeDetails ?? []),
		);
	},
	getScheduledMessage: ({ world, path, query }) =>
		scheduledView(world, find(world.account.scheduled, path.id, 'Agendamento'), query.includeDetails ?? []),
	createScheduledMessage: ({ world, body }) => {
		if (!body.scheduling) throw refused('Informe scheduling');
		const channel = body.from ? channelFrom(world, body.from) : defaultChannel(world);
		const now = world.clock.now();
		const scheduled: ScheduledMessage = {
			id: world.random.uuid(),
			createdAt: now,
			updatedAt: now,
			active: true,
			companyId: world.account.companyId,
			sessionId: null,
			contactId: '',
			userId: world.account.named.agentOwner.userId ?? world.account.companyId,
			channelId: channel.id,
			departmentId: departmentOf(world, body.department),
			status: 'SCHEDULED',
			type: body.type ?? (body.templateId ? 'TEMPLATE' : 'CHATBOT'),
			templateId: body.templateId ?? null,
			botId: body.botKey ?? null,
			scheduling: future(body.scheduling),
			hiddenSession: body.hiddenSession ?? false,
			failureReason: null,
			templateParams: body.templateParams ? { parameters: body.templateParams.parameters ?? null } : null,
		};
		check(world, scheduled);
		scheduled.contactId = recipient(world, body.to).id;
		world.account.scheduled.set(scheduled.id, scheduled);
		plan(world, scheduled);
		return saved(world, scheduled);
	},
	updateScheduledMessage: ({ world, path, body }) => {
		const scheduled = find(world.account.scheduled, path.id, 'Agendamento');
		if (scheduled.status !== 'SCHEDULED') throw refused('Somente agendamentos pendentes podem ser alterados');
		const has = (field: (typeof body.fields)[number]) => body.fields.includes(field);
		const next = { ...scheduled };
		if (has('To') && body.to) next.contactId = recipient(world, body.to).id;
		if (has('From') && body.from) next.channelId = channelFrom(world, body.from).id;
		if (has('Department')) next.departmentId = departmentOf(world, body.department);
		if (has('Type') && body.type) next.type = body.type;
		if (has('TemplateId')) next.templateId = body.templateId ?? null;
		if (has('BotId')) next.botId = body.botKey ?? null;
		if (has('Scheduling') && body.scheduling) next.scheduling = future(body.scheduling);
		if (has('HiddenSession')) next.hiddenSession = body.hiddenSession ?? false;
		if (has('TemplateParams')) {
			next.templateParams = body.templateParams ? { parameters: body.templateParams.parameters ?? null } : null;
		}
		check(world, next);
		Object.assign(scheduled, next, { updatedAt: world.clock.now() });
		plan(world, scheduled);
		return saved(world, scheduled);
	},
	cancelScheduledMessage: ({ world, path }) => {
		cancel(world, find(world.account.scheduled, path.id, 'Agendamento'));
		return undefined;
	},
	batchCancelScheduledMessages: ({ world, body }) => {
		const list = body.map((id) => find(world.account.scheduled, id, 'Agendamento'));
		for (const scheduled of list) cancel(world, scheduled);
		return list.map((scheduled) => scheduledView(world, scheduled, []));
	},
};

function saved(world: World, scheduled: ScheduledMessage): ChatSchemas['SavedScheduledMessage'] {
	const { sessionId: _, ...rest } = scheduledView(world, scheduled, ALL);
	return rest;
}

function future(date: string): string {
	if (Date.parse(date) < Date.now() - 60_000) throw refused('A data do agendamento já passou');
	return normalDate(date) ?? date;
}

function departmentOf(
	{ account }: World,
	input: ChatSchemas['ScheduledMessageDepartmentInput'] | undefined,
): string | null {
	if (!input?.id && !input?.name) return null;
	const department = [...account.departments.values()].find(
		(d) => d.id === input.id || (!input.id && d.name === input.name),
	);
	if (department === undefined) throw new NotFound('Departamento não encontrado');
	return department.id;
}

function check(world: World, scheduled: ScheduledMessage): void {
	if (scheduled.type === 'CHATBOT') return void findChatbot(world, scheduled.botId);
	if (!scheduled.templateId) throw refused('Informe templateId');
	const template = findTemplate(world, scheduled.templateId);
	const missing = (template.params ?? []).filter((p) => !scheduled.templateParams?.parameters?.[p.name ?? '']);
	if (missing.length > 0) throw refused('Parâmetros do modelo não informados');
}

function cancel(world: World, scheduled: ScheduledMessage): void {
	if (scheduled.status !== 'SCHEDULED') throw refused('Somente agendamentos pendentes podem ser cancelados');
	scheduled.status = 'CANCELED';
	scheduled.updatedAt = world.clock.now();
}

function plan(world: World, scheduled: ScheduledMessage): void {
	const due = scheduled.scheduling;
	const wait = Date.parse(due) - Date.now();
	// No test lives longer than an hour; what lies beyond stays scheduled.
	if (wait > 3_600_000) return;
	world.timers.after(Math.max(0, wait), () => {
		if (scheduled.status === 'SCHEDULED' && scheduled.scheduling === due) run(world, scheduled);
	});
}

function run(world: World, scheduled: ScheduledMessage): void {
	const { account } = world;
	try {
		const channel = find(account.channels, scheduled.channelId, 'Canal');
		const contact = find(account.contacts, scheduled.contactId, 'Contato');
		if (scheduled.type === 'CHATBOT') {
			const session = sessionForSend(world, contact, channel, { hiddenSession: scheduled.hiddenSession });
			scheduled.sessionId = startBot(world, { sessionId: session.id, botKey: scheduled.botId }).session.id;
			scheduled.status = 'SENT';
		} else {
			const session = sessionForSend(world, contact, channel, {
				hiddenSession: scheduled.hiddenSession,
				department: { id: scheduled.departmentId },
			});
			scheduled.sessionId = session.id;
			scheduled.status = 'PROCESSED';
			accept(world, {
				session,
				channel,
				contact,
				content: { templateId: scheduled.templateId, parameters: scheduled.templateParams?.parameters },
				byAddress: true,
				onChange: (message) => {
					const { status } = message;
					if (status === 'SENT' || status === 'DELIVERED' || status === 'READ' || status === 'FAILED')
						scheduled.status = status;
					scheduled.failureReason = message.failedReason;
					scheduled.updatedAt = message.updatedAt;
				},
			});
		}
	} catch (error) {
		if (!(error instanceof PlatformError)) throw error;
		scheduled.status = 'FAILED';
		scheduled.failureReason = error.message;
	}
	scheduled.updatedAt = world.clock.now();
}
