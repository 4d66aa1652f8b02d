import type { INodePropertyOptions } from 'n8n-workflow';

import { COUNTRIES } from '../client';

/** The countries to choose from. The build makes them into plain data, so that n8n starts without the client. */
export const countryOptions: INodePropertyOptions[] = COUNTRIES.map(({ code, name }) => ({ name, value: code }));
