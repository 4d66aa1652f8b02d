import { sayIfByExpression } from './contact.mts';
import { codeOf, expression, isExpression, joined } from './expressions.mts';
import {
	byId,
	changedTags,
	customFields,
	listControls,
	located,
	metadata,
	type OlderResource,
	requiredId,
} from './fields.mts';
import { group, type Json, type JsonObject, some } from './json.mts';
import { type OlderNode, shown } from './older-node.mts';

const RAW = { simplify: false };

const card = (old: OlderNode): JsonObject => ({ cardId: requiredId(old, 'cardId') });

/** The older node sent only what is not nothing. */
const truthy = (value: Json | undefined): Json | undefined => (value === 0 || value === '0' ? undefined : value);

export const panels: OlderResource = {
	defaultOperation: 'listCardAnnotations',
	renamed: { getAllAnnotation: 'listCardAnnotations', getAllCards: 'listCards' },
	operations: {
		createAnnotationFile: { to: 'createCardNote', map: (old) => ({ ...card(old), fileUrls: fileUrls(old) }) },
		createAnnotationText: {
			to: 'createCardNote',
			map: (old) => ({ ...card(old), text: old.value('textMessage') ?? '' }),
		},
		createCard: { to: 'createCard', map: createCard },
		deleteCardAnnotation: {
			to: 'deleteCardNote',
			output: 'The output was an empty text; now it is {"deleted": true, "id": ...}.',
			map: (old) => ({ ...card(old), noteId: old.value('noteId') ?? '' }),
		},
		duplicateCard: { to: 'duplicateCard', map: duplicateCard },
		listCardAnnotations: {
			to: 'getAllCardNotes',
			list: true,
			map: (old) => ({ ...card(old), ...listControls(old, {}) }),
		},
		listCards: { to: 'getAllCards', list: true, map: listCards },
		getAllPanels: {
			to: 'getAllPanels',
			list: true,
			map: (old) => ({ ...listControls(old, some({ title: old.value('title') })), ...RAW }),
		},
		getCardById: { to: 'getCard', map: (old) => ({ ...card(old), ...RAW, ...cardDetails(old) }) },
		getPanelById: { to: 'getPanel', map: getPanel },
		updateCard: { to: 'updateCard', map: updateCard },
	},
};

function fileUrls(old: OlderNode): string {
	const urls = old.list('fileUrls');
	if (urls.length === 0) old.todo.push('It has no file address: give up to three.');
	if (urls.length > 3) {
		old.todo.push(`It has ${urls.length} file addresses, and a note takes three: put the others into a second note.`);
	}
	return joined(urls) ?? '';
}

function createCard(old: OlderNode): JsonObject {
	const fields = customFields(old, 'customFieldsPanel');
	return {
		panelId: requiredId(old, 'panels'),
		stepId: requiredId(old, 'stepPanels'),
		title: old.value('title') ?? '',
		...fields.form,
		...group('additionalFields', {
			tagIds: old.choices('tagsPanel'),
			description: old.value('description'),
			position: truthy(old.value('position')),
			monetaryAmount: truthy(old.value('monetaryAmount')),
			agentId: byId(old, 'responsibleId'),
			contactId: byId(old, 'contactId'),
			metadata: metadata(old, 'metadata'),
			...fields.more,
		}),
		...RAW,
	};
}

function duplicateCard(old: OlderNode): JsonObject {
	const archive = old.flag('archiveOriginalCard');
	return {
		...card(old),
		...some({ copyToStepId: byId(old, 'stepId') }),
		...RAW,
		...group('options', {
			archiveOriginalCard: archive === false ? undefined : archive,
			fields: old.choices('fieldsCard', ['Undefined']),
		}),
	};
}

const cardDetails = (old: OlderNode): JsonObject =>
	group('options', { includeDetails: old.choices('includeDetailsGetCards') });

function getPanel(old: OlderNode): JsonObject {
	const details = old.choices('includeDetailsPanel');
	// Cards come within the steps.
	const steps = Array.isArray(details) && details.includes('Cards') && !details.includes('Steps') ? ['Steps'] : [];
	return {
		panelId: requiredId(old, 'panelId'),
		...RAW,
		...group('options', { includeDetails: Array.isArray(details) ? [...details, ...steps] : details }),
	};
}

const NOT_ARCHIVED = ['LOST', 'OPEN', 'WON'];
const ALL_STATUSES = ['ARCHIVED', ...NOT_ARCHIVED];

function listCards(old: OlderNode): JsonObject {
	const archived = old.flag('includeArchived');
	const either = expression(`${codeOf(archived)} ? ${JSON.stringify(ALL_STATUSES)} : ${JSON.stringify(NOT_ARCHIVED)}`);
	return {
		panelId: requiredId(old, 'panels'),
		...listControls(
			old,
			some({
				stepId: byId(old, 'stepPanels'),
				contactId: byId(old, 'contactId'),
				agentId: byId(old, 'responsibleId'),
				textFilter: old.value('textFilter'),
				statuses: archived === true ? ALL_STATUSES : archived === false ? NOT_ARCHIVED : either,
			}),
		),
		...RAW,
		...cardDetails(old),
	};
}

function updateCard(old: OlderNode): JsonObject {
	const chosen = (field: string, from: string) => old.chose('fieldsUpdateCard', field, from);
	/** A chosen field that was left empty is cleared. */
	const text = (field: string, from: string, name: string): JsonObject =>
		chosen(field, from) ? { [name]: old.value(from) ?? '' } : {};
	const id = (field: string, from: string, name: string): JsonObject =>
		chosen(field, from) ? { [name]: byId(old, from) ?? located('id', '') } : {};
	const needed = (field: string, from: string, name: string): JsonObject =>
		chosen(field, from) ? some({ [name]: filled(old, from, name) }) : {};
	sayIfByExpression(old, 'fieldsUpdateCard');
	const fields = chosen('CustomFields', 'customFieldsCardUpdateCard')
		? customFields(old, 'customFieldsCardUpdateCard')
		: { form: {}, more: {} };
	const sessionId = id('SessionId', 'sessionIdUpdateCard', 'sessionId');
	if (old.value('sessionIdUpdateCard') !== undefined && Object.keys(sessionId).length > 0) {
		old.changed.push('The session of the card is set now; the older node showed the field and did not send it.');
	}
	return {
		cardId: requiredId(old, 'cardIdUpdateCard'),
		updateFields: {
			...(chosen('Archived', 'includeArchivedUpdateCard') ? status(old) : {}),
			...(chosen('ContactIds', 'contactsIdUpdateCard')
				? { contactIds: joined(old.list('contactsIdUpdateCard')) ?? '' }
				: {}),
			...text('Description', 'descriptionUpdateCard', 'description'),
			...text('DueDate', 'dueDateUpdateCard', 'dueDate'),
			...(chosen('Metadata', 'metadataUpdateCard') ? some({ metadata: metadata(old, 'metadataUpdateCard') }) : {}),
			...text('MonetaryAmount', 'monetaryAmountUpdateCard', 'monetaryAmount'),
			...needed('Position', 'positionUpdateCard', 'position'),
			...id('ResponsibleUserId', 'userIdUpdateCard', 'agentId'),
			...sessionId,
			...(chosen('StepId', 'stepIdUpdateCard') ? step(old) : {}),
			...(chosen('TagIds', 'updateCardTagIdUpdateCard')
				? changedTags(old, old.choices('updateCardTagIdUpdateCard'))
				: {}),
			...needed('Title', 'titleCardUpdateCard', 'title'),
			...fields.more,
		},
		...fields.form,
		...RAW,
	};
}

/** What a card cannot be without. */
function filled(old: OlderNode, name: string, what: string): Json | undefined {
	const value = old.value(name);
	if (value === undefined) old.todo.push(`The ${what} was chosen and left empty: it is not changed.`);
	return value;
}

function step(old: OlderNode): JsonObject {
	return filled(old, 'stepIdUpdateCard', 'step') === undefined ? {} : some({ stepId: byId(old, 'stepIdUpdateCard') });
}

function status(old: OlderNode): JsonObject {
	const archived = old.flag('includeArchivedUpdateCard');
	if (archived === true) return { status: 'ARCHIVED' };
	old.todo.push(
		`Archived is a status now: archived gives Archived, otherwise Open (was ${shown(archived)}). Choose another ` +
			'one, or take it out, if the card is not to be opened.',
	);
	return { status: isExpression(archived) ? expression(`${codeOf(archived)} ? "ARCHIVED" : "OPEN"`) : 'OPEN' };
}
