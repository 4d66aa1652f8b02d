import { searchAgents } from './agents';
import { searchChannels } from './channels';
import { searchChatbots } from './chatbots';
import { searchContacts } from './contacts';
import { searchDepartments } from './departments';
import { getChannels, getContactTags, getPortfolios } from './loadOptions';
import {
	getContactCustomFields,
	getPanelCustomFields,
	getTemplateParameters,
} from './resourceMapping';
import { searchSessions } from './sessions';

/** What fills the From List mode of the pickers. */
export const listSearch = {
	searchAgents,
	searchChannels,
	searchChatbots,
	searchContacts,
	searchDepartments,
	searchSessions,
};

/** What fills the multi-selects. */
export const loadOptions = { getChannels, getContactTags, getPortfolios };

/** What makes forms from the account: custom fields, template parameters. */
export const resourceMapping = { getContactCustomFields, getPanelCustomFields, getTemplateParameters };
