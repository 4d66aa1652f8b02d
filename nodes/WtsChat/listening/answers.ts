import { betweenSlashes, patternOf } from './patterns';

/** What is asked for, and what counts as an answer. */
export type Expected =
	| { type: 'approval'; approve: string; decline: string }
	| { type: 'choice'; choices: string[] }
	/** Words or `/patterns/`; none: anything. */
	| { type: 'freeText'; accepted: string[] };

/** What was answered. */
export type Answer = { approved: boolean } | { choice: string } | { text: string };

/** Words for yes and no in Portuguese, English and Spanish, as `plainText` leaves them. */
const YES = [
	'1',
	'sim',
	's',
	'yes',
	'y',
	'si',
	'ok',
	'aprovo',
	'aprovado',
	'approve',
	'approved',
	'apruebo',
	'👍',
	'✅',
];
const NO = ['2', 'nao', 'n', 'no', 'recuso', 'recusado', 'decline', 'declined', 'reject', 'rechazo', '👎', '❌'];

/** A text as answers are compared: case, accents, and what stands around it do not matter. */
export function plainText(text: string): string {
	return text
		.normalize('NFD')
		.replace(/\p{M}|\p{Emoji_Modifier}/gu, '')
		.toLowerCase()
		.replace(/^[\s"'“”«».,;:!?()*_~-]+|[\s"'“”«».,;:!?()*_~-]+$/gu, '')
		.replace(/\s+/g, ' ');
}

/** The choice that a text names: by its number, or by its words. */
function choiceOf(choices: readonly string[], text: string): string | undefined {
	const plain = plainText(text);
	const named = choices.find((choice) => plainText(choice) === plain);
	return named ?? (/^\d{1,3}$/.test(plain) ? choices[Number(plain) - 1] : undefined);
}

/** More of a text than any pattern for an answer looks at: what patterns cost grows with it. */
const SEARCHED = 300;

/** What a text answers; undefined when it is no answer. A file without a text is one where anything is. */
export function answerOf(expected: Expected, text: string | null, hasFile: boolean): Answer | undefined {
	if (expected.type === 'freeText') {
		if (expected.accepted.length === 0) return text !== null || hasFile ? { text: text ?? '' } : undefined;
		return text !== null && expected.accepted.some((one) => matches(one, text)) ? { text } : undefined;
	}
	if (text === null) return undefined;
	if (expected.type === 'choice') {
		const choice = choiceOf(expected.choices, text);
		return choice === undefined ? undefined : { choice };
	}
	const plain = plainText(text);
	if (plain === plainText(expected.approve)) return { approved: true };
	if (plain === plainText(expected.decline)) return { approved: false };
	if (YES.includes(plain)) return { approved: true };
	return NO.includes(plain) ? { approved: false } : undefined;
}

function matches(accepted: string, text: string): boolean {
	const written = betweenSlashes(accepted);
	const pattern = written && patternOf(written);
	return pattern === undefined ? plainText(accepted) === plainText(text) : pattern.test(text.slice(0, SEARCHED));
}

const LONGEST_PATTERN = 200;

/**
 * With so many open-ended repetitions a text of the length that is searched takes milliseconds; one more from the
 * start.
 */
const MOST_OPEN = 2;

/** What is wrong with an accepted answer that is a pattern; undefined when nothing is. */
export function patternProblem(accepted: string): string | undefined {
	const written = betweenSlashes(accepted);
	if (written === undefined) return undefined;
	if (patternOf(written) === undefined) return 'is not a regular expression';
	if (written.source.length > LONGEST_PATTERN) return `is longer than ${LONGEST_PATTERN} characters`;
	return runsAway(written.source) ? 'can take for ever on some texts' : undefined;
}

/**
 * Whether a pattern can run away: a repetition of what itself repeats or has alternatives, a back reference, or many
 * repetitions without an end. Refuses more than it must, and never too little.
 */
function runsAway(source: string): boolean {
	if (/\\[1-9]|\\k</.test(source)) return true;
	let open = 0;
	/** For each group that is open: whether something in it repeats or has alternatives. */
	const groups = [false];
	const bare = source.replace(/\\./gs, 'x').replace(/\[[^\]]*\]/g, 'x');
	for (let at = 0; at < bare.length; at += 1) {
		const character = bare[at];
		if (character === '(') {
			groups.push(false);
			// What follows says of which kind the group is.
			if (bare[at + 1] === '?') at += 1;
			continue;
		}
		const closed = character === ')' ? groups.pop() : undefined;
		const [repetition] = /^(?:[*+?]|\{\d*(?:,\d*)?\})/.exec(bare.slice(character === ')' ? at + 1 : at)) ?? [];
		if (character === '|') groups[groups.length - 1] = true;
		if (character === ')') {
			if (repetition !== undefined && repetition !== '?' && closed === true) return true;
			if (closed === true) groups[groups.length - 1] = true;
			continue;
		}
		if (repetition === undefined) continue;
		if (repetition !== '?') groups[groups.length - 1] = true;
		if (isOpen(repetition)) open += 1;
		at += repetition.length - 1;
	}
	const fromStart = bare.startsWith('^') && !bare.includes('|');
	return open > MOST_OPEN + (fromStart ? 1 : 0);
}

/** A repetition without an end, or with one so far away that it makes no difference. */
function isOpen(repetition: string): boolean {
	if (repetition === '*' || repetition === '+') return true;
	const [, least = '0', most] = /^\{(\d*),?(\d*)\}$/.exec(repetition) ?? [];
	if (repetition === '?') return false;
	return repetition.endsWith(',}') || Number(most || least) > 20;
}
