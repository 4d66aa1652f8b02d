import type {
	INode,
	INodeListSearchResult,
	INodeParameters,
	INodePropertyOptions,
	INodeType,
	IWorkflowExecuteAdditionalData,
	ResourceMapperFields,
} from 'n8n-workflow';

import { type Account, core, loadPackage, makeNodeTypes, n8n, TestCredentials, WTS_CHAT } from './engine.mts';

type Methods = NonNullable<INodeType['methods']>;

/** What n8n calls a picker's method with; `parameters` are those that the panel holds. */
async function contextOf(account: Account, parameters: INodeParameters) {
	const node: INode = {
		id: 'picker',
		name: 'WTS Chat',
		type: WTS_CHAT,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials: { wtsChatApi: { id: 'test', name: 'test' } },
	};
	const nodeTypes = await makeNodeTypes();
	const workflow = new n8n.Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	const additionalData = {
		credentialsHelper: new TestCredentials(account),
		currentNodeParameters: parameters,
	} as unknown as IWorkflowExecuteAdditionalData;
	return new core.LoadOptionsContext(workflow, node, additionalData, '');
}

async function methods(): Promise<Methods> {
	const { type } = (await loadPackage()).getNode('wtsChat');
	return (type as INodeType).methods ?? {};
}

function known<T>(method: T | undefined, name: string): T {
	if (method === undefined) throw new Error(`The node has no method ${name}`);
	return method;
}

/** The From List mode of a picker: all of its pages, or those that a filter finds. */
export async function search(
	account: Account,
	name: string,
	filter?: string,
	parameters: INodeParameters = {},
): Promise<INodeListSearchResult['results']> {
	const method = known((await methods()).listSearch?.[name], name);
	const context = await contextOf(account, parameters);
	const results: INodeListSearchResult['results'] = [];
	let token: unknown;
	do {
		const page: INodeListSearchResult = await method.call(context, filter, token as string | undefined);
		results.push(...page.results);
		token = page.paginationToken;
	} while (token !== undefined);
	return results;
}

/** What a picker asks for when it is opened: its first page. */
export async function open(
	account: Account,
	name: string,
	parameters: INodeParameters = {},
): Promise<INodeListSearchResult['results']> {
	const method = known((await methods()).listSearch?.[name], name);
	return (await method.call(await contextOf(account, parameters))).results;
}

/** The options of a multi-select. */
export async function options(
	account: Account,
	name: string,
	parameters: INodeParameters = {},
): Promise<INodePropertyOptions[]> {
	const method = known((await methods()).loadOptions?.[name], name);
	return await method.call(await contextOf(account, parameters));
}

/** The fields of a form that is made from the account. */
export async function form(
	account: Account,
	name: string,
	parameters: INodeParameters = {},
): Promise<ResourceMapperFields> {
	const method = known((await methods()).resourceMapping?.[name], name);
	return await method.call(await contextOf(account, parameters));
}
