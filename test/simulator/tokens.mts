import type { Operation } from './contract.mts';

/** What a token may be refused for. */
export type Scope = 'send' | 'session' | 'contact' | 'agent' | 'panel' | 'sequence' | 'file' | 'webhook' | 'settings';

export interface Token {
	token: string;
	deny: Scope[];
}

/** The scope that an operation needs. Sends are told from reads: a token may see conversations and still not write. */
export function scopeOf(operation: Operation): Scope {
	const { route, method } = operation;
	const sends = /^\/chat\/v1\/(send\/|message\/send|chatbot\/send|session\/\{id\}\/message|scheduled-message)/;
	if (method !== 'GET' && sends.test(route)) return 'send';
	if (route.includes('/sequence')) return 'sequence';
	if (route.startsWith('/chat/')) return 'session';
	if (route.startsWith('/crm/')) return 'panel';
	if (/^\/core\/v\d\/(contact|portfolio)/.test(route)) return 'contact';
	if (/^\/core\/v\d\/(agent|department)/.test(route)) return 'agent';
	if (route.includes('/file')) return 'file';
	if (route.includes('/webhook')) return 'webhook';
	return 'settings';
}
