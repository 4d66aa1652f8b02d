import type { RecipientReference, Sender } from '../../../../client';
import type { ItemReader, ParameterReader } from '../../core/reader';
import { type Expected, patternProblem, plainText } from '../../listening/answers';
import { readAddressing } from '../../shared/recipient';
import { readTemplateJson } from '../../shared/templateValues';

/** A question as the user set it, checked. */
export interface Question {
	recipient: RecipientReference;
	sender: Sender | undefined;
	/** What is sent: the message, and below it what can be answered. */
	text: string;
	expected: Expected;
	approvers: string[];
	retryText: string;
	maxRetries: number;
	until: Date;
	template: { id: string; parameters: Record<string, string> } | undefined;
	/** Most bytes of the answer for an AI agent. */
	answerSize: number | undefined;
}

/**
 * Reads a question.
 * @throws {NodeOperationError} for what could never be answered, or never be waited for; makes no request.
 */
export function readQuestion(item: ItemReader): Question {
	const options = item.group('options');
	const message = item.text('message').trim();
	const expected = readExpected(item);
	const answers = shownAnswers(expected);
	const shown = (options.optionalFlag('showAnswers') ?? true) && answers !== '';
	return {
		...readAddressing(item),
		text: shown ? `${message}\n\n${answers}` : message,
		expected,
		approvers: expected.type === 'approval' ? readApprovers(item) : [],
		retryText: options.optionalText('retryText')?.trim() || answers || message,
		maxRetries: options.optionalNumber('maxRetries', { min: 0, max: 10, integer: true }) ?? 2,
		until: readLimit(options),
		template: readTemplate(options),
		answerSize: options.optionalNumber('toolAnswerSize'),
	};
}

function readExpected(item: ItemReader): Expected {
	const type = item.optionalChoice('responseType', ['approval', 'choice', 'freeText']) ?? 'approval';
	if (type === 'choice') return { type, choices: readChoices(item) };
	if (type === 'freeText') {
		const accepted = item.lines('acceptedAnswers');
		for (const one of accepted) {
			const problem = patternProblem(one);
			if (problem === undefined) continue;
			throw item.inputError('acceptedAnswers', `has ${one}, which ${problem}`, 'Write words, or a simpler pattern.');
		}
		return { type, accepted };
	}
	const labels = item.group('approvalOptions').group('values');
	const approve = labels.optionalText('approveLabel')?.trim() || 'Approve';
	const decline = labels.optionalText('disapproveLabel')?.trim() || 'Decline';
	if (plainText(approve) === plainText(decline)) {
		throw item.inputError(
			'approvalOptions',
			`has "${approve}" for both answers`,
			'Give each answer a label of its own.',
		);
	}
	return { type, approve, decline };
}

function readChoices(item: ItemReader): string[] {
	const lines = item.lines('choices');
	const [only = ''] = lines;
	const choices =
		lines.length === 1 && only.includes(',')
			? only
					.split(',')
					.map((one) => one.trim())
					.filter((one) => one !== '')
			: lines;
	if (choices.length < 2) {
		throw item.inputError('choices', `needs at least two, but has ${choices.length}`, 'Write one choice per line.');
	}
	const seen = new Set<string>();
	for (const choice of choices) {
		const plain = plainText(choice);
		if (plain === '') throw item.inputError('choices', `has "${choice}", which nobody can answer with`);
		if (seen.has(plain)) throw item.inputError('choices', `has "${choice}" twice`);
		seen.add(plain);
	}
	return choices;
}

function readApprovers(item: ItemReader): string[] {
	return item.optionalPhones('approverPhones') ?? [];
}

/** What can be answered, one line each. */
function shownAnswers(expected: Expected): string {
	if (expected.type === 'freeText') return '';
	const labels = expected.type === 'approval' ? [expected.approve, expected.decline] : expected.choices;
	return labels.map((label, at) => `${at + 1} - ${label}`).join('\n');
}

const UNIT_MS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
const LONGEST_MS = 365 * UNIT_MS.days;
const LIMIT_ADVICE = 'Give a time between one minute and a year from now.';

function readLimit(options: ParameterReader): Date {
	const limit = options.group('limitWaitTime').group('values');
	const type = limit.optionalChoice('limitType', ['afterTimeInterval', 'atSpecifiedTime']) ?? 'afterTimeInterval';
	const now = Date.now();
	const until =
		type === 'atSpecifiedTime'
			? Date.parse(limit.optionalDateTime('maxDateAndTime') ?? '')
			: now +
				(limit.optionalNumber('resumeAmount') ?? 24) *
					UNIT_MS[limit.optionalChoice('resumeUnit', ['minutes', 'hours', 'days']) ?? 'hours'];
	if (Number.isNaN(until)) throw options.inputError('limitWaitTime', 'has no date and time');
	// n8n looks once a minute whether a waiting execution is due.
	if (until < now + UNIT_MS.minutes) {
		throw options.inputError('limitWaitTime', 'must be at least one minute from now', LIMIT_ADVICE);
	}
	if (until > now + LONGEST_MS) {
		throw options.inputError('limitWaitTime', 'must be at most a year from now', LIMIT_ADVICE);
	}
	return new Date(until);
}

function readTemplate(options: ParameterReader): Question['template'] {
	const id = options.optionalId('fallbackTemplateId');
	if (id === undefined) return undefined;
	return { id, parameters: readTemplateJson(options, 'fallbackTemplateParametersJson') ?? {} };
}
