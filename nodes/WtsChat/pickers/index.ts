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
import { getPanelTags, searchCards, searchLostReasons, searchPanels, searchSteps, searchTargetSteps } from './panels';
import { getContactCustomFields, getPanelCustomFields, getTemplateParameters } from './resourceMapping';
import { getSequences, searchSequences } from './sequences';
import { searchSessions } from './sessions';
import { searchOtpTemplates, searchTemplates } from './templates';

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
	searchTargetSteps,
	searchTemplates,
};

/** What fills the multi-selects. */
export const loadOptions = { getChannels, getContactTags, getDepartments, getPanelTags, getPortfolios, getSequences };

/** What fills the filters of the trigger. */
export const filterOptions = { getAgents, getChannels, getContactTags, getDepartments, getPanels, getSteps };

/** What makes forms from the account: custom fields, template parameters. */
export const resourceMapping = { getContactCustomFields, getPanelCustomFields, getTemplateParameters };
