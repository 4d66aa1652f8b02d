import type { ParameterReader } from '../core/reader';

/** A text of the user's own making without blanks around it, no longer than the platform takes. */
export function readName(item: ParameterReader, name: string, longest: number): string {
	const text = item.text(name).trim();
	if (text.length <= longest) return text;
	throw item.inputError(name, `has ${text.length} characters, but at most ${longest} are allowed`, 'Shorten it.');
}
