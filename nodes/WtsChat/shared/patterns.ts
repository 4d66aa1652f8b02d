import { type Reading, read, refused } from '../../../client';

/**
 * Regular expressions that users write and that meet texts of strangers. Nothing stops one that has begun, and n8n
 * stands still meanwhile: so what it can cost at worst is reckoned before.
 */

/** A regular expression as it was written. */
export interface WrittenPattern {
	source: string;
	flags: string;
}

/** One that is harmless. */
export interface Pattern {
	/** Whether it matches the beginning of a text: so many characters, or fewer where they could take long. */
	matches(text: string, length: number): boolean;
}

/** What stands between slashes, and the flags after them; undefined for any other text. */
export function betweenSlashes(text: string): WrittenPattern | undefined {
	const [, source, flags = ''] = /^\/(.+)\/([a-z]*)$/s.exec(text) ?? [];
	return source === undefined ? undefined : { source, flags };
}

/** Steps that a search may take at worst: some tenths of a second. */
const MOST_STEPS = 2e8;

/** A pattern that takes more steps than that on a text of this length is refused. */
const LEAST_LENGTH = 300;

const SIMPLER =
	'Repeat nothing that repeats itself, as in (a+)+, and use * and + sparingly: {1,20} is a repetition with an end.';

/** Reads a pattern of `longest` characters at most; refuses one that is none or can run away. */
export function readPattern({ source, flags }: WrittenPattern, longest: number): Reading<Pattern> {
	// Those two would make a search depend on the one before.
	const expression = compile(source, flags.replace(/[gy]/g, ''));
	if (expression === undefined) return refused('is not a regular expression');
	if (source.length > longest) return refused(`is longer than ${longest.toLocaleString('en')} characters`);
	const reach = reachOf(expression);
	if (reach < LEAST_LENGTH) return refused('can take for ever on some texts', SIMPLER);
	return read({ matches: (text, length) => expression.test(text.slice(0, Math.min(length, reach))) });
}

function compile(source: string, flags: string): RegExp | undefined {
	try {
		return new RegExp(source, flags);
	} catch {
		return undefined;
	}
}

/** How long a text may be for a search to take at most `MOST_STEPS`. */
function reachOf(expression: RegExp): number {
	const { source, multiline } = expression;
	// What it refers back to can be long, and be tried anywhere.
	if (/\\[1-9]|\\k</.test(source)) return 0;
	const parser = new Parser(expression);
	const { choices, open, scans, branches } = parser.alternatives();
	const fromStart = source.startsWith('^') && !multiline && branches === 1;
	const degree = open + (scans ? 1 : 0) + (fromStart ? 0 : 1);
	if (degree === 0) return choices <= MOST_STEPS ? Infinity : 0;
	let orders = 1;
	for (let factor = 2; factor <= degree; factor += 1) orders *= factor;
	return Math.floor(((MOST_STEPS / choices) * orders) ** (1 / degree));
}

/** In how many ways a part of a pattern can be tried at one place of a text. */
interface Cost {
	/** By its alternatives and the repetitions that have an end. */
	choices: number;
	/** Repetitions without an end: each multiplies the ways by the length of the text. */
	open: number;
	/** Whether there are repetitions that look at much of a text but can end in one place only. */
	scans: boolean;
}

const ONE_WAY: Cost = { choices: 1, open: 0, scans: false };
const RUNS_AWAY: Cost = { choices: Infinity, open: 0, scans: false };

const ESCAPE = String.raw`\\(?:p\{[a-z]\w*(?:=\w+)?\}|u\{[\da-f]+\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|[^])`;
const CLASS = String.raw`\[(?:\\[^]|[^\]\\])*\]`;
const GROUP_START = String.raw`\((?:\?(?:<?[=!]|<[^>]*>|[a-z-]*:))?`;
const TOKEN = new RegExp(`${ESCAPE}|${CLASS}|${GROUP_START}|[^]`, 'iy');
const REPETITION = /([*+?]|\{(\d+)(,?)(\d*)\})\??/y;

/** A token that is one character and stands for no other one. */
const LITERAL = /^(?:[^\\.^$()|[\]]|\\[^\da-z])$/i;

/** An end so far away that it makes no difference. */
const FAR = 20;
const FAR_IF_EXACT = 100;

interface Repetition {
	least: number;
	most: number;
}

/** Reads a pattern that compiles, to reckon what it can cost: rather too much than too little. */
class Parser {
	private at = 0;

	constructor(private readonly expression: RegExp) {}

	/** What stands between bars, up to the end of the group or of the pattern. */
	alternatives(): Cost & { branches: number } {
		const branches = [this.sequence()];
		while (this.peek() === '|') {
			this.take();
			branches.push(this.sequence());
		}
		return {
			choices: branches.reduce((sum, { choices }) => sum + choices, 0),
			open: Math.max(...branches.map(({ open }) => open)),
			scans: branches.some(({ scans }) => scans),
			branches: branches.length,
		};
	}

	private sequence(): Cost {
		let { choices, open, scans }: Cost = ONE_WAY;
		for (let token = this.peek(); token !== '' && token !== '|' && token !== ')'; token = this.peek()) {
			this.take();
			const isGroup = token.startsWith('(');
			const cost = repeated(isGroup ? this.group() : ONE_WAY, this.repetition());
			choices *= cost.choices;
			const isScan = !isGroup && cost.open === 1 && this.endsAfter(token);
			if (!isScan) open += cost.open;
			scans ||= cost.scans || isScan;
		}
		return { choices, open, scans };
	}

	private group(): Cost {
		const cost = this.alternatives();
		this.take();
		return cost;
	}

	/** Whether what follows tells where a repetition of this token ends: another character, or nothing at all. */
	private endsAfter(token: string): boolean {
		const { source, flags } = this.expression;
		if (/^\)*$/.test(source.slice(this.at))) return true;
		const [, character] = /^\\?(.)$/u.exec(this.peek()) ?? [];
		if (character === undefined || !LITERAL.test(this.peek())) return false;
		const { at } = this;
		this.take();
		const { least } = this.repetition();
		this.at = at;
		return least > 0 && compile(`^(?:${token})$`, flags)?.test(character) === false;
	}

	private peek(): string {
		TOKEN.lastIndex = this.at;
		return TOKEN.exec(this.expression.source)?.[0] ?? '';
	}

	private take(): void {
		this.at += this.peek().length;
	}

	private repetition(): Repetition {
		REPETITION.lastIndex = this.at;
		const [all = '', sign = '', least = '', comma = '', most = ''] = REPETITION.exec(this.expression.source) ?? [];
		this.at += all.length;
		if (sign === '') return { least: 1, most: 1 };
		if (sign === '?') return { least: 0, most: 1 };
		if (sign === '*') return { least: 0, most: Infinity };
		if (sign === '+') return { least: 1, most: Infinity };
		const end = comma === '' ? least : most;
		return { least: Number(least), most: end === '' ? Infinity : Number(end) };
	}
}

function repeated(cost: Cost, { least, most }: Repetition): Cost {
	if (most <= (least === most ? FAR_IF_EXACT : FAR)) {
		return { choices: cost.choices ** most * (most - least + 1), open: cost.open * most, scans: cost.scans };
	}
	// What can be divided in several ways can be divided in as many again each time.
	return cost.choices > 1 || cost.open > 0 || cost.scans ? RUNS_AWAY : { choices: 1, open: 1, scans: false };
}
