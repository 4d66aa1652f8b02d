const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a text is an ID as the platform writes it: a UUID. */
export function isId(text: string): boolean {
	return UUID.test(text);
}

const LABEL = '[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?';
const BYTE = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';

/** IPv6 in brackets, IPv4, or a name whose last part does not begin with a digit. */
const HOST = new RegExp(
	`^(?:\\[[0-9a-f:.]+\\]|(?:${BYTE}\\.){3}${BYTE}|(?:${LABEL}\\.)*(?!\\d)${LABEL})(?::(\\d{1,5}))?$`,
	'i',
);

/** A base URL as it is meant: without blanks around it and without slashes at its end. */
export function plainBaseUrl(baseUrl: string): string {
	return baseUrl.trim().replace(/\/+$/, '');
}

/** What is wrong with a base URL, as the end of a sentence, or undefined when it is fine. */
export function baseUrlProblem(baseUrl: string): string | undefined {
	if (baseUrl.trim() === '') return 'is empty';
	if (/\s/.test(baseUrl)) return 'contains spaces';
	const match = /^(https?):\/\/([^/?#]*)([^?#]*)(.*)$/i.exec(baseUrl);
	if (match === null) return 'must start with https:// or http://';
	const [, , host = '', path = '', rest = ''] = match;
	if (host.includes('@')) return 'must not contain a user name or password';
	const [found, port] = HOST.exec(host) ?? [];
	if (found === undefined) return 'has no valid host name';
	if (Number(port ?? 0) > 65_535) return 'has no valid port';
	if ((path !== '' && path !== '/') || rest !== '') {
		return 'must end after the host: leave out the path, such as /core or /v1';
	}
	return undefined;
}

/** What is wrong with an API token, as the end of a sentence, or undefined when it is fine. */
export function tokenProblem(token: string): string | undefined {
	if (token === '') return 'is empty';
	if (/^Bearer\s/i.test(token)) return 'must not start with "Bearer": paste the token alone';
	if (/\s/.test(token)) return 'contains spaces or line breaks: copy it again';
	if (!/^[\x21-\x7e]+$/.test(token)) return 'contains characters that no token has: copy it again';
	return undefined;
}
