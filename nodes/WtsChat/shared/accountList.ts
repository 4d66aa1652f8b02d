import type { INodeProperties } from 'n8n-workflow';

/** What n8n wants to read of every list that is filled from the account. */
const CHOOSE =
	'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>';

/** Several of the things that the account has; `what` says what they are to the operation. */
export function accountList(one: string, name: string, loadOptionsMethod: string, what?: string): INodeProperties {
	return {
		displayName: `${one} Names or IDs`,
		name,
		type: 'multiOptions',
		typeOptions: { loadOptionsMethod },
		default: [],
		description: what === undefined ? CHOOSE : `${what}. ${CHOOSE}.`,
	};
}
