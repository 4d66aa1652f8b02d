import type { INodeProperties } from 'n8n-workflow';

/**
 * A field that is shown for some choices of another field. It is not marked as required: n8n would demand all of them
 * when the choice is an expression, which shows them all. What is needed is checked in reading.
 */
export function shownFor(field: INodeProperties, parameter: string, ...choices: string[]): INodeProperties {
	// Last: at the first condition that is an expression, n8n shows a field and asks no further.
	const shown = { ...field, displayOptions: { show: { ...field.displayOptions?.show, [parameter]: choices } } };
	delete shown.required;
	return shown;
}
