import { defineResource } from '../../core/operation';
import { createCard } from './createCard.operation';
import { createCardNote } from './createCardNote.operation';
import { deleteCardNote } from './deleteCardNote.operation';
import { duplicateCard } from './duplicateCard.operation';
import { getAllCardNotes } from './getAllCardNotes.operation';
import { getAllCards } from './getAllCards.operation';
import { getAllPanels } from './getAllPanels.operation';
import { getCard } from './getCard.operation';
import { getCustomFields } from './getCustomFields.operation';
import { getLostReasons } from './getLostReasons.operation';
import { getPanel } from './getPanel.operation';
import { updateCard } from './updateCard.operation';
import { upsertCard } from './upsertCard.operation';

export const panel = defineResource('panel', 'Panel', [
	createCard,
	upsertCard,
	updateCard,
	duplicateCard,
	getCard,
	getAllCards,
	createCardNote,
	getAllCardNotes,
	deleteCardNote,
	getPanel,
	getAllPanels,
	getCustomFields,
	getLostReasons,
]);
