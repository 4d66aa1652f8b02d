import { DAY, HOUR, MINUTE } from '../clock.mts';
import { channelTypeOf, isWhatsapp, messageRecord, sessionRecord } from '../records.mts';
import { sampleContent } from '../samples.mts';
import type { Channel, Contact, Message, Named, Session, StoredFile } from '../state.mts';
import { type Seeder, store } from './seeder.mts';

type Window = Session['windowStatus'];

type Talks = Pick<
	Named,
	| 'sessionInProgress'
	| 'sessionPending'
	| 'sessionStarted'
	| 'sessionExpiredWindow'
	| 'sessionNotStarted'
	| 'sessionCompleted'
	| 'sessionHidden'
	| 'sessionUnofficial'
	| 'sessionInstagram'
	| 'sessionMessenger'
	| 'messageInbound'
	| 'messageOutbound'
	| 'messageWithImage'
	| 'messageWithDocument'
	| 'messageWithAudio'
	| 'noteInternal'
	| 'fileImage'
	| 'fileDocument'
>;

type Cast = Pick<
	Named,
	| 'channelWhatsapp'
	| 'channelWhatsappUnofficial'
	| 'channelInstagram'
	| 'channelMessenger'
	| 'contactAna'
	| 'contactWithoutNinthDigit'
	| 'contactRioGrandeDoSul'
	| 'contactForeign'
	| 'contactInstagram'
	| 'contactMessenger'
	| 'contactArchived'
	| 'agentMaria'
	| 'agentJoao'
	| 'departmentSales'
	| 'departmentSupport'
	| 'templateWithoutParams'
	| 'chatbotAutomation'
>;

const STATUSES: Session['status'][] = ['STARTED', 'PENDING', 'IN_PROGRESS', 'COMPLETED', 'HIDDEN', 'UNDEFINED'];
const WINDOWS: Window[] = ['ACTIVE', 'EXPIRED', 'NOT_STARTED'];

/** Conversations in every state on every channel, with messages, files and notes. */
export function seedSessions(seed: Seeder, named: Cast): Talks {
	const { random, account, ago } = seed;

	const file = (name: string, mimeType: string, type: StoredFile['type']): StoredFile => {
		const content = sampleContent(type);
		return store(account.files, {
			id: random.uuid(),
			createdAt: ago(3 * DAY),
			companyId: account.companyId,
			userId: null,
			name,
			extension: `.${name.split('.').at(-1)}`,
			mimeType,
			type,
			size: content.length,
			uploadedSize: content.length,
			sha256: null,
			content,
			sourceUrl: null,
		});
	};
	const fileImage = file('foto.png', 'image/png', 'IMAGE');
	const fileDocument = file('contrato.pdf', 'application/pdf', 'PDF');
	const fileAudio = file('audio.ogg', 'audio/ogg', 'AUDIO');

	const message = (session: Session, given: Partial<Message> & Pick<Message, 'createdAt' | 'direction'>): Message => {
		const record = store(
			account.messages,
			messageRecord({
				id: random.uuid(),
				sessionId: session.id,
				status: given.direction === 'FROM_HUB' ? 'SAVED' : 'DELIVERED',
				origin: given.direction === 'FROM_HUB' ? 'GATEWAY' : 'DEFAULT',
				...given,
			}),
		);
		const list = account.messagesOfSession.get(session.id) ?? [];
		list.push(record);
		account.messagesOfSession.set(session.id, list);
		session.lastMessageText = record.text;
		session.lastInteractionDate = record.createdAt;
		session.updatedAt = record.createdAt;
		if (record.direction === 'FROM_HUB') session.lastMessageIn = record.createdAt;
		else session.lastMessageOut = record.createdAt;
		return record;
	};

	const session = (
		channel: Channel,
		contact: Contact,
		status: Session['status'],
		window: Window,
		given: Partial<Session> = {},
	): Session => {
		const number = account.nextSessionNumber++;
		const record = store(
			account.sessions,
			sessionRecord({
				id: random.uuid(),
				createdAt: ago(5 * DAY - number * MINUTE),
				companyId: account.companyId,
				contactId: contact.id,
				channelId: channel.id,
				channelType: channelTypeOf(channel),
				number: String(number).padStart(6, '0'),
				title: contact.name,
				status,
				windowStatus: window,
				origin: window === 'NOT_STARTED' ? 'API' : 'GATEWAY',
				departmentId: number % 2 === 0 ? named.departmentSales.id : named.departmentSupport.id,
				userId: status === 'IN_PROGRESS' || status === 'COMPLETED' ? (named.agentJoao.userId ?? null) : null,
				...given,
			}),
		);
		if (window === 'NOT_STARTED') {
			message(record, {
				createdAt: ago(4 * HOUR),
				direction: 'TO_HUB',
				origin: 'API',
				type: 'TEXT',
				templateId: isWhatsapp(channel) ? named.templateWithoutParams.id : null,
				text: named.templateWithoutParams.text,
			});
		} else {
			const offset = window === 'ACTIVE' ? 0 : 2 * DAY;
			message(record, { createdAt: ago(offset + 50 * MINUTE), direction: 'FROM_HUB', text: 'Oi, tudo bem?' });
			message(record, {
				createdAt: ago(offset + 45 * MINUTE),
				direction: 'TO_HUB',
				userId: record.userId,
				text: 'Olá! Como posso ajudar?',
				status: 'READ',
			});
			message(record, { createdAt: ago(offset + 30 * MINUTE), direction: 'FROM_HUB', text: 'Quero saber o preço.' });
			record.unreadCount = 1;
			record.firstResponseAt = ago(offset + 45 * MINUTE);
		}
		if (status === 'COMPLETED') {
			record.endAt = ago(10 * MINUTE);
			record.classification = {
				id: random.uuid(),
				category: 'WON',
				categoryDescription: 'Venda concluída',
				amount: 150.5,
				categoryName: 'Ganho',
			};
		}
		return record;
	};

	const { channelWhatsapp, channelWhatsappUnofficial, channelInstagram, channelMessenger } = named;
	const maria = { userId: named.agentMaria.userId ?? null, departmentId: named.departmentSales.id };
	const sessionInProgress = session(channelWhatsapp, named.contactAna, 'IN_PROGRESS', 'ACTIVE', {
		...maria,
		metadata: { pedido: '998' },
	});
	const sessionExpiredWindow = session(channelWhatsapp, named.contactWithoutNinthDigit, 'IN_PROGRESS', 'EXPIRED');
	const sessionNotStarted = session(channelWhatsapp, named.contactRioGrandeDoSul, 'PENDING', 'NOT_STARTED');
	const sessionCompleted = session(channelWhatsapp, named.contactForeign, 'COMPLETED', 'ACTIVE');
	const sessionHidden = session(channelWhatsapp, named.contactArchived, 'HIDDEN', 'NOT_STARTED');
	const sessionInstagram = session(channelInstagram, named.contactInstagram, 'IN_PROGRESS', 'ACTIVE', maria);
	const sessionMessenger = session(channelMessenger, named.contactMessenger, 'IN_PROGRESS', 'ACTIVE', maria);

	const messageWithImage = message(sessionInProgress, {
		createdAt: ago(25 * MINUTE),
		direction: 'FROM_HUB',
		type: 'IMAGE',
		text: 'Olha a foto',
		fileId: fileImage.id,
	});
	const messageWithDocument = message(sessionInProgress, {
		createdAt: ago(24 * MINUTE),
		direction: 'FROM_HUB',
		type: 'DOCUMENT',
		fileId: fileDocument.id,
	});
	const messageWithAudio = message(sessionInProgress, {
		createdAt: ago(23 * MINUTE),
		direction: 'FROM_HUB',
		type: 'AUDIO',
		fileId: fileAudio.id,
		details: { transcription: { text: 'Bom dia', processing: false, error: false } },
	});
	message(sessionInProgress, {
		createdAt: ago(22 * MINUTE),
		direction: 'FROM_HUB',
		type: 'LOCATION',
		details: { location: { latitude: -23.55, longitude: -46.63, address: 'Av. Paulista', name: 'MASP', url: null } },
	});
	const messageOutbound = message(sessionInProgress, {
		createdAt: ago(20 * MINUTE),
		direction: 'TO_HUB',
		text: 'Recebi, obrigada.',
		userId: named.agentMaria.userId ?? null,
		status: 'READ',
	});
	const messageInbound = message(sessionInProgress, {
		createdAt: ago(15 * MINUTE),
		direction: 'FROM_HUB',
		text: 'Fico no aguardo.',
	});
	const noteInternal = store(
		account.notes,
		messageRecord({
			id: random.uuid(),
			createdAt: ago(14 * MINUTE),
			sessionId: sessionInProgress.id,
			direction: 'TO_HUB',
			type: 'NOTE',
			status: 'SAVED',
			origin: 'DEFAULT',
			userId: named.agentMaria.userId ?? null,
			text: 'Cliente pediu desconto.',
		}),
	);

	// The rest of the matrix, with contacts of their own: a contact has one open session per channel.
	const people = [...account.contacts.values()].slice(9).filter((contact) => contact.status === 'ACTIVE');
	const reach = new Map<Channel, Contact[]>([
		[channelWhatsapp, people.filter((p) => p.phoneNumber !== null)],
		[channelWhatsappUnofficial, people.filter((p) => p.phoneNumber !== null).slice(40)],
		[channelInstagram, people.filter((p) => p.instagram !== null)],
		[channelMessenger, people.filter((p) => p.messengerId !== null)],
	]);
	const of: Partial<Record<string, Session>> = {};
	for (const [channel, contacts] of reach) {
		let turn = 0;
		for (const status of STATUSES) {
			for (const window of WINDOWS) {
				const contact = contacts[turn++ % contacts.length];
				if (contact) of[`${channel.type} ${status} ${window}`] = session(channel, contact, status, window);
			}
		}
	}
	const found = (key: string): Session => {
		const record = of[key];
		if (record === undefined) throw new Error(`The seed has no session ${key}; at least 120 contacts are needed.`);
		return record;
	};
	const sessionWithBot = found('CloudAPI_WhatsApp STARTED ACTIVE');
	sessionWithBot.botId = named.chatbotAutomation.id;

	return {
		sessionInProgress,
		sessionPending: found('CloudAPI_WhatsApp PENDING ACTIVE'),
		sessionStarted: sessionWithBot,
		sessionExpiredWindow,
		sessionNotStarted,
		sessionCompleted,
		sessionHidden,
		sessionUnofficial: found('ZAPI_WhatsApp IN_PROGRESS ACTIVE'),
		sessionInstagram,
		sessionMessenger,
		messageInbound,
		messageOutbound,
		messageWithImage,
		messageWithDocument,
		messageWithAudio,
		noteInternal,
		fileImage,
		fileDocument,
	};
}
