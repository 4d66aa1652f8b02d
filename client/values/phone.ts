import { type Country, DEFAULT_COUNTRY } from './country';
import { isOfPlans, planOf, splitByCode, withoutPrefix } from './numbering';
import { type Reading, read, refused } from './reading';
import { isNoIdentity, trimmed } from './text';

/**
 * A phone number or user name as requests carry it, or what is wrong with the one given. Brazilian numbers are digits
 * with 55; those of other countries keep their +, without which the platform reads 10 and 11 digits as Brazilian.
 */
export type Recipient = Reading<string>;

const BRAZIL = '55';

/** The area codes of Brazil. */
const AREA = /^(?:[14689][1-9]|2[12478]|3[1-578]|5[1345]|7[134579])/;

/** Numbers of the whole country with a prefix of their own, such as 0800. */
const NATIONWIDE = /^(?:[3589]00|303)\d{7}$/;

/** Digits of the longest number, with its country code (E.164). */
const LONGEST = 15;

/** Digits of the shortest one, of an island. */
const SHORTEST = 7;

const PLUS_ADVICE = 'Write + and the country code before numbers of other countries.';
const ONE_ADVICE = 'Give one number, without an extension.';

/** Removes what programs put around a number: links, prefixes and invisible marks. */
function unwrapped(input: string): string {
	const text = trimmed(input.normalize('NFKC').replace(/[\p{Cf}]/gu, '')).replace(/^['\u2018\u2019`\u00b4]\s*/, '');
	const short = /^(?:https?:\/\/)?(?:www\.)?wa\.me\/\+?(\d+)\/?(?:[?#].*)?$/i.exec(text);
	const [, query] =
		/^(?:(?:https?:\/\/)?(?:api|web|www)\.whatsapp\.com\/|whatsapp:\/\/)send\/?\?(.*)$/i.exec(text) ?? [];
	const link = short ?? /^(?:.*&)?phone=(?:\+|%2B)?(\d+)(?:[&#].*)?$/i.exec(query ?? '');
	// WhatsApp's own links and IDs always begin with the country code; a `@lid` is no phone number.
	if (link?.[1] !== undefined) return `+${link[1]}`;
	return text
		.replace(/^(?:tel|whatsapp|sms|p):(?:\/\/)?/i, '')
		.trim()
		.replace(/^\+?(\d+)(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/i, '+$1')
		.replace(/^(\(?\s*0)\s*[xX]{2}\s*(?=[\d)(\s-])/, '$1');
}

/** The signs of masks; what is left of a number is its digits. */
const MASK = /[\s()[\]./|\u2212\p{Pd}]/gu;

/** A number as it is dialled within Brazil, without the leading 0 and the carrier that may follow it. */
function withoutTrunk(digits: string): string {
	if (!digits.startsWith('0')) return digits;
	const rest = digits.slice(1);
	// 0 + two digits of a carrier + area code + number
	return rest.length === 12 || rest.length === 13 ? rest.slice(2) : rest;
}

const isOneDigit = (digits: string) => /^(\d)\1+$/.test(digits);

/** Reads the digits after 55, or those of a number within Brazil. The ninth digit is never added or removed. */
function readBrazilian(digits: string): Recipient {
	if (NATIONWIDE.test(digits)) return read(BRAZIL + digits);
	if (digits.length < 8) return refused('is too short for a phone number');
	if (digits.length < 10) return refused('has no area code');
	if (digits.length > 11) return refused('is too long for a phone number');
	if (isOneDigit(digits)) return refused('is one digit over and over, not a phone number');
	if (digits.startsWith('0')) return refused('has no area code');
	if (!AREA.test(digits)) return refused(`has the area code ${digits.slice(0, 2)}, which Brazil does not have`);
	if (digits.length === 11 && digits[2] !== '9') {
		return refused('has nine digits after the area code, but does not begin with 9 there');
	}
	if (/^..[01]/.test(digits)) return refused('is not a phone number of Brazil');
	return read(BRAZIL + digits);
}

/** Reads digits that begin with a country code. `strict`: they have to look like a number of the country. */
function readInternational(digits: string, strict = false): Recipient {
	if (digits.startsWith('0')) return refused('has no country code that starts with 0');
	if (digits.startsWith(BRAZIL)) {
		// +55 (0) 11 ...: the 0 is dialled within the country only.
		const national = digits.slice(2);
		return readBrazilian(/^0(?:[1-9]\d{9,10}|[3589]00\d{7})$/.test(national) ? national.slice(1) : national);
	}
	if (isOneDigit(digits)) return refused('is one digit over and over, not a phone number');
	const split = splitByCode(digits);
	const [main] = split?.plans ?? [];
	if (split === undefined || main === undefined) return refused('begins with a country code that does not exist');
	// Without a plus nothing is taken away: what remains would be another number.
	const national = strict ? split.rest : withoutPrefix(split.rest, main);
	const total = main.code.length + national.length;
	if (total < SHORTEST) return refused('is too short for a phone number with its country code');
	if (total > LONGEST) return refused('is too long for a phone number');
	if (!strict && withoutPrefix(national, main) !== national) return refused('is not a phone number');
	// WhatsApp keeps the 1 of Mexican mobile numbers, which is no longer dialled.
	const known = main.code === '52' && /^1\d{10}$/.test(national) ? national.slice(1) : national;
	const plan = split.plans.find(({ leading }) => leading?.test(known)) ?? main;
	if (isOfPlans(known, split.plans) || (!strict && plan.lengths.has(known.length)))
		return read(`+${main.code}${national}`);
	const shorter = known.length < Math.min(...plan.lengths);
	return refused(`is too ${shorter ? 'short' : 'long'} for a phone number with the country code ${main.code}`);
}

/** Whether a text holds more than one whole number of Brazil: a second one, or an extension. */
function hasMore(text: string): boolean {
	const separator = /[^\d()[\]]+(?=[\d([])|(?<=\d)[)\]]?(?=[([])/g;
	for (const { index, 0: sign } of text.matchAll(separator)) {
		const digits = withoutTrunk(text.slice(0, index).replace(/\D/g, ''));
		const first = digits.length > 11 && digits.startsWith(BRAZIL) ? digits.slice(2) : digits;
		if (sign !== '' && readBrazilian(first).ok) return true;
	}
	return false;
}

const FOREIGN = refused('is written like a number of another country', PLUS_ADVICE);

/** What is wrong with how digits are grouped: `(415) 555-2671` in Brazil, `(11) 99999-9999` in the US. */
function maskProblem(text: string, code: string): Recipient | undefined {
	const [, area] = /[([]\s*(\d+)\s*[)\]]/.exec(text) ?? [];
	if (code === '1') return area !== undefined && area !== '1' && area.length !== 3 ? FOREIGN : undefined;
	if (code !== BRAZIL) return undefined;
	if (/^\d{3}\.\d{3}\.\d{3}-\d{2}$/.test(text)) return refused('is written like a CPF, not like a phone number');
	const digits = text.replace(/\D/g, '');
	if (area !== undefined) {
		// (01511) is a carrier and an area code.
		const known = area.length === 5 ? digits.length >= 13 && area.startsWith('0') : /^(?:0|0?\d\d)$/.test(area);
		return known ? undefined : FOREIGN;
	}
	const national = withoutTrunk(digits);
	const [first = ''] = /^\d+/.exec(text) ?? [];
	const begins = first.length - (digits.startsWith('0') ? 1 : 0);
	// Nobody in Brazil parts a number of ten digits within the three that follow its area code.
	const parted = national.length === 10 && digits.length <= 11 && begins >= 3 && begins <= 5;
	return parted && !NATIONWIDE.test(national) ? FOREIGN : undefined;
}

/** Whether a text begins with a whole number as the country dials it, and goes on after a blank or a sign. */
function goesOn(text: string, country: Country): boolean {
	return [...text.matchAll(/\D+(?=\d)/g)].some(
		({ index }) => readNational(text.slice(0, index).replace(/\D/g, ''), country)?.ok === true,
	);
}

/** Reads a number without its country code, as the country dials it; undefined when it is none. */
function readNational(digits: string, country: Country): Recipient | undefined {
	const plan = planOf(country);
	if (plan === undefined) return undefined;
	if (plan.code === BRAZIL) {
		const national = withoutTrunk(digits);
		return national.length <= 11 ? readBrazilian(national) : undefined;
	}
	const all = splitByCode(plan.code)?.plans ?? [];
	const texts = [digits, ...(digits.startsWith(plan.code) ? [digits.slice(plan.code.length)] : [])];
	for (const text of texts) {
		for (const one of [plan, ...all.slice(0, 1)]) {
			const national = withoutPrefix(text, one);
			const total = plan.code.length + national.length;
			const fits = total >= SHORTEST && total <= LONGEST && isOfPlans(national, all);
			if (fits) return read(`+${plan.code}${national}`);
		}
	}
	return undefined;
}

/**
 * Reads a phone number in any usual spelling.
 *
 * Takes `(11) 99999-9999`, `+55|11999999999`, `011 99999-9999`, `+1 415 555 2671`, `wa.me/5511999999999` and the like.
 * Without `+` it is a number of `country`, or else 12 to 15 digits that are a number of the country whose code they
 * begin with. Two numbers in one text, extensions and masks of other countries are refused: a stranger would get the
 * message. The ninth digit is never added or removed here.
 */
export function readPhone(input: string, country: Country = DEFAULT_COUNTRY): Recipient {
	const text = unwrapped(input);
	const digits = text.replace(MASK, '');
	if (digits === '') return refused(isNoIdentity(text) ? 'is not a phone number' : 'is empty');
	// Superscript and circled digits mark footnotes and lists.
	if (/[\u00b2\u00b3\u00b9\u2070-\u209c\u2460-\u249b]/.test(input)) return refused('is not a phone number');
	// A spreadsheet's number: without its point it would be somebody else's.
	const isDecimal = /^\+?\d{8,}[.,]\d{1,2}$/.test(text);
	if (isDecimal || isNoIdentity(text)) return refused('is not a phone number');
	if (/^\+?\d{8,}.*\+\d{8,}$/.test(digits)) return refused('holds more than one phone number', ONE_ADVICE);
	if (!/^\+?\d+$/.test(digits)) return refused('is not a phone number');

	// A slash after a whole number begins another one.
	const [first = '', ...others] = text.split('/');
	const firstDigits = first.replace(MASK, '');
	if (others.length > 0 && firstDigits.length >= 10 && readPhone(firstDigits, country).ok) {
		return refused('holds more than one phone number', ONE_ADVICE);
	}
	if (digits.startsWith('+')) return readInternational(digits.slice(1));

	const plan = planOf(country);
	const abroad = plan?.code === BRAZIL ? /^00/ : plan?.abroad;
	for (const prefix of [abroad, /^00/]) {
		const rest = prefix === undefined ? digits : digits.replace(prefix, '');
		if (rest === digits || rest.startsWith('0')) continue;
		const international = readInternational(rest);
		if (international.ok || prefix?.source === '^00') return international;
	}
	if (digits.startsWith('00')) return readInternational(digits.slice(2));

	// The way requests carry Brazilian numbers is theirs in every country.
	if (
		/^55\d{10,11}$/.test(digits) &&
		(country === DEFAULT_COUNTRY || (digits[2] !== '0' && readInternational(digits).ok))
	) {
		return hasMore(text)
			? refused('holds more than one phone number, or an extension', ONE_ADVICE)
			: readInternational(digits);
	}
	// The 0 is dialled within Brazil only: nothing but people writes so, and they may mean a number of their own country.
	if (/^550\d{10,11}$/.test(digits) && (country === DEFAULT_COUNTRY || readNational(digits, country)?.ok !== true)) {
		return readInternational(digits);
	}
	const masked = maskProblem(text, plan?.code ?? '');
	if (masked !== undefined) return masked;
	if (plan?.code === BRAZIL && hasMore(text))
		return refused('holds more than one phone number, or an extension', ONE_ADVICE);
	const national =
		isOneDigit(digits) && digits.length >= (plan?.code === BRAZIL ? 10 : SHORTEST)
			? refused('is one digit over and over, not a phone number')
			: readNational(digits, country);
	if (national?.ok === true) return national;
	if (digits.length >= 12 && digits.length <= 15) {
		if (goesOn(text, country)) return refused('holds more than one phone number, or an extension', ONE_ADVICE);
		const international = readInternational(digits, true);
		if (international.ok) return international;
	}
	const problem =
		national?.problem ??
		(digits.length > 15 ? 'is too long for a phone number' : 'is not a phone number of the default country');
	return refused(problem, PLUS_ADVICE);
}

/** Reads a recipient: a phone number, or the name of an Instagram user with its `@`. */
export function readRecipient(input: string, country: Country = DEFAULT_COUNTRY): Recipient {
	const text = trimmed(input);
	return text.startsWith('@') ? readUserName(text) : readPhone(text, country);
}

/** Reads the name of an Instagram user with its `@`. */
export function readUserName(text: string): Recipient {
	if (!isNoIdentity(text) && /^@[A-Za-z0-9._]{1,30}$/.test(text)) return read(text);
	return refused('is not an Instagram user name: letters, digits, dots and underscores after the @');
}

/** What follows the address of Instagram and is no user. */
const NO_USERS = new Set([
	'p',
	'reel',
	'reels',
	'tv',
	'stories',
	'explore',
	'accounts',
	'direct',
	's',
	'share',
	'about',
]);

/** What people and programs write into a column for user names where there is none; with an @ it is one. */
const NO_USER = /^(?:NULL|none|None|NONE|nil|NIL|NA|N\.A\.?|ND|N\.D\.?|sem|Sem|SEM|nenhum|Nenhum|NENHUM)$/;

/** Reads an Instagram user from a name with or without its @, or from the address of a profile. */
export function readInstagram(input: string): Recipient {
	const text = trimmed(input);
	const [link, name = text, rest = ''] =
		/^(?:https?:\/\/)?(?:www\.|m\.)?instagram\.com\/@?([^/?#]+)([^?#]*)/i.exec(text) ?? [];
	const isPost =
		/^(?:www\.)?instagram\.com$/i.test(text) ||
		(link !== undefined && (rest.replace(/\//g, '') !== '' || NO_USERS.has(name.toLowerCase())));
	const user = isPost || NO_USER.test(text) ? undefined : readUserName(name.replace(/^@?/, '@'));
	if (user?.ok === true) return user;
	return refused(
		isPost ? 'is the address of no profile' : (user?.problem ?? 'stands for no user'),
		'Write the user name, such as @ana.souza, or the address of the profile; leave it empty when there is none.',
	);
}

/**
 * A stored number (`+55|11999999999`) as requests carry it; undefined when there is none. What has no + is in no
 * country that can be told, and stays as it is.
 */
export function storedAsSent(phone: string | null | undefined): string | undefined {
	const digits = phone?.replace(/\D/g, '') ?? '';
	if (digits === '') return undefined;
	return phone?.trim().startsWith('+') && !digits.startsWith(BRAZIL) ? `+${digits}` : digits;
}

/**
 * The ways a number may be stored, for look-ups: as given first, then with the Brazilian ninth digit, the 1 of Mexico
 * or the 9 of Argentina added or left out. Takes and returns numbers as requests carry them.
 */
export function lookupVariants(phone: string): string[] {
	const [, area = '', ninth = '', number] = /^55(\d{2})(9?)([6-9]\d{7})$/.exec(phone) ?? [];
	if (number !== undefined) return [phone, `${BRAZIL}${area}${ninth === '' ? '9' : ''}${number}`];
	const [, country = '', mobile = '', national] =
		/^\+(?=521?\d{10}$|549?\d{10}$)(52|54)(1(?=\d{10}$)|9(?=\d{10}$))?(\d{10})$/.exec(phone) ?? [];
	if (national === undefined) return [phone];
	return [phone, `+${country}${mobile === '' ? (country === '52' ? '1' : '9') : ''}${national}`];
}
