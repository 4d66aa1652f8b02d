import { defineResource } from '../../core/operation';
import { checkOfficeHours } from './checkOfficeHours.operation';
import { getChannels } from './getChannels.operation';
import { getCustomFields } from './getCustomFields.operation';
import { getOfficeHours } from './getOfficeHours.operation';
import { uploadFile } from './uploadFile.operation';

export const account = defineResource('account', 'Account', [
	checkOfficeHours,
	getOfficeHours,
	getChannels,
	getCustomFields,
	uploadFile,
]);
