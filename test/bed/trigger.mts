import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type {
	IDataObject,
	IHookFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	IWebhookFunctions,
} from 'n8n-workflow';

import { checkExists, create, remove } from '../../nodes/WtsChat/trigger/subscription';
import { takeCall } from '../../nodes/WtsChat/trigger/webhook';
import type { Account } from './engine.mts';

/** A trigger as a workflow holds it. */
export interface TriggerSetup {
	parameters?: IDataObject;
	nodeId?: string;
	nodeName?: string;
	workflowId?: string;
	workflowName?: string;
	webhookId?: string;
	instanceId?: string;
	/** The other nodes of the workflow. */
	neighbours?: Array<{ id: string; type: string; disabled?: boolean }>;
	mode?: 'trigger' | 'manual';
	/** How n8n is reached from outside; default: where it listens. */
	publicUrl?: string;
}

export const TRIGGER_TYPE = 'n8n-nodes-wts-chat.wtsChatTrigger';

/** What a call was answered, and what started with it. */
export interface Call {
	status: number;
	body: unknown;
	items: INodeExecutionData[] | undefined;
}

/** As much of n8n as a trigger needs: hooks, static data, and a server that hands calls to its webhook. */
export class TriggerHost {
	readonly runs: INodeExecutionData[] = [];
	readonly calls: Call[] = [];
	readonly log: string[] = [];
	readonly triggers: HostedTrigger[] = [];
	/** Calls that are still at work. */
	pending = 0;
	private constructor(
		private readonly server: Server,
		readonly account: Account,
	) {}

	static async start(account: Account): Promise<TriggerHost> {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const host = new TriggerHost(server, account);
		server.on('request', (request, response) => void host.handle(request, response));
		return host;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	add(setup: TriggerSetup = {}): HostedTrigger {
		const trigger = new HostedTrigger(this, setup);
		this.triggers.push(trigger);
		return trigger;
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}

	private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const { pathname } = new URL(request.url ?? '/', this.url);
		const trigger = this.triggers.find((one) => one.listening && new URL(one.url).pathname === pathname);
		if (trigger === undefined) {
			response.writeHead(404).end('{"code":404}');
			return;
		}
		this.pending += 1;
		try {
			const raw = Buffer.concat(chunks);
			await trigger.call(request, response, raw);
		} finally {
			this.pending -= 1;
		}
	}
}

export class HostedTrigger {
	staticData: IDataObject = {};
	listening = false;

	constructor(
		private readonly host: TriggerHost,
		readonly setup: TriggerSetup,
	) {}

	get url(): string {
		const kind = this.setup.mode === 'manual' ? 'webhook-test' : 'webhook';
		return `${this.setup.publicUrl ?? this.host.url}/${kind}/${this.setup.webhookId ?? 'hook-1'}/events`;
	}

	/** What n8n does when a workflow is published, or a test begins to listen. */
	async publish(): Promise<boolean> {
		const context = this.hookContext();
		const there = await checkExists(context);
		if (!there) await create(context);
		this.listening = true;
		return there;
	}

	async checkExists(): Promise<boolean> {
		return await checkExists(this.hookContext());
	}

	async unpublish(): Promise<void> {
		this.listening = false;
		await remove(this.hookContext());
	}

	/** A call with this body and key, without a network. */
	async deliver(
		body: unknown,
		{ key = this.staticData.key, ...request }: { key?: unknown; ip?: string; method?: string; size?: number } = {},
	): Promise<Call> {
		return await this.take(body, { key, ...request }, undefined);
	}

	async call(request: IncomingMessage, response: ServerResponse, raw: Buffer): Promise<void> {
		const { searchParams } = new URL(request.url ?? '/', this.host.url);
		const { remoteAddress: ip } = request.socket;
		const body: unknown = JSON.parse(raw.toString('utf8') || 'null');
		await this.take(body, { key: searchParams.get('key') ?? undefined, method: request.method, ip, raw }, response);
	}

	private async take(
		body: unknown,
		request: { key?: unknown; ip?: string | undefined; method?: string | undefined; size?: number; raw?: Buffer },
		response: ServerResponse | undefined,
	): Promise<Call> {
		const call: Call = { status: 0, body: undefined, items: undefined };
		const answer = (status: number, json: unknown) => {
			call.status = status;
			call.body = json;
			response?.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json ?? null));
		};
		const result = await takeCall(this.webhookContext(body, request, answer, () => call.status !== 0));
		if (call.status === 0) answer(200, result.webhookResponse ?? { message: 'Workflow was started' });
		call.items = result.workflowData?.[0];
		this.host.calls.push(call);
		this.host.runs.push(...(call.items ?? []));
		return call;
	}

	private base(): object {
		const { host, setup } = this;
		const parameters: IDataObject = { events: ['MESSAGE_RECEIVED'], ...setup.parameters };
		const node = {
			id: setup.nodeId ?? 'node-1',
			name: setup.nodeName ?? 'WTS Chat Trigger',
			type: TRIGGER_TYPE,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: { wtsChatApi: { id: host.url, name: 'WTS Chat account' } },
		};
		const log = (level: string) => (text: string) => void host.log.push(`${level}: ${text}`);
		const nodes = [node, ...(setup.neighbours ?? [])];
		return {
			workflow: { nodes: Object.fromEntries(nodes.map((one, at) => [`node ${at}`, one])) },
			logger: { debug: () => {}, info: log('info'), warn: log('warn'), error: log('error') },
			getNode: () => structuredClone(node),
			getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
			getTimezone: () => 'America/Sao_Paulo',
			getInstanceId: () => setup.instanceId ?? 'instance-1',
			getWorkflow: () => ({ id: setup.workflowId ?? 'wf-1', name: setup.workflowName ?? 'Receptionist', active: true }),
			getMode: () => setup.mode ?? 'trigger',
			getCredentials: async () => ({ ...host.account }),
			getWorkflowStaticData: () => this.staticData,
			getNodeWebhookUrl: () => this.url,
			helpers: {
				httpRequest: async (options: IHttpRequestOptions) => await send(options),
				httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
					await send({
						...options,
						headers: { ...options.headers, Authorization: `Bearer ${host.account.apiToken}` },
					}),
				prepareBinaryData: async (body: Readable, fileName: string, mimeType: string) => {
					const chunks: Buffer[] = [];
					for await (const chunk of body) chunks.push(chunk as Buffer);
					return { data: Buffer.concat(chunks).toString('base64'), fileName, mimeType };
				},
			},
		};
	}

	private hookContext(): IHookFunctions {
		return this.base() as IHookFunctions;
	}

	private webhookContext(
		body: unknown,
		request: { key?: unknown; ip?: string | undefined; method?: string | undefined; size?: number; raw?: Buffer },
		answer: (status: number, json: unknown) => void,
		isAnswered: () => boolean,
	): IWebhookFunctions {
		const rawBody =
			request.raw ??
			(request.size === undefined ? Buffer.from(JSON.stringify(body) ?? '') : Buffer.alloc(request.size));
		const response = {
			get headersSent() {
				return isAnswered();
			},
			status: (status: number) => ({ json: (json: unknown) => answer(status, json) }),
		};
		return Object.assign(this.base(), {
			getBodyData: () => body,
			getQueryData: () => (request.key === undefined ? {} : { key: request.key }),
			getHeaderData: () => ({}),
			getRequestObject: () => ({ method: request.method ?? 'POST', ip: request.ip ?? '127.0.0.1', ips: [], rawBody }),
			getResponseObject: () => response,
		}) as unknown as IWebhookFunctions;
	}
}

/** n8n's HTTP helper, as far as the node uses it. */
async function send({ method = 'GET', url, headers, body, encoding, timeout }: IHttpRequestOptions): Promise<object> {
	const response = await fetch(url, {
		method,
		headers: headers as Record<string, string>,
		...(body === undefined ? {} : { body: body as never }),
		redirect: 'manual',
		...(timeout === undefined ? {} : { signal: AbortSignal.timeout(timeout) }),
	}).catch((error: unknown) => {
		const code = (error as { cause?: { code?: string } }).cause?.code ?? 'ECONNABORTED';
		throw Object.assign(new Error('no answer'), { code });
	});
	return {
		statusCode: response.status,
		headers: Object.fromEntries(response.headers),
		body:
			encoding === 'stream' && response.body !== null
				? Readable.fromWeb(response.body as never)
				: await response.text(),
	};
}
