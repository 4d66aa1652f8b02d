import type { ParameterReader } from '../core/reader';

/** A text that the platform takes: one that is no longer than so. */
export function fitting(item: ParameterReader, name: string, text: string, longest: number): string {
	if (text.length <= longest) return text;
	throw item.inputError(name, `has ${text.length} characters, but at most ${longest} are allowed`, 'Shorten it.');
}

/** A text of the user's own making without blanks around it. */
export function readName(item: ParameterReader, name: string, longest: number): string {
	return fitting(item, name, item.text(name).trim(), longest);
}
