import type { Json } from './json.mts';

/** n8n marks an expression by a leading equals sign; one without braces is just its text. */
export function isExpression(value: Json | undefined): value is `=${string}` {
	return typeof value === 'string' && value.startsWith('=') && value.includes('{{');
}

/** A text that was marked as an expression although nothing in it is one, as plain text. */
export function withoutIdleMark(value: Json | undefined): Json | undefined {
	if (typeof value !== 'string' || isExpression(value)) return value;
	return value.startsWith('=') && !value.startsWith('==') ? value.slice(1) : value;
}

/** JavaScript that gives what a parameter holds: for expressions that are put together. */
export function codeOf(value: Json): string {
	if (!isExpression(value)) return JSON.stringify(value);
	const parts = value
		.slice(1)
		.split(/(\{\{[\s\S]*?\}\})/)
		.filter((part) => part !== '')
		.map((part) => (part.startsWith('{{') ? `(${part.slice(2, -2).trim()})` : JSON.stringify(part)));
	// A text around the braces makes the whole a text; braces alone keep their type.
	return parts.length === 1 ? (parts[0] ?? '""') : `(${['""', ...parts].join(' + ')})`;
}

/** An expression made of JavaScript. */
export function expression(code: string): string {
	return `={{ ${code} }}`;
}

/** A product, worked out when both are known. */
export function product(one: Json, other: Json): Json {
	const [a, b] = [one, other].map((value) => (isExpression(value) ? Number.NaN : Number(value)));
	if (a !== undefined && b !== undefined && Number.isFinite(a) && Number.isFinite(b)) return a * b;
	if (a === 1) return other;
	if (b === 1) return one;
	return expression(`${codeOf(one)} * ${codeOf(other)}`);
}

/** Several texts as one with commas, as list fields take them; a single expression may give a list. */
export function joined(texts: readonly string[]): string | undefined {
	if (texts.length <= 1) return texts[0];
	const plain = texts.map((text) => (isExpression(text) ? text.slice(1) : text)).join(',');
	return texts.some(isExpression) ? `=${plain}` : plain;
}
