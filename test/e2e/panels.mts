import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { INodeProperties } from 'n8n-workflow';
import type { WorkflowNode } from '../../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { NODE_TYPE, type OperationEntry, readOperations } from './node-type.mts';
import { artifact, scenario, type World } from './world.mts';

/** One picture of a panel: an operation as it opens, or with all its optional fields added. */
interface Panel {
	readonly node: WorkflowNode;
	readonly operation: OperationEntry;
	readonly picture: string;
}

const WIDTH = 1500;
const HEIGHT = 1100;
const MARGIN = 24;
const PANELS_MS = 600_000;
/** What n8n shows when a field cannot be filled from the account. */
const TROUBLE = /Error fetching|Could not load|could not be loaded|not supported/i;

/** A picture of every operation's panel in artifacts/panels, for people to look at. */
export function panelScenarios(world: World): void {
	scenario(
		world,
		'the panel of every operation opens and shows its fields',
		async () => {
			rmSync(artifact('panels'), { recursive: true, force: true });
			// A part of them: PANELS='^session\.' npm run test:e2e -- panels
			const wanted = new RegExp(process.env['PANELS'] ?? '');
			const operations = (await readOperations(world.rest)).filter((one) =>
				wanted.test(`${one.resource}.${one.operation}`),
			);
			const panels = operations.flatMap((entry, row) => panelsOf(world, entry, row));
			assert(panels.length > 0, 'the node has no operations');
			const workflow = await world.rest.importWorkflow({
				name: 'All panels',
				nodes: panels.map(({ node }) => node),
				connections: {},
			});
			const problems: string[] = [];
			for (const [at, panel] of panels.entries()) {
				try {
					await open(world, `/workflow/${workflow}/${panel.node.id}`, at === 0);
					await photograph(world, panel);
				} catch (error) {
					problems.push(`${panel.node.name}: ${String(error)}`);
					await world.page.screenshot({ path: panel.picture.replace(/png$/, 'failed.png') });
				}
			}
			await world.page.setViewportSize({ width: 1400, height: 900 });
			assert.equal(problems.length, 0, problems.join('\n'));
			console.log(`${panels.length} panels in artifacts/panels`);
		},
		PANELS_MS,
	);
}

function panelsOf(world: World, entry: OperationEntry, row: number): Panel[] {
	const { resource, operation, properties } = entry;
	const name = `${resource}.${operation}`;
	const optional = Object.fromEntries(
		properties.filter(isCollection).map((property) => [property.name, filled(property)]),
	);
	const variants = [{ suffix: '', parameters: {} }];
	if (Object.keys(optional).length > 0) variants.push({ suffix: '.all', parameters: optional });
	return variants.map(({ suffix, parameters }, column) => ({
		operation: entry,
		picture: artifact('panels', `${name}${suffix}.png`),
		node: {
			id: `panel-${row}-${column}`,
			name: `${name}${suffix}`,
			type: NODE_TYPE,
			typeVersion: 1,
			position: [column * 300, row * 200],
			parameters: { resource, operation, ...parameters },
			credentials: { [CREDENTIAL_TYPE]: world.credential },
		},
	}));
}

function isCollection({ type }: INodeProperties): boolean {
	return type === 'collection';
}

/** Every optional field added, each with its default. */
function filled({ options }: INodeProperties): Record<string, unknown> {
	const fields = (options ?? []).filter((option): option is INodeProperties => 'type' in option);
	return Object.fromEntries(fields.map((field) => [field.name, field.default]));
}

/** The first panel by a page load, the others as the editor's own links do: a page load takes seconds. */
async function open({ page }: World, path: string, load: boolean): Promise<void> {
	if (load) {
		await page.setViewportSize({ width: WIDTH, height: HEIGHT });
		await page.goto(path);
		return;
	}
	await page.evaluate(
		`history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate', { state: {} }));`,
	);
}

async function photograph({ page }: World, { node, operation, picture }: Panel): Promise<void> {
	const dialog = page.getByTestId('ndv');
	await dialog
		.getByTestId('inline-edit-preview')
		.and(page.getByText(node.name, { exact: true }))
		.waitFor();
	const parameters = dialog.getByTestId('node-parameters');
	for (const { name, type } of alwaysShown(operation)) {
		const field = type === 'resourceMapper' ? 'resource-mapper-container' : `parameter-input-${name}`;
		await parameters.getByTestId(field).first().waitFor();
	}
	if (readsAccount(operation)) await page.waitForLoadState('networkidle');
	assert.doesNotMatch(await parameters.innerText(), TROUBLE, `${node.name} shows trouble`);
	const clip = await frame(page, dialog.locator('.node-settings'), parameters);
	await page.screenshot({ path: picture, clip, animations: 'disabled' });
}

/** Lists and mapped fields are read after the panel has opened; that of a locator is not, until somebody opens it. */
function readsAccount({ properties }: OperationEntry): boolean {
	return /"(loadOptionsMethod|resourceMapperMethod)"/.test(JSON.stringify(properties));
}

/** Properties that depend on nothing but resource and operation. */
function alwaysShown({ properties }: OperationEntry): INodeProperties[] {
	return properties.filter(
		({ type, displayOptions }) =>
			!['notice', 'collection', 'fixedCollection', 'hidden'].includes(type) &&
			displayOptions?.hide === undefined &&
			Object.keys(displayOptions?.show ?? {}).every((key) => key === 'resource' || key === 'operation'),
	);
}

type Page = World['page'];
type Locator = ReturnType<Page['getByTestId']>;

/** The panel from its tabs to its last field; the window grows when that is not all visible. */
async function frame(
	page: Page,
	panel: Locator,
	parameters: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
	const hidden = await parameters.evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
	if (hidden > 0) {
		await page.setViewportSize({ width: WIDTH, height: (page.viewportSize()?.height ?? HEIGHT) + hidden });
	}
	const box = await panel.boundingBox();
	assert(box, 'the panel is not visible');
	const end = await parameters.evaluate((element) =>
		Math.max(
			...[
				...element.querySelectorAll('[data-test-id="parameter-item"], [data-test-id="collection-parameter-add"]'),
			].map((field) => field.getBoundingClientRect().bottom),
		),
	);
	return { ...box, height: Math.min(box.height, end - box.y + MARGIN) };
}
