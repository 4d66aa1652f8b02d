import { NotFound, refused } from '../errors.mts';
import type { CustomField } from '../state.mts';
import type { World } from '../world.mts';

type Values = Record<string, unknown>;

/** Adds and overwrites by key, or replaces all; null deletes. */
export function mergeMetadata({ quirks }: World, stored: Values, given: Values): Values {
	const merged = { ...(quirks.metadataReplaced ? {} : stored), ...given };
	for (const [key, value] of Object.entries(merged)) if (value === null) delete merged[key];
	return merged;
}

/**
 * Takes over the values that fit their fields. What does not fit is dropped without a word, unless the quirk is off.
 */
export function mergeCustomFields(world: World, fields: CustomField[], stored: Values, given: Values): Values {
	const merged = { ...stored };
	for (const [key, value] of Object.entries(given)) {
		const field = fields.find((candidate) => candidate.key === key);
		if (field !== undefined && value === null) {
			delete merged[key];
		} else if (field !== undefined && fits(field, value)) {
			merged[key] = value;
		} else if (!world.quirks.droppedUnknownCustomFields) {
			throw refused(`Campo personalizado inválido: ${key}`);
		}
	}
	return merged;
}

function fits(field: CustomField, value: unknown): boolean {
	const isOption = (name: unknown) =>
		field.options?.some((option) => option.name === name || option.id === name) ?? false;
	switch (field.type) {
		case 'STRING':
		case 'TEXT':
			return typeof value === 'string';
		case 'INTEGER':
			return Number.isInteger(value);
		case 'FLOAT':
			return typeof value === 'number';
		case 'BOOLEAN':
			return typeof value === 'boolean';
		case 'SINGLESELECT':
			return isOption(value);
		case 'MULTISELECT':
			return Array.isArray(value) && value.every(isOption);
		case 'DATE':
			return typeof value === 'string' && /^\d{4}-\d\d-\d\d(T.*)?$/.test(value);
		case 'TIME':
			return typeof value === 'string' && /^\d\d:\d\d(:\d\d)?$/.test(value);
		case 'DATETIME':
			return typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value);
		case 'GROUP':
			return false;
	}
}

export type TagOperation = 'InsertIfNotExists' | 'DeleteIfExists' | 'ReplaceAll';

const SPELLINGS: Record<string, TagOperation> = {
	INSERTIFNOTEXISTS: 'InsertIfNotExists',
	DELETEIFEXISTS: 'DeleteIfExists',
	REPLACEALL: 'ReplaceAll',
};

/** The operation asked for, or the default of the endpoint unless a quirk changes it. */
export function tagOperation(world: World, asked: string | null | undefined, documented: TagOperation): TagOperation {
	const known = asked ? SPELLINGS[asked.toUpperCase()] : undefined;
	if (known !== undefined) return known;
	const { tagMergeDefault } = world.quirks;
	return tagMergeDefault === 'merge' ? 'InsertIfNotExists' : tagMergeDefault === 'replace' ? 'ReplaceAll' : documented;
}

export function applyTags(current: string[], given: string[], operation: TagOperation): string[] {
	if (operation === 'ReplaceAll') return [...new Set(given)];
	if (operation === 'DeleteIfExists') return current.filter((id) => !given.includes(id));
	return [...new Set([...current, ...given])];
}

interface Catalogue {
	records: Iterable<{ id: string; name: string | null }>;
	what: string;
}

/** IDs of a catalogue from IDs or names; IDs win, and an unknown one is refused. Undefined when neither is given. */
export function idsFrom(
	catalogue: Catalogue,
	ids: string[] | null | undefined,
	names: string[] | null | undefined,
): string[] | undefined {
	const records = [...catalogue.records];
	if (ids) {
		for (const id of ids) {
			if (!records.some((record) => record.id === id)) throw new NotFound(`${catalogue.what} não encontrada`);
		}
		return ids;
	}
	if (!names) return undefined;
	return names.map((name) => {
		const record = records.find((candidate) => candidate.name?.toLowerCase() === name.toLowerCase());
		if (record === undefined) throw new NotFound(`${catalogue.what} não encontrada: ${name}`);
		return record.id;
	});
}
