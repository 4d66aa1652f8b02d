import type { INodeProperties } from 'n8n-workflow';

import type { CoreSchemas } from '../../../../client';
import type { ParameterReader } from '../../core/reader';

type Color = CoreSchemas['TagColor'];

const HUES = ['BROWN', 'PURPLE', 'PINK', 'RED', 'YELLOW', 'GREEN', 'BLUE', 'SKY', 'GRAY'] as const;
const SHADES = [100, 200, 300, 400, 500, 600] as const;

/** The palette of the platform. */
const COLORS: readonly Color[] = HUES.flatMap((hue) => SHADES.map((shade) => `${hue}_${shade}` as const));

export const tagNameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. VIP',
};

/** A color of the palette; the list is the account's own. */
export const colorField: INodeProperties = {
	displayName: 'Color Name or ID',
	name: 'color',
	type: 'options',
	typeOptions: { loadOptionsMethod: 'getTagColors' },
	default: '',
	description:
		'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
	hint: 'A name of the palette, such as YELLOW_400',
};

/** Reads the color; undefined when it is empty. */
export function readColor(item: ParameterReader): Color | undefined {
	const text = item.optionalText('color')?.trim().toUpperCase().replace(/[ -]/g, '_');
	if (text === undefined || text === '') return undefined;
	const color = COLORS.find((one) => one === text);
	if (color !== undefined) return color;
	throw item.inputError(
		'color',
		`is "${item.asGiven('color')}", which is no color of the palette`,
		`Write one of ${HUES.join(', ')} with a shade of 100 to 600, such as YELLOW_400.`,
	);
}
