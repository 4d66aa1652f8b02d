import { DAY, HOUR } from '../clock.mts';
import { contactRecord } from '../records.mts';
import type { Contact, Named, Portfolio } from '../state.mts';
import { type Seeder, store } from './seeder.mts';

const FIRST = ['Lucas', 'Juliana', 'Marcos', 'Patrícia', 'Felipe', 'Camila', 'Bruno', 'Larissa', 'Thiago', 'Renata'];
const MIDDLE = [
	'Alves',
	'Barbosa',
	'Cardoso',
	'Duarte',
	'Esteves',
	'Ferreira',
	'Gomes',
	'Henrique',
	'Iglesias',
	'Jardim',
];
const LAST = [
	'Moreira',
	'Nunes',
	'Oliveira',
	'Pereira',
	'Queiroz',
	'Ribeiro',
	'Santos',
	'Teixeira',
	'Vieira',
	'Xavier',
];
const AREAS = ['11', '21', '31', '41', '51', '55', '61', '71', '81', '85'];
const FOREIGN = ['+1|3055550', '+351|912345', '+54|911234', '+34|6123450'];

type People = Pick<
	Named,
	| 'contactAna'
	| 'contactWithoutNinthDigit'
	| 'contactRioGrandeDoSul'
	| 'contactForeign'
	| 'contactInstagram'
	| 'contactMessenger'
	| 'contactArchived'
	| 'contactBlocked'
	| 'contactWithoutSession'
	| 'portfolioNorth'
>;

/** Contacts, oldest first, and the portfolios that hold some of them. */
export function seedContacts(seed: Seeder, count: number, tags: Pick<Named, 'tagVip' | 'tagLead'>): People {
	const { random, account, ago } = seed;
	let index = 0;
	const contact = (given: Partial<Contact> & { name: string }): Contact => {
		// Spread over a year, each later than the one before.
		const createdAt = ago(365 * DAY - Math.floor((index / Math.max(count, 1)) * 360 * DAY));
		index += 1;
		return store(
			account.contacts,
			contactRecord({ id: random.uuid(), createdAt, companyId: account.companyId, ...given }),
		);
	};

	const contactAna = contact({
		name: 'Ana Souza',
		nameWhatsapp: 'Ana',
		phoneNumber: '+55|11999999999',
		email: 'ana.souza@cliente.example',
		annotation: 'Prefere contato à tarde.',
		tagIds: [tags.tagVip.id],
		customFields: { empresa: 'Padaria da Ana', funcionarios: 12, 'aceita-novidades': true, interesses: ['Planos'] },
		metadata: { crmId: '1001', plano: 'ouro' },
		utm: { source: 'google', medium: 'cpc', campaign: 'inverno' },
	});
	const named: Omit<People, 'portfolioNorth'> = {
		contactAna,
		contactWithoutNinthDigit: contact({ name: 'Bento Prado', phoneNumber: '+55|3188887777' }),
		contactRioGrandeDoSul: contact({ name: 'Clara Menna', phoneNumber: '+55|55996661234', tagIds: [tags.tagLead.id] }),
		contactForeign: contact({ name: 'Diego Fernández', phoneNumber: '+54|91122334455' }),
		contactInstagram: contact({
			name: 'Elisa Prado',
			nameInstagram: 'Elisa P.',
			instagram: '@elisa.prado',
			origin: 'CREATED_FROM_HUB',
		}),
		contactMessenger: contact({
			name: 'Fábio Nery',
			nameMessenger: 'Fábio Nery',
			messengerId: '4021337788',
			origin: 'CREATED_FROM_HUB',
		}),
		contactArchived: contact({ name: 'Gilda Antiga', phoneNumber: '+55|11955554444', status: 'ARCHIVED' }),
		contactBlocked: contact({ name: 'Hugo Bloqueado', phoneNumber: '+55|11955553333', status: 'BLOCKED' }),
		contactWithoutSession: contact({
			name: 'Iara Nova',
			phoneNumber: '+55|11977770001',
			email: 'iara@cliente.example',
		}),
	};

	const tagIds = [...account.tags.keys()];
	for (let i = 0; account.contacts.size < count; i += 1) {
		const name = `${FIRST[i % 10]} ${MIDDLE[Math.floor(i / 10) % 10]} ${LAST[Math.floor(i / 100) % 10]}`;
		const serial = String(i).padStart(6, '0');
		const area = AREAS[i % AREAS.length] ?? '11';
		const handle = i % 25 === 24 ? `@cliente.${i}` : null;
		const messengerId = i % 50 === 13 ? `77${serial}` : null;
		const phoneNumber =
			handle !== null || messengerId !== null
				? null
				: i % 30 === 7
					? `${FOREIGN[i % FOREIGN.length]}${serial.slice(-4)}`
					: // Every fifteenth without the ninth digit, as older registrations are.
						i % 15 === 3
						? `+55|${area}98${serial}`
						: `+55|${area}998${serial}`;
		contact({
			name,
			phoneNumber,
			instagram: handle,
			messengerId,
			email: i % 3 === 0 ? `cliente${i}@cliente.example` : null,
			tagIds: i % 4 === 0 ? [random.pick(tagIds)] : [],
			status: i % 40 === 39 ? 'ARCHIVED' : i % 60 === 59 ? 'BLOCKED' : 'ACTIVE',
			origin: i % 3 === 0 ? 'IMPORTED' : i % 3 === 1 ? 'CREATED_FROM_HUB' : 'CREATED_BY_USER',
			importedAt: i % 3 === 0 ? ago(300 * DAY) : null,
			customFields: i % 5 === 0 ? { empresa: `Empresa ${i}`, funcionarios: i % 90 } : {},
		});
	}

	const portfolio = (name: string, members: Contact[]): Portfolio => {
		const created = ago(200 * DAY);
		const record: Portfolio = store(account.portfolios, {
			id: random.uuid(),
			createdAt: created,
			updatedAt: created,
			active: true,
			companyId: account.companyId,
			name,
			automaticAttribution: false,
			expirationDurationInMonths: 6,
			type: 'MULTIPLE',
			departments: [...account.departments.values()].slice(0, 1).map((d) => ({ departmentId: d.id, userIds: [] })),
		});
		members.forEach((member, i) => {
			const at = ago(190 * DAY - i * HOUR);
			account.portfolioContacts.push({
				id: random.uuid(),
				createdAt: at,
				updatedAt: at,
				active: true,
				companyId: account.companyId,
				portfolioId: record.id,
				contactId: member.id,
			});
		});
		return record;
	};
	const everyone = [...account.contacts.values()];
	const portfolioNorth = portfolio('Carteira Norte', [contactAna, ...everyone.slice(10, 42)]);
	portfolio('Carteira Sul', [named.contactRioGrandeDoSul]);
	return { ...named, portfolioNorth };
}
