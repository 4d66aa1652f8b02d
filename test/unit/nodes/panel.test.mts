import fc from 'fast-check';
import { type INodeParameters, type INodeProperties, NodeHelpers } from 'n8n-workflow';

import { defineOperation, defineResource, type Resource } from '../../../nodes/WtsChat/core/operation';
import { assembleProperties } from '../../../nodes/WtsChat/core/panel';
import { fieldsOf } from '../../bed/panel.mts';

const text = (name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName: name.toUpperCase(),
	name,
	type: 'string',
	default: '',
	...more,
});

const options = (...members: INodeProperties[]): INodeProperties => ({
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	default: {},
	options: members,
});

/** A resource of operations without work, each with its fields. */
function resourceOf(value: string, operations: Record<string, INodeProperties[]>): Resource {
	return defineResource(
		value,
		value,
		Object.entries(operations).map(([operation, fields]) =>
			defineOperation({
				value: operation,
				name: operation,
				action: `${operation} ${value}`,
				description: operation,
				fields,
				read: () => ({}),
				execute: async () => [],
			}),
		),
	);
}

const named = (properties: readonly INodeProperties[], name: string) =>
	properties.filter((property) => property.name === name);

test('a field that several operations have alike is one property, shown for all of them', () => {
	const properties = assembleProperties([
		resourceOf('a', { get: [text('x')], send: [text('x')] }),
		resourceOf('b', { get: [text('x')] }),
	]);
	expect(named(properties, 'x')).toEqual([
		text('x', { displayOptions: { show: { resource: ['a', 'b'], operation: ['get', 'send'] } } }),
	]);
});

test('a field is not shown for an operation of the same name in another resource', () => {
	const properties = assembleProperties([
		resourceOf('a', { get: [text('x')], send: [] }),
		resourceOf('b', { get: [], send: [text('x')] }),
	]);
	expect(named(properties, 'x').map(({ displayOptions }) => displayOptions?.show)).toEqual([
		{ resource: ['a'], operation: ['get'] },
		{ resource: ['b'], operation: ['send'] },
	]);
});

test('fields that differ in anything stay apart', () => {
	const variants = [{ default: 'y' }, { description: 'Another' }, { displayOptions: { show: { y: [1] } } }];
	const properties = assembleProperties([
		resourceOf('a', { get: [text('x')], ...Object.fromEntries(variants.map((more, at) => [at, [text('x', more)]])) }),
	]);
	expect(named(properties, 'x')).toHaveLength(4);
});

test('a collection has the members of all operations, and each shows its own', () => {
	const [collection] = named(
		assembleProperties([
			resourceOf('a', { get: [options(text('x'), text('y'))], send: [options(text('y'), text('z'))] }),
		]),
		'options',
	);
	expect(collection?.options).toEqual([
		text('x', { displayOptions: { show: { '/operation': ['get'] } } }),
		text('y'),
		text('z', { displayOptions: { show: { '/operation': ['send'] } } }),
	]);
});

test('a member says its resource where another one has an operation of the same name', () => {
	const [collection] = named(
		assembleProperties([
			resourceOf('a', { get: [options(text('x'))] }),
			resourceOf('b', { get: [options(text('y'))] }),
		]),
		'options',
	);
	expect(collection?.options?.[0]).toEqual(
		text('x', { displayOptions: { show: { '/resource': ['a'], '/operation': ['get'] } } }),
	);
});

test('a member is there once, also where it is shown for some operations of one resource and all of another', () => {
	const properties = assembleProperties([
		resourceOf('b', { get: [options(text('y'))], send: [options()] }),
		resourceOf('c', { send: [options(text('y'))], get: [options(text('y'))] }),
	]);
	expect(fieldsOf(properties, 'c', 'get')).toEqual([options(text('y'))]);
	expect(fieldsOf(properties, 'b', 'send')).toEqual([options()]);
});

test('collections whose members have different defaults or types under one name stay apart', () => {
	const properties = assembleProperties([
		resourceOf('a', {
			get: [options(text('x'))],
			send: [options(text('x', { default: 'y' }))],
			put: [options(text('x', { type: 'number' }))],
		}),
	]);
	expect(named(properties, 'options')).toHaveLength(3);
});

test('the order of each operation is kept', () => {
	const [x, y] = [text('x'), text('y')];
	const properties = assembleProperties([resourceOf('a', { get: [x, y], send: [y, x] })]);
	expect(fieldsOf(properties, 'a', 'get')).toEqual([x, y]);
	expect(fieldsOf(properties, 'a', 'send')).toEqual([y, x]);
});

describe('whatever the operations declare', () => {
	const field = fc
		.record({ name: fc.constantFrom('x', 'y', 'z'), default: fc.constantFrom('', 'other') })
		.map(({ name, ...more }) => text(name, more));
	const distinct = (arbitrary: fc.Arbitrary<INodeProperties>) =>
		fc.uniqueArray(arbitrary, { selector: ({ name }) => name, maxLength: 4 });
	const collection = distinct(field).map((members) =>
		options(...members.sort((a, b) => a.displayName.localeCompare(b.displayName))),
	);
	const operations = fc.dictionary(
		fc.constantFrom('get', 'send', 'put', 'drop'),
		distinct(fc.oneof({ weight: 3, arbitrary: field }, { weight: 1, arbitrary: collection })),
		{ noNullPrototype: true },
	);
	const resources = fc
		.record({ a: operations, b: operations, c: operations })
		.map((all) =>
			Object.entries(all).map(([value, one]) => ({ value, operations: one, resource: resourceOf(value, one) })),
		);

	test('each panel shows just that, and n8n agrees', () => {
		fc.assert(
			fc.property(resources, (all) => {
				const properties = assembleProperties(all.map(({ resource }) => resource));
				for (const { value, operations: declared } of all) {
					for (const [operation, fields] of Object.entries(declared)) {
						expect(fieldsOf(properties, value, operation)).toEqual(fields);
						expect(shownByN8n(properties, { resource: value, operation })).toEqual(namesOf(fields));
					}
				}
			}),
			{ numRuns: 500 },
		);
	});

	const namesOf = (fields: INodeProperties[]) =>
		fields.map(({ name, default: value, options: members = [] }) => [
			name,
			value,
			members.map((member) => [member.name, 'default' in member ? member.default : undefined]),
		]);

	function shownByN8n(properties: INodeProperties[], parameters: INodeParameters) {
		const isShown = (property: INodeProperties, here: INodeParameters) =>
			NodeHelpers.displayParameter(here, property, { typeVersion: 1 }, null, parameters);
		return namesOf(
			properties
				.filter((property) => !['resource', 'operation'].includes(property.name) && isShown(property, parameters))
				.map((property) => ({
					...property,
					options: (property.options ?? []).filter((member) => 'type' in member && isShown(member, {})),
				})),
		);
	}
});
