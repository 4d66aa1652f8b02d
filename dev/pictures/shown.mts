import { located } from '../../test/bed/located.mts';
import type { Simulator } from '../../test/simulator/index.mts';
import type { WorkflowFile, WorkflowNode } from '../n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../stage.mts';

export const CHAT = 'n8n-nodes-wts-chat.wtsChat';
const LANGCHAIN = '@n8n/n8n-nodes-langchain';

/** A panel that a page shows: a use of the node that people know. */
export interface Shown {
	/** The page, and so the picture. */
	readonly page: string;
	/** Of the node. */
	readonly name: string;
	readonly type: string;
	readonly parameters: Record<string, unknown>;
}

/** A record as it looks when it was picked from the list. */
function picked({ id }: { id: string }, name: string | null | undefined): Record<string, unknown> {
	return { ...located('list', id), cachedResultName: name ?? id };
}

/** A form as it is when somebody has filled it in. */
function form(values: Record<string, string>): Record<string, unknown> {
	return {
		mappingMode: 'defineBelow',
		value: values,
		matchingColumns: [],
		schema: Object.keys(values).map((id) => ({
			id,
			displayName: id,
			type: 'string',
			display: true,
			required: true,
			defaultMatch: false,
		})),
	};
}

/** One panel for each page of docs/operations, the trigger and the memory. */
export function shownPanels({ account: { named } }: Simulator): Shown[] {
	const chat = (page: string, operation: string, name: string, parameters: Record<string, unknown>): Shown => ({
		page,
		name,
		type: CHAT,
		parameters: { resource: page, operation, ...parameters },
	});
	const ana = picked(named.contactAna, named.contactAna.name);
	const channel = picked(named.channelWhatsapp, 'Loja Exemplo');
	const session = picked(named.sessionInProgress, named.contactAna.name);
	return [
		chat('account', 'checkOfficeHours', 'Are we open?', {
			at: '={{ $json.date }}',
			options: { timezone: 'America/Sao_Paulo' },
		}),
		chat('agent', 'setDepartments', 'Maria joins Vendas', {
			agentId: picked(named.agentMaria, named.agentMaria.name),
			departmentIds: [named.departmentSales.id],
			supervisedDepartmentIds: [named.departmentSupport.id],
		}),
		chat('chatbot', 'send', 'Ask if they are content', {
			chatbotKey: {
				...located('list', named.chatbotAutomation.key ?? ''),
				cachedResultName: named.chatbotAutomation.name,
			},
			from: channel,
			to: '={{ $json.phone }}',
			sessionId: located('list', ''),
			skipIfInProgress: true,
			sessionMetadata: { values: [{ key: 'order', value: '={{ $json.order }}' }] },
		}),
		chat('contact', 'upsert', 'Save the lead', {
			name: '={{ $json.name }}',
			phoneNumber: '={{ $json.phone }}',
			additionalFields: { email: '={{ $json.email }}', tagNames: 'Lead, Site', tagOperation: 'add' },
		}),
		chat('department', 'setAgents', 'Who answers in Vendas', {
			departmentId: picked(named.departmentSales, named.departmentSales.name),
			membership: 'add',
			agentIds: [named.agentMaria.userId, named.agentJoao.userId],
			supervisorIds: [named.agentMaria.userId],
		}),
		chat('message', 'sendTemplate', 'Confirm the order', {
			recipientType: 'phone',
			from: channel,
			to: '={{ $json.phone }}',
			templateId: picked(named.templateWithParams, named.templateWithParams.name),
			templateParametersMode: 'fields',
			templateParameters: form({ nome: '={{ $json.name }}', pedido: '={{ $json.order }}' }),
			headerFile: false,
			options: { waitForDelivery: 'delivered' },
		}),
		chat('panel', 'upsertCard', 'Move the card', {
			contactId: ana,
			panelId: picked(named.panelSales, named.panelSales.title),
			stepId: picked(named.stepNegotiation, named.stepNegotiation.title),
			title: '=Order {{ $json.order }}',
			additionalFields: { monetaryAmount: 1250.5, sessionId: session },
		}),
		chat('portfolio', 'addContact', 'Into the portfolio', {
			portfolioId: picked(named.portfolioNorth, named.portfolioNorth.name),
			contactId: located('id', '={{ $json.contactId }}'),
		}),
		chat('sequence', 'addContact', 'Into the sequence', {
			sequenceId: picked(named.sequenceWelcome, named.sequenceWelcome.name),
			contactId: located('id', '={{ $json.contactId }}'),
		}),
		chat('session', 'sendAndWait', 'Ask to confirm', {
			recipientType: 'session',
			sessionId: located('id', '={{ $json.sessionId }}'),
			message: '=Olá {{ $json.name }}, confirma {{ $json.when }}?',
			responseType: 'approval',
			approvalOptions: { values: { approveLabel: 'Confirmo', disapproveLabel: 'Não posso' } },
			approverPhones: '',
		}),
		chat('tag', 'create', 'A tag for the campaign', {
			name: 'Black Friday',
			additionalFields: { color: 'YELLOW_400' },
		}),
		chat('webhook', 'getAll', 'Which webhooks have trouble', {
			returnAll: true,
			filters: { onlyWithProblems: true },
			options: { checkAddresses: true },
		}),
		{
			page: 'trigger',
			name: 'Message Received',
			type: `${CHAT}Trigger`,
			parameters: {
				source: 'account',
				events: ['MESSAGE_RECEIVED', 'SESSION_COMPLETE'],
				filters: { handledBy: ['nobody', 'chatbot'], messageTypes: ['TEXT', 'AUDIO'] },
				options: { resolve: ['contact', 'session'] },
			},
		},
		{
			page: 'memory',
			name: 'Conversation',
			type: `${CHAT}Memory`,
			parameters: {
				sessionId: located('id', '={{ $json.sessionId }}'),
				contextWindowLength: 20,
				options: { includeNames: true, scope: 'contact' },
			},
		},
	];
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	position: [number, number],
	parameters: Record<string, unknown>,
): WorkflowNode {
	const credential = type.startsWith(CHAT) ? CREDENTIAL_TYPE : type.endsWith('lmChatOpenAi') ? 'openAiApi' : undefined;
	const signedIn = credential === undefined ? {} : { credentials: { [credential]: {} } };
	const hooked = /Trigger$|webhook$/.test(type) || parameters['operation'] === 'sendAndWait';
	const webhook = hooked ? { webhookId: `pictured-${name.toLowerCase().replace(/\W+/g, '-')}` } : {};
	return { id: name, name, type, typeVersion, position, parameters, ...signedIn, ...webhook };
}

const to = (name: string, type = 'main') => [{ node: name, type, index: 0 }];

/** All three nodes in one workflow: what the README shows first. */
export function shownWorkflow(): WorkflowFile {
	return {
		name: 'Receptionist',
		nodes: [
			node('Message Received', `${CHAT}Trigger`, 1, [0, 0], { events: ['MESSAGE_RECEIVED'] }),
			node('Collect Messages', CHAT, 1, [220, 0], {
				resource: 'session',
				operation: 'collectMessages',
				sessionId: located('id', '={{ $json.sessionId }}'),
				messageId: '={{ $json.messageId }}',
			}),
			node('Receptionist', `${LANGCHAIN}.agent`, 3.1, [460, 0], {
				promptType: 'define',
				text: '={{ $json.text }}',
				options: {},
			}),
			node('Answer', CHAT, 1, [840, 0], {
				resource: 'session',
				operation: 'sendText',
				sessionId: located('id', '={{ $json.sessionId }}'),
				text: '={{ $json.output }}',
			}),
			node('Model', `${LANGCHAIN}.lmChatOpenAi`, 1.2, [360, 220], {
				model: { __rl: true, mode: 'list', value: 'gpt-4.1-mini' },
				options: {},
			}),
			node('Conversation', `${CHAT}Memory`, 1, [520, 220], {}),
			node('Find the contact', `${CHAT}Tool`, 1, [690, 220], {
				resource: 'contact',
				operation: 'get',
				contactId: located('phone', "={{ $fromAI('phone', 'Phone number', 'string') }}"),
			}),
			node('Move the card', `${CHAT}Tool`, 1, [860, 220], {
				resource: 'panel',
				operation: 'upsertCard',
				contactId: located('id', '={{ $json.contactId }}'),
				panelId: located('id', '233d43e8-599e-4111-84f5-8d91952fa562'),
				stepId: located('id', '233d43e8-599e-4111-84f5-8d91952fa562'),
			}),
		],
		connections: {
			'Message Received': { main: [to('Collect Messages')] },
			'Collect Messages': { main: [to('Receptionist')] },
			Receptionist: { main: [to('Answer')] },
			Model: { ai_languageModel: [to('Receptionist', 'ai_languageModel')] },
			Conversation: { ai_memory: [to('Receptionist', 'ai_memory')] },
			'Find the contact': { ai_tool: [to('Receptionist', 'ai_tool')] },
			'Move the card': { ai_tool: [to('Receptionist', 'ai_tool')] },
		},
	};
}

/** A conversation that waits for a reply: what the three steps show. */
export function waitingWorkflow(hook: string): WorkflowFile {
	const session = located('id', "={{ $('New appointment').first().json.body.sessionId }}");
	return {
		name: 'Appointment',
		nodes: [
			{
				...node('New appointment', 'n8n-nodes-base.webhook', 2, [0, 0], { httpMethod: 'POST', path: hook }),
				webhookId: hook,
			} as WorkflowNode,
			node('Ask to confirm', CHAT, 1, [220, 0], {
				resource: 'session',
				operation: 'sendAndWait',
				recipientType: 'session',
				sessionId: session,
				message:
					"=Olá {{ $('New appointment').first().json.body.name }}, podemos confirmar o seu horário de terça às 10h?",
				responseType: 'approval',
				approvalOptions: { values: { approveLabel: 'Confirmo', disapproveLabel: 'Não posso' } },
			}),
			node('Confirmed?', 'n8n-nodes-base.if', 2.2, [440, 0], {
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
					conditions: [
						{
							id: 'c',
							leftValue: '={{ $json.data.approved === true }}',
							rightValue: '',
							operator: { type: 'boolean', operation: 'true', singleValue: true },
						},
					],
					combinator: 'and',
				},
				options: {},
			}),
			node('Thank', CHAT, 1, [660, -90], {
				resource: 'session',
				operation: 'sendText',
				sessionId: session,
				text: 'Obrigado! Até lá.',
				chatTarget: 'contact',
			}),
			node('Tell the agents', CHAT, 1, [660, 110], {
				resource: 'session',
				operation: 'createNote',
				sessionId: session,
				text: '=Not confirmed: {{ $json.outcome }}',
			}),
		],
		connections: {
			'New appointment': { main: [to('Ask to confirm')] },
			'Ask to confirm': { main: [to('Confirmed?')] },
			'Confirmed?': { main: [to('Thank'), to('Tell the agents')] },
		},
	};
}
