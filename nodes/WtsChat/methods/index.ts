import { searchAgents } from './agents';
import { searchChannels } from './channels';
import { searchChatbots } from './chatbots';
import { searchContacts } from './contacts';
import { searchDepartments } from './departments';
import { getChannels, getContactTags, getDepartments, getPortfolios } from './loadOptions';
import {
	getContactCustomFields,
	getPanelCustomFields,
	getTemplateParameters,
} from './resourceMapping';
import { getSequences, searchSequences } from './sequences';
import { searchSessions } from './sessions';
import { searchOtpTemplates, searchTemplates } from './templates';

/** What fills the From List mode of the pickers. */
export const listSearch = {
	searchAgents,
	searchChannels,
	searchChatbots,
	searchContacts,
	searchDepartments,
	searchOtpTemplates,
	searchSequences,
	searchSessions,
	searchTemplates,
};

/** What fills the multi-selects. */
export const loadOptions = { getChannels, getContactTags, getDepartments, getPortfolios, getSequences };

/** What makes forms from the account: custom fields, template parameters. */
export const resourceMapping = { getContactCustomFields, getPanelCustomFields, getTemplateParameters };
