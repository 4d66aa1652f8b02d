/**
 * What an error is about, as far as the server's text, the status or whoever made it tells: for advice that fits, here
 * and by whoever knows more of the program that uses the client.
 */
export type Topic =
	| 'window'
	| 'exists'
	| 'chatbotRunning'
	| 'chatbot'
	| 'template'
	| 'sessionClosed'
	| 'channel'
	| 'contact'
	| 'agent'
	| 'session'
	| 'card'
	| 'panel'
	| 'tag'
	| 'department'
	| 'sequence'
	| 'phone'
	| 'file'
	| 'upload'
	| 'tooLarge'
	| 'gateway'
	| 'onlyInSession'
	| 'noteOnly'
	| 'queuedOnly'
	| 'templateParameters'
	/** Something of which the account has a list. */
	| 'listed'
	| 'impersonation'
	| 'timezone'
	| 'headerFile'
	| 'longLink'
	| 'partsLeft';

/** The platform writes in the language of the account: Portuguese, English, Spanish. The first that fits counts. */
const TOPICS: ReadonlyArray<[Topic, RegExp]> = [
	['window', /\b24\s*-?\s*h|janela|\bventana\b/i],
	['window', /\b(messaging|service|conversation|customer|care) window\b|outside (of )?the window/i],
	['exists', /\bj[aá] (existe|est[aá] (em uso|cadastrad|registrad)|cadastrad)|duplicad/i],
	['exists', /\balready (exists|in use|registered)|\bya (existe|est[aá] registrad)/i],
	[
		'chatbotRunning',
		/\b(chat)?bot\b.*(execu|andamento|running|active\b|ativo|ejecuci)|(execu|running).*\b(chat)?bot\b/i,
	],
	['template', /\bmodelos?\b|\btemplates?\b|\bplantillas?\b/i],
	['chatbot', /\bchat\s?bots?\b|\bbots?\b|\brob[oô]s?\b/i],
	['sessionClosed', /(atendimento|conversa|sess[aã]o|session).*(finalizad|cerrad|conclu[ií]d|completed|closed)/i],
	['channel', /\bcana(l|is)\b|\bchannels?\b|\bremetente\b|\bsender\b|\bfrom\b|\bcanales\b/i],
	['contact', /\bcontatos?\b|\bcontacts?\b|\bcontactos?\b/i],
	['agent', /\bagentes?\b|\busu[aá]rios?\b|\bagents?\b|\busers?\b|\busuarios?\b/i],
	['session', /\batendimentos?\b|\bsess(ão|ao|ões|oes)\b|\bsessions?\b|\bsesi[oó]n(es)?\b/i],
	['card', /\bcards?\b|\bcart[aã]o\b|\btarjetas?\b/i],
	['panel', /\bpain(el|éis|eis)\b|\bpanels?\b|\betapas?\b|\bsteps?\b/i],
	['tag', /\betiquetas?\b|\btags?\b/i],
	['department', /\b(departamento|department|equipe)s?\b/i],
	['sequence', /\b(sequ[eê]ncia|sequence|secuencia)s?\b/i],
	['file', /\barquivos?\b|\bfiles?\b|\barchivos?\b|\bm[ií]dias?\b|\bmedia\b/i],
	['phone', /\btelefones?\b|\bphones?\b|\btel[eé]fonos?\b|\bn[uú]meros?\b/i],
];

/** What a text of the server is about; undefined when it does not tell. */
export function topicOf(text: string | null): Topic | undefined {
	if (text === null) return undefined;
	return TOPICS.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Whether it is about the state that something is in: so it is there, whatever was asked. */
export function isAboutState(topic: Topic | undefined): boolean {
	return topic === 'window' || topic === 'exists' || topic === 'chatbotRunning' || topic === 'sessionClosed';
}

const NOT_FOUND = [
	/\bn[ãa]o (foi |foram )?(encontrad|localizad|existe)|inexistente/i,
	/\bnot (be )?found\b|\bdoes(n't| not) exist/i,
	/\bno (se )?(encontr|exist)/i,
];

/** Whether a text of the server says that something is not there. */
export function saysNotFound(text: string | null): boolean {
	return text !== null && NOT_FOUND.some((pattern) => pattern.test(text));
}

/** Whether a text of the server is about the form of a value. */
export function saysInvalid(text: string | null): boolean {
	return text !== null && /inv[aá]lid|obrigat[oó]ri|required|must be|\bdeve\b|\bdebe\b|obligatori/i.test(text);
}

const THINGS: Partial<Record<Topic, string>> = {
	chatbot: 'the chatbot',
	template: 'the template',
	channel: 'the channel that sends',
	contact: 'the ID or phone number of the contact',
	agent: 'the agent (or its user)',
	session: 'the session',
	card: 'the card',
	panel: 'the panel (or the step)',
	tag: 'the tag',
	department: 'the department',
	sequence: 'the sequence',
	file: 'the file',
	phone: 'the phone number',
};

/** What to do about something that is not there. */
export function hintForMissing(topic: Topic | undefined): string {
	const thing = (topic && THINGS[topic]) ?? 'the ID or phone number';
	return `Check that ${thing} belongs to this account and still exists.`;
}

const REFUSALS: Partial<Record<Topic, string>> = {
	window:
		'The 24-hour window of this conversation is closed, so the channel takes no free text. Send a template, or ' +
		"wait for the contact's next message.",
	exists: 'Update the one that exists instead of creating another.',
	chatbotRunning: 'A chatbot is running in this session. Stop it first, or wait until it is done.',
	chatbot: 'Choose a chatbot that is published and of the type that this request takes.',
	template: 'Choose a template that is approved and belongs to the channel that sends, and fill in all its parameters.',
	sessionClosed: 'The session is over. Choose one that is open, or start a new one.',
	channel: 'Choose a channel that belongs to this account and is active.',
	file: 'Check the address, the type and the size of the file.',
	phone: 'Check the phone number: with country code and area code.',
	tooLarge:
		'What was sent is too large for the server. Shorten the text, shrink the file, or send fewer records at once.',
	gateway:
		'The answer is a page of a proxy or firewall in front of the API, not of the API itself. Check the base ' +
		'URL, and what the network lets through.',
};

/** What to do about a refusal; undefined when nothing is known beyond the server's text. */
export function hintForRefusal(topic: Topic | undefined): string | undefined {
	return topic && REFUSALS[topic];
}
