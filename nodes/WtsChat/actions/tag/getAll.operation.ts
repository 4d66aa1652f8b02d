import { listContactTags } from '../../../../client';
import { defineOperation } from '../../core/operation';
import { collectionField } from '../../shared/collections';
import { listFields, readListOptions } from '../../shared/lists';
import { optionsField } from '../../shared/runOptions';
import { named, nameFilterField } from '../../shared/wholeLists';

export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many tags',
	description: 'Get the tags of contacts; those of panels come with Get Panel',
	fields: [...listFields, collectionField('Filters', 'filters', 'Add filter', [nameFilterField]), optionsField()],
	read: (item) => ({ list: readListOptions(item), name: item.group('filters').optionalText('name') }),
	execute: async ({ list, name }, client) => named(await listContactTags(client), name, list),
});
