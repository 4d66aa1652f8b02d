import type { Json, JsonObject } from '../../dev/migrate/json.mts';
import { OLDER_OPERATIONS } from '../../dev/migrate/node.mts';
import { exported, migrated, nodeOf, olderNode, STEP } from './older.mts';

const words = (text: string) => text.split(' ').filter((word) => word !== '');

const LIST = words(
	'createdAtAfter createdAtBefore updatedAtAfter updatedAtBefore autoPagination maxPage ' +
		'pageNumber pageSize orderBy orderDirection',
);
const SEND = words(
	'channelId numberToSend botId departmentId userIdByDepartment synchronousMessage ' +
		'enableBot hiddenSession forceStartSession',
);
const FILE = ['urlFile', 'fileToSend'];
const UTM = words('source medium campaign content headline term referralUrl').map((one) => `${one}UtmUpdateContact`);

/** All parameters that each operation of the older node has in the panel. */
const PARAMETERS: Readonly<Record<string, string[]>> = {
	'chatbot.sendChatbot': words(
		'sessionId chatbotId channelId numberToSend forceStartSession skipIfBotInExecution ' +
			'skipIfInProgress sessionMetadatas contactMetadatas',
	),
	'contact.createContact': words(
		'name phonenumber email instagram annotation tagIds customFields metadata upsert getIfExists',
	),
	'contact.listContacts': ['includeDetailsContacts', 'statusContact', ...LIST],
	'contact.getContactById': words('contactId includeDetailsContacts'),
	'contact.getContactByPhone': words('phonenumber includeDetailsContacts'),
	'contact.updateContact': [
		...words('contactId fieldsUpdateContact nameUpdateContact phonenumberUpdateContact emailUpdateContact'),
		...words('instagramUpdateContact annotationUpdateContact pictureUrlUpdateContact tagsUpdateContact'),
		...words('portfoliosUpdateContact sequencesUpdateContact statusUpdateContact customFieldsUpdateContact'),
		'metadataUpdateContact',
		...UTM,
	],
	'message.listMessages': ['sessionId', ...LIST],
	'message.getMessageById': ['messageId'],
	'message.getMessageStatus': ['messageId'],
	'message.sendText': ['textMessage', ...SEND],
	'message.sendFile': [...SEND, ...FILE],
	'message.sendTemplate': ['templates', 'paramsTemplates', ...SEND, ...FILE],
	'panel.createAnnotationFile': words('cardId fileUrls'),
	'panel.createAnnotationText': words('cardId textMessage'),
	'panel.createCard': words(
		'panels stepPanels tagsPanel title description position monetaryAmount responsibleId ' +
			'contactId customFieldsPanel metadata',
	),
	'panel.deleteCardAnnotation': words('cardId noteId'),
	'panel.duplicateCard': words('cardId stepId archiveOriginalCard fieldsCard'),
	'panel.listCardAnnotations': ['cardId', ...LIST],
	'panel.listCards': [
		...words('panels stepPanels contactId responsibleId textFilter includeArchived includeDetailsGetCards'),
		...LIST,
	],
	'panel.getAllPanels': ['title', ...LIST],
	'panel.getCardById': words('cardId includeDetailsGetCards'),
	'panel.getPanelById': words('panelId includeDetailsPanel'),
	'panel.updateCard': [
		...words('cardIdUpdateCard fieldsUpdateCard includeArchivedUpdateCard contactsIdUpdateCard'),
		...words('customFieldsCardUpdateCard descriptionUpdateCard dueDateUpdateCard monetaryAmountUpdateCard'),
		...words('positionUpdateCard userIdUpdateCard stepIdUpdateCard updateCardTagIdUpdateCard titleCardUpdateCard'),
		...words('sessionIdUpdateCard metadataUpdateCard'),
	],
	'sequence.addContactToSequence': words('sequenceId contactId phonenumber'),
	'sequence.addContactsToSequence': words('sequenceId phonenumbers contactsId'),
	'sequence.listSequences': ['includeDetailsSequence', 'name', 'contactId', ...LIST],
	'sequence.getContactsBySequence': ['sequenceId'],
	'sequence.removeContactToSequence': words('sequenceId contactId phonenumber'),
	'sequence.removeContactsToSequence': words('sequenceId phonenumbers contactsId'),
	'session.updateStatusSession': words('sessionId statusSessionOption'),
	'session.concludeSession': words('sessionId reactivateOnNewMessage'),
	'session.listSessions': [
		...words('channelsIds activeAtAfter activeAtBefore endAtAfter endAtBefore lastInteractionAtAfter'),
		...words('lastInteractionAtBefore statusSession departmentId userId tagIds contactId includeDetails'),
		...LIST,
	],
	'session.getSessionById': words('sessionId includeDetails'),
	'session.sendFileBySessionid': ['sessionId', 'synchronousMessage', ...FILE],
	'session.sendTemplateBySessionid': [
		...words('sessionId templatesBySession paramsTemplatesSession synchronousMessage'),
		...FILE,
	],
	'session.sendTextBySessionid': words('sessionId textMessage synchronousMessage'),
	'session.transferSession': words('sessionId departmentId userIdByDepartment'),
	'session.transferToUser': words('sessionId userId'),
	'session.updateSession': words(
		'sessionId fieldsUpdate departmentIdUpdatedSession usersUpdateSession endAt number ' +
			'statusUpdateSessionOption metadataUpdateSession',
	),
};

const ROWS = /^(sessionMetadatas|contactMetadatas|metadata.*|customFields.*|paramsTemplates.*)$/;
const VALUES = /^(fileUrls|contactsId.*|phonenumbers)$/;

/** Each parameter holds an expression of its own, in the shape that it is saved in. */
function saved(name: string): Json {
	const own = `={{ $json.${name}_ }}`;
	if (ROWS.test(name)) return { rows: [{ key: 'k', name: 'k', value: own }] };
	return VALUES.test(name) ? { one: [own] } : own;
}

test('all operations are here', () => {
	expect(Object.keys(PARAMETERS).sort()).toEqual(OLDER_OPERATIONS.map(([one, two]) => `${one}.${two}`).sort());
});

test.each(Object.entries(PARAMETERS))(
	'%s: each parameter is mapped, or named as something to do',
	(name, parameters) => {
		const [resource = '', operation = ''] = name.split('.');
		const older: JsonObject = {
			resource,
			operation,
			...Object.fromEntries(parameters.map((one) => [one, saved(one)])),
		};
		const { json, report } = migrated(exported([olderNode(older)]));
		const { todo = [] } = report.nodes.find((one) => one.name === STEP) ?? {};
		expect(todo.join('\n')).not.toMatch(/did not use them/);
		const made = JSON.stringify(nodeOf(json).parameters);
		for (const parameter of parameters) {
			const found = made.includes(`$json.${parameter}_`) || todo.some((one) => one.includes(`$json.${parameter}_`));
			expect([parameter, found]).toEqual([parameter, true]);
		}
	},
);
