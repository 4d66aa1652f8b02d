import { assembleProperties } from '../core/panel';
import { RESOURCES } from './index';

/** All properties of the panel. The build makes them into plain data, so that n8n starts without the operations. */
export const properties = assembleProperties([...RESOURCES.values()]);
