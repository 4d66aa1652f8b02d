import { routesOf } from '../../test/coverage/contract.mts';

/** A route of the contract that an operation is made for. */
export interface ChosenRoute {
	/** `GET /chat/v1/session/note/{id}` */
	route: string;
	method: string;
	/** Whether it answers a list in pages. */
	isList: boolean;
	/** The names in its path: `id`, `cardId`. */
	pathNames: readonly string[];
	/** Whether it takes a JSON body. */
	takesBody: boolean;
}

const METHODS: Readonly<Record<string, string>> = {
	get: 'GET',
	create: 'POST',
	add: 'POST',
	send: 'POST',
	update: 'PUT',
	change: 'PUT',
	delete: 'DELETE',
	remove: 'DELETE',
};

/** `getAllNotes` as its words: get, All, Notes. */
export function wordsOf(operation: string): string[] {
	return operation.split(/(?=[A-Z])/);
}

const segmentsOf = (route: string) => route.toLowerCase().split('/').slice(1);

/** The routes of the contract that an operation may be for, by its name: its verb and what it is about. */
export function routesFor(resource: string, operation: string): ChosenRoute[] {
	const [verb = '', ...rest] = wordsOf(operation).map((word) => word.toLowerCase());
	const isList = rest[0] === 'all';
	const about = (isList ? rest.slice(1) : rest).join('').replace(/s$/, '') || resource;
	return allRoutes().filter(({ route, ...one }) => {
		const segments = segmentsOf(route);
		const named = segments.filter((segment) => !segment.startsWith('{'));
		return (
			one.method === METHODS[verb] &&
			one.isList === isList &&
			named.includes(resource.toLowerCase()) &&
			named.at(-1)?.replace('-', '') === about
		);
	});
}

/** The routes whose path names the resource, with the verb that the operation's name begins with where it is one. */
export function routesOfResource(resource: string, operation: string): ChosenRoute[] {
	const method = METHODS[wordsOf(operation)[0] ?? ''];
	return allRoutes().filter(
		(one) => (method === undefined || one.method === method) && segmentsOf(one.route).includes(resource.toLowerCase()),
	);
}

/** What may have been meant: the same path with another method, in another case or in another version. */
export function routesLike(text: string): ChosenRoute[] {
	const shape = (route: string) =>
		route
			.toLowerCase()
			.replace(/^.*? /, '')
			.replace(/\/v\d+\//, '/');
	return allRoutes().filter(({ route }) => shape(route) === shape(text));
}

/** A route by its text; undefined when the contract has none like it. */
export function routeNamed(text: string): ChosenRoute | undefined {
	return allRoutes().find(({ route }) => route === text);
}

function allRoutes(): ChosenRoute[] {
	return (['chat', 'core', 'crm'] as const).flatMap(routesOf).map(({ route, properties }) => {
		const [method = ''] = route.split(' ');
		const isPaged = properties.some((property) => property.toLowerCase() === '?pagenumber');
		return {
			route,
			method,
			isList: method === 'GET' && isPaged,
			pathNames: [...route.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
			takesBody: properties.some((property) => !property.startsWith('?')),
		};
	});
}
