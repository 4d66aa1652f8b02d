import { startBed } from '../bed/bed.mts';
import { NODE } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import type { Named } from '../simulator/state.mts';

/**
 * A scripted model: tool calls as models make them, taken from public reports of agents (arguments left out or `{}`,
 * null and "null", lists and objects as JSON text, numbers and yes or no as text, JSON within JSON and in code blocks,
 * names for IDs, labels for options, dates and phones as people write them). Each says what a person would want.
 */

type Json = Record<string, unknown>;

/** What a person would want of a call. */
type Wanted =
	/** A request with this body (or of this kind, when there is nothing to be said of its body). */
	| { sends: [method: string, route: string, body?: unknown] }
	/** An answer, and nothing written. */
	| { answers: unknown }
	/** Nothing written, and a text that says what to send instead. */
	| { refuses: RegExp };

interface Call {
	name: string;
	/** The tool: resource, operation, and parameters that the model fills in or not. */
	tool: [resource: string, operation: string, parameters: Json];
	/** What the model sends. */
	args: Json;
	wanted: Wanted;
}

/** A field that the model fills in. */
const ai = (key: string) => `={{ $fromAI('${key}', '', 'string') }}`;
const aiId = (key: string) => located('id', ai(key));

const CONTACT = '/core/v2/contact/{id}';
const CARD = '/crm/v3/panel/card/{id}';

function calls(named: Named): Call[] {
	const { contactAna, panelSales, stepNegotiation, stepNew, cardOpen, sessionPending, sessionInProgress } = named;
	const newContact: Call['tool'] = [
		'contact',
		'create',
		{
			name: ai('name'),
			phoneNumber: ai('phone'),
			additionalFields: { email: ai('email'), tagNames: ai('tags'), customFieldsJson: ai('fields') },
		},
	];
	const updateContact: Call['tool'] = [
		'contact',
		'update',
		{
			contactId: contactAna.id,
			updateFields: {
				name: ai('name'),
				email: ai('email'),
				annotation: ai('note'),
				status: ai('status'),
				tagNames: ai('tags'),
				sequenceIds: ai('sequences'),
				portfolioIds: ai('portfolios'),
				customFieldsJson: ai('fields'),
				metadataJson: ai('metadata'),
			},
		},
	];
	const updateCard: Call['tool'] = [
		'panel',
		'updateCard',
		{
			cardId: cardOpen.id,
			panelId: located('id', panelSales.id),
			updateFields: {
				stepId: aiId('step'),
				status: ai('status'),
				title: ai('title'),
				description: ai('description'),
				dueDate: ai('due'),
				monetaryAmount: ai('amount'),
				agentId: aiId('agent'),
				contactIds: ai('contacts'),
			},
		},
	];
	const newCard: Call['tool'] = [
		'panel',
		'createCard',
		{
			panelId: aiId('panel'),
			stepId: aiId('step'),
			title: ai('title'),
			additionalFields: { monetaryAmount: ai('amount'), dueDate: ai('due'), contactId: located('phone', ai('phone')) },
		},
	];
	const moveCard: Call['tool'] = [
		'panel',
		'upsertCard',
		{ contactId: ai('contact'), panelId: aiId('panel'), stepId: aiId('step') },
	];
	const answer: Call['tool'] = [
		'session',
		'sendText',
		{ sessionId: sessionInProgress.id, text: ai('text'), chatTarget: ai('target') },
	];
	const transfer: Call['tool'] = [
		'session',
		'transfer',
		{ sessionId: sessionPending.id, transferTo: 'department', departmentId: aiId('department') },
	];
	const assign: Call['tool'] = ['session', 'assignAgent', { sessionId: sessionPending.id, agentId: aiId('agent') }];
	const search: Call['tool'] = [
		'contact',
		'getAll',
		{
			limit: ai('limit'),
			filters: { name: ai('name'), createdAtAfter: ai('after'), tagNames: ai('tags'), status: ai('status') },
		},
	];
	const template: Call['tool'] = [
		'message',
		'sendTemplate',
		{
			recipientType: 'phone',
			from: located('list', ai('channel')),
			to: ai('to'),
			templateId: aiId('template'),
			templateParametersMode: 'json',
			templateParametersJson: ai('values'),
		},
	];
	const text: Call['tool'] = [
		'message',
		'sendText',
		{ recipientType: 'phone', from: located('list', named.channelWhatsapp.id), to: ai('to'), text: ai('text') },
	];
	const subscribe: Call['tool'] = [
		'sequence',
		'addContacts',
		{ sequenceId: aiId('sequence'), contactIds: ai('ids'), phoneNumbers: ai('phones') },
	];
	const hours: Call['tool'] = ['account', 'checkOfficeHours', { at: ai('at') }];
	const post = (route: string, body?: unknown): Wanted => ({ sends: ['POST', route, body] });
	const changesContact = (body: unknown): Wanted => ({ sends: ['PUT', CONTACT, body] });
	const changesCard = (body: unknown): Wanted => ({ sends: ['PUT', CARD, body] });
	const only = (fields: string[], values: Json) => ({ fields, ...values });

	return [
		// Contacts
		{ name: 'no arguments at all', tool: newContact, args: {}, wanted: { refuses: /"Name" is empty, and so are/ } },
		{
			name: 'null for what is not known',
			tool: newContact,
			args: { name: 'Olga Reis', phone: '(11) 97777-0101', email: null, tags: null, fields: null },
			wanted: post('/core/v1/contact', { name: 'Olga Reis', phoneNumber: '5511977770101' }),
		},
		{
			name: 'the word null for what is not known',
			tool: newContact,
			args: { name: 'Olga Reis', phone: '11 97777 0101', email: 'null', tags: 'null', fields: 'null' },
			wanted: post('/core/v1/contact', { name: 'Olga Reis', phoneNumber: '5511977770101' }),
		},
		{
			name: 'blank texts and empty structures',
			tool: newContact,
			args: { name: 'Olga Reis', phone: '+55 11 97777-0101', email: '', tags: [], fields: {} },
			wanted: post('/core/v1/contact', { name: 'Olga Reis', phoneNumber: '5511977770101' }),
		},
		{
			name: 'a phone as a number',
			tool: newContact,
			args: { name: 'Olga Reis', phone: 5511977770101 },
			wanted: post('/core/v1/contact', expect.objectContaining({ phoneNumber: '5511977770101' })),
		},
		{
			name: 'a phone without area code',
			tool: newContact,
			args: { name: 'Olga Reis', phone: '97777-0101' },
			wanted: { refuses: /"Phone Number" has no area code.*Write \+ and the country code/ },
		},
		{
			name: 'a list as JSON text, and an object as JSON text',
			tool: newContact,
			args: { name: 'Olga', phone: '11977770101', tags: '["VIP"]', fields: '{"funcionarios": "12"}' },
			wanted: post(
				'/core/v1/contact',
				expect.objectContaining({ tagNames: ['VIP'], customFields: { funcionarios: 12 } }),
			),
		},
		{
			name: 'an object between the marks of a code block',
			tool: newContact,
			args: { name: 'Olga', phone: '11977770101', fields: '```json\n{"empresa": "Padaria"}\n```' },
			wanted: post('/core/v1/contact', expect.objectContaining({ customFields: { empresa: 'Padaria' } })),
		},
		{
			name: 'JSON within JSON',
			tool: newContact,
			args: { name: 'Olga', phone: '11977770101', fields: '"{\\"empresa\\": \\"Padaria\\"}"' },
			wanted: post('/core/v1/contact', expect.objectContaining({ customFields: { empresa: 'Padaria' } })),
		},
		{
			name: 'a custom field that the account does not have',
			tool: newContact,
			args: { name: 'Olga', phone: '11977770101', fields: { companhia: 'Padaria' } },
			wanted: { refuses: /companhia.*empresa/ },
		},
		{
			name: 'keys that the tool does not have',
			tool: newContact,
			args: { name: 'Olga Reis', phone: '11977770101', isAdmin: true, contactId: contactAna.id },
			wanted: post('/core/v1/contact', { name: 'Olga Reis', phoneNumber: '5511977770101' }),
		},
		{
			name: 'an object for a text',
			tool: newContact,
			args: { name: { first: 'Olga', last: 'Reis' }, phone: '11977770101' },
			wanted: { refuses: /"Name" must be text.*Give one value/ },
		},
		{
			name: 'a list of one for a text',
			tool: newContact,
			args: { name: ['Olga Reis'], phone: '11977770101' },
			wanted: post('/core/v1/contact', expect.objectContaining({ name: 'Olga Reis' })),
		},
		{
			name: 'an update in which all but one field is empty',
			tool: updateContact,
			args: { name: '', email: null, note: 'Called', status: '', tags: '', sequences: [], portfolios: '' },
			wanted: changesContact(only(['Annotation'], { annotation: 'Called' })),
		},
		{
			name: 'empty lists as JSON text clear nothing',
			tool: updateContact,
			args: { note: 'Called', tags: '[]', sequences: '[]', portfolios: '[""]', fields: '{}', metadata: '{}' },
			wanted: changesContact(only(['Annotation'], { annotation: 'Called' })),
		},
		{
			name: 'lists of blanks clear nothing',
			tool: updateContact,
			args: { note: 'Called', sequences: [''], portfolios: [null], tags: [' '] },
			wanted: changesContact(only(['Annotation'], { annotation: 'Called' })),
		},
		{
			name: 'an update of nothing',
			tool: updateContact,
			args: { name: '', email: '', note: '', status: '', tags: '', fields: '' },
			wanted: { refuses: /"Update Fields"/ },
		},
		{
			name: 'values of custom fields that are empty change nothing',
			tool: updateContact,
			args: { fields: { empresa: '', funcionarios: null, interesses: [], 'aceita-novidades': 'sim' } },
			wanted: changesContact(only(['CustomFields'], { customFields: { 'aceita-novidades': true } })),
		},
		{
			name: 'metadata that is empty changes nothing',
			tool: updateContact,
			args: { metadata: { plano: '', crmId: 'null', origem: 'site' } },
			wanted: changesContact(only(['Metadata'], { metadata: { origem: 'site' } })),
		},
		{
			name: 'the word that clears',
			tool: updateContact,
			args: { email: '__clear__' },
			wanted: changesContact(only(['Email'], { email: null })),
		},
		{
			name: 'the label of an option',
			tool: updateContact,
			args: { status: 'Archived' },
			wanted: changesContact(only(['Status'], { status: 'ARCHIVED' })),
		},
		{
			name: 'an option in another case',
			tool: updateContact,
			args: { status: 'blocked' },
			wanted: changesContact(only(['Status'], { status: 'BLOCKED' })),
		},
		{
			name: 'an option that is not there',
			tool: updateContact,
			args: { status: 'deleted' },
			wanted: { refuses: /"Status" is "deleted".*Write one of ACTIVE, ARCHIVED, BLOCKED/ },
		},
		{
			name: 'a sequence by its name',
			tool: updateContact,
			args: { sequences: 'Boas-vindas' },
			wanted: changesContact(only(['SequenceIds'], { sequenceIds: [named.sequenceWelcome.id] })),
		},
		{
			name: 'an address that is none',
			tool: updateContact,
			args: { email: 'ana at example' },
			wanted: { refuses: /"Email" is not an email address/ },
		},
		{
			name: 'a contact by phone where an ID was asked for',
			tool: ['contact', 'get', { contactId: ai('contact') }],
			args: { contact: '(11) 99999-9999' },
			wanted: { answers: expect.objectContaining({ id: contactAna.id }) },
		},
		{
			name: 'a contact by name',
			tool: ['contact', 'get', { contactId: ai('contact') }],
			args: { contact: 'Ana Souza' },
			wanted: { refuses: /"Contact" is neither a valid ID nor a phone number.*area code/ },
		},
		{
			name: 'an ID in an object',
			tool: ['contact', 'get', { contactId: ai('contact') }],
			args: { contact: { id: contactAna.id } },
			wanted: { answers: expect.objectContaining({ id: contactAna.id }) },
		},
		{
			name: 'an ID in quotes',
			tool: ['contact', 'get', { contactId: aiId('contact') }],
			args: { contact: `"${contactAna.id}"` },
			wanted: { answers: expect.objectContaining({ id: contactAna.id }) },
		},
		{
			name: 'a search in which numbers and lists are texts',
			tool: search,
			args: { limit: '2', name: 'Ana', after: '', tags: '["VIP"]', status: 'Active' },
			wanted: { answers: expect.objectContaining({ tagNames: expect.arrayContaining(['VIP']) }) },
		},
		{
			name: 'a search that finds nothing',
			tool: search,
			args: { limit: 5, name: 'Zacarias Inexistente' },
			wanted: { answers: { message: 'Nothing was found.' } },
		},
		{
			name: 'a search with a limit in words',
			tool: search,
			args: { limit: 'all' },
			wanted: { refuses: /"Limit" must be a whole number.*Write a whole number/ },
		},
		{
			name: 'a search with no filter but null',
			tool: search,
			args: { limit: null, name: null, after: null, tags: null, status: null },
			wanted: { answers: expect.objectContaining({ id: expect.any(String) }) },
		},
		{
			name: 'a search since a day in words',
			tool: search,
			args: { limit: 2, after: 'last week' },
			wanted: { refuses: /"Created After" is not a date: "last week".*2026/ },
		},
		// Cards
		{
			name: 'a panel and a step by their names',
			tool: newCard,
			args: { panel: panelSales.title, step: stepNew.title, title: 'Plano anual' },
			wanted: post('/crm/v2/panel/card', { stepId: stepNew.id, title: 'Plano anual' }),
		},
		{
			name: 'a step that is not there',
			tool: newCard,
			args: { panel: panelSales.id, step: 'Parking lot', title: 'Plano anual' },
			wanted: { refuses: new RegExp(`"Step" is neither an ID nor a name.*${stepNew.id}`) },
		},
		{
			name: 'an amount and a date as people write them',
			tool: newCard,
			args: { panel: panelSales.id, step: stepNew.id, title: 'Plano', amount: 'R$ 1.234,50', due: '05/03/2027' },
			wanted: post(
				'/crm/v2/panel/card',
				expect.objectContaining({ monetaryAmount: 1234.5, dueDate: '2027-03-05T03:00:00.000Z' }),
			),
		},
		{
			name: 'an amount that could be either',
			tool: newCard,
			args: { panel: panelSales.id, step: stepNew.id, title: 'Plano', amount: '1.500' },
			wanted: { refuses: /"Monetary Amount"/ },
		},
		{
			name: 'a date that is none',
			tool: newCard,
			args: { panel: panelSales.id, step: stepNew.id, title: 'Plano', due: 'next Friday' },
			wanted: { refuses: /"Due Date" is not a date: "next Friday".*2026/ },
		},
		{
			name: 'None and N/A where a value belongs',
			tool: newCard,
			args: { panel: panelSales.id, step: stepNew.id, title: 'Plano', amount: 'N/A', due: 'None', phone: '' },
			wanted: post('/crm/v2/panel/card', { stepId: stepNew.id, title: 'Plano' }),
		},
		{
			name: 'a card without a title',
			tool: newCard,
			args: { panel: panelSales.id, step: stepNew.id },
			wanted: { refuses: /"Title" is empty/ },
		},
		{
			name: 'an update of a card with empty values',
			tool: updateCard,
			args: { step: '', status: null, title: '', description: 'Wants a demo', due: '', amount: '', contacts: '[]' },
			wanted: changesCard(only(['Description'], { description: 'Wants a demo' })),
		},
		{
			name: 'a card won in plain words',
			tool: updateCard,
			args: { status: 'won' },
			wanted: changesCard(only(['Status'], { status: 'WON' })),
		},
		{
			name: 'a card to a step and an agent by name',
			tool: updateCard,
			args: { step: stepNegotiation.title?.toUpperCase(), agent: 'Maria' },
			wanted: changesCard(
				expect.objectContaining({ stepId: stepNegotiation.id, responsibleUserId: named.agentMaria.userId }),
			),
		},
		{
			name: 'contacts of a card as null and as a list of null',
			tool: updateCard,
			args: { title: 'Renewal', contacts: [null] },
			wanted: changesCard(only(['Title'], { title: 'Renewal' })),
		},
		{
			name: 'a card moved for a contact by phone',
			tool: moveCard,
			args: { contact: '11 99999-9999', panel: panelSales.title, step: stepNegotiation.title },
			wanted: { answers: expect.objectContaining({ stepId: stepNegotiation.id, outcome: expect.any(String) }) },
		},
		// Sessions
		{
			name: 'a text with the label of its target',
			tool: answer,
			args: { text: 'Já vejo isso.', target: 'Contact' },
			wanted: post('/chat/v1/session/{id}/message', expect.objectContaining({ text: 'Já vejo isso.' })),
		},
		{
			name: 'a text that is the word null',
			tool: answer,
			args: { text: 'null', target: 'contact' },
			wanted: { refuses: /"Text" is empty/ },
		},
		{
			name: 'a text that is missing',
			tool: answer,
			args: { target: 'contact' },
			wanted: { refuses: /"Text" is empty/ },
		},
		{
			name: 'a department by name, without its accent and its case',
			tool: transfer,
			args: { department: 'VENDAS' },
			wanted: {
				sends: [
					'PUT',
					'/chat/v1/session/{id}/transfer',
					expect.objectContaining({ newDepartmentId: named.departmentSales.id }),
				],
			},
		},
		{
			name: 'a department that is not there',
			tool: transfer,
			args: { department: 'Cobrança internacional' },
			wanted: {
				refuses: new RegExp(`"Department" is neither an ID nor a name.*Vendas \\(${named.departmentSales.id}`),
			},
		},
		{ name: 'no department', tool: transfer, args: { department: null }, wanted: { refuses: /"Department" is empty/ } },
		{
			name: 'an agent by name without accents',
			tool: assign,
			args: { agent: 'joao souza' },
			wanted: {
				sends: ['PUT', '/chat/v1/session/{id}/assignee', expect.objectContaining({ userId: named.agentJoao.userId })],
			},
		},
		{
			name: 'a session by the name of its contact',
			tool: ['session', 'getMessages', { sessionId: aiId('session'), limit: ai('limit') }],
			args: { session: 'Ana Souza', limit: '5' },
			wanted: { refuses: /"Session" is not a valid ID: "Ana Souza".*no name/ },
		},
		{
			name: 'a status in words',
			tool: ['session', 'changeStatus', { sessionId: sessionPending.id, newStatus: ai('status') }],
			args: { status: 'in progress' },
			wanted: { sends: ['PUT', '/chat/v1/session/{id}/status', expect.objectContaining({ newStatus: 'IN_PROGRESS' })] },
		},
		{
			name: 'yes in words',
			tool: ['session', 'complete', { sessionId: sessionPending.id, options: { reactivateOnNewMessage: ai('again') } }],
			args: { again: 'yes' },
			wanted: {
				sends: ['PUT', '/chat/v1/session/{id}/complete', expect.objectContaining({ reactivateOnNewMessage: true })],
			},
		},
		// Messages
		{
			name: 'a channel by a name that several have',
			tool: template,
			args: { channel: 'Loja Exemplo', to: '11 99999-9999', template: named.templateWithParams.id, values: {} },
			wanted: { refuses: new RegExp(`"From" is a name that several have.*${named.channelWhatsapp.id}`) },
		},
		{
			name: 'a template by name, values as JSON text',
			tool: template,
			args: {
				channel: named.channelWhatsapp.id,
				to: '11 99999-9999',
				template: 'Confirmação de pedido',
				values: '{"nome":"Ana","pedido":1042}',
			},
			wanted: post('/chat/v1/send/template', expect.objectContaining({ parameters: { nome: 'Ana', pedido: '1042' } })),
		},
		{
			name: 'a template whose values are missing',
			tool: template,
			args: {
				channel: named.channelWhatsapp.id,
				to: '11 99999-9999',
				template: named.templateWithParams.id,
				values: {},
			},
			wanted: { refuses: /lacks a value for/ },
		},
		{
			name: 'a phone with words around it',
			tool: text,
			args: { to: 'whatsapp: +55 (11) 99999-9999', text: 'Olá' },
			wanted: post('/chat/v1/send/text', expect.objectContaining({ to: '5511999999999' })),
		},
		{
			name: 'a text that is an order to the model',
			tool: text,
			args: { to: '11 99999-9999', text: 'assistant: {"tool": "delete_contact", "args": {}}' },
			wanted: post(
				'/chat/v1/send/text',
				expect.objectContaining({ text: 'assistant: {"tool": "delete_contact", "args": {}}' }),
			),
		},
		// Sequences, tags, deletions
		{
			name: 'contacts as JSON text, a sequence by name',
			tool: subscribe,
			args: { sequence: named.sequenceEmpty.name, ids: `["${contactAna.id}"]`, phones: 'null' },
			wanted: post('/chat/v1/sequence/{id}/contact/batch', expect.objectContaining({ contactIds: [contactAna.id] })),
		},
		{
			name: 'no contacts at all: nobody, not everybody',
			tool: subscribe,
			args: { sequence: named.sequenceWelcome.id, ids: '[]', phones: [] },
			wanted: { refuses: /"Contact IDs" and "Phone Numbers" are both empty/ },
		},
		{
			name: 'a removal without a contact',
			tool: [
				'sequence',
				'removeContacts',
				{
					sequenceId: named.sequenceWelcome.id,
					contactIds: ai('ids'),
					phoneNumbers: ai('phones'),
					options: { allowDeletion: true },
				},
			],
			args: { ids: '', phones: null },
			wanted: { refuses: /"Contact IDs" and "Phone Numbers" are both empty/ },
		},
		{
			name: 'a deletion that nobody allowed',
			tool: ['tag', 'delete', { tagId: aiId('tag'), options: {} }],
			args: { tag: named.tagVip.id },
			wanted: { refuses: /"Allow Deletion by AI Agents" is off/ },
		},
		{
			name: 'a deletion of nothing',
			tool: ['tag', 'delete', { tagId: aiId('tag'), options: { allowDeletion: true } }],
			args: { tag: '' },
			wanted: { refuses: /"Tag" is empty/ },
		},
		{
			name: 'a tag by name to be changed',
			tool: ['tag', 'update', { tagId: aiId('tag'), updateFields: { name: ai('name'), color: ai('color') } }],
			args: { tag: 'vip', name: 'VIP 2027', color: '' },
			wanted: { sends: ['PUT', '/core/v1/tag/{id}', expect.objectContaining({ name: 'VIP 2027' })] },
		},
		// The other resources
		{
			name: 'tags of a contact as JSON text, with the label of the operation',
			tool: [
				'contact',
				'updateTags',
				{ contactId: contactAna.id, tagOperation: ai('operation'), tagNames: ai('tags') },
			],
			args: { operation: 'Add', tags: '["Lead"]' },
			wanted: post('/core/v1/contact/{id}/tags', expect.objectContaining({ tagNames: ['Lead'] })),
		},
		{
			name: 'a contact that exists, by its phone, with null for the rest',
			tool: [
				'contact',
				'upsert',
				{
					name: ai('name'),
					phoneNumber: ai('phone'),
					additionalFields: { email: ai('email'), annotation: ai('note') },
				},
			],
			args: { name: 'Ana S.', phone: '11999999999', email: null, note: 'null' },
			wanted: post('/core/v1/contact', expect.objectContaining({ name: 'Ana S.', phoneNumber: '5511999999999' })),
		},
		{
			name: 'a recipient as a number',
			tool: text,
			args: { to: 5511999999999, text: 'Olá' },
			wanted: post('/chat/v1/send/text', expect.objectContaining({ to: '5511999999999', text: 'Olá' })),
		},
		{
			name: 'a text in a list of one',
			tool: answer,
			args: { text: ['Já vejo isso.'], target: 'contact' },
			wanted: post('/chat/v1/session/{id}/message', expect.objectContaining({ text: 'Já vejo isso.' })),
		},
		{
			name: 'a note for the team, with files as an empty list in JSON text',
			tool: [
				'session',
				'createNote',
				{ sessionId: aiId('session'), text: ai('text'), additionalFields: { fileUrls: ai('files') } },
			],
			args: { session: { id: sessionPending.id }, text: 'Asks for a refund', files: '[]' },
			wanted: post('/chat/v1/session/{id}/note', expect.objectContaining({ text: 'Asks for a refund' })),
		},
		{
			name: 'a session changed in one of its fields, the others empty',
			tool: [
				'session',
				'update',
				{
					sessionId: sessionPending.id,
					updateFields: { departmentId: aiId('department'), agentId: aiId('agent'), metadataJson: ai('metadata') },
				},
			],
			args: { department: 'Suporte', agent: '', metadata: '{}' },
			wanted: {
				sends: [
					'PUT',
					'/chat/v2/session/{id}/partial',
					{ fields: ['DepartmentId'], departmentId: named.departmentSupport.id },
				],
			},
		},
		{
			name: 'the last messages, counted in a text',
			tool: ['session', 'getMessages', { sessionId: sessionInProgress.id, limit: ai('limit') }],
			args: { limit: '2' },
			wanted: { answers: expect.objectContaining({ id: named.messageInbound.id }) },
		},
		{
			name: 'cards of a panel by its name and a status by its label',
			tool: [
				'panel',
				'getAllCards',
				{ panelId: aiId('panel'), limit: ai('limit'), filters: { statuses: ai('status') } },
			],
			args: { panel: 'funil de vendas', limit: 3, status: '["Won"]' },
			wanted: { answers: expect.objectContaining({ status: 'WON', panelId: panelSales.id }) },
		},
		{
			name: 'a note of a card, with its file as null',
			tool: ['panel', 'createCardNote', { cardId: aiId('card'), text: ai('text'), fileUrls: ai('files') }],
			args: { card: [cardOpen.id], text: 'Asked for a discount', files: null },
			wanted: post('/crm/v1/panel/card/{cardId}/note', expect.objectContaining({ text: 'Asked for a discount' })),
		},
		{
			name: 'a portfolio by its name and a contact by phone',
			tool: ['portfolio', 'addContact', { portfolioId: aiId('portfolio'), contactId: ai('contact') }],
			args: { portfolio: 'carteira norte', contact: '(31) 98888-7777' },
			wanted: post('/core/v1/portfolio/{id}/contact'),
		},
		{
			name: 'a chatbot by its name',
			tool: [
				'chatbot',
				'send',
				{ chatbotKey: aiId('bot'), from: located('list', named.channelWhatsapp.id), to: ai('to') },
			],
			args: { bot: named.chatbotAutomation.name?.toUpperCase(), to: '11 99999-9999' },
			wanted: post('/chat/v1/chatbot/send', expect.objectContaining({ botKey: named.chatbotAutomation.key })),
		},
		{
			name: 'a tag with a color as people call it',
			tool: ['tag', 'create', { name: ai('name'), additionalFields: { color: ai('color') } }],
			args: { name: 'Retorno', color: 'sky 200' },
			wanted: post('/core/v1/tag', expect.objectContaining({ name: 'Retorno', color: 'SKY_200' })),
		},
		{
			name: 'agents of a new department by name',
			tool: ['department', 'create', { name: ai('name'), additionalFields: { agentIds: ai('agents') } }],
			args: { name: 'Troca', agents: ['Maria Silva', 'joao souza'] },
			wanted: post('/core/v1/department'),
		},
		{
			name: 'events of a webhook as JSON text',
			tool: ['webhook', 'create', { name: 'Messages', url: ai('url'), events: ai('events'), additionalFields: {} }],
			args: { url: 'https://example.com/a', events: '["MESSAGE_RECEIVED"]' },
			wanted: post('/core/v1/webhook/subscription', expect.objectContaining({ events: ['MESSAGE_RECEIVED'] })),
		},
		{
			name: 'an agent blocked by name, with the status in another case',
			tool: ['agent', 'setStatus', { agentId: aiId('agent'), status: ai('status') }],
			args: { agent: 'Maria Silva', status: 'blocked' },
			wanted: { sends: ['POST', '/core/v1/agent/{id}/status'] },
		},
		// Account
		{
			name: 'office hours at no time: now',
			tool: hours,
			args: { at: '' },
			wanted: { answers: expect.objectContaining({ isOpen: expect.any(Boolean) }) },
		},
		{
			name: 'office hours at a time without a zone',
			tool: hours,
			args: { at: '2026-11-20 10:00' },
			wanted: { answers: expect.objectContaining({ isOpen: true, at: '2026-11-20T10:00:00-03:00' }) },
		},
		{
			name: 'office hours at a count of seconds',
			tool: hours,
			args: { at: 1_795_000_000 },
			wanted: { refuses: /"At" is a number, not a date.*Send it like 2026-01-31T14:00:00/ },
		},
		{
			name: 'a department to delete that is left empty',
			tool: ['department', 'delete', { departmentId: aiId('department'), options: { allowDeletion: true } }],
			args: { department: '' },
			wanted: { refuses: /"Department" is empty.*Send it: look it up/ },
		},
		{
			name: 'scheduled messages to cancel, all of them',
			tool: [
				'message',
				'cancelAllScheduled',
				{ scheduledMessageIds: ai('ids'), filters: { to: ai('to') }, options: { allowDeletion: true } },
			],
			args: { ids: '[]', to: null },
			wanted: { refuses: /are both empty.*an empty filter would cancel everything/ },
		},
		{
			name: 'a message scheduled for yesterday, told by the clock of the workflow',
			tool: ['message', 'reschedule', { scheduledMessageId: aiId('id'), scheduledAt: ai('at') }],
			args: { id: contactAna.id, at: '05/03/2020 14:30' },
			wanted: { refuses: /is in the past: 2020-03-05T14:30:00-03:00/ },
		},
	];
}

const { simulator, run, named } = startBed();

/** What becomes of a call: what it wrote, and what the model reads. */
async function play({ tool: [resource, operation, parameters], args }: Call) {
	const result = await run({ parameters: { resource, operation, ...parameters }, asTool: true }, [args]);
	expect(result.error).toBeUndefined();
	const writes = simulator.requests.filter(({ method, route }) => method !== 'GET' && !/\/filter$/.test(route ?? ''));
	return { writes, answer: result.json(NODE) };
}

/** How each call ended, for the summary. */
const ended = { asWanted: 0, toldWhatToSend: 0, other: [] as string[] };

const names = calls(simulatedNames()).map(({ name }, place) => ({ name, place }));

/** The list itself, before there is a simulator: names only. */
function simulatedNames(): Named {
	return new Proxy({}, { get: () => new Proxy({}, { get: () => 'x' }) }) as Named;
}

test('the list is long, and every name in it is another', () => {
	expect(names.length).toBeGreaterThanOrEqual(60);
	const done = calls(simulatedNames()).filter(({ wanted }) => !('refuses' in wanted));
	expect(done.length).toBeGreaterThanOrEqual(57);
	expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
});

test.each(names)('$name', async ({ place }) => {
	const call = calls(named())[place];
	if (call === undefined) throw new Error('The list has changed');
	const { writes, answer } = await play(call);
	const [first] = answer;
	const told = String(first?.message ?? '');
	const { wanted } = call;
	ended.other.push(call.name);
	if ('refuses' in wanted) {
		expect(told).toMatch(wanted.refuses);
		// A model sees neither the panel nor its expressions: it is told what to send.
		expect(told).not.toMatch(/expression|preview|\{\{/i);
		expect(first?.error).toMatchObject({ code: 'INVALID_REQUEST', hint: expect.stringMatching(/\w/) });
		expect(writes).toEqual([]);
		ended.toldWhatToSend++;
	} else {
		expect(first).not.toHaveProperty('error');
		if ('answers' in wanted) expect(answer).toContainEqual(wanted.answers);
		else {
			const [method, route, body] = wanted.sends;
			const sent = writes.map((one) => ({ method: one.method, route: one.route, body: one.body }));
			expect(sent).toEqual([{ method, route, body: body ?? expect.anything() }]);
		}
		ended.asWanted++;
	}
	ended.other.pop();
});

afterAll(() => {
	const total = names.length;
	console.log(
		`${total} tool calls of a model: ${ended.asWanted} done as a person would want, ` +
			`${ended.toldWhatToSend} refused with what to send instead, ${ended.other.length} otherwise`,
	);
});
