import type { INodeProperties } from 'n8n-workflow';
import { startBed } from '../bed/bed.mts';

import { loadPackage } from '../bed/engine.mts';
import { located } from '../bed/located.mts';
import { fieldsOf } from '../bed/panel.mts';
import { EXAMPLES } from '../examples/index.mts';
import type { Simulator } from '../simulator/index.mts';
import { pathsOfRequest, routesOf } from './contract.mts';

/** What no action reaches, on purpose; each line says why. A pattern that meets nothing is stale. */
const OUT_OF_REACH: ReadonlyArray<[pattern: RegExp, why: string]> = [
	[/ fields=(ReactivateDisabled|Autocomplete|Archived)$/, 'flags without a property; cards have a status for it'],
	[/ options\.fields=Undefined$/, 'means nothing'],
	[/ companyId$/, 'the token tells the account'],
	[/ (options\.)?user\.(phoneNumber|email)$/, 'an agent is picked, and sent by ID'],
	[/ (options\.)?department\.name$/, 'a department is picked, and sent by ID'],
	[/^GET \/core\/v1\/contact\/custom-field /, 'GET /core/v1/custom-field lists those of contacts and of panels'],
	[/^POST \/crm\/v2\/panel\/card tagNames$/, 'names are looked up, and sent as IDs'],
	[/^POST \/core\/v2\/contact\/batch options\.getIfExists$/, 'the batch creates or updates'],
	[/ fields=(Undefined|Description)$/, 'means nothing, or names a property that the body does not have'],
	[
		/^GET \/core\/v1\/portfolio\/\{id\}\/contact \?(Timestamp(Field|Filter)|NextPageToken|Type|SkipCount)$/,
		'other ways to page: pages are walked by number',
	],
	[
		/^GET \/core\/v1\/portfolio\/\{id\}\/contact \?(CreatedAt|UpdatedAt)\.(ApplyCompanyTimezone|IsNull)$/,
		'dates are sent in UTC, and every membership has both',
	],
];

/** Routes that a newer version or another route stands for. */
const REPLACED: Readonly<Record<string, string>> = {
	'GET /chat/v1/message': 'GET /chat/v1/session/{id}/message',
};

/** Routes that take their body from the same piece of code: each must be reached, each property once. */
const SAME_BODY: readonly string[][] = [
	['image', 'audio', 'video', 'document'].map((kind) => `POST /chat/v1/send/${kind}`),
	['POST /chat/v1/message/send', 'POST /chat/v1/message/send-sync'],
	['POST /chat/v1/session/{id}/message', 'POST /chat/v1/session/{id}/message/sync'],
	['POST /chat/v1/chatbot/send', 'POST /chat/v1/send/chatbot'],
	['PUT /core/v2/contact/{id}', 'PUT /core/v1/contact/phonenumber/{phone}'],
	['POST /core/v1/contact/{id}/tags', 'POST /core/v1/contact/phonenumber/{phone}/tags'],
];

function wanted() {
	const routes = (['chat', 'core', 'crm'] as const).flatMap((service) => routesOf(service));
	return routes.filter(({ route }) => !(route in REPLACED));
}

/** Values that make sense for a field, by its name, then by its type. */
function valuesFor(field: INodeProperties, { account: { named } }: Simulator, resource: string): unknown[] {
	const { name, type } = field;
	const id = (value: unknown) => located('id', String(value));
	const byName: Record<string, unknown[]> = {
		customFields: [{ mappingMode: 'defineBelow', value: customField(resource) }],
		customFieldsJson: [customField(resource)],
		agentId: [id(named.agentMaria.userId)],
		responsibleUserId: [id(named.agentMaria.userId)],
		departmentId: [id(named.departmentSales.id)],
		contactId: [id(named.contactAna.id), located('phone', '11 99999-9999')],
		contactIds: [[named.contactAna.id]],
		channelId: [id(named.channelWhatsapp.id)],
		channelIds: [[named.channelWhatsapp.id]],
		defaultDepartmentIds: [[named.departmentSales.id]],
		chatbotKey: [id(named.chatbotAutomation.key)],
		sessionId: [id(named.sessionInProgress.id)],
		panelId: [id(named.panelSales.id)],
		stepId: [id(named.stepNegotiation.id)],
		copyToStepId: [id(named.stepNegotiation.id)],
		lostReasonId: [id(named.lostReasonPrice.id)],
		sequenceId: [id(named.sequenceWelcome.id)],
		sequenceIds: [[named.sequenceWelcome.id]],
		portfolioIds: [[named.portfolioNorth.id]],
		portfolioNames: [named.portfolioNorth.name],
		// An extension would fit one kind of file only.
		fileUrl: ['https://example.com/a'],
		templateId: [id(named.templateAuthentication.id)],
		tagIds: [[resource === 'panel' ? named.panelTagHot.id : named.tagVip.id]],
		tagNames: [resource === 'panel' ? named.panelTagHot.name : named.tagVip.name],
		email: ['ana@example.com'],
		phoneNumber: ['11 98888-7777'],
		phoneNumbers: ['11 98888-7777'],
		from: [located('list', String(named.channelWhatsapp.id))],
		to: ['11 98888-7777'],
		code: ['12345'],
		fileId: [named.fileImage.id],
		replyToId: [named.sessionInProgress.id],
	};
	const known = byName[name];
	if (known !== undefined) return known;
	if (/url/i.test(name)) return ['https://example.com/a.png'];
	if (/json$/i.test(name)) return ['{"a": "b"}'];
	switch (type) {
		case 'boolean':
			return [true];
		case 'number':
			return [field.typeOptions?.minValue ?? 1];
		case 'dateTime':
			return ['2026-01-31T14:00:00'];
		case 'options':
			return (field.options ?? []).map((option) => ('value' in option ? option.value : undefined));
		case 'multiOptions':
			return [(field.options ?? []).map((option) => ('value' in option ? option.value : undefined))];
		case 'fixedCollection':
			return [{ values: [{ key: 'a', value: 'b' }] }];
		default:
			return ['text'];
	}
}

/** A text field that the account has. */
const customField = (resource: string) =>
	resource === 'panel' ? { 'entrega-transportadora': 'text' } : { observacoes: 'text' };

/** Options about how a run goes: they put nothing into a request. */
const OF_THE_RUN = [
	'concurrency',
	'deliveryTimeout',
	'limitShare',
	'splitLongText',
	'timeout',
	'toolAnswerSize',
	'waitForDelivery',
	'withoutRecord',
];

/** Options that send an operation through another route. */
const ROUTE_SWITCHES = ['chatbotKey', 'waitForResult', 'queued'];

interface Variant {
	resource: string;
	operation: string;
	parameters: (simulator: Simulator) => Record<string, unknown>;
}

/** Each operation as its example has it, and with each of its fields set in each way, one at a time. */
async function variants(): Promise<Variant[]> {
	const { description } = (await loadPackage()).getNode('wtsChat').type as {
		description: { properties: INodeProperties[] };
	};
	return Object.entries(EXAMPLES).flatMap(([resource, operations]) =>
		Object.keys(operations).flatMap((operation) => {
			const fields = fieldsOf(description.properties, resource, operation);
			const base: Variant = { resource, operation, parameters: () => ({}) };
			const simulator = { account: { named: namedStandIn } } as unknown as Simulator;
			return [
				base,
				...fields.flatMap((field) => {
					// What another choice asks for, such as the contact of the recipient type "contact".
					const companions = (live: Simulator) =>
						Object.fromEntries(
							fields
								.filter(({ type, name }) => type === 'resourceLocator' || /^(to|fileUrl|fileId|text)$/.test(name))
								.map((one) => [one.name, valuesFor(one, live, resource)[0]]),
						);
					const members = field.type === 'collection' ? ((field.options ?? []) as INodeProperties[]) : [field];
					const inner = members.filter(({ name }) => !OF_THE_RUN.includes(name));
					const switches = inner.filter(({ name }) => ROUTE_SWITCHES.includes(name));
					return inner.flatMap((one) =>
						[undefined, ...switches].flatMap((other) =>
							valuesFor(one, simulator, resource).map(
								(_, place): Variant => ({
									resource,
									operation,
									parameters: (live) => {
										const value = valuesFor(one, live, resource)[place];
										return field.type === 'collection'
											? {
													[field.name]: {
														...needs(one.name, live),
														...(other === undefined ? {} : { [other.name]: valuesFor(other, live, resource)[0] }),
														[one.name]: value,
													},
												}
											: { ...companions(live), ...needs(field.name, live), [field.name]: value };
									},
								}),
							),
						),
					);
				}),
			];
		}),
	);
}

/** For counting a field's values before a simulator runs. */
const namedStandIn: unknown = new Proxy({}, { get: () => ({ id: '', key: '', userId: '' }) });

/** What an optional field means something with. */
function needs(name: string, { account: { named } }: Simulator): Record<string, unknown> {
	switch (name) {
		case 'lostReasonId':
			return { status: 'LOST', panelId: located('id', String(named.panelSales.id)) };
		case 'fileKind':
			// Audio takes no caption.
			return { fileSource: 'url', fileUrl: 'https://example.com/a', caption: '' };
		case 'templateId':
			return templateValues(named.templateAuthentication);
		case 'fileSource':
		case 'headerFile':
			return {
				headerFile: true,
				fileSource: 'url',
				fileUrl: 'https://example.com/a.png',
				templateId: located('id', String(named.templateWithImageHeader.id)),
				...templateValues(named.templateWithImageHeader),
			};
		default:
			return {};
	}
}

/** A value for each parameter of a template. */
function templateValues({ params }: { params?: Array<{ name?: string | null }> | null }): Record<string, unknown> {
	return {
		templateParametersMode: 'json',
		templateParametersJson: Object.fromEntries((params ?? []).map(({ name }) => [name, 'text'])),
	};
}

/** Fields of which only one may be given. */
const EXCLUSIVE: Readonly<Record<string, string>> = {
	tagIds: 'tagNames',
	tagNames: 'tagIds',
	portfolioIds: 'portfolioNames',
	portfolioNames: 'portfolioIds',
};

function without(record: Record<string, unknown>, added: Record<string, unknown>): Record<string, unknown> {
	const gone = Object.keys(added).flatMap((name) => EXCLUSIVE[name] ?? []);
	return Object.fromEntries(Object.entries(record).filter(([name]) => !gone.includes(name)));
}

const mergeInto = (base: Record<string, unknown>, more: Record<string, unknown>) => {
	const merged = without(base, more);
	for (const [name, value] of Object.entries(more)) {
		const before = merged[name];
		const both = typeof before === 'object' && before !== null && typeof value === 'object' && value !== null;
		merged[name] =
			both && !('mode' in value) && !Array.isArray(value)
				? { ...without({ ...before }, { ...value }), ...value }
				: value;
	}
	return merged;
};

const { simulator, run } = startBed({ windows: 1 / 10_000 });

test('every property of the contract is reached by an action', async () => {
	const reached = new Set<string>();
	for (const { resource, operation, parameters } of await variants()) {
		simulator.reset();
		const example = EXAMPLES[resource]?.[operation]?.(simulator);
		if (example === undefined) continue;
		const items = example.items.map((json) => ({
			json: json as never,
			...(example.binary === undefined ? {} : { binary: example.binary }),
		}));
		await run(
			{
				parameters: { resource, operation, ...mergeInto(example.parameters, parameters(simulator)) },
				onError: 'continueRegularOutput',
			},
			[],
			{ items },
		).catch((error: unknown) => {
			// n8n itself refuses a choice whose companion is missing: nothing is reached then.
			if (!(error instanceof Error) || error.name !== 'WorkflowHasIssuesError') throw error;
		});
		for (const { method, route, query, body } of simulator.requests) {
			for (const path of pathsOfRequest(query, body)) reached.add(`${method} ${route} ${path}`);
			reached.add(`${method} ${route}`);
		}
		expect(simulator.violations).toEqual([]);
	}

	const sameAs = (route: string) => SAME_BODY.find((routes) => routes.includes(route)) ?? [route];
	const missing = wanted().flatMap(({ route, properties }) => {
		if (!reached.has(route)) return [`${route} (the route itself)`];
		return properties
			.filter((property) => !sameAs(route).some((one) => reached.has(`${one} ${property}`)))
			.map((property) => `${route} ${property}`);
	});
	const isOnPurpose = (one: string) => OUT_OF_REACH.some(([pattern]) => pattern.test(one));
	// When this fails: an operation that sends it, or a line in OUT_OF_REACH that says why none does.
	expect(missing.filter((one) => !isOnPurpose(one))).toEqual([]);
	// When this fails: an operation sends it by now, so take its line out of OUT_OF_REACH.
	expect(OUT_OF_REACH.filter(([pattern]) => !missing.some((one) => pattern.test(one)))).toEqual([]);
}, 1_200_000);
