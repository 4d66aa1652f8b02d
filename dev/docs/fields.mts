import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { choicesOf } from '../../test/bed/panel.mts';

/** A row of a table of fields. */
export interface Row {
	readonly name: string;
	readonly property: INodeProperties;
	/** Fields around it that look at each other: for the words of conditions. */
	readonly around: readonly INodeProperties[];
	/** Of a row of rows. */
	readonly inside?: string;
}

const isProperty = (option: object): option is INodeProperties => 'type' in option;
const isGroup = (option: object): option is INodePropertyCollection => 'values' in option;

/** What a person fills in on the panel itself: the collections have tables of their own. */
export function panelRows(fields: readonly INodeProperties[]): Row[] {
	const shown = fields.filter(({ type }) => type !== 'notice' && type !== 'collection' && type !== 'hidden');
	return shown.flatMap((property) => rowsOf(property, fields));
}

/** The collections of a panel, each with what can be added to it. */
export function collections(fields: readonly INodeProperties[]): Array<{ title: string; rows: Row[] }> {
	return fields
		.filter(({ type }) => type === 'collection')
		.map((collection) => {
			const members = (collection.options ?? []).filter(isProperty);
			const title = [`**${collection.displayName}**`, ...conditions(collection.displayOptions, fields)].join(' ');
			return { title, rows: members.flatMap((property) => rowsOf(property, [...fields, ...members])) };
		});
}

/** A field, and the columns of a field that has rows. */
function rowsOf(property: INodeProperties, around: readonly INodeProperties[]): Row[] {
	const groups = property.type === 'fixedCollection' ? (property.options ?? []).filter(isGroup) : [];
	const columns = groups.flatMap(({ values }) =>
		values
			.filter(({ type }) => type !== 'notice')
			.map((value) => ({
				name: value.name,
				property: value,
				around: [...values, ...around],
				inside: property.displayName,
			})),
	);
	return [{ name: property.name, property, around }, ...columns];
}

/** A table, as markdown. A field of a collection has its default only once somebody adds it. */
export function table(rows: readonly Row[], defaults = 'default'): string {
	const lines = rows.map((row) => {
		const { property, name, inside } = row;
		const shown = `${inside === undefined ? '' : `${inside} > `}**${property.displayName}**`;
		return `| ${[`${shown} \`${name}\``, takes(property), defaultOf(property), about(row)].map(cell).join(' | ')} |`;
	});
	return [`| field | takes | ${defaults} | |`, '| --- | --- | --- | --- |', ...lines].join('\n');
}

/** No cell may end its row or its table. */
function cell(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll('\n', ' ').trim();
}

const plain = (text: string): string =>
	text
		.replace(/<a [^>]*>(.*?)<\/a>/g, '$1')
		.replace(/<br\s*\/?>/g, ' ')
		.replace(/<[^>]+>/g, '')
		.replaceAll('&lt;', '<');

/** Texts of the panel hold what markdown would read: an asterisk, a bracket. */
const escaped = (text: string): string => plain(text).replace(/[\\*_<>[\]]/g, '\\$&');

function takes(property: INodeProperties): string {
	const { type, typeOptions = {}, modes = [] } = property;
	const choices = choicesOf(property);
	switch (type) {
		case 'options':
		case 'multiOptions': {
			const many = type === 'multiOptions';
			if (typeOptions.loadOptionsMethod !== undefined)
				return many ? 'any of the account, or IDs' : 'one of the account, or an ID';
			return `${many ? 'any of' : 'one of'} ${choices.map(choice).join(', ')}`;
		}
		case 'boolean':
			return 'yes or no';
		case 'number':
			return `number${range(typeOptions)}`;
		case 'dateTime':
			return 'date';
		case 'json':
			return 'JSON';
		case 'resourceLocator':
			return modes
				.map(({ displayName, name }) =>
					name === 'list'
						? 'from the list'
						: displayName.toLowerCase().replace(/\b(id|url)\b/g, (word) => word.toUpperCase()),
				)
				.join(', ');
		case 'resourceMapper':
			return 'a form made from the account';
		case 'fixedCollection':
			return typeOptions.multipleValues === true ? 'rows' : 'a group';
		default:
			return typeOptions.multipleValues === true ? 'texts' : 'text';
	}
}

function range({ minValue, maxValue }: NonNullable<INodeProperties['typeOptions']>): string {
	if (minValue !== undefined && maxValue !== undefined) return `, ${minValue} to ${maxValue}`;
	if (minValue !== undefined) return `, at least ${minValue}`;
	return maxValue === undefined ? '' : `, at most ${maxValue}`;
}

/** Its name in the panel, and what an expression gives. */
function choice({ name, value }: INodePropertyOptions): string {
	return name === value ? escaped(name) : `${escaped(name)} \`${String(value)}\``;
}

function defaultOf({ default: value, required, type, options = [] }: INodeProperties): string {
	if (type === 'collection' || type === 'fixedCollection') return '';
	const inner = typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
	const empty = inner === '' || inner === null || inner === undefined || (Array.isArray(inner) && inner.length === 0);
	if (empty) return required === true ? '**required**' : '';
	if (typeof inner === 'boolean') return inner ? 'yes' : 'no';
	const nameOf = (one: unknown): string => {
		const chosen = options.find((option) => 'value' in option && option.value === one);
		return chosen === undefined
			? `\`${typeof one === 'object' ? JSON.stringify(one) : String(one)}\``
			: escaped(chosen.name);
	};
	return Array.isArray(inner) ? inner.map(nameOf).join(', ') : nameOf(inner);
}

/** What it is about, and when it is there. */
function about({ property, around }: Row): string {
	const { description = '', hint = '', displayOptions } = property;
	// The column before says so.
	const text = description.replace(/\s*Choose from the list, or specify (an ID|IDs) using an <a .*?<\/a>\.?/, '');
	const sentences = [text, hint].filter((one) => one !== '').map((one) => sentence(escaped(one)));
	return [...sentences, ...conditions(displayOptions, around)].join(' ');
}

function sentence(text: string): string {
	return /[.!?…]$/.test(text) ? text : `${text}.`;
}

type DisplayOptions = INodeProperties['displayOptions'];

function conditions(
	{ show = {}, hide = {} }: NonNullable<DisplayOptions> = {},
	around: readonly INodeProperties[],
): string[] {
	const words = (rules: typeof show, word: string): string[] =>
		Object.entries(rules)
			.filter(([name]) => !name.startsWith('@'))
			.map(([name, values]) => `${word} ${condition(name, values ?? [], around)}`);
	const shown = words(show, 'where');
	const hidden = words(hide, 'not where');
	const all = [...shown, ...hidden];
	return all.length === 0 ? [] : [`*Only ${all.join(' and ')}.*`];
}

function condition(path: string, values: readonly unknown[], around: readonly INodeProperties[]): string {
	const name = path.replace(/^\//, '').split('.').at(-1) ?? path;
	const field = around.find((one) => one.name === name);
	const said = values.map((value) => {
		if (typeof value === 'object' && value !== null && '_cnd' in value) return comparison(value._cnd);
		if (typeof value === 'boolean') return value ? 'on' : 'off';
		const chosen = field === undefined ? undefined : choicesOf(field).find((one) => one.value === value);
		return chosen?.name ?? String(value);
	});
	return `${field?.displayName ?? name} is ${said.join(' or ')}`;
}

function comparison(value: unknown): string {
	const [[kind = '', to] = []] = Object.entries(value as Record<string, unknown>);
	return `${kind === 'not' ? 'not ' : `${kind} `}${to === '' ? 'empty' : JSON.stringify(to)}`;
}
