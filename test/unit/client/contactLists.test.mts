import { removeSequenceContacts, WtsApiError } from '../../../client';
import { bench, failure, inTurn } from './runtime.mts';

test('a later request that is refused keeps all that is known of its failure', async () => {
	const refusal = { status: 400, json: { key: 'X', text: 'Contato inválido' }, headers: { 'retry-after': '7' } };
	const { client, until, time } = bench(inTurn({ json: {} }, { ...refusal, afterMs: 40 }));
	const contactIds = Array.from({ length: 101 }, (_, n) => `id-${n}`);
	const contacts = { contactIds, phoneNumbers: [] };
	const error = await failure(until(removeSequenceContacts(client, 'sequence', contacts)));
	expect(error).toBeInstanceOf(WtsApiError);
	expect(error).toMatchObject({ code: 'INVALID_REQUEST', topic: 'contact', retryAfterMs: 7_000 });
	expect(error).toMatchObject({ hint: expect.stringMatching(/ The first 100 contacts were done before\.$/) });
	expect(error).toMatchObject({ sentAt: time.now() - 40 });
});
