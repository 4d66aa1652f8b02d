import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message of a conversation with the model, as the API has it. */
export interface ChatMessage {
	role: 'system' | 'user' | 'assistant' | 'tool';
	content: string | null;
	tool_call_id?: string;
}

/** A tool that the agent offers to the model. */
export interface OfferedTool {
	function: { name: string; description?: string; parameters: Record<string, unknown> };
}

/** What the model is asked. */
export interface ChatRequest {
	messages: ChatMessage[];
	tools?: OfferedTool[];
	stream?: boolean;
}

/** What the model does next: it calls tools, or it answers. */
export type Turn = { calls: Array<{ tool: string; arguments: Record<string, unknown> }> } | { says: string };

/** The script: one turn per request, made from the request, so that it can react to a tool's answer. */
export type Script = (request: ChatRequest, turn: number) => Turn;

/** A stand-in for a model's API, compatible with OpenAI's chat completions. */
export interface Model {
	/** Base URL for the credential, with /v1. */
	readonly url: string;
	/** All requests so far. */
	readonly requests: ChatRequest[];
	/** Sets the script and starts it from its first turn. */
	play(script: Script): void;
	close(): Promise<void>;
}

/** Starts the stand-in on this machine. */
export async function startModel(): Promise<Model> {
	const requests: ChatRequest[] = [];
	let script: Script = () => ({ says: 'No script is set.' });
	let turn = 0;
	const server = createServer((request, response) => {
		void answer(request, response).catch((error: unknown) => {
			response.writeHead(500).end(String(error));
		});
	});

	async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		if (request.method === 'GET') {
			sendJson(response, { object: 'list', data: [{ id: 'gpt-4.1-mini', object: 'model' }] });
			return;
		}
		const asked = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ChatRequest;
		requests.push(asked);
		const message = messageOf(script(asked, turn++));
		if (asked.stream === true) sendStream(response, message);
		else sendJson(response, completion(message));
	}

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		requests,
		play(next) {
			script = next;
			turn = 0;
			requests.length = 0;
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

interface AssistantMessage {
	role: 'assistant';
	content: string | null;
	tool_calls?: Array<{ index: number; id: string; type: 'function'; function: { name: string; arguments: string } }>;
}

function messageOf(turn: Turn): AssistantMessage {
	if ('says' in turn) return { role: 'assistant', content: turn.says };
	return {
		role: 'assistant',
		content: null,
		tool_calls: turn.calls.map(({ tool, arguments: given }, index) => ({
			index,
			id: `call_${randomUUID()}`,
			type: 'function',
			function: { name: tool, arguments: JSON.stringify(given) },
		})),
	};
}

const head = (object: string) => ({
	id: `chatcmpl-${randomUUID()}`,
	object,
	created: Math.floor(Date.now() / 1000),
	model: 'gpt-4.1-mini',
});

const reasonOf = (message: AssistantMessage) => (message.tool_calls === undefined ? 'stop' : 'tool_calls');

const USAGE = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };

function completion(message: AssistantMessage) {
	return {
		...head('chat.completion'),
		choices: [{ index: 0, message, finish_reason: reasonOf(message) }],
		usage: USAGE,
	};
}

function sendJson(response: ServerResponse, body: unknown): void {
	response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function sendStream(response: ServerResponse, message: AssistantMessage): void {
	response.writeHead(200, { 'content-type': 'text/event-stream' });
	const chunk = (delta: unknown, finish_reason: string | null) => {
		const data = { ...head('chat.completion.chunk'), choices: [{ index: 0, delta, finish_reason }] };
		return response.write(`data: ${JSON.stringify(data)}\n\n`);
	};
	chunk(message, null);
	chunk({}, reasonOf(message));
	response.end('data: [DONE]\n\n');
}

/** The last answer that a tool gave, parsed: what the model sees of it. */
export function lastToolAnswer({ messages }: ChatRequest): unknown {
	const content = messages.filter(({ role }) => role === 'tool').at(-1)?.content ?? 'null';
	try {
		return JSON.parse(content);
	} catch {
		return content;
	}
}
