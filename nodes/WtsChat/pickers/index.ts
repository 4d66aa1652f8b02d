import { searchAgents } from './agents';
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
import {
	getContactCustomFields,
	getNewCardCustomFields,
	getNewContactCustomFields,
	getPanelCustomFields,
	getPanelCustomFieldsOfCard,
	getTemplateParameters,
} from './resourceMapping';
import { getSequences, searchSequences } from './sequences';
import { searchSessions } from './sessions';
import { searchOtpTemplates, searchTemplates, searchTemplatesOfSession } from './templates';

/** What fills the From List mode of the pickers. */
export const listSearch = {
	searchAgents,
	searchCards,
	searchChannels,
	searchChatbots,
	searchContacts,
	searchDepartments,
	searchLostReasons,
	searchOtpTemplates,
	searchPanels,
	searchSequences,
	searchSessions,
	searchSteps,
	searchStepsOfCard,
	searchTargetSteps,
	searchTemplates,
	searchTemplatesOfSession,
};

/** What fills the multi-selects. */
export const loadOptions = {
	getChannels,
	getContactTags,
	getDepartments,
	getPanelTags,
	getPanelTagsOfCard,
	getPortfolios,
	getSequences,
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
