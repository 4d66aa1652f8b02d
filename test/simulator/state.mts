import type { ChatSchemas, CoreSchemas, CrmSchemas, Full } from './contract-types.mts';

export type Channel = Full<ChatSchemas['Channel']>;
export type ChannelType = NonNullable<ChatSchemas['Session']['channelType']>;
export type Chatbot = Full<ChatSchemas['Chatbot']>;
export type Template = Full<ChatSchemas['Template']>;
export type Sequence = Full<ChatSchemas['Sequence']>;
export type SequenceContact = Omit<Full<ChatSchemas['SequenceContact']>, 'contactName' | 'contactDetails'>;
export type Message = Full<ChatSchemas['Message']>;
export type MessageStatus = ChatSchemas['MessageStatus'];
export type ScheduledMessage = Omit<
	Full<ChatSchemas['ScheduledMessage']>,
	'contact' | 'user' | 'channel' | 'department' | 'chatbot' | 'template'
> & { templateParams: ChatSchemas['ScheduledMessageTemplateParams'] | null };
export type Session = Omit<
	Full<ChatSchemas['Session']>,
	'contactDetails' | 'agentDetails' | 'channelDetails' | 'departmentDetails' | 'classification'
> & {
	classification: ChatSchemas['SessionClassification'] | null;
	/** Whether a new message of the contact reopens the completed session. */
	reactivateOnNewMessage: boolean;
};
export type Otp = Full<ChatSchemas['SendOtpResult']>;

/** What `/v1/send/*` keeps of one message or chatbot. */
export type Dispatch = Full<ChatSchemas['SendResult']> & { kind: 'message' | 'chatbot'; messageId: string | null };

export type Contact = Omit<
	Full<CoreSchemas['Contact']>,
	'tagIds' | 'tagNames' | 'portfolioIds' | 'portfolioNames' | 'customFields' | 'metadata' | 'phoneNumberFormatted'
> & {
	tagIds: string[];
	customFields: Record<string, unknown>;
	metadata: Record<string, unknown>;
	pictureUrl: string | null;
};
export type Agent = Omit<Full<CoreSchemas['Agent']>, 'userId' | 'departments' | 'phoneNumberFormatted'> & {
	/** Undefined for an agent who has no user; the answer then lacks the property. */
	userId: string | undefined;
	blocked: boolean;
};
export type Department = Omit<Full<CoreSchemas['Department']>, 'agents' | 'channels'> & {
	agents: Full<CoreSchemas['DepartmentAgent']>[];
	channelScope: CoreSchemas['ChannelScope'];
	channelIds: string[];
};
export type Tag = Full<CoreSchemas['Tag']>;
export type CustomField = Omit<Full<CoreSchemas['CustomField']>, 'children'>;
export type Portfolio = Omit<Full<CoreSchemas['Portfolio']>, 'contactsCount'>;
export type PortfolioContact = Omit<Full<CoreSchemas['PortfolioContact']>, 'contactDetails'>;
export type Subscription = Omit<Full<CoreSchemas['WebhookSubscription']>, 'events'> & {
	events: CoreSchemas['WebhookEventType'][];
};
export type Panel = Omit<
	Full<CrmSchemas['Panel']>,
	'steps' | 'tags' | 'stepTitles' | 'overdueCardCount' | 'thumbnailFile'
>;
export type PanelStep = Omit<
	Full<CrmSchemas['PanelStep']>,
	'cardCount' | 'overdueCardCount' | 'monetaryAmount' | 'cards'
>;
export type PanelTag = Full<CrmSchemas['PanelTag']>;
export type LostReason = Full<CrmSchemas['PanelLostReason']>;
export type Card = Omit<
	Full<CrmSchemas['Card']>,
	| 'panelTitle'
	| 'stepTitle'
	| 'stepPhase'
	| 'isOverdue'
	| 'responsibleUser'
	| 'contacts'
	| 'lostReason'
	| 'tagIds'
	| 'contactIds'
	| 'customFields'
	| 'metadata'
> & {
	tagIds: string[];
	contactIds: string[];
	customFields: Record<string, unknown>;
	metadata: Record<string, unknown>;
	lostReasonId: string | null;
};
export type CardNote = Full<CrmSchemas['CardNote']>;

/** A file, stored or on its way. Only small contents are kept; of larger ones size and hash. */
export interface StoredFile {
	id: string;
	createdAt: string;
	companyId: string;
	userId: string | null;
	name: string;
	extension: string;
	mimeType: string;
	type: CoreSchemas['FileType'];
	/** Size as stored: images and videos shrink on the way. */
	size: number;
	uploadedSize: number;
	sha256: string | null;
	content: Buffer | null;
	/** Where it came from, for files that a send named by URL. */
	sourceUrl: string | null;
}

export interface Upload {
	tempFileId: string;
	key: string;
	signature: string;
	expiresAt: number;
	name: string;
	mimeType: string;
	type: CoreSchemas['FileType'];
	received: { size: number; sha256: string; content: Buffer | null; contentType: string | null } | null;
	savedAs: string | null;
}

/** Records that tests refer to by what they are. */
export interface Named {
	channelWhatsapp: Channel;
	channelWhatsappUnofficial: Channel;
	channelInstagram: Channel;
	channelMessenger: Channel;
	agentMaria: Agent;
	agentJoao: Agent;
	agentOwner: Agent;
	agentWithoutUser: Agent;
	agentZeroUser: Agent;
	departmentSales: Department;
	departmentSupport: Department;
	tagVip: Tag;
	tagLead: Tag;
	panelTagHot: PanelTag;
	panelTagCold: PanelTag;
	contactAna: Contact;
	contactWithoutNinthDigit: Contact;
	contactRioGrandeDoSul: Contact;
	contactForeign: Contact;
	contactInstagram: Contact;
	contactMessenger: Contact;
	contactArchived: Contact;
	contactBlocked: Contact;
	contactWithoutSession: Contact;
	templateWithParams: Template;
	templateWithNumberedParam: Template;
	templateWithBracketParam: Template;
	templateWithPositionalParam: Template;
	templateWithoutParams: Template;
	templateWithImageHeader: Template;
	templateWithDocumentHeader: Template;
	templateDraft: Template;
	templateDisapproved: Template;
	templateAuthentication: Template;
	templateUnofficial: Template;
	chatbotAutomation: Chatbot;
	chatbotReactive: Chatbot;
	chatbotNotPublished: Chatbot;
	sequenceWelcome: Sequence;
	sequenceEmpty: Sequence;
	portfolioNorth: Portfolio;
	panelSales: Panel;
	panelManagement: Panel;
	stepNew: PanelStep;
	stepNegotiation: PanelStep;
	stepClosed: PanelStep;
	lostReasonPrice: LostReason;
	cardOpen: Card;
	cardWon: Card;
	cardLost: Card;
	cardArchived: Card;
	sessionInProgress: Session;
	sessionPending: Session;
	sessionStarted: Session;
	sessionExpiredWindow: Session;
	sessionNotStarted: Session;
	sessionCompleted: Session;
	sessionHidden: Session;
	sessionUnofficial: Session;
	sessionInstagram: Session;
	sessionMessenger: Session;
	messageInbound: Message;
	messageOutbound: Message;
	messageWithImage: Message;
	messageWithDocument: Message;
	messageWithAudio: Message;
	noteInternal: Message;
	fileImage: StoredFile;
	fileDocument: StoredFile;
}

/** Everything the account holds; live, so a test may read and change it. */
export interface Account {
	companyId: string;
	channels: Map<string, Channel>;
	agents: Map<string, Agent>;
	departments: Map<string, Department>;
	tags: Map<string, Tag>;
	contactFields: CustomField[];
	panelFields: CustomField[];
	contacts: Map<string, Contact>;
	portfolios: Map<string, Portfolio>;
	portfolioContacts: PortfolioContact[];
	templates: Map<string, Template>;
	/** By ID; what sends take is the bot's `key`. */
	chatbots: Map<string, Chatbot>;
	sequences: Map<string, Sequence>;
	sequenceContacts: SequenceContact[];
	sessions: Map<string, Session>;
	messages: Map<string, Message>;
	messagesOfSession: Map<string, Message[]>;
	notes: Map<string, Message>;
	dispatches: Map<string, Dispatch>;
	otps: Map<string, Otp>;
	scheduled: Map<string, ScheduledMessage>;
	panels: Map<string, Panel>;
	steps: Map<string, PanelStep>;
	panelTags: Map<string, PanelTag>;
	lostReasons: Map<string, LostReason>;
	cards: Map<string, Card>;
	cardNotes: Map<string, CardNote>;
	files: Map<string, StoredFile>;
	uploads: Map<string, Upload>;
	subscriptions: Map<string, Subscription>;
	officeHours: CoreSchemas['OfficeHours'];
	nextCardNumber: number;
	nextSessionNumber: number;
	named: Named;
}

export const ZERO_UUID = '00000000-0000-0000-0000-000000000000';
