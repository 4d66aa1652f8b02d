import { readdirSync, readFileSync } from 'node:fs';
import { startBed } from '../bed/bed.mts';
import { canRun, runWorkflow, type WorkflowJson, WTS_CHAT } from '../bed/engine.mts';

const examples = readdirSync('examples').map((file) => ({
	file,
	workflow: JSON.parse(readFileSync(`examples/${file}`, 'utf8')) as WorkflowJson,
}));

const { simulator, account } = startBed();

const run = async (workflow: WorkflowJson) => await runWorkflow(workflow, { account: account() });

const asks = ({ nodes }: WorkflowJson) => nodes.some(({ parameters }) => parameters.operation === 'sendAndWait');

test.each(examples.filter(({ workflow }) => canRun(workflow) && !asks(workflow)))(
	'examples/$file runs to its end',
	async ({ workflow }) => {
		const result = await run(workflow);
		expect(result.error).toBeUndefined();
		expect(simulator.violations).toEqual([]);
		const steps = workflow.nodes.filter(({ type }) => type === WTS_CHAT);
		for (const { name } of steps) {
			expect(result.ran(name)).toBe(true);
			expect(result.items(name).length).toBeGreaterThan(0);
			for (const json of result.json(name)) expect(json).not.toHaveProperty('error');
		}
	},
);

test.each(examples.filter(({ workflow }) => canRun(workflow) && asks(workflow)))(
	'examples/$file asks, and waits for an answer',
	async ({ workflow }) => {
		const result = await run(workflow);
		expect(result.error).toBeUndefined();
		expect(result.waiting?.item).toMatchObject({ data: {}, outcome: 'noReply' });
		expect(simulator.violations).toEqual([]);
	},
);

test('the campaign sends the text inside the window, the template outside, and says what failed', async () => {
	const { workflow } = examples.find(({ file }) => file === 'campaign-text-or-template.json') ?? fail();
	simulator.receiveMessage({ sessionId: simulator.account.named.sessionInProgress.id, text: 'Hi' });
	const result = await run(workflow);
	expect(result.json('Sent').map(({ route }) => route)).toEqual(['text', 'template']);
	const failed = result.json('Could not be sent');
	expect(failed).toHaveLength(1);
	expect(failed[0]?.message).toMatch(/"To" .*ramal 12/);
});

test('the after-hours text reaches the contact and the agents, and only after hours', async () => {
	const { workflow } = examples.find(({ file }) => file === 'after-hours-text.json') ?? fail();
	const late = await run(workflow);
	expect(late.json('Told')).toHaveLength(1);
	expect(simulator.requests.map(({ route }) => route)).toEqual([
		'/core/v1/company/officehours',
		'/chat/v1/session/{id}/message',
		'/chat/v1/session/{id}/note',
	]);
	expect(simulator.requests[1]?.body).toMatchObject({
		text: 'Nosso atendimento é de segunda a sexta, das 8h às 18h.\nWe open at 08:00 on 2026-11-20.',
	});
	const text = JSON.stringify(workflow).replaceAll('2026-11-20T01:40', '2026-11-20T14:40');
	const early = await run(JSON.parse(text) as WorkflowJson);
	expect(early.json('Open')).toHaveLength(1);
	expect(early.ran('Say when we open')).toBe(false);
});

function fail(): never {
	throw new Error('The example is gone');
}
