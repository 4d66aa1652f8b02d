import { DAY } from '../clock.mts';
import type { CustomField } from '../state.mts';
import type { Seeder } from './seeder.mts';

type Type = CustomField['type'];
interface Wish {
	name: string;
	key: string;
	type: Type;
	required?: boolean;
	options?: string[];
	children?: Wish[];
}

const CONTACT_FIELDS: Wish[] = [
	{ name: 'Empresa', key: 'empresa', type: 'STRING', required: true },
	{ name: 'Observações', key: 'observacoes', type: 'TEXT' },
	{ name: 'Funcionários', key: 'funcionarios', type: 'INTEGER' },
	{ name: 'Limite de crédito', key: 'limite-credito', type: 'FLOAT' },
	{ name: 'Origem do lead', key: 'origem-lead', type: 'SINGLESELECT', options: ['Site', 'Indicação', 'Feira'] },
	{ name: 'Interesses', key: 'interesses', type: 'MULTISELECT', options: ['Planos', 'Suporte', 'Parceria'] },
	{
		name: 'Endereço',
		key: 'endereco',
		type: 'GROUP',
		children: [
			{ name: 'Rua', key: 'endereco-rua', type: 'STRING' },
			{ name: 'Cidade', key: 'endereco-cidade', type: 'STRING', required: true },
			{ name: 'CEP', key: 'endereco-cep', type: 'STRING' },
		],
	},
	{ name: 'Nascimento', key: 'nascimento', type: 'DATE' },
	{ name: 'Melhor horário', key: 'melhor-horario', type: 'TIME' },
	{ name: 'Próximo contato', key: 'proximo-contato', type: 'DATETIME' },
	{ name: 'Aceita novidades', key: 'aceita-novidades', type: 'BOOLEAN' },
];

const PANEL_FIELDS: Wish[] = [
	{ name: 'Produto', key: 'produto', type: 'SINGLESELECT', options: ['Básico', 'Profissional', 'Empresarial'] },
	{ name: 'Quantidade', key: 'quantidade', type: 'INTEGER', required: true },
	{ name: 'Desconto', key: 'desconto', type: 'FLOAT' },
	{ name: 'Assinatura', key: 'assinatura', type: 'DATE' },
	{ name: 'Contrato assinado', key: 'contrato-assinado', type: 'BOOLEAN' },
	{
		name: 'Entrega',
		key: 'entrega',
		type: 'GROUP',
		children: [{ name: 'Transportadora', key: 'entrega-transportadora', type: 'STRING' }],
	},
];

/** Custom fields of contacts, one of every type. */
export function seedContactFields(seed: Seeder): void {
	add(seed, seed.account.contactFields, CONTACT_FIELDS, 'CONTACT', null);
}

/** Custom fields of a panel. */
export function seedPanelFields(seed: Seeder, panelId: string): void {
	add(seed, seed.account.panelFields, PANEL_FIELDS, 'PANEL', panelId);
}

function add(
	seed: Seeder,
	into: CustomField[],
	wishes: Wish[],
	entityType: CustomField['entityType'],
	scopeId: string | null,
	parentId: string | null = null,
): void {
	const created = seed.ago(390 * DAY);
	wishes.forEach((wish, position) => {
		const id = seed.random.uuid();
		into.push({
			id,
			createdAt: created,
			updatedAt: created,
			parentId,
			type: wish.type,
			entityType,
			scopeId,
			companyId: seed.account.companyId,
			name: wish.name,
			key: wish.key,
			position,
			required: wish.required ?? false,
			visible: true,
			isValueRange: false,
			options: wish.options?.map((name) => ({ id: seed.random.uuid(), name })) ?? null,
		});
		if (wish.children) add(seed, into, wish.children, entityType, scopeId, id);
	});
}
