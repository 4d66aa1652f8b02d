import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { listAgents, listChannels, listDepartments, userIdOf, type WtsClient } from '../../../client';
import { FREE_FORM, isDataObject } from './answered';

/** What an ID points to, and what has its name. */
interface Kind {
	/** The field that gets the name, by the field that holds the ID. */
	fields: ReadonlyMap<string, string>;
	/** Fields that say the same already. */
	told: readonly string[];
	names(client: WtsClient): Promise<Map<string, string>>;
}

const KINDS: readonly Kind[] = [
	{
		fields: new Map([
			['userId', 'agentName'],
			['agentId', 'agentName'],
			['responsibleUserId', 'responsibleUserName'],
		]),
		// The record of an agent itself has a name, and a short one.
		told: ['shortName'],
		names: async (client) =>
			new Map(
				(await listAgents(client)).flatMap((agent) =>
					[agent.id, userIdOf(agent)].flatMap((id) => (id && agent.name ? [[id, agent.name] as const] : [])),
				),
			),
	},
	{
		fields: new Map([
			['departmentId', 'departmentName'],
			['defaultDepartmentId', 'defaultDepartmentName'],
		]),
		told: [],
		names: async (client) =>
			new Map((await listDepartments(client)).flatMap(({ id, name }) => (id && name ? [[id, name] as const] : []))),
	},
	{
		fields: new Map([['channelId', 'channelName']]),
		told: [],
		names: async (client) =>
			new Map(
				(await listChannels(client)).flatMap(({ id, number, identity }) => {
					const name = identity?.displayName ?? number;
					return id && name ? [[id, name] as const] : [];
				}),
			),
	},
];

/**
 * The items with the names of agents, departments and channels beside their IDs: a model knows no IDs, and would ask
 * for each of them. Each list is asked for once, and only when a name is missing; without it the IDs stand alone.
 */
export async function withNames(items: INodeExecutionData[], client: WtsClient): Promise<INodeExecutionData[]> {
	let named = items;
	for (const kind of KINDS) {
		if (!named.some(({ json }) => lacks(json, kind))) continue;
		const names = await kind.names(client).catch(() => undefined);
		if (names === undefined) continue;
		named = named.map((item) => ({ ...item, json: besideIds(item.json, kind, names) }));
	}
	return named;
}

const isFilledText = (value: unknown): value is string => typeof value === 'string' && value !== '';

function lacks(record: IDataObject, kind: Kind): boolean {
	return Object.entries(record).some(([key, value]) => {
		if (FREE_FORM.has(key)) return false;
		if (isDataObject(value)) return lacks(value, kind);
		if (Array.isArray(value)) return value.some((one) => isDataObject(one) && lacks(one, kind));
		return isFilledText(value) && nameFieldOf(record, key, kind) !== undefined;
	});
}

/** The field for the name of the ID in `key`; undefined when there is none to add. */
function nameFieldOf(record: IDataObject, key: string, { fields, told }: Kind): string | undefined {
	const field = fields.get(key);
	return field === undefined || [field, ...told].some((one) => isFilledText(record[one])) ? undefined : field;
}

function besideIds(record: IDataObject, kind: Kind, names: ReadonlyMap<string, string>): IDataObject {
	const named: IDataObject = {};
	for (const [key, value] of Object.entries(record)) {
		named[key] = FREE_FORM.has(key) ? value : inner(value, kind, names);
		const field = isFilledText(value) ? nameFieldOf(record, key, kind) : undefined;
		const name = isFilledText(value) ? names.get(value) : undefined;
		if (field !== undefined && name !== undefined) named[field] = name;
	}
	return named;
}

function inner(value: IDataObject[string], kind: Kind, names: ReadonlyMap<string, string>): IDataObject[string] {
	if (isDataObject(value)) return besideIds(value, kind, names);
	if (!Array.isArray(value)) return value;
	return value.map((one: unknown) => (isDataObject(one) ? besideIds(one, kind, names) : one)) as IDataObject[string];
}
