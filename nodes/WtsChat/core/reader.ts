import { type IExecuteFunctions, type INode, type INodeProperties } from 'n8n-workflow';

import { type Country, DEFAULT_COUNTRY, type FileContent, isRecord, type PartState, trimmed } from '../../../client';
import { ADVICE } from '../platform/advice';
import { binaryContent } from '../platform/binary';
import { toFileError, toParameterError } from '../platform/errors';
import { isTool, nodeOf, ownSenderId } from '../platform/identity';
import { begunParts } from '../platform/storedLedger';
import { type WaitingPlace, waitingPlaceOf } from '../platform/waiting';
import { structureOf } from './fromModel';
import { binaryIn, FILES_IN_JSON, heldFile, isBinaryData } from './itemFiles';
import { ParameterReader, type ReadingContext } from './parameters';
import { cleaned, isEmpty, quoted } from './parameterValues';

export { type FieldPlace, fieldError } from './fieldErrors';
export { ParameterReader, type ReadingContext } from './parameters';
export { CLEAR, cleaned, isLocator, type Located, quoted } from './parameterValues';
export type { WaitingPlace };

const TOOL_FILE_ADVICE =
	'A model hands over no files: set File Source to URL or File ID and let the model fill that in.';

/** Whether a parameter holds an expression: then each item has a value of its own. */
function hasExpression(parameter: unknown): boolean {
	if (typeof parameter === 'string') return parameter.startsWith('=');
	return typeof parameter === 'object' && parameter !== null && Object.values(parameter).some(hasExpression);
}

/** What a run knows of the node's parameters: those without an expression have one value for all items. */
interface RunParameters {
	readonly written: INode['parameters'];
	readonly values: Map<string, unknown>;
}

const parametersOfRuns = new WeakMap<IExecuteFunctions, RunParameters>();

function parametersOf(context: IExecuteFunctions): RunParameters {
	const known = parametersOfRuns.get(context);
	if (known !== undefined) return known;
	const made = { written: nodeOf(context).parameters, values: new Map<string, unknown>() };
	parametersOfRuns.set(context, made);
	return made;
}

/** Reads the top-level fields of an operation for one item. */
export class ItemReader extends ParameterReader {
	/**
	 * Values of this item by name. n8n evaluates an expression each time that it is asked, which costs more than the
	 * rest of reading: it is asked once for each.
	 */
	private readonly values = new Map<string, unknown>();

	private readonly ofRun: RunParameters;

	constructor(
		private readonly context: IExecuteFunctions,
		override readonly itemIndex: number,
		fields: readonly INodeProperties[],
		country: Country = DEFAULT_COUNTRY,
	) {
		super(context, itemIndex, fields, country);
		this.ofRun = parametersOf(context);
	}

	/**
	 * A sender ID of this item, for when the user gives none: the same when n8n repeats the run, and
	 * another one in each round of a loop.
	 */
	ownSenderId(): string {
		return ownSenderId(this.context, this.itemIndex);
	}

	/** What became of the parts of this item's text in an earlier try; undefined when there was none. */
	begunParts(): readonly PartState[] | undefined {
		return begunParts(this.context, this.itemIndex);
	}

	/** Where this run waits, for an operation that lets it, and is resumed by a URL with these parameters. */
	waitingPlace(parameters: Record<string, string>): WaitingPlace {
		return waitingPlaceOf(this.context, parameters);
	}

	/**
	 * The values of a resource mapper by field ID; undefined when there are none. With "map
	 * automatically" they are the item's own fields of the same name.
	 */
	mapped(name: string): Record<string, unknown> | undefined {
		const given = this.value(name);
		if (isEmpty(given)) return undefined;
		const value = this.asTool ? (structureOf(given) ?? given) : given;
		if (!isRecord(value)) throw this.inputError(name, `must be an object, but is ${quoted(value)}`, ADVICE.notOne);
		if (value.mappingMode === 'autoMapInputData') {
			const json = this.context.getInputData()[this.itemIndex]?.json ?? {};
			const ids = Array.isArray(value.schema)
				? value.schema.flatMap((field) => (isRecord(field) ? [String(field.id)] : []))
				: Object.keys(json);
			const pairs = ids.filter((id) => Object.hasOwn(json, id)).map((id) => [id, cleaned(json[id])]);
			return Object.fromEntries(pairs);
		}
		// An expression may give the values themselves.
		const values = 'mappingMode' in value ? value.value : value;
		if (values === null || values === undefined) return undefined;
		if (!isRecord(values)) throw this.inputError(name, `must be an object, but is ${quoted(values)}`, ADVICE.notOne);
		const filled = Object.entries(values).filter(([, one]) => one !== null && one !== undefined);
		return filled.length === 0 ? undefined : Object.fromEntries(filled);
	}

	/**
	 * The fields of a resource mapper that are required and have no value, as the form shows them: n8n itself would
	 * insist on them even where they are given elsewhere.
	 */
	missingInForm(name: string): Array<{ id: string; displayName: string }> {
		const value = this.raw(name);
		if (!isRecord(value) || value.mappingMode !== 'defineBelow' || !Array.isArray(value.schema)) return [];
		const values = isRecord(value.value) ? value.value : {};
		return value.schema.filter(isRecord).flatMap(({ id, displayName, required, removed }) => {
			const key = String(id);
			const wanted = required === true && removed !== true && values[key] === undefined;
			return wanted ? [{ id: key, displayName: String(displayName ?? key) }] : [];
		});
	}

	/** A file of the input item, by the name of its binary field or as the binary object itself. */
	async binary(name: string): Promise<FileContent> {
		const given = this.raw(name);
		const { binary = {}, json = {} } = this.context.getInputData()[this.itemIndex] ?? {};
		// n8n may keep files among the data of an item, in a place of their own in the binary mode "combined".
		const kept = json[FILES_IN_JSON];
		const files: Record<string, unknown> = { ...binaryIn(json), ...(isRecord(kept) ? binaryIn(kept) : {}), ...binary };
		const available = Object.keys(files);
		const advice = isTool(this.context)
			? TOOL_FILE_ADVICE
			: 'Name the binary field of the previous node that holds the file.';
		if (isEmpty(given)) throw this.inputError(name, 'is empty', advice);
		const field =
			typeof given === 'string'
				? [given, trimmed(given), trimmed(given).replace(`${FILES_IN_JSON}.`, '')].find((one) =>
						available.includes(one),
					)
				: undefined;
		if (typeof given === 'string' && field === undefined) {
			const there = available.length === 0 ? 'no file' : available.map(quoted).join(', ');
			throw this.inputError(name, `is ${quoted(given)}, but the item has ${there}`, advice);
		}
		const file = field === undefined ? heldFile(given, Object.values(files)) : files[field];
		if (!isBinaryData(file)) {
			throw this.inputError(name, `must be the name of a binary field, but is ${quoted(file)}`, advice);
		}
		const content = await binaryContent(this.context, file).catch((error: unknown) => {
			throw toFileError(this.node, error, this.label(name), this.itemIndex);
		});
		if (content.ok) return content.value;
		throw this.inputError(name, content.problem, content.advice ?? advice);
	}

	/** The value as n8n gives it. */
	asIs(name: string): unknown {
		return this.raw(name);
	}

	/** Puts a value in the place of the given one: the ID of what a model named. */
	replace(name: string, value: unknown): void {
		this.values.set(name, value);
	}

	protected raw(name: string): unknown {
		if (this.values.has(name)) return this.values.get(name);
		const { written, values } = this.ofRun;
		if (values.has(name)) return values.get(name);
		// A fallback keeps n8n from throwing for a field that an old workflow does not have.
		try {
			const value = this.context.getNodeParameter(name, this.itemIndex, '');
			(hasExpression(written[name]) ? this.values : values).set(name, value);
			return value;
		} catch (error) {
			throw toParameterError(this.node, error, this.label(name), this.itemIndex);
		}
	}
}

/** Where parameters belong to a node and not to an item: in a trigger's hooks, in its webhook. */
interface NodeContext extends ReadingContext {
	getNodeParameter(name: string, fallback: unknown): unknown;
}

/** Reads the top-level fields of a node that has no items. */
export class NodeReader extends ParameterReader {
	constructor(
		private readonly context: NodeContext,
		fields: readonly INodeProperties[],
		country: Country = DEFAULT_COUNTRY,
	) {
		super(context, undefined, fields, country);
	}

	protected raw(name: string): unknown {
		try {
			return this.context.getNodeParameter(name, '');
		} catch (error) {
			throw toParameterError(this.node, error, this.label(name), undefined);
		}
	}
}
