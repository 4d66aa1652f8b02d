import { drawOutputs } from '../core/outputs';
import { assembleProperties } from '../core/panel';
import { RESOURCES } from './index';

// The build makes both into plain data, so that n8n starts without the operations.

/** All properties of the panel. */
export const properties = assembleProperties([...RESOURCES.values()]);

/** The node's outputs. */
export const outputs = drawOutputs([...RESOURCES.values()]);
