import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { OperationPanel, Resource } from './operation';

/** Operations by resource. */
type Places = Map<string, Set<string>>;

/** A field is shown for each of the operations in each of the resources. */
type Condition = Record<'resource' | 'operation', string[]>;

/** A field, and the operations that show it. */
interface Shared {
	field: INodeProperties;
	/** All of the field, for comparing it. */
	text: string;
	places: Places;
}

/** A field of the panel. The members of a collection are put in by the operations, and each shows its own. */
interface SharedField extends Shared {
	/** By their text. */
	members: Map<string, Shared>;
}

/** The node's properties: the resource selector, an operation selector each, and all fields. */
export function assembleProperties(resources: readonly Resource[]): INodeProperties[] {
	const all: Places = new Map(resources.map(({ value, operations }) => [value, new Set(operations.keys())]));
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: 'session',
		},
		...resources.map(operationSelector),
		...shareFields(resources).flatMap((shared) =>
			conditionsOf(shared.places, all).map((condition) => ({
				...showFor(shared.field, condition),
				...(shared.field.type === 'collection' ? { options: membersFor(shared, condition) } : {}),
			})),
		),
	];
}

function operationSelector({ value, operations }: Resource): INodeProperties {
	const asOption = ({ value, name, action, description }: OperationPanel): INodePropertyOptions => ({
		name,
		value,
		action,
		description,
	});
	const options = [...operations.values()].map(asOption);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options,
		default: firstValue(options),
	};
}

function firstValue([first]: readonly INodePropertyOptions[]): string {
	return String(first?.value ?? '');
}

/**
 * Merges the fields of all operations into one list that keeps the order of each operation: a field that the list
 * already has behind the operation's previous one is shared, any other is put in there.
 */
function shareFields(resources: readonly Resource[]): SharedField[] {
	const list: SharedField[] = [];
	for (const resource of resources) {
		for (const operation of resource.operations.values()) {
			let next = 0;
			for (const field of operation.fields) {
				const wanted = toShared(field);
				const index = list.findIndex((one, at) => at >= next && canStandFor(one, wanted));
				const shared = list[index] ?? wanted;
				if (index < 0) list.splice(next, 0, wanted);
				addPlace(shared, wanted, resource.value, operation.value);
				next = (index < 0 ? next : index) + 1;
			}
		}
	}
	return list;
}

function toShared(field: INodeProperties): SharedField {
	const plain = (one: INodeProperties): Shared => ({ field: one, text: JSON.stringify(one), places: new Map() });
	if (field.type !== 'collection') return { ...plain(field), members: new Map() };
	const members = (field.options ?? []).filter((option) => 'type' in option).map(plain);
	return { ...plain({ ...field, options: [] }), members: new Map(members.map((one) => [one.text, one])) };
}

/**
 * Whether a field is the wanted one, too. Collections share what their members have in common, unless these call
 * different things by one name: an editor may add a member with the default of the first of its name.
 */
function canStandFor({ field, text, members }: SharedField, wanted: SharedField): boolean {
	const mayJoin = (one: INodeProperties, other: INodeProperties) =>
		one.name !== other.name ||
		(one.type === other.type && JSON.stringify(one.default) === JSON.stringify(other.default));
	return (
		field.name === wanted.field.name &&
		text === wanted.text &&
		[...wanted.members].every(
			([known, member]) => members.has(known) || [...members.values()].every((one) => mayJoin(one.field, member.field)),
		)
	);
}

function addPlace(shared: SharedField, wanted: SharedField, resource: string, operation: string): void {
	const add = ({ places }: Shared) => places.set(resource, (places.get(resource) ?? new Set()).add(operation));
	add(shared);
	for (const [text, member] of wanted.members) {
		const known = shared.members.get(text) ?? member;
		shared.members.set(text, known);
		add(known);
	}
}

/** The members that a collection has where it is shown. One that is not always there says when. */
function membersFor({ places, members }: SharedField, { resource, operation }: Condition): INodeProperties[] {
	const shown: Places = new Map();
	for (const one of resource) shown.set(one, common(places.get(one), operation));
	const sorted = [...members.values()].sort((a, b) => a.field.displayName.localeCompare(b.field.displayName));
	return sorted.flatMap(({ field, places: own }) => {
		const here: Places = new Map();
		for (const [one, operations] of shown) {
			const some = common(own.get(one), [...operations]);
			if (some.size > 0) here.set(one, some);
		}
		const isAlwaysThere = [...shown].every(([one, operations]) => here.get(one)?.size === operations.size);
		if (isAlwaysThere) return [field];
		// A slash: the selectors are not beside the member but at the root of the parameters.
		const conditions = conditionsOf(here, shown);
		return conditions.map((condition) => {
			// Without its resources a condition must not reach where another one shows the member already.
			const isAlone = conditions.every(
				(other) => other === condition || common(new Set(other.operation), condition.operation).size === 0,
			);
			const isByOperation = [...shown].every(
				([one, operations]) =>
					common(operations, condition.operation).size === common(here.get(one), condition.operation).size,
			);
			return showFor(field, {
				...(isAlone && isByOperation ? {} : { '/resource': condition.resource }),
				'/operation': condition.operation,
			});
		});
	});
}

function common(some: ReadonlySet<string> = new Set(), others: readonly string[]): Set<string> {
	return new Set(others.filter((one) => some.has(one)));
}

/** Adds to where a field is shown. */
function showFor(field: INodeProperties, when: Record<string, string[]>): INodeProperties {
	const { show, ...others } = field.displayOptions ?? {};
	return { ...field, displayOptions: { ...others, show: { ...when, ...show } } };
}

/**
 * The places as conditions. As n8n looks at resource and operation apart, a condition means each of the operations in
 * each of the resources; none of these may be one of `all` that is not meant.
 */
function conditionsOf(places: Places, all: Places): Condition[] {
	const conditions: Condition[] = [];
	const isMeant = (resource: string, operation: string) =>
		all.get(resource)?.has(operation) !== true || places.get(resource)?.has(operation) === true;
	for (const [resource, operations] of places) {
		const condition: Condition = { resource: [resource], operation: [...operations] };
		const index = conditions.findIndex((one) => {
			const both = joined(one, condition);
			return both.resource.every((name) => both.operation.every((operation) => isMeant(name, operation)));
		});
		const found = conditions[index];
		if (found === undefined) conditions.push(condition);
		else conditions[index] = joined(found, condition);
	}
	return conditions;
}

function joined(one: Condition, other: Condition): Condition {
	return {
		resource: [...one.resource, ...other.resource],
		operation: [...new Set([...one.operation, ...other.operation])],
	};
}
