import type { INodeProperties } from 'n8n-workflow';
import { accountList } from '../../shared/accountList';

/** Who answers and who supervises in a department. */
export const memberFields: INodeProperties[] = [
	accountList('Agent', 'agentIds', 'getAgents', 'Who answers in the department'),
	accountList('Supervisor', 'supervisorIds', 'getAgents', 'Who supervises the department'),
];
