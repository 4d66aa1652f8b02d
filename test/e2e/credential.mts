import assert from 'node:assert/strict';
import { CREDENTIAL_NAME, CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { located } from '../bed/located.mts';
import { NODE_TYPE } from './node-type.mts';
import { scenario, TOKEN_WITHOUT_AGENTS, type World } from './world.mts';

const place = (name: string) => ({ id: name, name, typeVersion: 1, position: [0, 0] as const });

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

	for (const [name, baseUrl, words] of [
		['a host where nobody answers', 'http://127.0.0.1:9', /connection was refused/],
		['a host that does not exist', 'http://nowhere.invalid', /name could not be resolved/],
		['https where there is only http', account.baseUrl.replace('http:', 'https:'), /no secure connection/],
		['no address', 'not an address', /Base URL/],
		['an address with a path', `${account.baseUrl}/core/v1`, /must end after the host/],
	] as const) {
		scenario(world, `credential test: ${name} is told in words`, async () => {
			const { status, message } = await testWith({ baseUrl });
			assert.equal(status, 'Error');
			assert.match(message, words);
			assert.match(message, / \w+ \w+/);
		});
	}

	scenario(
		world,
		'credential test and use: blanks, line breaks and slashes at the end do no harm in either',
		async () => {
			const sloppy = { apiToken: ` ${account.apiToken}\n`, baseUrl: ` ${account.baseUrl}// ` };
			assert.equal((await testWith(sloppy)).status, 'OK');
			const used = await rest.createCredential('Sloppy', CREDENTIAL_TYPE, { ...sloppy });
			const { id } = world.simulator.account.named.sessionInProgress;
			const workflow = await rest.importWorkflow(
				{
					name: 'Sloppy credential',
					nodes: [
						{ ...place('Start'), type: 'n8n-nodes-base.manualTrigger', parameters: {} },
						{
							...place('WTS Chat'),
							type: NODE_TYPE,
							parameters: { resource: 'session', operation: 'get', sessionId: located('id', id) },
							credentials: { [CREDENTIAL_TYPE]: {} },
						},
					],
					connections: { Start: { main: [[{ node: 'WTS Chat', type: 'main', index: 0 }]] } },
				},
				{ [CREDENTIAL_TYPE]: used },
			);
			const execution = await rest.getExecution(await rest.runWorkflow(workflow, 'Start'));
			assert.equal(execution.status, 'success', execution.error);
		},
	);
}
