import type { ChatSchemas } from '../contract-types.mts';
import { assertOpen, completeSession, openSession, startSession } from '../conversations.mts';
import { refused } from '../errors.mts';
import { contactEvent, sessionEvent } from '../events.mts';
import { contains, inDates, pageOf } from '../lists.mts';
import { channelFrom, findChatbot, findSession, recipient } from '../lookups.mts';
import { channelTypeOf } from '../records.mts';
import type { Session } from '../state.mts';
import { sessionSummary } from '../views.mts';
import type { Handlers, World } from '../world.mts';
import { defaultChannel, endsOf } from './chat-messages.mts';
import { mergeMetadata } from './merging.mts';

type Ids = 'listChannels' | 'listChatbots' | 'startChatbot' | 'listTemplates';

/** Filter values of templates and the types that answers show for them. */
const TEMPLATE_TYPES = {
	QUICKREPLY: ['QUICKREPLY'],
	ATTENDANCE: ['TEMPLATE'],
	CAMPAIGN: ['TEMPLATE_CAMPAIGN'],
	SEQUENCE: ['TEMPLATE_SEQUENCE'],
	SCHEDULEDMESSAGE: ['TEMPLATE_SCHEDULED_MESSAGE'],
	AUTHENTICATION: ['AUTHENTICATION'],
} as const;

/** Channels, templates and chatbots. */
export const chatbotHandlers: Handlers<Ids> = {
	listChannels: ({ world, query }) => {
		const wanted = query.ChannelType ?? 'All';
		return [...world.account.channels.values()].filter(
			(channel) => wanted === 'All' || channelTypeOf(channel).endsWith(wanted.toUpperCase()),
		);
	},
	listTemplates: ({ world, query }) => {
		const types: readonly string[] | undefined = query.Type && TEMPLATE_TYPES[query.Type];
		const withParams = query.IncludeDetails?.some((detail) => detail === 'All' || detail === 'Params') ?? false;
		const templates = [...world.account.templates.values()].filter(
			(template) =>
				template.archived === (query.Archived ?? false) &&
				(!query.Name || contains(template.name, query.Name)) &&
				(!query.SearchableText || contains(template.text, query.SearchableText)) &&
				(!query.ChannelId || template.channelId === query.ChannelId) &&
				(!query.ApprovedOnly || template.status === 'Approved') &&
				(!types || template.type.some((type) => types.includes(type))),
		);
		return pageOf(templates.filter(inDates(query)), query, (template) => ({
			...template,
			params: withParams ? template.params : null,
		}));
	},
	listChatbots: ({ world, query }) => {
		const bots = [...world.account.chatbots.values()].filter(
			(bot) =>
				!bot.archived &&
				(!query.Name || contains(bot.name, query.Name)) &&
				(!query.Types || query.Types.includes(bot.type)) &&
				(!query.ChannelIds || bot.channelIds?.some((id) => query.ChannelIds?.includes(id))) &&
				(!query.DefaultDepartmentIds || query.DefaultDepartmentIds.includes(bot.defaultDepartmentId ?? '')) &&
				(!query.PublishStatuses ||
					query.PublishStatuses.some((status) => status.toUpperCase() === bot.publishStatus)) &&
				(!query.AutomationUsages || bot.automationUsage?.some((usage) => query.AutomationUsages?.includes(usage))),
		);
		return pageOf(bots.filter(inDates(query)), query, (bot) => bot);
	},
	startChatbot: ({ world, body }) => sessionSummary(world, startBot(world, body).session),
};

/** Starts a bot in a session, or finds that an option prevents it. */
export function startBot(
	world: World,
	body: ChatSchemas['SendChatbotRequest'],
): { session: Session; started: boolean } {
	const bot = findChatbot(world, body.botKey);
	if (bot.type !== 'Automation') throw refused('Somente chatbots de automação podem ser enviados');
	if (bot.publishStatus !== 'READY' || bot.archived) throw refused('Chatbot não publicado');
	const options = body.options ?? {};

	let session: Session | undefined;
	let begin: () => Session;
	if (body.sessionId) {
		const named = findSession(world, body.sessionId);
		assertOpen(named);
		session = named;
		begin = () => named;
	} else {
		if (!body.to) throw refused('Informe to ou sessionId');
		const channel = body.from ? channelFrom(world, body.from) : defaultChannel(world);
		const contact = recipient(world, body.to);
		session = openSession(world, contact, channel);
		begin = () =>
			startSession(world, contact, channel, { status: options.hiddenSession ? 'HIDDEN' : 'STARTED', origin: 'BOT' });
	}
	if (session !== undefined) {
		const busy = options.skipIfBotInExecution === true && session.botId !== null;
		const running = options.skipIfInProgress === true && session.status === 'IN_PROGRESS';
		if (busy || running) return { session, started: false };
	}
	let at = session ?? begin();
	if (session !== undefined && options.forceStartSession === true) {
		const { channel, contact } = endsOf(world, session);
		completeSession(world, session);
		if (contact) at = startSession(world, contact, channel, { status: 'STARTED', origin: 'BOT' });
	}
	at.botId = bot.id;
	at.updatedAt = world.clock.now();
	if (body.sessionMetadata) at.metadata = mergeMetadata(world, at.metadata ?? {}, body.sessionMetadata);
	const contact = at.contactId === null ? undefined : world.account.contacts.get(at.contactId);
	if (contact && body.contactMetadata) {
		contact.metadata = mergeMetadata(world, contact.metadata, body.contactMetadata);
		contact.updatedAt = world.clock.now();
		contactEvent(world, 'CONTACT_UPDATE', contact);
	}
	sessionEvent(world, 'SESSION_UPDATE', at);
	return { session: at, started: true };
}
