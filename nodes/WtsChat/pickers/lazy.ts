import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperFields,
} from 'n8n-workflow';

/** n8n asks for the names of the pickers at every start. Their code is loaded when the first of them is opened. */
const pickers = async () => await import('./index');

type Pickers = Awaited<ReturnType<typeof pickers>>;

const namesOf = <Name extends string>(names: Record<Name, true>) => Object.keys(names) as Name[];

type Load<Result> = (this: ILoadOptionsFunctions) => Promise<Result>;

/** What fills the From List mode of the pickers. */
export const listSearch = Object.fromEntries(
	namesOf<keyof Pickers['listSearch']>({
		searchAgents: true,
		searchCards: true,
		searchChannels: true,
		searchChatbots: true,
		searchContacts: true,
		searchDepartments: true,
		searchLostReasons: true,
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
	}).map((name) => {
		async function search(
			this: ILoadOptionsFunctions,
			filter?: string,
			paginationToken?: string,
		): Promise<INodeListSearchResult> {
			return await (await pickers()).listSearch[name].call(this, filter, paginationToken);
		}
		return [name, search];
	}),
);

/** What fills the multi-selects. */
export const loadOptions = Object.fromEntries(
	namesOf<keyof Pickers['loadOptions']>({
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
	}).map((name): [string, Load<INodePropertyOptions[]>] => [
		name,
		async function load(this) {
			return await (await pickers()).loadOptions[name].call(this);
		},
	]),
);

/** What fills the filters of the trigger. */
export const filterOptions = Object.fromEntries(
	namesOf<keyof Pickers['filterOptions']>({
		getAgents: true,
		getChannels: true,
		getContactTags: true,
		getDepartments: true,
		getPanels: true,
		getSteps: true,
	}).map((name): [string, Load<INodePropertyOptions[]>] => [
		name,
		async function load(this) {
			return await (await pickers()).filterOptions[name].call(this);
		},
	]),
);

/** What makes forms from the account: custom fields, template parameters. */
export const resourceMapping = Object.fromEntries(
	namesOf<keyof Pickers['resourceMapping']>({
		getContactCustomFields: true,
		getNewCardCustomFields: true,
		getNewContactCustomFields: true,
		getPanelCustomFields: true,
		getPanelCustomFieldsOfCard: true,
		getTemplateParameters: true,
	}).map((name): [string, Load<ResourceMapperFields>] => [
		name,
		async function load(this) {
			return await (await pickers()).resourceMapping[name].call(this);
		},
	]),
);
