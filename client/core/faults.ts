import { errorFor } from './errorFor';
import type { ErrorCode, WtsApiError } from './errors';
import { isWrite } from './routeFacts';
import type { TransportFault } from './runtime';

const FAULT_TEXTS: Record<TransportFault['kind'], { code: ErrorCode; reason: string }> = {
	refused: { code: 'NETWORK', reason: 'the connection was refused' },
	dns: { code: 'NETWORK', reason: 'its name could not be resolved' },
	tls: {
		code: 'NETWORK',
		reason: 'no secure connection could be made: check the certificate and the protocol of the base URL',
	},
	reset: { code: 'NETWORK', reason: 'the connection broke before the answer came' },
	badBody: { code: 'NETWORK', reason: 'the answer broke off' },
	timeout: { code: 'TIMEOUT', reason: 'no answer within the time limit' },
	cancelled: { code: 'CANCELLED', reason: 'it was stopped by the user or by a time limit' },
	local: { code: 'LOCAL_FAILURE', reason: 'something failed on this side' },
};

/** Faults of a request that never left. */
const NEVER_LEFT: ReadonlyArray<TransportFault['kind']> = ['refused', 'dns', 'tls', 'local'];

/**
 * The error of a request that got no answer; says whether a write may have been carried out.
 * `sent` is false when the request was still waiting for its turn.
 */
export function errorOfFault(fault: TransportFault, endpoint: string, sent = true): WtsApiError {
	const { code, reason } = FAULT_TEXTS[fault.kind];
	const untouched = !sent || NEVER_LEFT.includes(fault.kind);
	const write = isWrite(endpoint);
	const final = fault.kind === 'cancelled' || fault.kind === 'local';
	const detailed = fault.kind === 'local' ? fault.detail : `${reason} (${fault.detail})`;
	return errorFor(code, endpoint, {
		retryable: !final && (untouched || !write),
		ambiguous: write && !untouched,
		reason: fault.detail === '' ? reason : detailed,
		...(endpoint === UPLOAD ? { topic: 'upload' } : {}),
		...(endpoint === UPLOAD && code === 'TIMEOUT' ? { hint: UPLOAD_TIMEOUT_HINT } : {}),
	});
}

/** What stands for the route of an upload, whose URL is a secret. */
export const UPLOAD = 'PUT (upload URL)';

const UPLOAD_TIMEOUT_HINT =
	'The time limit holds for the whole upload of a file. Allow more time for large files and slow lines.';

/** The error of an upload; the store's answer is not shown, because it repeats the secret URL. */
export function errorOfUpload(status: number, endpoint: string): WtsApiError {
	return errorFor(status >= 500 ? 'SERVER_ERROR' : 'INVALID_REQUEST', endpoint, {
		httpStatus: status,
		retryable: status >= 500 || status === 429,
		reason: `the upload of the file was refused with HTTP ${status}`,
		hint: 'Try again; if it persists, check the size and the type of the file.',
		topic: 'upload',
	});
}

/** The error of a download; nothing of the address is shown, because its signature is a secret. */
export function errorOfDownload(name: string, status: number, endpoint: string): WtsApiError {
	const failed = status >= 500;
	const gone = status === 403 || status === 404 || status === 410;
	return errorFor(failed ? 'SERVER_ERROR' : gone ? 'NOT_FOUND' : 'INVALID_REQUEST', endpoint, {
		httpStatus: status,
		retryable: failed || status === 429,
		reason: `the file "${name}" could not be downloaded (HTTP ${status})`,
		hint:
			'Addresses of files expire, and files may be deleted. Get the message again; if it persists, the file is ' +
			'gone.',
	});
}
