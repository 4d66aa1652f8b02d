import assert from 'node:assert/strict';
import { CREDENTIAL_NAME, CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { scenario, TOKEN_WITHOUT_AGENTS, type World } from './world.mts';

/** What the credential's own test says when somebody saves it. */
export function credentialScenarios(world: World): void {
	const { rest, account, credential } = world;
	const testWith = async (changes: { apiToken?: string; baseUrl?: string }) =>
		await rest.testCredential({
			id: credential.id,
			name: CREDENTIAL_NAME,
			type: CREDENTIAL_TYPE,
			data: { ...account, ...changes },
		});

	scenario(world, 'credential test: a right token is accepted', async () => {
		const { status } = await testWith({});
		assert.equal(status, 'OK');
	});

	scenario(world, 'credential test: a trailing slash in the Base URL does no harm', async () => {
		const { status } = await testWith({ baseUrl: `${account.baseUrl}/` });
		assert.equal(status, 'OK');
	});

	scenario(world, 'credential test: a wrong token is refused with what to do', async () => {
		const { status, message } = await testWith({ apiToken: 'pn_wrong' });
		assert.equal(status, 'Error');
		assert.match(message, /token was refused/i);
		assert.doesNotMatch(message, /pn_wrong/);
	});

	scenario(world, 'credential test: a token without the scope is told apart from a wrong one', async () => {
		const { status, message } = await testWith({ apiToken: TOKEN_WITHOUT_AGENTS });
		assert.equal(status, 'Error');
		assert.match(message, /token is valid/i);
	});

	scenario(world, 'credential test: a host where nobody answers is an error', async () => {
		const { status, message } = await testWith({ baseUrl: 'http://127.0.0.1:9' });
		assert.equal(status, 'Error');
		assert.notEqual(message, '');
	});
}
