import { setTimeout as sleep } from 'node:timers/promises';
import { parse } from 'flatted';

/** A person that n8n knows. */
export interface Login {
	readonly email: string;
	readonly password: string;
}

export interface CredentialRef {
	readonly id: string;
	readonly name: string;
}

export interface WorkflowNode {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly position: readonly [number, number];
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, Partial<CredentialRef>>>;
}

/** A workflow as n8n exports it. */
export interface WorkflowFile {
	readonly name: string;
	readonly nodes: readonly WorkflowNode[];
	readonly connections: Readonly<Record<string, unknown>>;
	readonly settings?: Readonly<Record<string, unknown>>;
	/** Samples that stand for the output of triggers. */
	readonly pinData?: Readonly<Record<string, unknown>>;
}

export interface RunItem {
	readonly json: Readonly<Record<string, unknown>>;
	readonly pairedItem?: unknown;
}

export interface NodeRun {
	readonly executionStatus: string;
	readonly error?: { readonly message: string; readonly description?: string | null };
	readonly data?: { readonly main?: ReadonlyArray<readonly RunItem[] | null> };
}

/** A finished execution. */
export interface Execution {
	readonly id: string;
	readonly status: 'success' | 'error' | 'canceled' | 'waiting' | 'crashed';
	/** What each node did, by the node's name, one entry per run of it. */
	readonly runData: Readonly<Record<string, readonly NodeRun[]>>;
	readonly error?: string;
}

interface StoredExecution {
	readonly status: string;
	readonly data: string;
}

interface ResultData {
	readonly resultData: {
		readonly runData?: Record<string, NodeRun[]>;
		readonly error?: { readonly message: string; readonly node?: { readonly name: string } };
	};
}

const BROWSER_ID = 'n8n-nodes-wts-chat-dev';
const REQUEST_MS = 60_000;

/** What a browser does with n8n's internal REST interface, as one logged-in person. */
export class N8nRest {
	private cookie = '';

	constructor(readonly url: string) {}

	/** Creates the owner of a fresh n8n and logs in. */
	async setUpOwner(login: Login): Promise<void> {
		await this.call('POST', '/rest/owner/setup', { ...login, firstName: 'Wts', lastName: 'Owner' });
	}

	/** Logs in to an n8n that has an owner already. */
	async login({ email, password }: Login): Promise<void> {
		await this.call('POST', '/rest/login', { emailOrLdapLoginId: email, password });
	}

	/** True when nobody owns this n8n yet. */
	async isFresh(): Promise<boolean> {
		const settings = await this.call<{ userManagement?: { showSetupOnFirstLoad?: boolean } }>('GET', '/rest/settings');
		return settings.userManagement?.showSetupOnFirstLoad === true;
	}

	async createCredential(name: string, type: string, data: Readonly<Record<string, unknown>>): Promise<CredentialRef> {
		const { id } = await this.call<CredentialRef>('POST', '/rest/credentials', { name, type, data });
		return { id, name };
	}

	async updateCredential(
		{ id, name }: CredentialRef,
		type: string,
		data: Readonly<Record<string, unknown>>,
	): Promise<void> {
		await this.call('PATCH', `/rest/credentials/${id}`, { name, type, data });
	}

	/** Runs the credential's own test, as the Save button does. */
	async testCredential(
		credential: CredentialRef & { readonly type: string; readonly data: Readonly<Record<string, unknown>> },
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		return await this.call('POST', '/rest/credentials/test', { credentials: credential });
	}

	/**
	 * Creates a workflow. Each reference to a credential of a type in `credentials` is pointed at that one:
	 * a workflow file carries the ids of the n8n it was exported from.
	 */
	async importWorkflow(file: WorkflowFile, credentials: Readonly<Record<string, CredentialRef>> = {}): Promise<string> {
		const nodes = file.nodes.map((node) => {
			if (node.credentials === undefined) return node;
			const types = Object.keys(node.credentials);
			const filled = types.map((type) => [type, credentials[type] ?? node.credentials?.[type]] as const);
			return { ...node, credentials: Object.fromEntries(filled) };
		});
		const { id } = await this.call<{ id: string }>('POST', '/rest/workflows', {
			name: file.name,
			nodes,
			connections: file.connections,
			settings: { executionOrder: 'v1', ...file.settings },
			...(file.pinData === undefined ? {} : { pinData: file.pinData }),
		});
		return id;
	}

	/** The names of all workflows. */
	async workflowNames(): Promise<string[]> {
		const list = await this.call<Array<{ name: string }>>('GET', '/rest/workflows');
		return list.map(({ name }) => name);
	}

	/** All credentials of a type. */
	async credentialsOf(type: string): Promise<CredentialRef[]> {
		const list = await this.call<Array<CredentialRef & { type: string }>>('GET', '/rest/credentials');
		return list.filter((credential) => credential.type === type).map(({ id, name }) => ({ id, name }));
	}

	/** Starts a workflow at a trigger; answers the execution's id. */
	async runWorkflow(id: string, trigger: string): Promise<string> {
		const { executionId } = await this.call<{ executionId?: string }>('POST', `/rest/workflows/${id}/run`, {
			triggerToStartFrom: { name: trigger },
		});
		if (executionId === undefined)
			throw new Error(`n8n did not start workflow ${id}: it waits for its trigger "${trigger}"`);
		return executionId;
	}

	/** Waits for an execution to end and reads it. */
	async getExecution(id: string, timeoutMs = 120_000): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const { status, data } = await this.call<StoredExecution>('GET', `/rest/executions/${id}`);
			if (isOver(status)) return readExecution(id, status, data);
			if (Date.now() > deadline) throw new Error(`Execution ${id} is still ${status} after ${timeoutMs / 1000} s`);
			await sleep(250);
		}
	}

	/** Publishes a workflow as it is saved, and waits until it listens. Throws what n8n says of triggers that failed. */
	async publish(id: string): Promise<void> {
		const { versionId } = await this.call<{ versionId: string }>('GET', `/rest/workflows/${id}`);
		await this.call('POST', `/rest/workflows/${id}/activate`, { versionId });
		await this.untilPublished(id);
	}

	/** Waits until what was published listens. Throws what n8n says of triggers that failed. */
	async untilPublished(id: string, timeoutMs = 60_000): Promise<void> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const { status, triggers = [] } = await this.call<{
				status: string;
				triggers?: Array<{ errorMessage?: string | null }>;
			}>('GET', `/rest/workflows/${id}/publication-status`);
			if (status === 'published') return;
			if (status === 'failed' || Date.now() > deadline) {
				throw new Error(triggers.map(({ errorMessage }) => errorMessage).join('\n') || `publication is ${status}`);
			}
			await sleep(200);
		}
	}

	/** Any other request, with this session's cookie; answers the envelope's `data`. */
	async call<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await fetch(this.url + path, {
			method,
			headers: {
				'content-type': 'application/json',
				// n8n ties a session to the browser-id that it began with.
				'browser-id': BROWSER_ID,
				cookie: this.cookie,
				// A kept connection may be closed by n8n just when a busy process sends on it.
				connection: 'close',
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			signal: AbortSignal.timeout(REQUEST_MS),
		});
		const text = await response.text();
		if (!response.ok) throw new Error(`n8n answered ${response.status} to ${method} ${path}: ${text.slice(0, 500)}`);
		for (const cookie of response.headers.getSetCookie()) {
			if (cookie.startsWith('n8n-auth=')) this.cookie = cookie.split(';')[0] ?? '';
		}
		const parsed: unknown = JSON.parse(text);
		return (typeof parsed === 'object' && parsed !== null && 'data' in parsed ? parsed.data : parsed) as T;
	}
}

function isOver(status: string): status is Execution['status'] {
	return ['success', 'error', 'canceled', 'waiting', 'crashed'].includes(status);
}

function readExecution(id: string, status: Execution['status'], data: string): Execution {
	const { resultData } = parse(data) as ResultData;
	const where = resultData.error?.node?.name;
	const error = resultData.error && `${where === undefined ? '' : `${where}: `}${resultData.error.message}`;
	return { id, status, runData: resultData.runData ?? {}, ...(error === undefined ? {} : { error }) };
}
