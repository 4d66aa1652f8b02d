import type { Resource } from '../core/operation';
import { account } from './account';
import { agent } from './agent';
import { chatbot } from './chatbot';
import { contact } from './contact';
import { department } from './department';
import { message } from './message';
import { panel } from './panel';
import { portfolio } from './portfolio';
import { sequence } from './sequence';
import { session } from './session';
import { tag } from './tag';
import { webhook } from './webhook';

const inOrder: Resource[] = [
	account,
	agent,
	chatbot,
	contact,
	department,
	message,
	panel,
	portfolio,
	sequence,
	session,
	tag,
	webhook,
];

/** The node's resources by value. */
export const RESOURCES: ReadonlyMap<string, Resource> = new Map(inOrder.map((resource) => [resource.value, resource]));
