import type { INodeProperties } from 'n8n-workflow';

import type { ParameterReader } from '../core/reader';

/** Related records that a record may be returned with, by the platform's name of each. */
interface Choice<Detail extends string> {
	name: string;
	value: Detail;
	description?: string;
}

/** Include Details of an operation: its field, for Options, and how it is read. */
export interface Details<Detail extends string> {
	field: INodeProperties;
	/** The default when the user did not add the option; an emptied list is a choice too: nothing but the record. */
	read(item: ParameterReader): Detail[];
}

/** Makes Include Details of what there is to choose, sorted by name, and of what is returned when nobody says. */
export function includeDetails<const Detail extends string>(
	choices: ReadonlyArray<Choice<Detail>>,
	defaults: ReadonlyArray<NoInfer<Detail>>,
	description: string,
): Details<Detail> {
	return {
		field: {
			displayName: 'Include Details',
			name: 'includeDetails',
			type: 'multiOptions',
			options: choices.map((choice) => ({ ...choice })),
			default: [...defaults],
			description,
		},
		read(item) {
			const options = item.group('options');
			if (!options.isAdded('includeDetails')) return [...defaults];
			return (
				options.choices(
					'includeDetails',
					choices.map(({ value }) => value),
				) ?? []
			);
		},
	};
}
