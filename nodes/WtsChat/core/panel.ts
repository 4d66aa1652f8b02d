import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { AnyOperation, OperationPanel, Resource } from './operation';

/** Adds the resource, and for an operation's field the operation, to where a field is shown. */
function shownFor(field: INodeProperties, resource: string, operation: string): INodeProperties {
	const { show, ...others } = field.displayOptions ?? {};
	return {
		...field,
		displayOptions: { ...others, show: { resource: [resource], operation: [operation], ...show } },
	};
}

function firstValue([first]: readonly AnyOperation[]): string {
	return first?.value ?? '';
}

/** The node's properties: the resource selector, an operation selector each, and all fields. */
export function assembleProperties(resources: readonly Resource[]): INodeProperties[] {
	const asOption = ({ value, name, action, description }: OperationPanel): INodePropertyOptions => ({
		name,
		value,
		action,
		description,
	});
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ name, value }) => ({ name, value })),
			default: 'session',
		},
		...resources.flatMap((resource): INodeProperties[] => {
			const operations = [...resource.operations.values()];
			return [
				{
					displayName: 'Operation',
					name: 'operation',
					type: 'options',
					noDataExpression: true,
					displayOptions: { show: { resource: [resource.value] } },
					options: operations.map(asOption),
					default: firstValue(operations),
				},
				...operations.flatMap((operation) =>
					operation.fields.map((field) => shownFor(field, resource.value, operation.value)),
				),
			];
		}),
	];
}
