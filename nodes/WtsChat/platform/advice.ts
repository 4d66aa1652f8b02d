import { UPLOAD, type WtsApiError } from '../../../client';

/** Where in n8n to do what the client can only say in general, by what an error is about. */
const BY_TOPIC: Partial<Record<NonNullable<WtsApiError['topic']>, string>> = {
	window: 'Use the action Send Template.',
	exists: 'For contacts there is the action Create or Update.',
	chatbotRunning: 'Where the action has the option Stop Bot in Execution, switch it on.',
	channel: 'The channel that sends is chosen in From.',
	template: 'Template and values are chosen in Template and Template Parameters.',
	onlyInSession:
		'Use the Session resource: there the session itself is enough. Or leave out what only a number or an @name ' +
		'can take.',
	noteOnly: 'Set Chat Target to Agents to add the note only.',
	queuedOnly: 'Send without Sender ID, Callback URL and Session Metadata: the session itself is then enough.',
	templateParameters: 'They are filled in under Template Parameters.',
};

const BY_CODE: Partial<Record<WtsApiError['code'], string>> = {
	UNAUTHORIZED: 'The token is in the WTS Chat API credential of this node.',
	RATE_LIMITED: 'Give this node a lower Limit Share when other programs use the same account.',
	NETWORK: 'The Base URL is in the WTS Chat API credential; the network is that of this n8n.',
	TIMEOUT: 'The time is Timeout in the options.',
};

/** Topics of which n8n's side says all that there is to say. */
const IN_PLACE: ReadonlySet<WtsApiError['topic']> = new Set(['onlyInSession', 'queuedOnly'] as const);

/** What n8n's side knows beyond the client's own hint; '' when that says it all. */
function adviceFor({ code, topic, endpoint, ambiguous, httpStatus }: WtsApiError): string {
	// Whether it took effect comes first: nothing else is to be done before that is known.
	if (ambiguous && topic !== 'noteOnly') return '';
	if (topic !== undefined && (code === 'INVALID_REQUEST' || topic === 'noteOnly')) return BY_TOPIC[topic] ?? '';
	if (code === 'NOT_FOUND' && topic === 'channel') return BY_TOPIC.channel ?? '';
	if (code === 'TIMEOUT' && endpoint === UPLOAD) return 'The time is Timeout in the options, at most 300 seconds.';
	if (code === 'INVALID_REQUEST' && httpStatus !== null && httpStatus >= 300 && httpStatus < 400) {
		return BY_CODE.NETWORK ?? '';
	}
	return BY_CODE[code] ?? '';
}

/** The hint of an error of the client as users of the node read it. */
export function hintOf(error: WtsApiError): string {
	if (IN_PLACE.has(error.topic)) return adviceFor(error);
	return [error.hint, adviceFor(error)].filter((text) => text !== '').join(' ');
}

const CAUSE = 'An expression that found nothing is the usual cause: look at its result, or write the value itself.';

/** What to do about a parameter that is wrong, for refusals that bring no advice of their own. */
export function adviceForParameter(problem: string): string {
	if (/^is empty\b/.test(problem)) return `Fill it in. ${CAUSE}`;
	if (/\bvalid JSON\b/.test(problem)) {
		return (
			'Put names and texts in double quotes, without a comma after the last one. An expression that gives the ' +
			'object itself needs no JSON: {{ $json.data }}.'
		);
	}
	if (/^must be (?!true)/.test(problem)) {
		return 'If it is an expression, look at what it gives in the preview and take the part that fits.';
	}
	return CAUSE;
}

/** What to do when an expression cannot be evaluated. */
export const EXPRESSION_ADVICE =
	'Open the field and look at the expression: the preview below it shows what fails. A node that it reads must ' +
	'have run before this one.';
