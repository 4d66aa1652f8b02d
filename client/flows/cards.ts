import type { WtsClient } from '../core/client';
import { asError, isAmbiguous, notFound, refuse, type WtsApiError } from '../core/errors';
import { perClient } from '../core/memo';
import { collect, listRecords } from '../core/pagination';
import type { BodyOf, CrmSchemas, QueryOf } from '../core/routes';
import { selectorsOf } from '../values/selectors';
import { isSameIgnoringCase } from '../values/text';
import { changedFields } from './changedFields';
import { contactTitle, getContact } from './contacts';
import { TRIES, toUnchecked } from './readBack';

export type Card = CrmSchemas['Card'];
export type CardDetail = NonNullable<QueryOf<'GET /crm/v2/panel/card'>['IncludeDetails']>[number];
export type CardStatus = CrmSchemas['CardStatus'];
export type PanelTagOperation = CrmSchemas['TagOperation'];

type UpdateBody = BodyOf<'PUT /crm/v3/panel/card/{id}'>;
type CardField = NonNullable<UpdateBody['fields']>[number];

/**
 * What an update of a card may change; null clears. Names of tags need their IDs beside them: the
 * contract does not say whether the selector of the IDs covers the names, which lose against IDs.
 */
export type CardChanges = Omit<UpdateBody, 'fields' | 'options'>;

const LIST = 'GET /crm/v2/panel/card';
const GET = 'GET /crm/v2/panel/card/{id}';
const CREATE = 'POST /crm/v2/panel/card';
const UPDATE = 'PUT /crm/v3/panel/card/{id}';

/** The platform's selector of each property; a lost reason travels with the status. */
const FIELD_OF = {
	contactIds: 'ContactIds',
	customFields: 'CustomFields',
	description: 'Description',
	dueDate: 'DueDate',
	lostReasonId: 'Status',
	metadata: 'Metadata',
	monetaryAmount: 'MonetaryAmount',
	position: 'Position',
	responsibleUserId: 'ResponsibleUserId',
	sessionId: 'SessionId',
	status: 'Status',
	stepId: 'StepId',
	tagIds: 'TagIds',
	tagNames: 'TagIds',
	title: 'Title',
} as const satisfies Record<keyof CardChanges, CardField>;

/** The selectors of the properties that are given; one that is undefined is not. */
export function cardFieldsOf(changes: CardChanges): CardField[] {
	return selectorsOf(FIELD_OF, changes);
}

/** The panel that a card is on (GET /crm/v2/panel/card/{id}), asked for once per client and card. */
export const panelIdOfCard = perClient(async (client, id): Promise<string> => {
	const { panelId } = await client.request(GET, { path: { id } });
	if (panelId) return panelId;
	throw notFound(`The card ${id} shows no panel`, 'Choose the panel of the card.', GET);
});

/** How a card is updated. */
export interface CardUpdateOptions {
	/** What becomes of the given tags. Default: they are added. */
	tagOperation?: PanelTagOperation;
	/** Reads the card back after the update, with these details, instead of trusting the answer. */
	readBack?: CardDetail[];
}

/**
 * Changes exactly what `changes` gives (PUT /crm/v3/panel/card/{id}) and checks that status, step and
 * tags took: in the answer, or with `readBack` in the card itself. What did not take is written once
 * more; the same update twice is the same as once.
 *
 * Returns the card, or undefined when the answer is empty.
 * @throws {WtsApiError} INVALID_REQUEST when nothing is to be changed; NOT_FOUND; SERVER_ERROR when the
 * update was accepted twice without taking.
 */
export async function updateCard(
	client: WtsClient,
	id: string,
	changes: CardChanges,
	{ tagOperation = 'InsertIfNotExists', readBack }: CardUpdateOptions = {},
): Promise<Card | undefined> {
	const fields = changedFields(FIELD_OF, changes);
	const body: UpdateBody = {
		...changes,
		fields,
		...(fields.includes('TagIds') ? { options: { upsertTagOperation: tagOperation } } : {}),
	};
	let seen: Card = {};
	for (let tries = 1; tries <= TRIES; tries++) {
		const { answer, failed } = await putCard(client, id, body, readBack !== undefined);
		if (failed !== undefined) {
			if (tries === TRIES) throw failed;
			continue;
		}
		if (readBack === undefined && answer === undefined) return undefined;
		seen = readBack === undefined ? (answer ?? {}) : await readCard(client, id, readBack);
		if (missing(seen, changes, tagOperation).length === 0) return seen;
	}
	throw notTaken(seen, missing(seen, changes, tagOperation));
}

/** Updates; a failure of which nobody knows whether it took effect is returned when it may be repeated. */
async function putCard(
	client: WtsClient,
	id: string,
	body: UpdateBody,
	repeatable: boolean,
): Promise<{ answer?: Card; failed?: WtsApiError }> {
	try {
		return { answer: await client.request(UPDATE, { path: { id }, body }) };
	} catch (error) {
		if (repeatable && isAmbiguous(error)) return { failed: error };
		throw asError(error);
	}
}

/** Reads a card after a write; the error says that the write was accepted. */
async function readCard(client: WtsClient, id: string, IncludeDetails: CardDetail[]): Promise<Card> {
	try {
		return await client.request(GET, { path: { id }, query: { IncludeDetails } });
	} catch (error) {
		throw toUnchecked(error, `the card ${id}`, 'it');
	}
}

/** What of step, tags and status a card does not show; a property that is not there proves nothing. */
function missing(card: Card, { stepId, tagIds, status }: CardChanges, tagOperation: PanelTagOperation): string[] {
	return [
		...(stepId && card.stepId !== undefined && !isSameIgnoringCase(card.stepId, stepId) ? ['step'] : []),
		...(tagIds && card.tagIds !== undefined && !hasTags(card, tagIds, tagOperation) ? ['tags'] : []),
		...(status && card.status !== undefined && card.status !== status ? ['status'] : []),
	];
}

/** Whether an operation on the tags has been done, or would change nothing. */
function hasTags(card: Card, tagIds: readonly string[], operation: PanelTagOperation): boolean {
	const there = new Set((card.tagIds ?? []).map((id) => id.toLowerCase()));
	const given = new Set(tagIds.map((id) => id.toLowerCase()));
	if (operation === 'DeleteIfExists') return [...given].every((id) => !there.has(id));
	const added = [...given].every((id) => there.has(id));
	return operation === 'ReplaceAll' ? added && there.size === given.size : added;
}

function notTaken(card: Card, what: readonly string[]): WtsApiError {
	const name = card.title ? `"${card.title}"` : (card.id ?? '');
	const step = card.stepTitle ? ` It is in the step "${card.stepTitle}".` : '';
	return refuse(
		`The platform accepted the update of the card ${name} twice, but ${what.join(' and ')} did not change`,
		`Look at the card in the platform, then try again.${step}`,
		UPDATE,
	).withDetails({
		code: 'SERVER_ERROR',
		httpStatus: 200,
	});
}

/** Values of a card beside its contact, step and title. */
export type CardValues = Omit<CardChanges, 'contactIds' | 'lostReasonId' | 'status' | 'stepId' | 'tagNames' | 'title'>;

/** Where the card of a contact is to be, and with what. */
export interface CardPlacement {
	panelId: string;
	stepId: string;
	contactId: string;
	/** What the contact is called, when that is known: then it is not read for the title. */
	contactTitle?: string;
	/** Title of a card that is created. Default: the name of the contact. */
	title?: string;
	/** Written on a new card and on one that exists; null clears. */
	values: CardValues;
	/** What becomes of the given tags on a card that exists. Default: they are added. */
	tagOperation?: PanelTagOperation;
	/** When the contact has several open cards on the panel: the newest is taken, or it is an error. */
	ifSeveral?: 'newest' | 'fail';
	/** Details to return. */
	includeDetails: CardDetail[];
}

/** What was done: `updated` is a card that was in its step and got other values. */
export type CardOutcome = 'created' | 'moved' | 'updated' | 'unchanged';

/**
 * Moves the open card of a contact on a panel to a step, or creates it there.
 *
 * Looks for open cards (GET /crm/v2/panel/card). One that is found gets what it lacks (PUT
 * /crm/v3/panel/card/{id}), and no request when it lacks nothing; otherwise a card is created (POST
 * /crm/v2/panel/card). What was written is read back: when step or tags did not take, they are
 * written once more. A creation of which nobody knows whether it took effect is looked up and never
 * repeated. Calls for the same contact and panel must not overlap.
 *
 * Returns the card and what was done.
 * @throws {WtsApiError} INVALID_REQUEST for several open cards when these are an error; SERVER_ERROR
 * when step or tags did not take; what the requests throw.
 */
export async function createOrMoveCard(
	client: WtsClient,
	placement: CardPlacement,
): Promise<{ card: Card; outcome: CardOutcome }> {
	const { stepId, values, tagOperation = 'InsertIfNotExists', includeDetails } = placement;
	const [newest, ...others] = await openCards(client, placement);
	if (newest?.id === undefined) return { card: await createPlaced(client, placement), outcome: 'created' };
	if (others.length > 0 && placement.ifSeveral === 'fail') throw severalCards([newest, ...others]);

	const changes = lacking(newest, { ...values, stepId }, tagOperation);
	if (cardFieldsOf(changes).length === 0) return { card: newest, outcome: 'unchanged' };
	const options = { tagOperation, readBack: includeDetails };
	const card = (await updateCard(client, newest.id, changes, options)) ?? newest;
	return { card, outcome: changes.stepId === undefined ? 'updated' : 'moved' };
}

/** The open cards of a contact on a panel, the newest first. */
async function openCards(client: WtsClient, { panelId, contactId, includeDetails }: CardPlacement): Promise<Card[]> {
	const cards = await collect(
		listRecords(client, LIST, {
			query: {
				PanelId: panelId,
				ContactId: contactId,
				Statuses: ['OPEN'],
				// Custom fields are compared with those that are wanted.
				IncludeDetails: [...new Set([...includeDetails, 'CustomFields' as const])],
			},
		}),
	);
	// The platform ignores filters that it does not understand, and nobody else's card may be moved.
	const ours = cards.filter(
		({ contactIds, status }) =>
			(status ?? 'OPEN') === 'OPEN' && (contactIds?.some((id) => isSameIgnoringCase(id, contactId)) ?? true),
	);
	const age = ({ createdAt, number }: Card) => [Date.parse(createdAt ?? '') || 0, number ?? 0] as const;
	return ours.sort((a, b) => age(b)[0] - age(a)[0] || age(b)[1] - age(a)[1]);
}

function severalCards(cards: readonly Card[]): WtsApiError {
	const names = cards.map(({ key, title, id }) => [key, title].filter(Boolean).join(' ') || (id ?? ''));
	return refuse(
		`The contact has ${cards.length} open cards on the panel: ${names.join(', ')}`,
		'Close all but one, or choose to update the newest.',
		LIST,
	);
}

/** What of the wanted values a card does not have yet. */
function lacking(card: Card, wanted: CardValues & { stepId: string }, tagOperation: PanelTagOperation): CardChanges {
	const { tagIds, customFields, metadata, dueDate, ...plain } = wanted;
	const current: Partial<Record<string, unknown>> = { ...card };
	const differing = Object.entries(plain).filter(
		([key, value]) => value !== undefined && !samePlain(current[key], value),
	);
	return {
		...Object.fromEntries(differing),
		...(dueDate === undefined || sameDate(card.dueDate, dueDate) ? {} : { dueDate }),
		...(!tagIds || hasTags(card, tagIds, tagOperation) ? {} : { tagIds }),
		...(hasValues(card.customFields, customFields) ? {} : { customFields }),
		...(hasValues(card.metadata, metadata) ? {} : { metadata }),
	};
}

function samePlain(one: unknown, other: unknown): boolean {
	if (typeof one === 'string' && typeof other === 'string') return one === other || isSameUuid(one, other);
	return (one ?? null) === other;
}

/** IDs come in any case; other texts differ when their case does. */
const isSameUuid = (one: string, other: string) => /^[0-9a-f-]{36}$/i.test(one) && isSameIgnoringCase(one, other);

function sameDate(one: string | null | undefined, other: string | null): boolean {
	if (!one || other === null) return !one && other === null;
	return Date.parse(one) === Date.parse(other);
}

/** Whether a map has all of the given values; a null is a key that must not be there. */
function hasValues(
	map: Record<string, unknown> | null | undefined,
	given: Record<string, unknown> | null | undefined,
): boolean {
	return Object.entries(given ?? {}).every(
		([key, value]) => JSON.stringify(map?.[key] ?? null) === JSON.stringify(value ?? null),
	);
}

async function createPlaced(client: WtsClient, placement: CardPlacement): Promise<Card> {
	const { stepId, contactId, values, includeDetails } = placement;
	const tagIds = placement.tagOperation === 'DeleteIfExists' ? undefined : values.tagIds;
	const body = {
		...values,
		stepId,
		title: placement.title ?? (await titleFor(client, placement)),
		contactIds: [contactId],
		tagIds,
		customFields: withoutNulls(values.customFields),
		metadata: withoutNulls(values.metadata),
	};
	const id = await postCard(client, body, placement);
	const card = await readCard(client, id, includeDetails);
	if (missing(card, { stepId, tagIds }, 'ReplaceAll').length === 0) return card;
	const options = { tagOperation: 'ReplaceAll', readBack: includeDetails } as const;
	return (await updateCard(client, id, { stepId, tagIds }, options)) ?? card;
}

/** There is nothing to remove on a card that does not exist yet. */
function withoutNulls<T>(map: Record<string, T> | null | undefined): Record<string, T> | undefined {
	const entries = Object.entries(map ?? {}).filter(([, value]) => value !== null);
	return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

async function titleFor(client: WtsClient, { contactId, contactTitle: known }: CardPlacement): Promise<string> {
	const title = known ?? contactTitle(await getContact(client, { id: contactId })) ?? contactId;
	return title.slice(0, 500);
}

/** Creates a card and returns its ID; when the answer does not tell, the card is looked up. */
async function postCard(client: WtsClient, body: BodyOf<typeof CREATE>, placement: CardPlacement): Promise<string> {
	let failed: WtsApiError | undefined;
	try {
		const answer = await client.request(CREATE, { body });
		if (answer?.id !== undefined) return answer.id;
	} catch (error) {
		if (!isAmbiguous(error)) throw asError(error);
		failed = error;
	}
	const [card] = await openCards(client, placement).catch((error: unknown) => {
		throw failed ?? toUnchecked(error, `the card "${body.title}"`, 'it');
	});
	if (card?.id !== undefined) return card.id;
	throw failed ?? unseen(body.title);
}

function unseen(title: string): WtsApiError {
	return refuse(
		`The platform accepted the card "${title}", but it is not among the open cards of the contact`,
		'Look at the panel before you try again.',
		CREATE,
	).withDetails({
		code: 'SERVER_ERROR',
		httpStatus: 200,
		ambiguous: true,
	});
}
