import { isNothing, isRecord, trimmed } from '../../../../client';
import { type ParameterReader } from '../../core/reader';
import { ADVICE } from '../../platform/advice';
import { templateTexts } from '../../shared/templateValues';

/** A message that a block sends when it goes on. */
interface BlockMessage {
	text?: string;
	fileUrl?: string;
	template?: { id: string; parameters?: Record<string, string> };
}

/** What a chatbot's webhook block takes as its answer: the exit, and what goes along. */
export interface PlainAnswer {
	response?: string;
	metadata?: Record<string, unknown>;
	contact?: Record<string, unknown>;
	messages?: BlockMessage[];
}

export const QUESTION_TYPES = ['BUTTONS', 'LIST', 'NUMBERS'] as const;

interface QuestionOption {
	text: string;
	description?: string;
	url?: string;
}

/** A question whose options are made now. */
export interface QuestionAnswer {
	text?: string;
	type: (typeof QUESTION_TYPES)[number];
	options: QuestionOption[];
}

const MOST_OPTIONS = 50;

const isAddress = (text: string): boolean => /^https?:\/\/[^\s/]+\S*$/i.test(text);

/** The text of a property that may be missing; a number is taken as text. */
function part(item: ParameterReader, field: string, value: unknown, what: string): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'string' && typeof value !== 'number')
		throw item.inputError(field, `has ${what} that is no text`);
	const text = String(value);
	if (trimmed(text) === '') return undefined;
	if (!isNothing(value)) return text;
	throw item.inputError(field, `has ${what} that is "${text}", which stands for no value`, ADVICE.nothing);
}

/** Nothing but the names given. */
function refuseOthers(item: ParameterReader, field: string, record: object, known: readonly string[]): void {
	const other = Object.keys(record).find((key) => !known.includes(key));
	if (other !== undefined) throw item.inputError(field, `has "${other}", which is none of ${known.join(', ')}`);
}

/** Checks messages that an expression gives: a list of texts, or of records as the block takes them. */
export function readMessages(item: ParameterReader, field: string): BlockMessage[] {
	const value = item.json(field);
	if (value === undefined) return [];
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return list.map((one, at) => {
		const record = typeof one === 'string' || typeof one === 'number' ? { text: one } : one;
		if (!isRecord(record)) throw item.inputError(field, `has a message ${at + 1} that is neither text nor record`);
		refuseOthers(item, field, record, ['text', 'fileUrl', 'template']);
		const text = part(item, field, record.text, 'a text');
		const fileUrl = part(item, field, record.fileUrl, 'a fileUrl');
		if (fileUrl !== undefined && !isAddress(fileUrl)) {
			throw item.inputError(field, `has a fileUrl that is no web address: "${fileUrl.slice(0, 60)}"`);
		}
		const template = readTemplate(item, field, record.template);
		if (text === undefined && fileUrl === undefined && template === undefined) {
			throw item.inputError(field, `has a message ${at + 1} without text, fileUrl and template`);
		}
		return {
			...(text === undefined ? {} : { text }),
			...(fileUrl === undefined ? {} : { fileUrl }),
			...(template === undefined ? {} : { template }),
		};
	});
}

function readTemplate(item: ParameterReader, field: string, value: unknown): BlockMessage['template'] {
	if (value === undefined || value === null) return undefined;
	if (!isRecord(value)) throw item.inputError(field, 'has a template that is no record');
	refuseOthers(item, field, value, ['id', 'parameters']);
	const id = part(item, field, value.id, 'an ID of a template');
	if (id === undefined) throw item.inputError(field, 'has a template without an ID');
	if (value.parameters !== undefined && !isRecord(value.parameters)) {
		throw item.inputError(field, 'has parameters of a template that are no object', 'Write them as {"name": "Ana"}.');
	}
	const parameters = value.parameters === undefined ? undefined : templateTexts(item, field, value.parameters);
	return { id, ...(parameters === undefined ? {} : { parameters }) };
}

/** Checks the options of a question, from rows and from JSON together. */
export function readOptions(
	item: ParameterReader,
	type: QuestionAnswer['type'],
	{ rows, json }: { rows: string; json: string },
): QuestionOption[] {
	const given = item.json(json);
	const list: unknown[] = given === undefined ? [] : Array.isArray(given) ? given : [given];
	const options = [
		...item.rows(rows).map((one) => readOption(item, rows, type, one)),
		...list.map((one) => readOption(item, json, type, typeof one === 'string' ? { text: one } : one)),
	];
	if (options.length === 0) throw item.inputError(rows, 'are empty', 'A question needs at least one option.');
	if (options.length > MOST_OPTIONS) {
		throw item.inputError(rows, `are ${options.length}, but a block takes at most ${MOST_OPTIONS}`);
	}
	return options;
}

function readOption(
	item: ParameterReader,
	field: string,
	type: QuestionAnswer['type'],
	value: unknown,
): QuestionOption {
	if (!isRecord(value)) throw item.inputError(field, 'has an option that is neither text nor record');
	refuseOthers(item, field, value, ['text', 'description', 'url']);
	const text = part(item, field, value.text, 'a text');
	const description = part(item, field, value.description, 'a description');
	const url = part(item, field, value.url, 'a url');
	if (text === undefined) throw item.inputError(field, 'has an option without a text');
	if (description !== undefined && type !== 'LIST') {
		throw item.inputError(field, `has a description at "${text.slice(0, 60)}", which only a list shows`);
	}
	if (url !== undefined && type !== 'BUTTONS') {
		throw item.inputError(field, `has a URL at "${text.slice(0, 60)}", which only buttons have`);
	}
	if (url !== undefined && !isAddress(url)) {
		throw item.inputError(field, `has a URL that is no web address: "${url.slice(0, 60)}"`);
	}
	return { text, ...(description === undefined ? {} : { description }), ...(url === undefined ? {} : { url }) };
}
