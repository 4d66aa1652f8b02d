import { searchAgents, searchManagedAgents } from './agents';
import { searchChannels } from './channels';
import { searchChatbots } from './chatbots';
import { searchContacts } from './contacts';
import { searchDepartments } from './departments';
import {
	getAgents,
	getChannels,
	getContactTags,
	getDepartments,
	getPanels,
	getPortfolios,
	getSteps,
} from './loadOptions';
import {
	getPanelTags,
	getPanelTagsOfCard,
	searchCards,
	searchLostReasons,
	searchPanels,
	searchSteps,
	searchStepsOfCard,
	searchTargetSteps,
} from './panels';
import { searchPortfolios } from './portfolios';
import {
	getContactCustomFields,
	getNewCardCustomFields,
	getNewContactCustomFields,
	getPanelCustomFields,
	getPanelCustomFieldsOfCard,
	getTemplateParameters,
} from './resourceMapping';
import type { ListSearch } from './results';
import { searchScheduledMessages } from './scheduledMessages';
import { getSequences, searchSequences } from './sequences';
import { searchSessions } from './sessions';
import { getTagColors, searchTags } from './tags';
import { searchOtpTemplates, searchTemplates, searchTemplatesOfSession } from './templates';
import { getWebhookEvents, searchWebhooks } from './webhooks';

/** What fills the From List mode of the pickers. */
export const listSearch = {
	searchAgents,
	searchCards,
	searchChannels,
	searchChatbots,
	searchContacts,
	searchDepartments,
	searchLostReasons,
	searchManagedAgents,
	searchOtpTemplates,
	searchPanels,
	searchPortfolios,
	searchScheduledMessages,
	searchSequences,
	searchSessions,
	searchSteps,
	searchStepsOfCard,
	searchTags,
	searchTargetSteps,
	searchTemplates,
	searchTemplatesOfSession,
	searchWebhooks,
};

/**
 * What finds things by the name that a model gives for their ID, by the method that fills the picker or the list of
 * several. People are not among them: several can have one name, and what somebody wrote to the agent must not make it
 * list contacts.
 */
export const namedThings: ReadonlyMap<string, ListSearch> = new Map(
	Object.entries({
		searchAgents,
		searchChannels,
		searchChatbots,
		searchDepartments,
		searchLostReasons,
		searchManagedAgents,
		searchOtpTemplates,
		searchPanels,
		searchPortfolios,
		searchSequences,
		searchSteps,
		searchStepsOfCard,
		searchTags,
		searchTargetSteps,
		searchTemplates,
		searchTemplatesOfSession,
		getAgents: searchAgents,
		getChannels: searchChannels,
		getContactTags: searchTags,
		getDepartments: searchDepartments,
		getPortfolios: searchPortfolios,
		getSequences: searchSequences,
	}),
);

/** What fills the multi-selects. */
export const loadOptions = {
	getAgents,
	getChannels,
	getContactTags,
	getDepartments,
	getPanelTags,
	getPanelTagsOfCard,
	getPortfolios,
	getSequences,
	getTagColors,
	getWebhookEvents,
};

/** What fills the filters of the trigger. */
export const filterOptions = { getAgents, getChannels, getContactTags, getDepartments, getPanels, getSteps };

/** What makes forms from the account: custom fields, template parameters. */
export const resourceMapping = {
	getContactCustomFields,
	getNewCardCustomFields,
	getNewContactCustomFields,
	getPanelCustomFields,
	getPanelCustomFieldsOfCard,
	getTemplateParameters,
};
