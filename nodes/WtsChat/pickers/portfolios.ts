import { listPortfolios } from '../../../client';
import { listPicker } from './results';

/** Portfolios by name; their route takes no search text. */
export const searchPortfolios = listPicker(async (client) =>
	(await listPortfolios(client)).flatMap(({ id, name }) => (id ? [{ name: name ?? id, value: id }] : [])),
);
