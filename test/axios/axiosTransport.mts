import axios from 'axios';

import {
	faultKindOf,
	orCancelled,
	type Runtime,
	redactorOf,
	type Transport,
	TransportFault,
	type TransportRequest,
} from '../../client';

/** An axios error holds the request with its token: nothing of it but the code goes on. */
function toFault(error: unknown): TransportFault {
	const code = axios.isAxiosError(error) ? (error.code ?? '') : '';
	return new TransportFault(faultKindOf(code) ?? 'reset', code);
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
export function nodeRuntime(transport: Transport, signal?: AbortSignal, token = ''): Runtime {
	return {
		transport,
		redact: redactorOf(token),
		sleep: async (ms, cancel) => await orCancelled(new Promise((resolve) => setTimeout(resolve, ms)), cancel),
		now: () => performance.now(),
		random: Math.random,
		signal,
	};
}
