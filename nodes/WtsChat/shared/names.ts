import type { ParameterReader } from '../core/reader';

/** Characters that the platform takes in a name or an address. */
const LONGEST = 255;

/** A text that the platform takes: one that is no longer than so. */
export function fitting(item: ParameterReader, name: string, text: string, longest: number): string {
	if (text.length <= longest) return text;
	throw item.inputError(name, `has ${text.length} characters, but at most ${longest} are allowed`, 'Shorten it.');
}

/** A text of the user's own making without blanks around it. */
export function readName(item: ParameterReader, name: string, longest: number): string {
	return fitting(item, name, item.text(name).trim(), longest);
}

/** A text without blanks around it; undefined when nothing else is there. */
export function filled(item: ParameterReader, name: string): string | undefined {
	const text = item.optionalText(name)?.trim();
	return text === undefined ? undefined : fitting(item, name, text, LONGEST);
}
