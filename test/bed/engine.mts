// First: n8n-core reads the environment when it is loaded.
import './environment.mts';
import 'reflect-metadata';
import './patience.mts';

import { Container } from '@n8n/di';
import { parse, stringify } from 'flatted';
import * as core from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IRun,
	IRunExecutionData,
	IVersionedNodeType,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	Workflow as WorkflowType,
} from 'n8n-workflow';
import * as n8n from 'n8n-workflow';

/** The type name of the node under test, as workflows hold it. */
export const WTS_CHAT = 'n8n-nodes-wts-chat.wtsChat';

/** Its trigger, which runs here only where the workflow holds a sample of what it gives. */
export const WTS_CHAT_TRIGGER = 'n8n-nodes-wts-chat.wtsChatTrigger';

/** Secrets and address of a credential, as the user would type them in. */
export interface Account {
	apiToken: string;
	baseUrl: string;
	/** Credentials of earlier versions have none. */
	defaultCountry?: string;
}

/** Triggers and pass-through nodes of n8n that workflows need around the node under test. */
function standIn(displayName: string, group: 'trigger' | 'transform'): INodeType {
	return {
		description: {
			displayName,
			name: displayName,
			group: [group],
			version: [1, 1.1, 2, 2.1],
			description: displayName,
			defaults: { name: displayName },
			inputs: group === 'trigger' ? [] : ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute() {
			return [this.getInputData()];
		},
	};
}

/** n8n's IF: the engine itself evaluates a parameter of type "filter". */
const ifNode: INodeType = {
	description: {
		...standIn('if', 'transform').description,
		outputs: ['main', 'main'],
		properties: [{ displayName: 'Conditions', name: 'conditions', type: 'filter', default: {} }],
	},
	async execute() {
		const outputs: [INodeExecutionData[], INodeExecutionData[]] = [[], []];
		for (const [index, item] of this.getInputData().entries()) {
			const holds = this.getNodeParameter('conditions', index, false, { extractValue: true });
			outputs[holds === true ? 0 : 1].push({ ...item, pairedItem: { item: index } });
		}
		return outputs;
	},
};

const STAND_INS: ReadonlyMap<string, INodeType> = new Map([
	['n8n-nodes-base.if', ifNode],
	['n8n-nodes-base.manualTrigger', standIn('manualTrigger', 'trigger')],
	['n8n-nodes-base.webhook', standIn('webhook', 'trigger')],
	['n8n-nodes-base.noOp', standIn('noOp', 'transform')],
]);

let loading: Promise<InstanceType<typeof core.PackageDirectoryLoader>> | undefined;

/** Loads the built package the way n8n does, once. */
export async function loadPackage(): Promise<InstanceType<typeof core.PackageDirectoryLoader>> {
	loading ??= (async () => {
		const loader = new core.PackageDirectoryLoader(process.env.WTS_PACKAGE_DIR ?? process.cwd());
		await loader.loadAll();
		return loader;
	})();
	return await loading;
}

async function makeNodeTypes(others: NodeTypes = new Map()): Promise<INodeTypes> {
	const loader = await loadPackage();
	const find = (type: string): INodeType | IVersionedNodeType => {
		const known = others.get(type) ?? STAND_INS.get(type);
		if (known !== undefined) return known;
		const prefix = `${loader.packageName}.`;
		if (!type.startsWith(prefix)) throw new Error(`The engine tests have no node of type ${type}`);
		// A tool is the same node under another type name.
		return loader.getNode(type.slice(prefix.length).replace(/(Hitl)?Tool$/, '')).type;
	};
	return {
		getByName: find,
		getByNameAndVersion: (type, version) => n8n.NodeHelpers.getVersionedNodeType(find(type), version),
		getKnownTypes: () => loader.known.nodes,
	};
}

/** Real credential handling: the credential class's own `authenticate`, resolved by n8n's expressions. */
class TestCredentials extends n8n.ICredentialsHelper {
	constructor(private readonly account: Account) {
		super();
	}

	override getParentTypes(): string[] {
		return [];
	}

	override async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	override async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	override async getCredentials(): Promise<ICredentials> {
		throw new Error('Stored credentials are not used in the engine tests');
	}

	override async getDecrypted(
		_data: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		_type: string,
		_mode: unknown,
		_executeData?: IExecuteData,
		_raw?: boolean,
		_expressions?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		return { ...this.account };
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: IHttpRequestOptions,
		workflow: WorkflowType,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { type } = (await loadPackage()).getCredential(typeName);
		const { authenticate } = type;
		if (authenticate === undefined) return request;
		if (typeof authenticate === 'function') return await authenticate(credentials, request);
		const headers: Record<string, string> = {};
		for (const [name, value] of Object.entries(authenticate.properties.headers ?? {})) {
			headers[name] = String(
				workflow.expression.getSimpleParameterValue(
					node,
					value as string,
					'internal',
					{ $credentials: { ...credentials } },
					undefined,
					'',
				),
			);
		}
		return { ...request, headers: { ...request.headers, ...headers } };
	}

	override async updateCredentials(): Promise<void> {}

	override async updateCredentialsOauthTokenData(): Promise<void> {}

	override getCredentialsProperties() {
		return [];
	}
}

/** Whether the engine tests can run a workflow: AI agents and most nodes of n8n are not in the engine. */
export function canRun(workflow: Pick<WorkflowJson, 'nodes'>): boolean {
	return workflow.nodes.every(
		({ type }) => [WTS_CHAT, WTS_CHAT_TRIGGER, 'n8n-nodes-base.stickyNote'].includes(type) || STAND_INS.has(type),
	);
}

/** A workflow as it is exported, as far as the engine needs it. */
export type WorkflowJson = Pick<IWorkflowBase, 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'pinData' | 'settings' | 'name'>>;

/** Nodes of n8n itself that a workflow needs, by type. */
export type NodeTypes = ReadonlyMap<string, INodeType | IVersionedNodeType>;

export interface EngineOptions {
	account: Account;
	/** Input of the first node; one empty item by default. */
	items?: INodeExecutionData[];
	/** Stops the execution when it fires. */
	signal?: AbortSignal;
	/** Where binary data is kept. Default: in memory. */
	binary?: 'memory' | 'files';
	executionId?: string;
	/** What n8n stored of the execution that is tried again; `id` alone when it was killed and stored nothing. */
	retryOf?: { id: string; run?: EngineRun };
	/** Real nodes besides the one under test. */
	nodeTypes?: NodeTypes;
}

/** How a run ended, node by node. */
export interface EngineRun {
	/** The error that stopped the run, if one did. */
	error?: Error & { description?: string | null; httpCode?: string | null; context?: Record<string, unknown> };
	/** Items of a node's output; none when the node did not run. */
	items(node: string, output?: number): INodeExecutionData[];
	/** The json of these items. */
	json(node: string, output?: number): Array<Record<string, unknown>>;
	/** All that n8n would store of the run, as text: for finding what must not be there. */
	stored: string;
	/** Whether the node ran at all. */
	ran(node: string): boolean;
	/** Until when the execution waits, if it does, and with what. */
	waiting?: { until: Date; item: Record<string, unknown> | undefined };
	/** The execution's data. */
	data: IRunExecutionData;
}

async function useBinary(mode: 'memory' | 'files'): Promise<void> {
	const service = Container.get(core.BinaryDataService);
	if (mode === 'memory') {
		Object.assign(service, { mode: 'default', managers: {} });
		return;
	}
	await service.init();
}

/** Runs a workflow in n8n's own engine, from its first node on. */
export async function runWorkflow(json: WorkflowJson, options: EngineOptions): Promise<EngineRun> {
	await useBinary(options.binary ?? 'memory');
	const nodeTypes = await makeNodeTypes(options.nodeTypes);
	const nodes = json.nodes.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote');
	const executionId = options.executionId ?? '1';
	const workflow = new n8n.Workflow({
		id: 'engine-test',
		name: json.name ?? 'Engine test',
		nodes,
		connections: json.connections,
		active: false,
		nodeTypes,
		settings: { executionOrder: 'v1', timezone: 'America/Sao_Paulo', ...json.settings },
	});
	const targets = new Set(
		Object.values(json.connections).flatMap((outputs) =>
			Object.values(outputs).flatMap((lists) => lists.flatMap((list) => (list ?? []).map(({ node }) => node))),
		),
	);
	const start = nodes.find(({ name }) => !targets.has(name)) ?? nodes[0];
	if (start === undefined) throw new Error('The workflow has no node');

	const workflowData = { ...json, id: 'engine-test', nodes } as unknown as IWorkflowBase;
	const additionalData = {
		credentialsHelper: new TestCredentials(options.account),
		hooks: new core.ExecutionLifecycleHooks('manual', executionId, workflowData),
		executionId,
		restApiUrl: 'http://localhost:5678/rest',
		instanceBaseUrl: 'http://localhost:5678/',
		webhookBaseUrl: 'http://localhost:5678/webhook',
		webhookWaitingBaseUrl: 'http://localhost:5678/webhook-waiting',
		formWaitingBaseUrl: 'http://localhost:5678/form-waiting',
		webhookTestBaseUrl: 'http://localhost:5678/webhook-test',
		currentNodeParameters: undefined,
		variables: {},
	} as unknown as IWorkflowExecuteAdditionalData;
	const input = options.items ?? [{ json: {} }];
	const runData = {
		startData: {},
		resultData: { runData: {}, pinData: json.pinData ?? {} },
		executionData: {
			contextData: {},
			metadata: {},
			nodeExecutionStack: [{ node: start, data: { main: [input] }, source: null }],
			waitingExecution: {},
			waitingExecutionSource: {},
		},
	} as unknown as IRunExecutionData;
	const { retryOf } = options;
	const mode = retryOf === undefined ? 'manual' : 'retry';
	if (retryOf !== undefined) Object.assign(additionalData.hooks ?? {}, { mode, retryOf: retryOf.id });
	const stored = retryOf?.run === undefined ? undefined : retried(retryOf.run.data, workflow);
	const run = new core.WorkflowExecute(additionalData, mode, stored ?? runData);

	const isolated = workflow.expression as typeof workflow.expression & {
		acquireIsolate?: () => Promise<void>;
		releaseIsolate?: () => Promise<void>;
	};
	await isolated.acquireIsolate?.();
	try {
		const execution = run.processRunExecutionData(workflow);
		options.signal?.addEventListener('abort', () => execution.cancel(), { once: true });
		return asRun(await execution);
	} finally {
		await isolated.releaseIsolate?.();
	}
}

/** The data of a failed execution as n8n stores it and prepares it for its Retry; `workflow` as it is saved by now. */
function retried(data: IRunExecutionData, workflow: WorkflowType): IRunExecutionData {
	const copy = parse(stringify(data)) as IRunExecutionData;
	const { resultData, executionData } = copy;
	const runs = resultData.runData[resultData.lastNodeExecuted ?? ''];
	if (runs?.at(-1)?.error !== undefined) {
		delete resultData.error;
		runs.pop();
	}
	for (const entry of executionData?.nodeExecutionStack ?? []) {
		entry.node = workflow.getNode(entry.node.name) ?? entry.node;
	}
	return copy;
}

function asRun({ data, waitTill }: IRun): EngineRun {
	const { runData, error } = data.resultData;
	const kept = data.executionData?.nodeExecutionStack[0]?.data.main?.[0]?.[0]?.json;
	const items = (node: string, output = 0) =>
		(runData[node] ?? []).flatMap((task) => {
			const main = task.data?.main ?? task.data?.ai_tool ?? [];
			return main[output] ?? [];
		});
	return {
		...(error === undefined ? {} : { error: error as EngineRun['error'] }),
		items,
		json: (node, output) => items(node, output).map(({ json }) => json),
		stored: storedText(data),
		ran: (node) => runData[node] !== undefined,
		...(waitTill ? { waiting: { until: waitTill, item: kept } } : {}),
		data,
	};
}

/** n8n stores runs with circular references, so plain JSON will not do. */
function storedText(data: IRunExecutionData): string {
	const seen = new WeakSet<object>();
	return JSON.stringify(data, (_key, value: unknown) => {
		if (value instanceof Error) {
			return { ...value, name: value.name, message: value.message, stack: value.stack };
		}
		if (typeof value === 'object' && value !== null) {
			if (seen.has(value)) return '[again]';
			seen.add(value);
		}
		return value;
	});
}

/** Parameters of the node under test with its resource and operation. */
export interface NodeSetup {
	parameters: Record<string, unknown>;
	/** What the node does when an item fails. Default: stop. */
	onError?: INode['onError'];
	/** Run it under the type name that it has as an AI agent's tool. */
	asTool?: boolean;
	retryOnFail?: { maxTries: number; waitBetweenTries: number };
}

export const NODE = 'WTS Chat';

/** A workflow of a start node, the node under test, and what follows each of its two outputs. */
export function workflowOf(setup: NodeSetup): WorkflowJson {
	const node = (name: string, type: string, more: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...more,
	});
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	return {
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			node(NODE, setup.asTool === true ? `${WTS_CHAT}Tool` : WTS_CHAT, {
				parameters: setup.parameters as INode['parameters'],
				credentials: { wtsChatApi: { id: 'test', name: 'test' } },
				...(setup.onError === undefined ? {} : { onError: setup.onError }),
				...(setup.retryOnFail === undefined ? {} : { retryOnFail: true, ...setup.retryOnFail }),
			}),
			node('Next', 'n8n-nodes-base.noOp'),
			node('Failed', 'n8n-nodes-base.noOp'),
		],
		connections: {
			Start: { main: [to(NODE)] },
			[NODE]: { main: [to('Next'), to('Failed')] },
		},
	};
}

/** Runs the node under test alone, with these input items. */
export async function runNode(
	setup: NodeSetup,
	json: Array<Record<string, unknown>>,
	options: Omit<EngineOptions, 'items'> & { binary?: 'memory' | 'files'; items?: INodeExecutionData[] },
): Promise<EngineRun> {
	const items = options.items ?? json.map((one) => ({ json: one as INodeExecutionData['json'] }));
	return await runWorkflow(workflowOf(setup), { ...options, items });
}

export { Container, core, makeNodeTypes, n8n, TestCredentials };
