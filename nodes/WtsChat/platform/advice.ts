import { UPLOAD, type WtsApiError } from '../../../client';

/** Where in n8n to do what the client can only say in general, by what an error is about. */
const BY_TOPIC: Partial<Record<NonNullable<WtsApiError['topic']>, string>> = {
	window: 'Use the action Send Template.',
	exists: 'For contacts there is the action Create or Update, and Get If Exists in the options of Create.',
	chatbotRunning: 'Where the action has the option Stop Bot in Execution, switch it on.',
	channel: 'The channel that sends is chosen in From.',
	template: 'Template and values are chosen in Template and Template Parameters.',
	onlyInSession:
		'Use the Session resource: there the session itself is enough. Or leave out what only a number or an @name ' +
		'can take.',
	noteOnly: 'Set Chat Target to Agents to add the note only.',
	queuedOnly: 'Send without Sender ID, Callback URL and Session Metadata: the session itself is then enough.',
	templateParameters: 'They are filled in under Template Parameters.',
	listed: 'Choose it from the list.',
	impersonation: 'Switch Allow Impersonation on, or leave the agent to join as empty.',
	timezone: 'Choose a Timezone in the options.',
	headerFile: 'It is a public URL, a binary field, or a file ID.',
	longLink: 'It goes in one piece with Split Long Text switched off.',
	partsLeft:
		"Retry On Fail and n8n's Retry go on with the parts that are left; so does a new execution with the same text, " +
		'Sender ID and Skip If Already Sent.',
};

const BY_CODE: Partial<Record<WtsApiError['code'], string>> = {
	UNAUTHORIZED: 'The token is in the WTS Chat API credential of this node.',
	RATE_LIMITED: 'Give this node a lower Limit Share when other programs use the same account.',
	NETWORK: 'The Base URL is in the WTS Chat API credential; the network is that of this n8n.',
	TIMEOUT: 'The time is Timeout in the options.',
	CANCELLED: 'The execution was stopped.',
};

/** Topics of which n8n's side says all that there is to say. */
const IN_PLACE: ReadonlySet<WtsApiError['topic']> = new Set(['onlyInSession', 'queuedOnly'] as const);

/** Topics whose advice holds whatever became of the request. */
const ALWAYS: ReadonlySet<WtsApiError['topic']> = new Set(['noteOnly', 'listed', 'impersonation'] as const);

/** What n8n's side knows beyond the client's own hint; '' when that says it all. */
function adviceFor({ code, topic, endpoint, ambiguous, httpStatus }: WtsApiError): string {
	if (topic === 'partsLeft') return [ambiguous ? '' : BY_CODE[code], BY_TOPIC.partsLeft].filter(Boolean).join(' ');
	if (topic !== undefined && ALWAYS.has(topic)) return BY_TOPIC[topic] ?? '';
	// Whether it took effect comes first: nothing else is to be done before that is known.
	if (ambiguous) return '';
	if (topic !== undefined && code === 'INVALID_REQUEST') return BY_TOPIC[topic] ?? '';
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

/** What to do about a parameter that is wrong: at the panel, and for a model, which sees neither it nor expressions. */
export interface Advice {
	readonly panel: string;
	readonly model: string;
}

const CAUSE = 'An expression that found nothing is the usual cause: look at its result, or write the value itself.';

/** Who can do it, where a model may not be asked for the value at all. */
const OR_THE_BUILDER = 'If this tool does not take it from you, whoever built the workflow has to fill it in.';

const ANOTHER = `Send another value, or leave it out. ${OR_THE_BUILDER}`;

/** The advice by what is wrong, for refusals that bring none of their own. */
export const ADVICE = {
	empty: {
		panel: `Fill it in. ${CAUSE}`,
		model: `Send it: look it up with another tool, or ask for it. ${OR_THE_BUILDER}`,
	},
	/** A word that stands for no value, such as "undefined" or "N/A". */
	nothing: {
		panel: 'The value comes from an expression or a sheet that found nothing: correct it, or leave the field empty.',
		model: ANOTHER,
	},
	notOne: {
		panel: 'If it is an expression, look at what it gives in the preview and take the part that fits.',
		model: ANOTHER,
	},
	numberForDate: {
		panel:
			'Convert it in an expression: {{ DateTime.fromMillis(value) }} for milliseconds, {{ ' +
			"DateTime.fromSeconds(value) }} for seconds, {{ DateTime.fromISO('1899-12-30').plus({ days: value }) }} for " +
			'the serial number of a sheet.',
		model: 'Send it like 2026-01-31T14:00:00, by the clock of the workflow.',
	},
	other: { panel: CAUSE, model: ANOTHER },
} satisfies Record<string, Advice>;

/** What to do when an expression cannot be evaluated. */
export const EXPRESSION_ADVICE =
	'Open the field and look at the expression: the preview below it shows what fails. A node that it reads must ' +
	'have run before this one.';
