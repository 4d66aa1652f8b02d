import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** One operation of a built node, as its panel shows it. */
export interface PanelOperation {
	resource: string;
	operation: string;
	/** `session.sendText` */
	id: string;
	/** Its entry in the Operation list. */
	option: INodePropertyOptions;
	/** Its fields in panel order, without what ties them to resource and operation. */
	fields: INodeProperties[];
}

const isProperty = (option: object): option is INodeProperties => 'type' in option;

/** The choices of an options or multiOptions property. */
export function choicesOf({ type, options = [] }: INodeProperties): INodePropertyOptions[] {
	if (type !== 'options' && type !== 'multiOptions') return [];
	return options.filter((option): option is INodePropertyOptions => 'value' in option);
}

/** The operations of a node; those that n8n itself adds ("Custom API Call") are left out. */
export function operationsOf(properties: readonly INodeProperties[]): PanelOperation[] {
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap((selector) =>
			(selector.displayOptions?.show?.['resource'] ?? []).flatMap((resource) =>
				choicesOf(selector)
					.filter(({ value }) => value !== '__CUSTOM_API_CALL__')
					.map((option) => {
						const [place, operation] = [String(resource), String(option.value)];
						return {
							resource: place,
							operation,
							id: `${place}.${operation}`,
							option,
							fields: fieldsOf(properties, place, operation),
						};
					}),
			),
		);
}

/** The fields of one operation. What several operations have in common is one property of the node. */
export function fieldsOf(
	properties: readonly INodeProperties[],
	resource: string,
	operation: string,
): INodeProperties[] {
	const chosen = { resource, operation };
	return properties
		.filter(({ name, displayOptions }) => {
			const { show } = displayOptions ?? {};
			const ofAnOperation = show?.['operation'] !== undefined && !Object.hasOwn(chosen, name);
			return ofAnOperation && isShown(displayOptions, chosen);
		})
		.map((field) => {
			const bare = untied(field, chosen);
			if (field.type !== 'collection') return bare;
			const members = (field.options ?? []).filter(isProperty);
			const path = { '/resource': resource, '/operation': operation };
			return {
				...bare,
				options: members
					.filter(({ displayOptions }) => isShown(displayOptions, path))
					.map((member) => untied(member, path)),
			};
		});
}

type DisplayOptions = INodeProperties['displayOptions'];

/** Whether a field belongs to what is chosen; what else it depends on is left open. */
function isShown(displayOptions: DisplayOptions, chosen: Record<string, string>): boolean {
	const { show = {}, hide = {} } = displayOptions ?? {};
	return Object.entries(chosen).every(
		([name, value]) =>
			(show[name]?.some((one) => one === value) ?? true) && hide[name]?.some((one) => one === value) !== true,
	);
}

/** A field as its operation declares it. */
function untied({ displayOptions, ...field }: INodeProperties, chosen: Record<string, string>): INodeProperties {
	const without = (rules: NonNullable<DisplayOptions>['show']) =>
		Object.fromEntries(Object.entries(rules ?? {}).filter(([name]) => !Object.hasOwn(chosen, name)));
	const left = Object.entries({ show: without(displayOptions?.show), hide: without(displayOptions?.hide) }).filter(
		([, rules]) => Object.keys(rules).length > 0,
	);
	return left.length === 0 ? field : { ...field, displayOptions: Object.fromEntries(left) };
}
