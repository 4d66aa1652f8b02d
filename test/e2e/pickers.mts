import assert from 'node:assert/strict';
import type { INodeProperties } from 'n8n-workflow';
import { CREDENTIAL_TYPE } from '../../dev/stage.mts';
import { NODE_TYPE, type OperationEntry, readOperations } from './node-type.mts';
import { scenario, type World } from './world.mts';

/** A field whose choices come from the account. */
interface Picker {
	readonly path: string;
	readonly method: string;
	readonly route: 'options' | 'resource-locator-results' | 'resource-mapper-fields';
	/** Resource mapper fields are an object, the others a list. */
	readonly isFilled: (answer: unknown) => boolean;
}

const ROUTES = '/rest/dynamic-node-parameters';
const AT_ONCE = 4;
const PICKERS_MS = 600_000;
/** A picker that depends on another one may ask for that instead of an answer. */
const ASKS_FOR_MORE = /first/i;

/** Every list, search and field mapping that a panel offers, in a freshly opened panel of each operation. */
export function pickerScenarios(world: World): void {
	scenario(
		world,
		'pickers: every list of every panel loads',
		async () => {
			const asked = (await readOperations(world.rest)).flatMap((operation) =>
				pickersOf(operation).map((picker) => ({ operation, picker })),
			);
			const problems: string[] = [];
			let filled = 0;
			const askNext = async (): Promise<void> => {
				for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
					const { operation, picker } = next;
					const answer = await ask(world, operation, picker);
					if (answer instanceof Error) {
						if (ASKS_FOR_MORE.test(answer.message)) continue;
						problems.push(
							`${operation.resource}.${operation.operation}, ${picker.path} (${picker.method}): ${answer.message}`,
						);
					} else if (picker.isFilled(answer)) {
						filled++;
					}
				}
			};
			// Some at a time: there are hundreds.
			await Promise.all(Array.from({ length: AT_ONCE }, askNext));
			assert.deepEqual(problems, []);
			assert(filled > 0, 'no picker had anything to offer');
		},
		PICKERS_MS,
	);
}

async function ask(
	world: World,
	{ resource, operation, properties }: OperationEntry,
	picker: Picker,
): Promise<unknown> {
	const defaults = Object.fromEntries(properties.map((property) => [property.name, property.default]));
	try {
		return await world.rest.call('POST', `${ROUTES}/${picker.route}`, {
			path: `parameters.${picker.path}`,
			methodName: picker.method,
			nodeTypeAndVersion: { name: NODE_TYPE, version: 1 },
			currentNodeParameters: { ...defaults, resource, operation },
			credentials: { [CREDENTIAL_TYPE]: world.credential },
		});
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}

function pickersOf({ properties }: OperationEntry): Picker[] {
	return properties.flatMap((property) => pickersIn(property, property.name));
}

function pickersIn(property: INodeProperties, path: string): Picker[] {
	return [...ownPicker(property, path), ...childrenOf(property, path).flatMap(({ child, at }) => pickersIn(child, at))];
}

function ownPicker({ modes, typeOptions }: INodeProperties, path: string): Picker[] {
	const search = modes?.find(({ name }) => name === 'list')?.typeOptions?.searchListMethod;
	if (search !== undefined)
		return [{ path, method: search, route: 'resource-locator-results', isFilled: hasSome('results') }];
	const load = typeOptions?.loadOptionsMethod;
	if (load !== undefined)
		return [{ path, method: load, route: 'options', isFilled: (answer) => Array.isArray(answer) && answer.length > 0 }];
	const map = typeOptions?.resourceMapper;
	if (map !== undefined && 'resourceMapperMethod' in map && map.resourceMapperMethod !== undefined) {
		return [{ path, method: map.resourceMapperMethod, route: 'resource-mapper-fields', isFilled: hasSome('fields') }];
	}
	return [];
}

function hasSome(key: string): (answer: unknown) => boolean {
	return (answer) => {
		const list = (answer as Record<string, unknown> | null)?.[key];
		return Array.isArray(list) && list.length > 0;
	};
}

/** The fields inside a collection or a fixed collection, with their paths. */
function childrenOf({ options }: INodeProperties, path: string): Array<{ child: INodeProperties; at: string }> {
	return (options ?? []).flatMap((option) => {
		if ('values' in option)
			return option.values.map((child) => ({ child, at: `${path}.${option.name}.${child.name}` }));
		return 'type' in option ? [{ child: option, at: `${path}.${option.name}` }] : [];
	});
}
