import { refused } from '../errors.mts';
import { contactEvent } from '../events.mts';
import { find } from '../lookups.mts';
import type { Subscription, Tag } from '../state.mts';
import { beginUpload, saveUpload } from '../uploads.mts';
import { describeEvent, subscriptionView } from '../views.mts';
import { SUBSCRIBABLE } from '../webhooks.mts';
import type { Handlers } from '../world.mts';

type Ids =
	| 'listTags'
	| 'createTag'
	| 'listTagColors'
	| 'updateTag'
	| 'deleteTag'
	| 'getFileUploadUrl'
	| 'saveFile'
	| 'listWebhookEvents'
	| 'listWebhookSubscriptions'
	| 'createWebhookSubscription'
	| 'getWebhookSubscription'
	| 'updateWebhookSubscription'
	| 'deleteWebhookSubscription'
	| 'getOfficeHours';

const HUES = ['BROWN', 'PURPLE', 'PINK', 'RED', 'YELLOW', 'GREEN', 'BLUE', 'SKY', 'GRAY'] as const;
const SHADES = [100, 200, 300, 400, 500, 600] as const;

/** Tags, files, webhook subscriptions and office hours. */
export const settingsHandlers: Handlers<Ids> = {
	listTags: ({ world }) => [...world.account.tags.values()],
	createTag: ({ world, body }) => {
		const { tags } = world.account;
		if ([...tags.values()].some((tag) => tag.name === body.name)) throw refused('Já existe uma etiqueta com este nome');
		const now = world.clock.now();
		const tag: Tag = {
			id: world.random.uuid(),
			createdAt: now,
			updatedAt: now,
			name: body.name,
			color: body.color ?? 'GRAY_600',
		};
		tags.set(tag.id, tag);
		return tag;
	},
	updateTag: ({ world, path, body }) => {
		const tag = find(world.account.tags, path.id, 'Etiqueta');
		tag.name = body.name;
		if (body.color) tag.color = body.color;
		tag.updatedAt = world.clock.now();
		return tag;
	},
	deleteTag: ({ world, path, body }) => {
		const tag = find(world.account.tags, path.id, 'Etiqueta');
		const users = [...world.account.contacts.values()].filter((contact) => contact.tagIds.includes(tag.id));
		if (users.length > 0 && body.removeFromContacts !== true) throw refused('Etiqueta em uso por contatos');
		for (const contact of users) {
			contact.tagIds = contact.tagIds.filter((id) => id !== tag.id);
			contact.updatedAt = world.clock.now();
			contactEvent(world, 'CONTACT_TAG_UPDATE', contact);
		}
		world.account.tags.delete(tag.id);
		return undefined;
	},
	listTagColors: () =>
		HUES.flatMap((hue, i) =>
			SHADES.map((shade) => {
				const rgb = (0x202020 * (7 - shade / 100) + i * 0x000a14).toString(16).padStart(6, '0').slice(-6);
				return {
					color: `${hue}_${shade}` as const,
					bgColor: `#${rgb.toUpperCase()}`,
					textColor: shade > 300 ? '#FFFFFF' : '#1F1F1F',
				};
			}),
		),

	getFileUploadUrl: ({ world, query }) => beginUpload(world, query),
	saveFile: ({ world, body }) => saveUpload(world, body.tempFileId),

	listWebhookEvents: () => SUBSCRIBABLE.map((event) => ({ event, description: describeEvent(event) })),
	listWebhookSubscriptions: ({ world }) => [...world.account.subscriptions.values()].map(subscriptionView),
	createWebhookSubscription: ({ world, body }) => {
		const { subscriptions } = world.account;
		const { subscriptionLimit } = world.quirks;
		if (subscriptionLimit !== null && subscriptions.size >= subscriptionLimit) {
			throw refused(`Limite de ${subscriptionLimit} webhooks atingido`);
		}
		const now = world.clock.now();
		const subscription: Subscription = {
			id: world.random.uuid(),
			createdAt: now,
			updatedAt: now,
			companyId: world.account.companyId,
			name: body.name,
			url: webAddress(body.url),
			enabled: body.enabled ?? true,
			events: [...new Set(body.events)],
		};
		subscriptions.set(subscription.id, subscription);
		world.history.begin(world.account);
		return subscriptionView(subscription);
	},
	getWebhookSubscription: ({ world, path }) =>
		subscriptionView(find(world.account.subscriptions, path.subscriptionId, 'Webhook')),
	updateWebhookSubscription: ({ world, path, body }) => {
		const subscription = find(world.account.subscriptions, path.subscriptionId, 'Webhook');
		for (const field of body.fields) {
			if (field === 'Name') subscription.name = body.name ?? null;
			if (field === 'Url' && body.url) subscription.url = webAddress(body.url);
			if (field === 'Enabled') subscription.enabled = body.enabled ?? true;
			if (field === 'Events' && body.events) subscription.events = [...new Set(body.events)];
		}
		subscription.updatedAt = world.clock.now();
		return subscriptionView(subscription);
	},
	deleteWebhookSubscription: ({ world, path }) => {
		const subscription = find(world.account.subscriptions, path.subscriptionId, 'Webhook');
		world.account.subscriptions.delete(subscription.id);
		return undefined;
	},

	getOfficeHours: ({ world }) => world.account.officeHours,
};

function webAddress(url: string): string {
	if (!/^https?:\/\/[^\s/]+/i.test(url)) throw refused('URL inválida');
	return url;
}
