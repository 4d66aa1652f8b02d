import { createHash, timingSafeEqual } from 'crypto';
import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

/** Why a call is refused: the status of the answer, what it says, and what the log says. */
export interface CallRefusal {
	status: number;
	message: string;
	log: string;
}

/** The query parameter of a subscription's URL that holds its key. */
export const KEY_PARAMETER = 'key';

/** The largest body that is looked at. */
const LARGEST_BODY = 5 * 1024 * 1024;

/** Whether the body of a call is not to be looked at. */
export function isTooLarge(context: IWebhookFunctions): boolean {
	const { rawBody }: { rawBody?: unknown } = context.getRequestObject();
	const size = rawBody instanceof Buffer ? rawBody.length : Number(context.getHeaderData()['content-length']);
	return size > LARGEST_BODY;
}

/** Answers a call without a run, and says so in the log. */
export function refuseCall(
	context: IWebhookFunctions,
	{ status, message, log }: CallRefusal,
	listener: 'WTS Chat' | 'WTS Chat Trigger',
): IWebhookResponseData {
	const { id, name } = context.getWorkflow();
	context.logger.warn(`${listener}: refused a call to workflow "${name ?? id ?? ''}": ${log}`);
	const response = context.getResponseObject();
	if (!response.headersSent) response.status(status).json({ message });
	return { noWebhookResponse: true };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Compares two keys in constant time, whatever their lengths. */
export function isKey(given: unknown, expected: unknown): boolean {
	const known = typeof expected === 'string' && expected !== '';
	const same = timingSafeEqual(digest(typeof given === 'string' ? given : ''), digest(known ? expected : 'none'));
	return known && same;
}

export const WRONG_KEY: CallRefusal = { status: 403, message: 'Forbidden', log: 'its key is missing or wrong' };
export const WRONG_ADDRESS: CallRefusal = { status: 403, message: 'Forbidden', log: 'its address is not allowed' };
export const TOO_LARGE: CallRefusal = { status: 413, message: 'The body is too large', log: 'its body is over 5 MB' };
export const WRONG_SHAPE: CallRefusal = { status: 400, message: 'This is no event', log: 'its body is no event' };
export const WRONG_METHOD: CallRefusal = { status: 405, message: 'Only POST is taken', log: 'its method is not POST' };
export const NOT_READY: CallRefusal = {
	status: 503,
	message: 'The workflow cannot take events at the moment',
	log: 'the parameters of the node cannot be read',
};

/** An address without what marks IPv4 in IPv6. */
function plainAddress(address: string): string {
	return address
		.trim()
		.toLowerCase()
		.replace(/^::ffff:(?=\d+\.)/, '');
}

function bitsOf(address: string): string | undefined {
	if (address.includes('.')) {
		const parts = address.split('.').map(Number);
		if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255)) return undefined;
		return parts.map((part) => part.toString(2).padStart(8, '0')).join('');
	}
	if (!/^[0-9a-f:]+$/.test(address)) return undefined;
	const [head = '', tail] = address.split('::');
	const left = head === '' ? [] : head.split(':');
	const right = tail === undefined || tail === '' ? [] : tail.split(':');
	const gap = tail === undefined ? 0 : 8 - left.length - right.length;
	const groups = [...left, ...Array.from({ length: Math.max(0, gap) }, () => '0'), ...right];
	if (groups.length !== 8) return undefined;
	return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** Whether one of the addresses that a call came from is on the list; an empty list takes all. */
export function isAllowed(addresses: readonly string[], allowed: readonly string[]): boolean {
	if (allowed.length === 0) return true;
	const from = addresses.map(plainAddress);
	return allowed.some((entry) => {
		const [network = '', length] = plainAddress(entry).split('/');
		const wanted = bitsOf(network);
		if (wanted === undefined) return false;
		const significant = length === undefined ? wanted.length : Number(length);
		return from.some((address) => {
			const bits = bitsOf(address);
			return bits?.length === wanted.length && bits.slice(0, significant) === wanted.slice(0, significant);
		});
	});
}
