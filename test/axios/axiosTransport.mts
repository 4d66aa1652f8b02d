import axios from 'axios';

import {
	type FaultKind,
	orCancelled,
	type Runtime,
	type Transport,
	TransportFault,
	type TransportRequest,
} from '../../client';

/** What the network layer says, in the client's words. What is not here may have been carried out. */
const FAULTS: ReadonlyMap<string, FaultKind> = new Map<string, FaultKind>([
	['ECONNREFUSED', 'refused'],
	['EHOSTUNREACH', 'refused'],
	['ENETUNREACH', 'refused'],
	['ENOTFOUND', 'dns'],
	['EAI_AGAIN', 'dns'],
	['ERR_INVALID_URL', 'dns'],
	['EPROTO', 'tls'],
	['CERT_HAS_EXPIRED', 'tls'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
	['ECONNABORTED', 'timeout'],
	['ETIMEDOUT', 'timeout'],
	['ERR_BAD_RESPONSE', 'badBody'],
	['ERR_CANCELED', 'cancelled'],
]);

/** An axios error holds the request with its token: nothing of it but the code goes on. */
function toFault(error: unknown): TransportFault {
	const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
	return new TransportFault(FAULTS.get(code) ?? 'reset', code);
}

function headersOf({ headers, authenticated }: TransportRequest, token: string): Record<string, string | false> {
	return {
		// Without a body axios would call it a form.
		'Content-Type': false,
		...headers,
		...(authenticated ? { Authorization: `Bearer ${token}` } : {}),
	};
}

/** Sends the client's requests with axios. */
export function axiosTransport({ token }: { token: string }): Transport {
	const http = axios.create({
		// Every status is an answer, a redirect too: following one could carry the token elsewhere.
		validateStatus: () => true,
		maxRedirects: 0,
		// Bodies go as they are and come as text: the client reads them.
		responseType: 'text',
		transformRequest: (body: unknown) => body,
		transformResponse: (text: unknown) => text,
		maxBodyLength: Infinity,
	});
	return async (request) => {
		const { method, url, body, timeoutMs, signal } = request;
		try {
			const answer = await http.request<string>({
				method,
				url,
				headers: headersOf(request, token),
				data: body,
				timeout: timeoutMs,
				signal,
			});
			const headers: Record<string, string> = {};
			for (const [name, value] of Object.entries(answer.headers)) headers[name.toLowerCase()] = String(value);
			return { status: answer.status, headers, body: answer.data };
		} catch (error) {
			throw toFault(error);
		}
	};
}

/** What the client needs besides a transport, in Node. */
export function nodeRuntime(transport: Transport, signal?: AbortSignal): Runtime {
	return {
		transport,
		sleep: async (ms, cancel) => await orCancelled(new Promise((resolve) => setTimeout(resolve, ms)), cancel),
		now: () => performance.now(),
		random: Math.random,
		signal,
	};
}
