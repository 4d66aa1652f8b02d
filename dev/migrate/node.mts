import { chatbot } from './chatbot.mts';
import { contact } from './contact.mts';
import { isExpression } from './expressions.mts';
import type { OlderOperation, OlderResource } from './fields.mts';
import { isObject, type Json, type JsonObject, withValues } from './json.mts';
import { message } from './message.mts';
import { type Findings, OlderNode, shown } from './older-node.mts';
import { panels } from './panel.mts';
import { sequences } from './sequence.mts';
import { sessions } from './session.mts';

/** The names under which the older package was published. */
const OLDER_PACKAGES = ['n8n-nodes-wts', 'n8n-nodes-test-wts-v2'];

const OURS = 'n8n-nodes-wts-chat';

/** What n8n leaves out of a saved node. */
const DEFAULT_RESOURCE = 'contact';

const RESOURCES: ReadonlyMap<string, OlderResource> = new Map([
	['chatbot', chatbot],
	['contact', contact],
	['message', message],
	['panel', panels],
	['sequence', sequences],
	['session', sessions],
]);

/** All operations of the older node. */
export const OLDER_OPERATIONS: ReadonlyArray<[string, string, OlderOperation]> = [...RESOURCES].flatMap(
	([resource, { operations }]) =>
		Object.entries(operations).map(([operation, how]): [string, string, OlderOperation] => [resource, operation, how]),
);

/** A node of the older package, and what became of it. */
export interface MigratedNode extends Findings {
	readonly node: JsonObject;
	/** The operation that it had and the one that it has. */
	readonly from: string;
	readonly to?: string;
	/** Whether it put a whole page into one item. */
	readonly list: boolean;
	/** The name of its credential, for the new one. */
	readonly credential?: string;
}

export function isOlder(type: Json | undefined): type is string {
	return typeof type === 'string' && OLDER_PACKAGES.some((name) => type.startsWith(`${name}.`));
}

export function isOurs(type: Json | undefined): boolean {
	return typeof type === 'string' && type.startsWith(`${OURS}.`);
}

/** A node of the older package as one of ours; one that cannot be mapped stays as it is, and says so. */
export function migrateNode(node: JsonObject): MigratedNode {
	const parameters = isObject(node.parameters) ? node.parameters : {};
	const resource = parameters.resource ?? DEFAULT_RESOURCE;
	const found = typeof resource === 'string' ? RESOURCES.get(resource) : undefined;
	const saved = parameters.operation ?? found?.defaultOperation ?? '';
	const from = `${nameOf(resource)}.${nameOf(saved)}`;
	const kept = (todo: string): MigratedNode => ({ node, from, list: false, todo: [todo], changed: [] });

	const kind = /\.wtsChat(Tool)?$/.exec(String(node.type));
	if (kind === null) return kept(`It is ${shown(node.type ?? null)}, which is not known here. Left as it is.`);
	if (found === undefined || typeof saved !== 'string') {
		const what =
			isExpression(resource) || isExpression(saved) ? 'chosen by an expression' : 'not one of the older node';
		return kept(`Its operation is ${what} (${from}). Left as it is: put a WTS Chat node in its place.`);
	}
	const operation = own(found.renamed, saved) ?? saved;
	const how = own(found.operations, operation);
	if (how === undefined) {
		return kept(`The older node has no operation ${from}. Left as it is: put a WTS Chat node in its place.`);
	}

	const old = new OlderNode(parameters);
	const mapped = how.map(old);
	const to = { resource, operation: mapped.operation ?? how.to };
	sayWhatIsLeft(old);
	if (how.output !== undefined) old.changed.push(how.output);
	if (how.list) {
		old.changed.push(
			'It gave one item with the whole page; now each record is an item, and nodes behind it run once for each. ' +
				'With no record there is no item: switch on Always Output Data where they must run all the same.',
		);
	}
	if (typeof node.onError === 'string' && node.onError === 'continueErrorOutput') {
		old.changed.push('What came of the second input item left through the error output before; now only errors do.');
	}
	const { credentials, credential } = credentialsOf(node.credentials, old);
	return {
		node: withValues(node, {
			type: `${OURS}.wtsChat${kind[1] ?? ''}`,
			typeVersion: 1,
			parameters: { ...old.common(), ...to, ...mapped },
			credentials,
		}),
		from,
		to: `${String(to.resource)}.${nameOf(to.operation)}`,
		list: how.list === true,
		todo: [...new Set(old.todo)],
		changed: [...new Set(old.changed)],
		...(credential === undefined ? {} : { credential }),
	};
}

function sayWhatIsLeft(old: OlderNode): void {
	const left = old.leftovers();
	if (left.length === 0) return;
	old.todo.push(`Left out, since this operation of the older node did not use them: ${left.join(', ')}.`);
}

const OLDER_CREDENTIAL = 'wtsApi';
const OUR_CREDENTIAL = 'wtsChatApi';

/** n8n finds a credential without an ID by its name, if there is one of that name. */
function credentialsOf(saved: Json | undefined, old: OlderNode): { credentials?: JsonObject; credential?: string } {
	if (!isObject(saved) || !Object.hasOwn(saved, OLDER_CREDENTIAL)) {
		old.todo.push('It has no credential: choose one.');
		return isObject(saved) ? { credentials: saved } : {};
	}
	const older = saved[OLDER_CREDENTIAL];
	// Old exports hold the bare name.
	const name = isObject(older) ? older.name : older;
	const credential = typeof name === 'string' && name !== '' ? name : 'WTS Chat account';
	const others = Object.entries(saved).filter(([key]) => key !== OLDER_CREDENTIAL && key !== OUR_CREDENTIAL);
	return {
		credentials: Object.fromEntries([...others, [OUR_CREDENTIAL, { id: null, name: credential }]]),
		credential,
	};
}

function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}

const nameOf = (value: Json): string => shown(value).replace(/\s+/g, ' ');
