import { DAY, HOUR } from '../clock.mts';
import { channelTypeOf } from '../records.mts';
import type { Chatbot, Named, Sequence, Template } from '../state.mts';
import { type Seeder, store } from './seeder.mts';

type Tools = Pick<
	Named,
	| 'templateWithParams'
	| 'templateWithNumberedParam'
	| 'templateWithBracketParam'
	| 'templateWithPositionalParam'
	| 'templateWithoutParams'
	| 'templateWithImageHeader'
	| 'templateWithDocumentHeader'
	| 'templateDraft'
	| 'templateDisapproved'
	| 'templateAuthentication'
	| 'templateUnofficial'
	| 'chatbotAutomation'
	| 'chatbotReactive'
	| 'chatbotNotPublished'
	| 'sequenceWelcome'
	| 'sequenceEmpty'
>;

/** Templates, chatbots and sequences. */
export function seedMessaging(
	seed: Seeder,
	named: Pick<Named, 'channelWhatsapp' | 'channelWhatsappUnofficial' | 'departmentSales' | 'contactAna' | 'agentMaria'>,
): Tools {
	const { random, account, ago } = seed;
	let age = 120;
	const template = (name: string, text: string, params: string[], given: Partial<Template> = {}): Template => {
		const id = random.uuid();
		const created = ago((age -= 1) * DAY);
		return store(account.templates, {
			id,
			createdAt: created,
			updatedAt: created,
			active: true,
			archived: false,
			channelId: named.channelWhatsapp.id,
			name,
			text,
			footerText: null,
			status: 'Approved',
			channelType: channelTypeOf(named.channelWhatsapp),
			type: ['TEMPLATE'],
			params: params.map((param) => ({ name: param, templateId: id })),
			internalName: name.toLowerCase().replace(/\W+/g, '_'),
			fileType: 'UNDEFINED',
			quickReplyAlias: null,
			rejectedDescription: null,
			categoryId: null,
			categoryName: 'UTILITY',
			...given,
		});
	};
	const unofficial = {
		channelId: named.channelWhatsappUnofficial.id,
		channelType: channelTypeOf(named.channelWhatsappUnofficial),
	};
	const templates = {
		templateWithParams: template('Confirmação de pedido', 'Olá {{nome}}, seu pedido {{pedido}} foi confirmado.', [
			'nome',
			'pedido',
		]),
		templateWithNumberedParam: template('Lembrete de visita', 'Olá, sua visita é {{p1}} às {{p2}}.', ['p1', 'p2']),
		templateWithBracketParam: template('Boleto vencendo', 'Seu boleto vence em [p1].', ['[p1]']),
		templateWithPositionalParam: template('Código de rastreio', 'Seu rastreio: {{1}}.', ['1']),
		templateWithoutParams: template('Boas-vindas', 'Olá! Como podemos ajudar?', []),
		templateWithImageHeader: template('Promoção do mês', 'Olá {{nome}}, veja a promoção.', ['nome'], {
			fileType: 'IMAGE',
			type: ['TEMPLATE', 'TEMPLATE_CAMPAIGN'],
			categoryName: 'MARKETING',
		}),
		templateWithDocumentHeader: template('Segunda via', 'Segue a segunda via, {{nome}}.', ['nome'], {
			fileType: 'DOCUMENT',
		}),
		templateDraft: template('Rascunho de natal', 'Feliz natal, {{nome}}!', ['nome'], { status: 'Draft' }),
		templateDisapproved: template('Oferta relâmpago', 'Só hoje!', [], {
			status: 'Disapproved',
			rejectedDescription: 'INVALID_FORMAT',
		}),
		templateAuthentication: template('Código de acesso', '{{1}} é seu código de verificação.', ['1'], {
			type: ['AUTHENTICATION'],
			categoryName: 'AUTHENTICATION',
		}),
		templateUnofficial: template('Aviso simples', 'Olá {{nome}}!', ['nome'], unofficial),
	};
	template('Antigo', 'Modelo antigo.', [], { archived: true });
	template('Resposta rápida', 'Obrigado pelo contato!', [], {
		type: ['QUICKREPLY'],
		quickReplyAlias: 'obrigado',
		...unofficial,
	});
	template('Agendamento', 'Confirmamos {{data}}.', ['data'], { type: ['TEMPLATE', 'TEMPLATE_SCHEDULED_MESSAGE'] });
	template('Reativação', 'Sentimos sua falta, {{nome}}.', ['nome'], {
		type: ['TEMPLATE', 'TEMPLATE_SEQUENCE'],
		status: 'InRevision',
	});
	for (let i = 1; i <= 20; i += 1)
		template(`Campanha ${i}`, `Campanha ${i}: {{nome}}`, ['nome'], { type: ['TEMPLATE', 'TEMPLATE_CAMPAIGN'] });

	const chatbot = (name: string, given: Partial<Chatbot>): Chatbot => {
		const created = ago(90 * DAY - account.chatbots.size * HOUR);
		return store(account.chatbots, {
			id: random.uuid(),
			key: random.uuid(),
			createdAt: created,
			updatedAt: created,
			companyId: account.companyId,
			archived: false,
			name,
			type: 'Automation',
			channelIds: [],
			defaultDepartmentId: named.departmentSales.id,
			publishStatus: 'READY',
			automationUsage: ['Api', 'Manual'],
			...given,
		});
	};
	const bots = {
		chatbotAutomation: chatbot('Pesquisa de satisfação', {}),
		chatbotReactive: chatbot('Atendimento inicial', {
			type: 'Reactive',
			channelIds: [named.channelWhatsapp.id],
			automationUsage: [],
		}),
		chatbotNotPublished: chatbot('Cobrança (em construção)', { publishStatus: 'NOT_PUBLISHED' }),
	};
	chatbot('Qualificação', { automationUsage: ['Api', 'Campaign', 'Sequence'] });
	chatbot('Publicando', { publishStatus: 'PUBLISHING' });
	chatbot('Com falha', { publishStatus: 'FAILED' });
	chatbot('Arquivado', { archived: true });

	const sequence = (name: string, enabled: boolean, members: string[]): Sequence => {
		const created = ago(80 * DAY - account.sequences.size * HOUR);
		const record = store(account.sequences, {
			id: random.uuid(),
			active: true,
			createdAt: created,
			updatedAt: created,
			companyId: account.companyId,
			name,
			enabled,
			contactExecutingCount: 0,
		});
		members.forEach((contactId, i) => {
			const at = ago(70 * DAY - i * HOUR);
			account.sequenceContacts.push({
				id: random.uuid(),
				active: true,
				createdAt: at,
				updatedAt: at,
				companyId: account.companyId,
				sequenceId: record.id,
				contactId,
				origin: 'USER_SINGLE',
				addedByUserId: named.agentMaria.userId ?? null,
				addedByChatbotId: null,
				lastAddedAt: at,
			});
		});
		return record;
	};
	const someone = [...account.contacts.values()].slice(20, 55).map((contact) => contact.id);
	const sequences = {
		sequenceWelcome: sequence('Boas-vindas', true, [named.contactAna.id, ...someone]),
		sequenceEmpty: sequence('Reativação', true, []),
	};
	sequence('Pausada', false, someone.slice(0, 3));
	return { ...templates, ...bots, ...sequences };
}
