import { type Simulator, startSimulator } from '../../test/simulator/index.mts';
import type { ChosenRoute } from './route.mts';

/** What a route answers: a list (in pages or all at once), one record, or nothing that could be shown. */
export type Answer = 'list' | 'record' | 'nothing';

/** A value of the simulated account, and how an example says it. */
interface Known {
	value: string;
	code: string;
}

/** What the simulated account says to a route. */
export interface Attempt {
	answer: Answer;
	/** The values that the names of the path take, as an example says them: one or two that succeed. */
	values: ReadonlyArray<Readonly<Record<string, string>>>;
}

/** The records of the account that always are there, by what a path may ask of them: a phone number or an ID. */
function knownOf({ account }: Simulator, name: string): Known[] {
	const property = name === 'phone' ? 'phoneNumber' : 'id';
	return Object.entries<object>({ ...account.named }).flatMap(([record, fields]) => {
		const value: unknown = Reflect.get(fields, property);
		return typeof value === 'string' ? [{ value, code: `named.${record}.${property}` }] : [];
	});
}

/** Every choice of one value for each name. */
function choicesOf(names: readonly string[], known: (name: string) => Known[]): Array<Record<string, Known>> {
	return names.reduce<Array<Record<string, Known>>>(
		(choices, name) => choices.flatMap((choice) => known(name).map((one) => ({ ...choice, [name]: one }))),
		[{}],
	);
}

async function answerOf(simulator: Simulator, route: ChosenRoute, path: string): Promise<Answer | string> {
	const given = await fetch(simulator.url + path, {
		method: route.method,
		headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
		...(route.takesBody ? { body: '{}' } : {}),
	});
	const text = await given.text();
	if (given.status !== 200) return `${given.status} ${text.slice(0, 300)}`;
	const body: unknown = text === '' ? undefined : JSON.parse(text);
	if (typeof body !== 'object' || body === null) return 'nothing';
	const page: unknown = Array.isArray(body) ? body : Reflect.get(body, 'items');
	if (!Array.isArray(page)) return 'record';
	if (!Array.isArray(body) && !route.isList) return 'it answers pages that are not walked by PageNumber';
	return page.length === 0 ? 'the list is empty' : 'list';
}

/**
 * Asks the simulated account, with nothing but what the path needs: what a route answers, and for which records.
 * @returns why not, when it gives no example.
 */
export async function attempt(route: ChosenRoute): Promise<Attempt | string> {
	const simulator = await startSimulator({ limits: 'off' });
	try {
		const choices = choicesOf(route.pathNames, (name) => knownOf(simulator, name));
		const values: Array<Record<string, string>> = [];
		let answer: Answer | undefined;
		const refusals: string[] = [];
		for (const choice of choices) {
			const path = route.pathNames.reduce(
				(text, name) => text.replace(`{${name}}`, encodeURIComponent(choice[name]?.value ?? '')),
				route.route.slice(route.method.length + 1),
			);
			const said = await answerOf(simulator, route, path);
			if (said !== 'list' && said !== 'record' && said !== 'nothing') {
				refusals.push(said);
				continue;
			}
			answer ??= said;
			values.push(Object.fromEntries(Object.entries(choice).map(([name, { code }]) => [name, code])));
			if (values.length === 2) break;
		}
		if (answer !== undefined) return { answer, values };
		// A request that is wrong tells more (400) than a record that is not there (500).
		return refusals.sort()[0] ?? 'the simulated account has nothing for its path';
	} finally {
		await simulator.close();
	}
}
