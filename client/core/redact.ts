/** What stands in the place of a secret. */
const CUT = '[secret]';

/** So much of a secret's beginning is cut out too: servers shorten what they show. */
const LEAST = 12;

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** Matches a text, and its beginning when at least `LEAST` characters of it are there. */
function beginningOf(text: string): string {
	if (text.length <= LEAST) return escaped(text);
	const rest = [...text.slice(LEAST)].reduceRight((after, character) => `(?:${escaped(character)}${after})?`, '');
	return escaped(text.slice(0, LEAST)) + rest;
}

/** The characters that Base64 makes of a text whatever stands before and after it, for each of the three places. */
function encodings(secret: string): string[] {
	return [0, 1, 2].map((before) => {
		const bytes = Buffer.from(`${' '.repeat(before)}${secret}`);
		// The first characters mix with what stands before, the last with what follows.
		const usable = bytes.length - (bytes.length % 3);
		return bytes
			.subarray(0, usable)
			.toString('base64')
			.slice(before === 0 ? 0 : 4);
	});
}

/**
 * Makes a function that cuts a secret out of texts: as it is, after `Bearer`, percent-encoded, and in Base64 (alone or
 * as part of something longer), shortened ones included. A secret of less than six characters would take ordinary words
 * along, so it is left alone.
 */
export function redactorOf(secret: string): (text: string) => string {
	if (secret.length < 6) return (text) => text;
	const spellings = [...new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])];
	const encoded = encodings(secret)
		.flatMap((one) => [one, one.replaceAll('+', '-').replaceAll('/', '_')])
		.filter((one) => one.length >= 8);
	const all = [...new Set([...spellings, ...encoded])];
	const pattern = new RegExp(
		`(?:Bearer(?:\\s|%20|\\+)+)?(?:${[...spellings.map(escaped), ...spellings.map(beginningOf)].join('|')})` +
			`|[A-Za-z0-9+/_-]*(?:${[...new Set(encoded)].map(beginningOf).join('|') || '(?!)'})[A-Za-z0-9+/_=-]*`,
		'g',
	);
	// Most texts hold none of it, and looking for its beginning is quick.
	const beginnings = [...new Set(all.map((one) => one.slice(0, LEAST)))];
	return (text) => (beginnings.some((one) => text.includes(one)) ? text.replace(pattern, CUT) : text);
}
