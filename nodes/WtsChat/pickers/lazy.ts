import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

/** n8n asks for the names of the pickers at every start. Their code is loaded when the first of them is opened. */
const pickers = async () => await import('./index');

type Pickers = Awaited<ReturnType<typeof pickers>>;

type Method<Given extends unknown[], Result> = (this: ILoadOptionsFunctions, ...given: Given) => Promise<Result>;

/** Methods of these names, each of which is found when it is called. */
function whenCalled<Name extends string, Given extends unknown[], Result>(
	names: Record<Name, true>,
	find: (name: Name) => Promise<Method<Given, Result>>,
): Record<string, Method<Given, Result>> {
	const all = Object.keys(names) as Name[];
	return Object.fromEntries(
		all.map((name): [string, Method<Given, Result>] => [
			name,
			async function (this, ...given) {
				return await (await find(name)).call(this, ...given);
			},
		]),
	);
}

/** What fills the From List mode of the pickers. */
export const listSearch = whenCalled<
	keyof Pickers['listSearch'],
	[filter?: string, paginationToken?: string],
	INodeListSearchResult
>(
	{
		searchAgents: true,
		searchCards: true,
		searchChannels: true,
		searchChatbots: true,
		searchContacts: true,
		searchDepartments: true,
		searchLostReasons: true,
		searchManagedAgents: true,
		searchOtpTemplates: true,
		searchPanels: true,
		searchPortfolios: true,
		searchScheduledMessages: true,
		searchSequences: true,
		searchSessions: true,
		searchSteps: true,
		searchStepsOfCard: true,
		searchTags: true,
		searchTargetSteps: true,
		searchTemplates: true,
		searchTemplatesOfSession: true,
		searchWebhooks: true,
	},
	async (name) => (await pickers()).listSearch[name],
);

/** What fills the multi-selects. */
export const loadOptions = whenCalled<keyof Pickers['loadOptions'], [], INodePropertyOptions[]>(
	{
		getAgents: true,
		getChannels: true,
		getContactTags: true,
		getDepartments: true,
		getPanelTags: true,
		getPanelTagsOfCard: true,
		getPortfolios: true,
		getSequences: true,
		getTagColors: true,
		getWebhookEvents: true,
	},
	async (name) => (await pickers()).loadOptions[name],
);

/** What fills the filters of the trigger. */
export const filterOptions = whenCalled<keyof Pickers['filterOptions'], [], INodePropertyOptions[]>(
	{
		getAgents: true,
		getChannels: true,
		getContactTags: true,
		getDepartments: true,
		getPanels: true,
		getSteps: true,
	},
	async (name) => (await pickers()).filterOptions[name],
);

/** What makes forms from the account: custom fields, template parameters. */
export const resourceMapping = whenCalled<keyof Pickers['resourceMapping'], [], ResourceMapperFields>(
	{
		getContactCustomFields: true,
		getNewCardCustomFields: true,
		getNewContactCustomFields: true,
		getPanelCustomFields: true,
		getPanelCustomFieldsOfCard: true,
		getTemplateParameters: true,
	},
	async (name) => (await pickers()).resourceMapping[name],
);
