import { betweenSlashes, readPattern } from './patterns';

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
	const pattern = written && readPattern(written, LONGEST_PATTERN);
	if (pattern?.ok !== true) return plainText(accepted) === plainText(text);
	return pattern.value.matches(text, SEARCHED);
}

const LONGEST_PATTERN = 200;

/** What is wrong with an accepted answer that is a pattern; undefined when nothing is. */
export function patternProblem(accepted: string): string | undefined {
	const written = betweenSlashes(accepted);
	const pattern = written && readPattern(written, LONGEST_PATTERN);
	return pattern?.ok === false ? pattern.problem : undefined;
}
