import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { CREDENTIAL_NAME } from '../../dev/stage.mts';
import { readOperations } from './node-type.mts';
import { artifact, scenario, type World } from './world.mts';

const NODE = 'WTS Chat';
const ACTION = 'Send text in session';

/** What a person does in the editor, from an empty workflow to a message that has arrived. */
export function editingScenarios(world: World): void {
	const { editor, page, simulator } = world;
	const picture = async (name: string): Promise<void> => {
		await page.screenshot({ path: artifact('e2e', `${name}.png`) });
	};
	const begin = async (action: string): Promise<void> => {
		await editor.newWorkflow();
		await editor.openInPicker(NODE);
		await editor.addAction(action);
		await editor.chooseCredential(CREDENTIAL_NAME);
	};
	const textsOf = (sessionId: string): string[] =>
		[...simulator.account.messages.values()]
			.filter((message) => message.sessionId === sessionId)
			.map(({ text }) => text ?? '');

	scenario(world, 'editor: the node picker lists every action', async () => {
		await editor.newWorkflow();
		await editor.openInPicker(NODE);
		await page.waitForLoadState('networkidle');
		await picture('1-node-picker');
		assert.equal(await editor.brokenIconsInPicker(), 0, 'icons that cannot be loaded');
		const expected = (await readOperations(world.rest)).map(({ action }) => action);
		assert.deepEqual([...(await editor.actionsInPicker())].sort(), [...expected].sort());
	});

	scenario(world, 'editor: a text is sent to a session given by ID', async () => {
		const { id } = simulator.account.named.sessionInProgress;
		const text = `Olá, pedido 998 ${randomUUID()}`;
		await begin(ACTION);
		assert.equal(await editor.shownValue('operation'), 'Send Text');
		await editor.setLocator('sessionId', 'By ID', id);
		await editor.fillText('text', text);
		await picture('2-send-text-by-id');
		await editor.executeStep();
		await picture('3-send-text-by-id-output');

		const [row, ...others] = await editor.readOutput();
		assert.equal(others.length, 0);
		assert.equal(row?.['sessionId'], id);
		assert(textsOf(id).includes(text), 'the text must have arrived on the platform');
	});

	scenario(world, 'editor: a text is sent to a session found in the list', async () => {
		const session = simulator.account.named.sessionInProgress;
		const name = simulator.account.named.contactAna.name ?? '';
		const text = `Do editor ${randomUUID()}`;
		await begin(ACTION);
		const picked = await editor.pickFromList('sessionId', name);
		assert(picked.startsWith(name), `the list says who it is: ${picked}`);
		await editor.fillText('text', text);
		await picture('4-send-text-from-list');
		await editor.executeStep();

		const [row] = await editor.readOutput();
		assert.equal(row?.['sessionId'], session.id);
		assert(textsOf(session.id).includes(text), 'the text must have arrived on the platform');
	});

	scenario(world, "editor: a template's parameters become fields, and their values arrive", async () => {
		const { sessionInProgress: session, templateWithParams: template } = simulator.account.named;
		const order = randomUUID();
		await begin('Send template in session');
		await editor.setLocator('sessionId', 'By ID', session.id);
		await editor.pickFromList('templateId', template.name ?? '');
		await editor.fillText('nome', 'Ana');
		await editor.fillText('pedido', order);
		await picture('5-send-template');
		await editor.executeStep();

		const [row] = await editor.readOutput();
		assert.equal(row?.['sessionId'], session.id);
		assert(
			textsOf(session.id).some((text) => text.includes('Ana') && text.includes(order)),
			'the filled template must have arrived',
		);
	});

	scenario(world, 'editor: an unknown session is explained in the output panel', async () => {
		await begin(ACTION);
		await editor.setLocator('sessionId', 'By ID', randomUUID());
		await editor.fillText('text', 'Olá');
		await editor.executeStep();
		await picture('6-error');
		assert.match(await editor.readError(), /not found/i);
	});
}
