/** One item of every operation's output, with values; `npm run samples` writes it, the docs show it. */
export const OUTPUTS_FILE = 'dev/docs/outputs.json';

/** By `resource.operation`, and `trigger`. */
export type Outputs = Record<string, unknown>;

const LONGEST = 100;
/** More rows of a list say nothing new. */
const ROWS = 2;

/** What a reader needs of a value, and the same after every run: no clock, no port, no long lists. */
export function presentable(value: unknown): unknown {
	if (typeof value === 'string') return presentableText(value);
	if (Array.isArray(value)) return value.slice(0, ROWS).map(presentable);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, presentable(one)]));
}

function presentableText(text: string): string {
	const dated = text
		// The simulator's clock writes fractions of seconds; what an example itself names has none.
		.replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+(Z|[+-]\d\d:\d\d)$/, '2026-03-05T14:30:00$1')
		.replace(/http:\/\/127\.0\.0\.1:\d+/g, 'https://api.wts.chat')
		// A signature with its time.
		.replace(/\?Expires=.*$/, '?Expires=...');
	return dated.length > LONGEST ? `${dated.slice(0, LONGEST)}...` : dated;
}
