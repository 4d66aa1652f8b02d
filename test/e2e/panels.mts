import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { INodeProperties } from 'n8n-workflow';
import type { WorkflowNode } from '../../dev/n8n/rest.mts';
import { CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { choicesOf } from '../bed/panel.mts';
import { MEMORY_TYPE, NODE_TYPE, operationEntries, propertiesOf, readNodeTypes, TRIGGER_TYPE } from './node-type.mts';
import { until } from './publishing.mts';
import { artifact, scenario, type World } from './world.mts';

/** One picture of a panel, with all its optional fields added. */
interface Panel {
	readonly node: WorkflowNode;
	/** What the panel may show, for these parameters. */
	readonly properties: readonly INodeProperties[];
	readonly picture: string;
}

/** What is in a panel of one of the nodes. */
interface Subject {
	readonly name: string;
	readonly type: string;
	readonly parameters: Readonly<Record<string, string>>;
	readonly properties: readonly INodeProperties[];
}

const WIDTH = 1500;
const HEIGHT = 1100;
const MARGIN = 24;
/** Nodes of one workflow. */
const NODES = 15;
const PANELS_MS = 900_000;
/** What n8n shows when a field cannot be filled from the account. */
const TROUBLE = /Error fetching|Could not load|could not be loaded|not supported/i;

/**
 * A picture of every operation's panel, of the trigger's and the memory's in artifacts/panels, for people to look at.
 */
export function panelScenarios(world: World): void {
	scenario(
		world,
		'the panels of every operation, of the trigger and of the memory open and show their fields',
		async () => {
			rmSync(artifact('panels'), { recursive: true, force: true });
			// A part of them: PANELS='^(session|trigger)\\.' npm run test:e2e -- panels
			const wanted = new RegExp(process.env['PANELS'] ?? '');
			const subjects = (await subjectsOf(world)).filter(({ name }) => wanted.test(name));
			const panels = subjects.map((subject, row) => panelOf(world, subject, row));
			assert(panels.length > 0, `no panel is named like ${String(wanted)}`);
			const problems: string[] = [];
			for (const part of partsOf(panels)) {
				const workflow = await world.rest.importWorkflow({
					name: `Panels from ${part[0]?.node.name}`,
					nodes: part.map(({ node }) => node),
					connections: {},
				});
				for (const [at, panel] of part.entries()) {
					try {
						await open(world, `/workflow/${workflow}/${panel.node.id}`, at === 0);
						await photograph(world, panel);
					} catch (error) {
						problems.push(`${panel.node.name}: ${String(error)}`);
						await world.page.screenshot({ path: panel.picture.replace(/png$/, 'failed.png') });
					}
				}
			}
			await world.page.setViewportSize({ width: 1400, height: 900 });
			assert.equal(problems.length, 0, problems.join('\n'));
			console.log(`${panels.length} panels in artifacts/panels`);
		},
		PANELS_MS,
	);
}

/** A workflow for some panels each: the editor draws all nodes of a workflow behind each of its panels. */
function partsOf(panels: readonly Panel[]): Panel[][] {
	const count = Math.ceil(panels.length / NODES);
	return Array.from({ length: count }, (_, part) => panels.slice(part * NODES, (part + 1) * NODES));
}

/** All operations, the two sources of the trigger, and the memory. */
async function subjectsOf({ rest }: World): Promise<Subject[]> {
	const types = await readNodeTypes(rest);
	const operations = operationEntries(types).map(({ resource, operation, properties }) => ({
		name: `${resource}.${operation}`,
		type: NODE_TYPE,
		parameters: { resource, operation },
		properties,
	}));
	const trigger = propertiesOf(types, TRIGGER_TYPE);
	const sources = choicesOf(named(trigger, 'source')).map(({ value }) => {
		const source = String(value);
		return {
			name: `trigger.${source}`,
			type: TRIGGER_TYPE,
			parameters: { source },
			properties: trigger
				.filter(({ displayOptions }) => displayOptions?.show?.['source']?.includes(source) ?? true)
				.map(({ displayOptions: _source, ...property }) => property),
		};
	});
	const memory = { name: 'memory', type: MEMORY_TYPE, parameters: {}, properties: propertiesOf(types, MEMORY_TYPE) };
	return [...operations, ...sources, memory];
}

function named(properties: readonly INodeProperties[], wanted: string): INodeProperties {
	const found = properties.find(({ name }) => name === wanted);
	assert(found, `there is no field ${wanted}`);
	return found;
}

function panelOf(world: World, { name, type, parameters, properties }: Subject, row: number): Panel {
	const optional = Object.fromEntries(
		properties.filter(isCollection).map((property) => [property.name, filled(property)]),
	);
	return {
		properties,
		picture: artifact('panels', `${name}.png`),
		node: {
			id: `panel-${row}`,
			name,
			type,
			typeVersion: 1,
			position: [(row % 10) * 300, Math.floor(row / 10) * 200],
			parameters: { ...parameters, ...optional },
			credentials: { [CREDENTIAL_TYPE]: world.credential },
		},
	};
}

function isCollection({ type }: INodeProperties): boolean {
	return type === 'collection';
}

/** Every optional field, each with its default: a panel that shows them all shows also how it opens. */
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

async function photograph({ page }: World, { node, properties, picture }: Panel): Promise<void> {
	const dialog = page.getByTestId('ndv');
	await dialog
		.getByTestId('inline-edit-preview')
		.and(page.getByText(node.name, { exact: true }))
		.waitFor();
	const parameters = dialog.getByTestId('node-parameters');
	for (const { name, type } of alwaysShown(properties)) {
		const field = type === 'resourceMapper' ? 'resource-mapper-container' : `parameter-input-${name}`;
		await parameters.getByTestId(field).first().waitFor();
	}
	if (readsAccount(properties)) await listsAreRead(parameters);
	const shown = [await parameters.innerText(), ...(await parameters.locator('input').evaluateAll(textsOfInputs))];
	assert.doesNotMatch(shown.join('\n'), TROUBLE, `${node.name} shows trouble`);
	const clip = await frame(page, dialog.locator('.node-settings'), parameters);
	await page.screenshot({ path: picture, clip, animations: 'disabled' });
}

/** A list cannot be used while it is read. */
async function listsAreRead(parameters: Locator): Promise<void> {
	await until('the lists are read', async () => (await parameters.locator('input:disabled').count()) === 0);
}

/** The words of a list that could not be read stand in its input. */
function textsOfInputs(inputs: object[]): string[] {
	return inputs.map((input) => ['value', 'placeholder'].map((name) => String(Reflect.get(input, name))).join(' '));
}

/** Lists and mapped fields are read after the panel has opened; that of a locator is not, until somebody opens it. */
function readsAccount(properties: readonly INodeProperties[]): boolean {
	return /"(loadOptionsMethod|resourceMapperMethod)"/.test(JSON.stringify(properties));
}

/** Properties that depend on nothing but resource and operation. */
function alwaysShown(properties: readonly INodeProperties[]): INodeProperties[] {
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
