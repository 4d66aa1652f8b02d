import type { INodeExecutionData } from 'n8n-workflow';
import type { JsonObject } from '../../dev/migrate/json.mts';
import type { Named } from '../simulator/index.mts';

/** A workflow's node of the older package as it was saved, and what its migrated self asks of the platform. */
export interface Case {
	parameters: JsonObject;
	/** The input; each item by its own expressions. */
	items: JsonObject[];
	binary?: INodeExecutionData['binary'];
	/** Requests that are made, among others, as far as they matter. */
	sent: Array<{ route: string; body?: unknown; query?: unknown; path?: string }>;
}

const route = (text: string, more: Omit<Case['sent'][number], 'route'> = {}) => ({ route: text, ...more });

const photo = { data: Buffer.from('a photo').toString('base64'), mimeType: 'image/png', fileName: 'photo.png' };

/** A chosen template as the older node saved it. */
const chosen = (id: string, fileType = 'UNDEFINED') => JSON.stringify({ id, fileType, params: [] });

/** All operations of the older node, as resource.operation. */
export const CASES: Readonly<Record<string, (named: Named) => Case>> = {
	'chatbot.sendChatbot': (named) => ({
		parameters: {
			chatbotId: named.chatbotAutomation.key ?? '',
			channelId: named.channelWhatsapp.id,
			numberToSend: '={{ $json.to }}',
			forceStartSession: true,
			sessionMetadatas: { sessionMetadata: [{ key: 'order', value: '={{ $json.order }}' }] },
			contactMetadatas: { contactMetadata: [{ key: 'source', value: 'shop' }] },
		},
		items: [
			{ to: '(11) 99999-9999', order: '7' },
			{ to: '(11) 98888-0001', order: '8' },
		],
		sent: ['7', '8'].map((order) =>
			route('POST /chat/v1/chatbot/send', {
				body: {
					botKey: named.chatbotAutomation.key,
					options: { forceStartSession: true },
					sessionMetadata: { order },
					contactMetadata: { source: 'shop' },
				},
			}),
		),
	}),

	'contact.createContact': (named) => ({
		parameters: {
			name: '={{ $json.name }}',
			phonenumber: '={{ $json.phone }}',
			email: '={{ $json.name.toLowerCase() }}@cliente.example',
			tagIds: [named.tagVip.id],
			customFields: { field: [{ key: 'empresa', value: '={{ $json.company }}' }] },
			metadata: { metadata: [{ key: 'code', value: '={{ $json.code }}' }] },
			getIfExists: true,
		},
		items: [
			{ name: 'Olga', phone: '(11) 97777-0101', company: 'Loja', code: '1' },
			{ name: 'Paulo', phone: '(11) 97777-0102', company: 'Casa', code: '2' },
		],
		sent: [
			route('POST /core/v1/contact', {
				body: {
					name: 'Olga',
					phoneNumber: '5511977770101',
					email: 'olga@cliente.example',
					tagIds: [named.tagVip.id],
					customFields: { empresa: 'Loja' },
					metadata: { code: '1' },
					options: { getIfExists: true },
				},
			}),
			route('POST /core/v1/contact', { body: { name: 'Paulo', customFields: { empresa: 'Casa' } } }),
		],
	}),
	'contact.listContacts': () => ({
		parameters: {
			includeDetailsContacts: ['Tags'],
			statusContact: 'ACTIVE',
			createdAtAfter: '={{ $json.after }}',
			pageSize: '={{ $json.size }}',
			orderBy: 'createdAt',
			orderDirection: 'DESCENDING',
		},
		items: [
			{ after: '2024-01-31 10:00', size: 2 },
			{ after: '', size: 3 },
		],
		sent: [
			route('GET /core/v1/contact', {
				query: {
					IncludeDetails: 'Tags',
					Status: 'ACTIVE',
					'CreatedAt.After': '2024-01-31T13:00:00.000Z',
					OrderBy: 'createdAt',
					OrderDirection: 'DESCENDING',
					PageSize: '2',
				},
			}),
			route('GET /core/v1/contact', { query: { PageSize: '3' } }),
		],
	}),
	'contact.getContactById': (named) => ({
		parameters: { contactId: '={{ $json.id }}', includeDetailsContacts: ['Tags', 'CustomFields'] },
		items: [{ id: named.contactAna.id }, { id: named.contactForeign.id }],
		sent: [named.contactAna, named.contactForeign].map(({ id }) =>
			route('GET /core/v1/contact/{id}', {
				path: `/core/v1/contact/${id}`,
				query: { IncludeDetails: ['Tags', 'CustomFields'] },
			}),
		),
	}),
	'contact.getContactByPhone': () => ({
		parameters: { phonenumber: '={{ $json.phone }}' },
		items: [{ phone: '(11) 99999-9999' }, { phone: '5531988887777' }],
		sent: [route('GET /core/v1/contact/phonenumber/{phone}')],
	}),
	'contact.updateContact': (named) => ({
		parameters: {
			contactId: '={{ $json.id }}',
			fieldsUpdateContact: ['Name', 'Annotation', 'Tags', 'CustomFields', 'Metadata', 'Utm', 'Status', 'Portfolio'],
			nameUpdateContact: '={{ $json.name }}',
			tagsUpdateContact: [named.tagLead.id],
			portfoliosUpdateContact: '={{ [$json.portfolio] }}',
			statusUpdateContact: 'ACTIVE',
			customFieldsUpdateContact: { rows: [{ key: 'interesses', value: 'Planos,Suporte' }] },
			metadataUpdateContact: { rows: [{ key: '={{ $json.key }}', value: 'yes' }] },
			sourceUtmUpdateContact: 'google',
		},
		items: [
			{ id: named.contactAna.id, name: 'Ana S.', key: 'a', portfolio: named.portfolioNorth.id },
			{ id: named.contactForeign.id, name: 'Foreign', key: 'b', portfolio: named.portfolioNorth.id },
		],
		sent: [
			route('PUT /core/v2/contact/{id}', {
				path: `/core/v2/contact/${named.contactAna.id}`,
				body: {
					name: 'Ana S.',
					annotation: null,
					tagIds: [named.tagLead.id],
					options: { tagsOperation: 'InsertIfNotExists' },
					portfolioIds: [named.portfolioNorth.id],
					status: 'ACTIVE',
					customFields: { interesses: ['Planos', 'Suporte'] },
					metadata: { a: 'yes' },
					utm: { source: 'google', medium: null },
				},
			}),
			route('PUT /core/v2/contact/{id}', { body: { name: 'Foreign', metadata: { b: 'yes' } } }),
		],
	}),

	'message.listMessages': (named) => ({
		parameters: { sessionId: '={{ $json.session }}', autoPagination: true, maxPage: 2 },
		items: [{ session: named.sessionInProgress.id }, { session: named.sessionExpiredWindow.id }],
		sent: [named.sessionInProgress, named.sessionExpiredWindow].map(({ id }) =>
			route('GET /chat/v1/session/{id}/message', {
				path: `/chat/v1/session/${id}/message`,
				query: { OrderDirection: 'ASCENDING' },
			}),
		),
	}),
	'message.getMessageById': (named) => ({
		parameters: { messageId: '={{ $json.message }}' },
		items: [{ message: named.messageInbound.id }, { message: named.messageOutbound.id }],
		sent: [route('GET /chat/v1/message/{id}', { path: `/chat/v1/message/${named.messageOutbound.id}` })],
	}),
	'message.getMessageStatus': (named) => ({
		parameters: { messageId: '={{ $json.message }}' },
		items: [{ message: named.messageOutbound.id }],
		sent: [route('GET /chat/v1/message/{id}/status', { path: `/chat/v1/message/${named.messageOutbound.id}/status` })],
	}),
	'message.sendText': (named) => ({
		parameters: {
			channelId: named.channelWhatsapp.id,
			numberToSend: '={{ $json.to }}',
			textMessage: '=Olá {{ $json.name }}!',
			botId: 'NOT_SEND',
			departmentId: named.departmentSales.id,
			userIdByDepartment: named.agentMaria.userId ?? '',
			forceStartSession: true,
		},
		items: [
			{ to: '(11) 99999-9999', name: 'Ana' },
			{ to: '(11) 98888-0001', name: 'Rui' },
		],
		sent: ['Ana', 'Rui'].map((name) =>
			route('POST /chat/v1/send/text', {
				body: {
					from: named.channelWhatsapp.number?.replace(/\D/g, ''),
					text: `Olá ${name}!`,
					options: {
						enableBot: false,
						hiddenSession: false,
						forceStartSession: true,
						user: { id: named.agentMaria.userId },
						department: { id: named.departmentSales.id },
					},
				},
			}),
		),
	}),
	'message.sendFile': (named) => ({
		parameters: {
			channelId: named.channelWhatsapp.id,
			numberToSend: '={{ $json.to }}',
			urlFile: 'https://example.com/a.pdf',
			fileToSend: '={{ $json.field }}',
			synchronousMessage: true,
		},
		items: [
			{ to: '(11) 99999-9999', field: 'photo' },
			{ to: '(11) 99999-9999', field: '' },
		],
		binary: { photo },
		sent: [
			route('POST /chat/v1/message/send-sync', { body: { body: { fileUrl: 'https://example.com/a.pdf' } } }),
			route('POST /chat/v1/message/send-sync', { body: { body: { fileId: expect.any(String) } } }),
		],
	}),
	'message.sendTemplate': (named) => ({
		parameters: {
			channelId: named.channelWhatsapp.id,
			numberToSend: '={{ $json.to }}',
			templates: chosen(named.templateWithImageHeader.id, 'IMAGE'),
			paramsTemplates: { params: [{ name: 'nome', value: '={{ $json.name }}' }] },
			fileToSend: 'photo',
		},
		items: [
			{ to: '(11) 99999-9999', name: 'Ana' },
			{ to: '(11) 98888-0001', name: 'Rui' },
		],
		binary: { photo },
		sent: ['Ana', 'Rui'].map((nome) =>
			route('POST /chat/v1/send/template', {
				body: { templateId: named.templateWithImageHeader.id, parameters: { nome }, fileIdOrUrl: expect.any(String) },
			}),
		),
	}),

	'panel.createAnnotationFile': (named) => ({
		parameters: {
			cardId: '={{ $json.card }}',
			fileUrls: { fileUrl: ['https://example.com/a.pdf', '=https://example.com/{{ $json.file }}.pdf'] },
		},
		items: [
			{ card: named.cardOpen.id, file: 'x' },
			{ card: named.cardWon.id, file: 'y' },
		],
		sent: ['x', 'y'].map((file) =>
			route('POST /crm/v1/panel/card/{cardId}/note', {
				body: { fileUrls: ['https://example.com/a.pdf', `https://example.com/${file}.pdf`] },
			}),
		),
	}),
	'panel.createAnnotationText': (named) => ({
		parameters: { cardId: '={{ $json.card }}', textMessage: '={{ $json.text }}' },
		items: [
			{ card: named.cardOpen.id, text: 'One' },
			{ card: named.cardWon.id, text: 'Two' },
		],
		sent: ['One', 'Two'].map((text) => route('POST /crm/v1/panel/card/{cardId}/note', { body: { text } })),
	}),
	'panel.createCard': (named) => ({
		parameters: {
			panels: named.panelSales.id,
			stepPanels: '={{ $json.step }}',
			tagsPanel: [named.panelTagHot.id],
			title: '={{ $json.title }}',
			description: 'From the shop',
			position: '',
			monetaryAmount: 10.5,
			responsibleId: named.agentMaria.userId ?? '',
			contactId: named.contactAna.id,
			customFieldsPanel: { rows: [{ key: 'quantidade', value: '={{ $json.count }}' }] },
			metadata: { rows: [{ key: 'order', value: '7' }] },
		},
		items: [
			{ step: named.stepNew.id, title: 'First', count: '3' },
			{ step: named.stepNegotiation.id, title: 'Second', count: '4' },
		],
		sent: [
			route('POST /crm/v2/panel/card', {
				body: {
					stepId: named.stepNew.id,
					title: 'First',
					tagIds: [named.panelTagHot.id],
					description: 'From the shop',
					monetaryAmount: 10.5,
					responsibleUserId: named.agentMaria.userId,
					contactIds: [named.contactAna.id],
					customFields: { quantidade: 3 },
					metadata: { order: '7' },
				},
			}),
			route('POST /crm/v2/panel/card', { body: { title: 'Second', customFields: { quantidade: 4 } } }),
		],
	}),
	'panel.deleteCardAnnotation': (named) => ({
		parameters: { cardId: named.cardOpen.id, noteId: '={{ $json.note }}' },
		items: [{ note: '$note0' }, { note: '$note1' }],
		sent: [route('DELETE /crm/v1/panel/card/{cardId}/note/{noteId}')],
	}),
	'panel.duplicateCard': (named) => ({
		parameters: {
			cardId: '={{ $json.card }}',
			stepId: named.stepNegotiation.id,
			archiveOriginalCard: true,
			fieldsCard: ['Contacts', 'Tags', 'Undefined'],
		},
		items: [{ card: named.cardOpen.id }, { card: named.cardWon.id }],
		sent: [named.cardOpen, named.cardWon].map(({ id }) =>
			route('POST /crm/v2/panel/card/{id}/duplicate', {
				path: `/crm/v2/panel/card/${id}/duplicate`,
				body: {
					copyToStepId: named.stepNegotiation.id,
					options: { archiveOriginalCard: true, fields: ['Contacts', 'Tags'] },
				},
			}),
		),
	}),
	'panel.listCardAnnotations': (named) => ({
		parameters: { cardId: '={{ $json.card }}', updatedAtBefore: '2030-01-01 00:00' },
		items: [{ card: named.cardOpen.id }],
		sent: [
			route('GET /crm/v1/panel/card/{cardId}/note', {
				query: { 'UpdatedAt.Before': '2030-01-01T03:00:00.000Z', PageSize: '15', OrderDirection: 'ASCENDING' },
			}),
		],
	}),
	'panel.listCards': (named) => ({
		parameters: {
			panels: named.panelSales.id,
			stepPanels: '={{ $json.step }}',
			responsibleId: named.agentMaria.userId ?? '',
			contactId: named.contactAna.id,
			textFilter: 'Ana',
			includeArchived: '={{ $json.archived }}',
			includeDetailsGetCards: ['Contacts', 'StepPhase'],
		},
		items: [
			{ step: named.stepNew.id, archived: false },
			{ step: named.stepNew.id, archived: true },
		],
		sent: [
			route('GET /crm/v2/panel/card', {
				query: {
					PanelId: named.panelSales.id,
					StepId: named.stepNew.id,
					ResponsibleUserId: named.agentMaria.userId,
					ContactId: named.contactAna.id,
					TextFilter: 'Ana',
					Statuses: ['LOST', 'OPEN', 'WON'],
					IncludeDetails: ['Contacts', 'StepPhase'],
				},
			}),
			route('GET /crm/v2/panel/card', { query: { Statuses: ['ARCHIVED', 'LOST', 'OPEN', 'WON'] } }),
		],
	}),
	'panel.getAllPanels': () => ({
		parameters: { title: '={{ $json.title }}', pageSize: 5 },
		items: [{ title: 'Funil' }, { title: 'Chamados' }],
		sent: ['Funil', 'Chamados'].map((Title) => route('GET /crm/v2/panel', { query: { Title } })),
	}),
	'panel.getCardById': (named) => ({
		parameters: { cardId: '={{ $json.card }}', includeDetailsGetCards: ['PanelTitle'] },
		items: [{ card: named.cardOpen.id }, { card: named.cardLost.id }],
		sent: [route('GET /crm/v2/panel/card/{id}', { query: { IncludeDetails: 'PanelTitle' } })],
	}),
	'panel.getPanelById': (named) => ({
		parameters: { panelId: '={{ $json.panel }}', includeDetailsPanel: ['Cards'] },
		items: [{ panel: named.panelSales.id }, { panel: named.panelManagement.id }],
		sent: [route('GET /crm/v1/panel/{id}', { query: { IncludeDetails: ['Cards', 'Steps'] } })],
	}),
	'panel.updateCard': (named) => ({
		parameters: {
			cardIdUpdateCard: '={{ $json.card }}',
			fieldsUpdateCard: [
				'Archived',
				'ContactIds',
				'CustomFields',
				'Description',
				'Metadata',
				'MonetaryAmount',
				'ResponsibleUserId',
				'SessionId',
				'StepId',
				'TagIds',
				'Title',
			],
			includeArchivedUpdateCard: true,
			contactsIdUpdateCard: { contactId: [named.contactAna.id, '={{ $json.contact }}'] },
			customFieldsCardUpdateCard: { rows: [{ key: 'quantidade', value: '5' }] },
			metadataUpdateCard: { rows: [{ key: 'a', value: 'b' }] },
			monetaryAmountUpdateCard: '={{ $json.amount }}',
			userIdUpdateCard: named.agentJoao.userId ?? '',
			sessionIdUpdateCard: named.sessionPending.id,
			stepIdUpdateCard: named.stepNegotiation.id,
			updateCardTagIdUpdateCard: [named.panelTagCold.id],
			titleCardUpdateCard: '={{ $json.title }}',
		},
		items: [
			{ card: named.cardOpen.id, contact: named.contactForeign.id, amount: 7, title: 'One' },
			{ card: named.cardLost.id, contact: named.contactForeign.id, amount: 8, title: 'Two' },
		],
		sent: [
			route('PUT /crm/v3/panel/card/{id}', {
				path: `/crm/v3/panel/card/${named.cardOpen.id}`,
				body: {
					status: 'ARCHIVED',
					contactIds: [named.contactAna.id, named.contactForeign.id],
					customFields: { quantidade: 5 },
					description: null,
					metadata: { a: 'b' },
					monetaryAmount: 7,
					responsibleUserId: named.agentJoao.userId,
					sessionId: named.sessionPending.id,
					stepId: named.stepNegotiation.id,
					tagIds: [named.panelTagCold.id],
					title: 'One',
				},
			}),
			route('PUT /crm/v3/panel/card/{id}', { body: { title: 'Two', monetaryAmount: 8 } }),
		],
	}),

	'sequence.addContactToSequence': (named) => ({
		parameters: {
			sequenceId: named.sequenceEmpty.id,
			contactId: '={{ $json.contact }}',
			phonenumber: '={{ $json.phone }}',
		},
		items: [
			{ contact: named.contactAna.id, phone: '' },
			{ contact: '', phone: '(11) 98888-0001' },
		],
		sent: [
			route('POST /chat/v1/sequence/{id}/contact', { body: { contactId: named.contactAna.id } }),
			route('POST /chat/v1/sequence/{id}/contact', { body: { phoneNumber: expect.stringMatching(/^5511/) } }),
		],
	}),
	'sequence.addContactsToSequence': (named) => ({
		parameters: {
			sequenceId: named.sequenceEmpty.id,
			contactsId: { contactId: ['={{ $json.ids }}'] },
			phonenumbers: { phonenumber: ['={{ $json.phone }}', '+54 9 11 2233-4455'] },
		},
		items: [{ ids: [named.contactAna.id, named.contactForeign.id], phone: '(11) 98888-0001' }],
		sent: [
			route('POST /chat/v1/sequence/{id}/contact/batch', {
				body: {
					contactIds: [named.contactAna.id, named.contactForeign.id],
					phoneNumbers: [expect.stringMatching(/^5511/), expect.stringMatching(/54/)],
				},
			}),
		],
	}),
	'sequence.listSequences': (named) => ({
		parameters: {
			includeDetailsSequence: ['ExecutionStats'],
			name: '={{ $json.name }}',
			contactId: named.contactAna.id,
		},
		items: [{ name: 'Boas-vindas' }, { name: 'Boas' }],
		sent: ['Boas-vindas', 'Boas'].map((Name) =>
			route('GET /chat/v1/sequence', {
				query: { Name, ContactId: named.contactAna.id, IncludeDetails: 'ExecutionStats' },
			}),
		),
	}),
	'sequence.getContactsBySequence': (named) => ({
		parameters: { sequenceId: '={{ $json.sequence }}' },
		items: [{ sequence: named.sequenceWelcome.id }],
		sent: [route('GET /chat/v2/sequence/{id}/contact')],
	}),
	'sequence.removeContactToSequence': (named) => ({
		parameters: { sequenceId: named.sequenceWelcome.id, contactId: '={{ $json.contact }}' },
		items: [{ contact: named.contactAna.id }],
		sent: [route('DELETE /chat/v1/sequence/{id}/contact', { body: { contactId: named.contactAna.id } })],
	}),
	'sequence.removeContactsToSequence': (named) => ({
		parameters: { sequenceId: named.sequenceWelcome.id, contactsId: { contactId: [named.contactAna.id] } },
		items: [{}],
		sent: [route('DELETE /chat/v1/sequence/{id}/contact/batch', { body: { contactIds: [named.contactAna.id] } })],
	}),

	'session.updateStatusSession': (named) => ({
		parameters: { sessionId: '={{ $json.session }}', statusSessionOption: '={{ $json.status }}' },
		items: [
			{ session: named.sessionInProgress.id, status: 'PENDING' },
			{ session: named.sessionPending.id, status: 'IN_PROGRESS' },
		],
		sent: ['PENDING', 'IN_PROGRESS'].map((newStatus) =>
			route('PUT /chat/v1/session/{id}/status', { body: { newStatus } }),
		),
	}),
	'session.concludeSession': (named) => ({
		parameters: { sessionId: '={{ $json.session }}' },
		items: [{ session: named.sessionInProgress.id }, { session: named.sessionPending.id }],
		sent: [route('PUT /chat/v1/session/{id}/complete', { body: { reactivateOnNewMessage: false } })],
	}),
	'session.listSessions': (named) => ({
		parameters: {
			channelsIds: [named.channelWhatsapp.id],
			statusSession: ['IN_PROGRESS', 'Started'],
			lastInteractionAtAfter: '2024-01-31 10:00',
			departmentId: '={{ $json.department }}',
			userId: named.agentMaria.userId ?? '',
			contactId: named.contactAna.id,
			includeDetails: ['ContactDetails', 'Undefined'],
			pageSize: 5,
		},
		items: [{ department: named.departmentSales.id }, { department: '' }],
		sent: [named.departmentSales.id, undefined].map((id) =>
			route('GET /chat/v2/session', {
				query: {
					ChannelsId: named.channelWhatsapp.id,
					Status: ['IN_PROGRESS', 'STARTED'],
					'LastInteractionAt.After': '2024-01-31T13:00:00.000Z',
					...(id === undefined ? {} : { DepartmentId: id }),
					UserId: named.agentMaria.userId,
					ContactId: named.contactAna.id,
					IncludeDetails: 'ContactDetails',
				},
			}),
		),
	}),
	'session.getSessionById': (named) => ({
		parameters: { sessionId: '={{ $json.session }}', includeDetails: ['AgentDetails'] },
		items: [{ session: named.sessionInProgress.id }, { session: named.sessionCompleted.id }],
		sent: [route('GET /chat/v2/session/{id}', { query: { includeDetails: 'AgentDetails' } })],
	}),
	'session.sendFileBySessionid': (named) => ({
		parameters: { sessionId: '={{ $json.session }}', urlFile: '={{ $json.url }}' },
		items: [{ session: named.sessionInProgress.id, url: 'https://example.com/a.pdf' }],
		sent: [route('POST /chat/v1/session/{id}/message', { body: { fileUrl: 'https://example.com/a.pdf' } })],
	}),
	'session.sendTemplateBySessionid': (named) => ({
		parameters: {
			sessionId: '={{ $json.session }}',
			templatesBySession: chosen(named.templateWithParams.id),
			paramsTemplatesSession: {
				params: [
					{ name: 'nome', value: '={{ $json.name }}' },
					{ name: '={{ "pedido" }}', value: '=N-{{ $json.order }}' },
				],
			},
			synchronousMessage: true,
		},
		items: [
			{ session: named.sessionInProgress.id, name: 'Ana', order: 7 },
			{ session: named.sessionExpiredWindow.id, name: 'Rui', order: 8 },
		],
		sent: [
			{ nome: 'Ana', pedido: 'N-7' },
			{ nome: 'Rui', pedido: 'N-8' },
		].map((parameters) =>
			route('POST /chat/v1/session/{id}/message/sync', {
				body: { templateId: named.templateWithParams.id, parameters },
			}),
		),
	}),
	'session.sendTextBySessionid': (named) => ({
		parameters: { sessionId: '={{ $json.session }}', textMessage: '={{ $json.text }}' },
		items: [
			{ session: named.sessionInProgress.id, text: 'One' },
			{ session: named.sessionPending.id, text: 'Two' },
		],
		sent: ['One', 'Two'].map((text) => route('POST /chat/v1/session/{id}/message', { body: { text } })),
	}),
	'session.transferSession': (named) => ({
		parameters: {
			sessionId: '={{ $json.session }}',
			departmentId: named.departmentSales.id,
			userIdByDepartment: '={{ $json.user }}',
		},
		items: [
			{ session: named.sessionPending.id, user: '' },
			{ session: named.sessionStarted.id, user: named.agentJoao.userId ?? '' },
		],
		sent: [
			route('PUT /chat/v1/session/{id}/transfer', {
				body: { type: 'DEPARTMENT', newDepartmentId: named.departmentSales.id },
			}),
			route('PUT /chat/v1/session/{id}/transfer', { body: { type: 'USER', newUserId: named.agentJoao.userId } }),
		],
	}),
	'session.transferToUser': (named) => ({
		parameters: { sessionId: '={{ $json.session }}', userId: named.agentMaria.userId ?? '' },
		items: [{ session: named.sessionPending.id }, { session: named.sessionStarted.id }],
		sent: [route('PUT /chat/v1/session/{id}/assignee', { body: { userId: named.agentMaria.userId } })],
	}),
	'session.updateSession': (named) => ({
		parameters: {
			sessionId: '={{ $json.session }}',
			fieldsUpdate: ['DepartmentId', 'Metadata', 'Number', 'UserId'],
			departmentIdUpdatedSession: named.departmentSupport.id,
			usersUpdateSession: 'NOT_SEND',
			number: '={{ $json.number }}',
			metadataUpdateSession: { rows: [{ key: 'order', value: '={{ $json.number }}' }] },
		},
		items: [
			{ session: named.sessionInProgress.id, number: '2026-1' },
			{ session: named.sessionPending.id, number: '2026-2' },
		],
		sent: ['2026-1', '2026-2'].map((number) =>
			route('PUT /chat/v2/session/{id}/partial', {
				body: { departmentId: named.departmentSupport.id, userId: null, number, metadata: { order: number } },
			}),
		),
	}),
};
