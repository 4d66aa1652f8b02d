import {
	atPhone,
	contactFieldsOf,
	contactIdentities,
	knownContactNames,
	refuse,
	saveContacts,
	updateContact,
	WtsApiError,
} from '../../../client';
import { bench, type Reply } from './runtime.mts';

const NOT_FOUND: Reply = { status: 500, json: { key: 'FORM_ERROR', text: 'Contato não encontrado' } };

const saved = async (items: Parameters<typeof saveContacts>[1], answer: unknown) => {
	const { client, until } = bench(() => ({ json: answer }));
	const results = await until(saveContacts(client, items, { upsertFields: ['Name'] }));
	return results.map((one) => ('contact' in one ? one.contact.id : one.error.code));
};

describe('saveContacts', () => {
	test('finds results by phone, Instagram user or email, whatever their order and spelling', async () => {
		const ids = await saved(
			[{ phoneNumber: '5511999999999' }, { instagram: '@ana.souza' }, { email: 'Ana@Example.com' }],
			[
				{ id: 'email', email: 'ana@example.com', phoneNumber: null },
				{ id: 'phone', phoneNumber: '+55|11999999999' },
				{ id: 'instagram', instagram: 'Ana.Souza' },
			],
		);
		expect(ids).toEqual(['phone', 'instagram', 'email']);
	});

	test('a number without its ninth digit counts when there is no better result', async () => {
		expect(await saved([{ phoneNumber: '5511988887777' }], [{ id: 'a', phoneNumber: '+55|1188887777' }])).toEqual([
			'a',
		]);
		const ids = await saved(
			[{ phoneNumber: '5511988887777' }, { email: 'b@example.com' }],
			[
				{ id: 'b', email: 'b@example.com', phoneNumber: '+55|1188887777' },
				{ id: 'a', phoneNumber: '+55|11988887777' },
			],
		);
		expect(ids).toEqual(['a', 'b']);
		expect(await saved([{ phoneNumber: '551133334444' }], [{ id: 'x', phoneNumber: '+55|11933334444' }])).toEqual([
			'SERVER_ERROR',
		]);
	});

	test('a result that is missing, and an empty answer, are ambiguous', async () => {
		expect(
			await saved(
				[{ phoneNumber: '5511999999999' }, { email: 'b@example.com' }],
				[{ id: 'b', email: 'b@example.com' }],
			),
		).toEqual(['SERVER_ERROR', 'b']);
		const { client, until } = bench(() => ({ body: '' }));
		const [one] = await until(saveContacts(client, [{ email: 'b@example.com' }], {}));
		expect(one).toMatchObject({ error: { ambiguous: true, retryable: false } });
	});

	test('identities are the same for all spellings', () => {
		const identities = contactIdentities({ phoneNumber: '+55 (11) 98888-7777', instagram: '@Ana', email: ' A@B.c ' });
		expect(identities).toEqual(contactIdentities({ phoneNumber: '551188887777', instagram: 'ana', email: 'a@b.C' }));
		expect(contactIdentities({ name: 'Ana' })).toEqual([]);
	});
});

describe('the names of tags', () => {
	const look = async (...tagNames: string[]) => {
		const { client, until } = bench(() => ({
			json: [
				{ id: 'a', name: null },
				{ id: 'b', name: ' Caf\u00e9 ' },
			],
		}));
		return await until(knownContactNames(client, { tagNames }));
	};

	test.each(['Caf\u00e9', 'CAF\u00c9', ' caf\u00e9', 'Cafe\u0301', '\u200bCaf\u00e9'])(
		'%j is understood',
		async (name) => {
			expect(await look(name)).toEqual({ tagNames: [' Caf\u00e9 '] });
		},
	);

	test.each(['Cafe', 'Caf', ''])('%j is another one', async (name) => {
		await expect(look(name)).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});
});

describe('updateContact', () => {
	test('names each property once, and only those that are given', () => {
		expect(contactFieldsOf({ tagIds: [], tagNames: ['VIP'], name: null, email: undefined })).toEqual(['Name', 'Tags']);
	});

	test('refuses an update of nothing without a request', async () => {
		const { client, calls } = bench(() => ({}));
		await expect(updateContact(client, { id: 'a' }, { name: undefined })).rejects.toThrow('Nothing is to be updated');
		expect(calls).toEqual([]);
	});
});

describe('atPhone', () => {
	const write = async (phone: string) => {
		if (phone === '551188887777') return 'written';
		throw new WtsApiError({ ...refuse('Not found', '').toDetails(), code: 'NOT_FOUND' });
	};

	test('writes with the spelling that the account has', async () => {
		const { client, calls, until } = bench(({ url }) => (url.endsWith('/551188887777') ? { json: {} } : NOT_FOUND));
		expect(await until(atPhone(client, '5511988887777', write))).toBe('written');
		expect(calls).toHaveLength(2);
	});

	test('writes to nobody else when the contact is there and something else was not found', async () => {
		const { client, until } = bench(() => ({ json: {} }));
		await expect(until(atPhone(client, '5511988887777', write))).rejects.toMatchObject({ code: 'NOT_FOUND' });
	});

	test('does not guess numbers that have no ninth digit', async () => {
		const { client, calls, until } = bench(() => ({ json: {} }));
		await expect(until(atPhone(client, '14155552671', write))).rejects.toMatchObject({ code: 'NOT_FOUND' });
		expect(calls).toEqual([]);
	});

	test('other errors are not tried again', async () => {
		const { client, calls, until } = bench(() => ({ json: {} }));
		const fails = async () => await Promise.reject(refuse('Refused', ''));
		await expect(until(atPhone(client, '5511988887777', fails))).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
		expect(calls).toEqual([]);
	});
});
