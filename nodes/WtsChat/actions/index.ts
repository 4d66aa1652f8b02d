import type { Resource } from '../core/operation';
import { assembleProperties } from '../core/panel';
import { chatbot } from './chatbot';
import { contact } from './contact';
import { message } from './message';
import { panel } from './panel';
import { sequence } from './sequence';
import { session } from './session';

const inOrder: Resource[] = [chatbot, contact, message, panel, sequence, session];

/** The node's resources by value. */
export const RESOURCES: ReadonlyMap<string, Resource> = new Map(inOrder.map((resource) => [resource.value, resource]));

/** All properties of the node's panel. */
export const properties = assembleProperties(inOrder);
