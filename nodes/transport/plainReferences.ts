import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { isRecord } from '../../engine';

/** A field of the item and nothing else: the expression that n8n writes when a field is dragged. */
const REFERENCE =
	/^=\{\{\s*\$json(?:\.([A-Za-z_]\w*)|\["([^"\\{}\n]+)"\]|\['([^'\\{}\n]+)'\])\s*\}\}$/;
/** What n8n keeps expressions from reading. */
const REFUSED = /^(?:__.*|constructor|prototype)$/;
/** Modes of resource locators whose value is taken as it is. */
const WHOLE_VALUE = new Set<unknown>(['id', 'name', 'list']);
/** The types of a resource mapper's fields that n8n does not convert a value of the same type to. */
const SAME_TYPES = new Set(['string', 'number', 'boolean']);

/** Stands for what only n8n can work out. */
const UNKNOWN = Symbol('unknown');

type Options = Parameters<IExecuteFunctions['getNodeParameter']>[3];

/**
 * Reads parameters whose only expressions are fields of the item, `={{ $json.name }}`, without
 * n8n's expression engine, which takes longer for each of them than all that a node does with the
 * item. The value is the one that n8n gives: a string, number or boolean of the item as it is.
 * Everything else is left to n8n: other expressions, other values, fields that the item does not
 * have, and whatever n8n would check or convert.
 *
 * @param parameters of the node, as they are written
 * @param jsonOf what `$json` is for an item, undefined where n8n cannot tell
 * @returns reads a parameter for an item; undefined: n8n has to be asked
 */
export function plainReferences(
	parameters: INodeParameters,
	jsonOf: (itemIndex: number) => IDataObject | undefined,
): (path: string, itemIndex: number, options: Options) => unknown {
	const known = new Map<string, Written>();
	return (path, itemIndex, options) => {
		const written = known.get(path) ?? writtenAt(parameters, path);
		known.set(path, written);
		const json = written.isPlain && isSimple(options) ? jsonOf(itemIndex) : undefined;
		if (json === undefined) return undefined;
		const value = resolved(written.value, json);
		if (value === UNKNOWN || !isUnchecked(value, written.fieldTypes)) return undefined;
		return options?.extractValue === true ? extracted(value) : value;
	};
}

/** A parameter as it is written in the node. */
interface Written {
	value: unknown;
	/** Whether its expressions are all references to fields of the item. */
	isPlain: boolean;
	/** The types of the fields of a resource mapper, which n8n checks the values against. */
	fieldTypes: Map<string, string | undefined> | undefined;
}

/** @param path such as `fields.value` */
function writtenAt(parameters: INodeParameters, path: string): Written {
	const steps = path.split('.');
	const parent = valueAt(parameters, steps.slice(0, -1));
	const value = valueAt(parameters, steps);
	return {
		value,
		// A resource mapper as a whole has more in it than its values.
		isPlain: !isMapper(value) && areReferences(value),
		fieldTypes: isMapper(parent) ? typesOf(parent) : undefined,
	};
}

function valueAt(parameters: INodeParameters, steps: string[]): unknown {
	return steps.reduce(
		(at: unknown, step) => (isRecord(at) && Object.hasOwn(at, step) ? at[step] : undefined),
		parameters,
	);
}

function isMapper(value: unknown): value is Record<string, unknown> {
	return isRecord(value) && 'mappingMode' in value;
}

function typesOf({ schema }: Record<string, unknown>): Written['fieldTypes'] {
	const fields = Array.isArray(schema) ? schema.filter(isRecord) : [];
	return new Map(
		fields.map(({ id, type }) => [String(id), type === undefined ? undefined : String(type)]),
	);
}

function areReferences(value: unknown): boolean {
	if (typeof value === 'string') return !value.startsWith('=') || fieldOf(value) !== undefined;
	if (typeof value !== 'object' || value === null) return true;
	return Object.values(value).every(areReferences);
}

/** The field that an expression refers to. */
function fieldOf(expression: string): string | undefined {
	const found = REFERENCE.exec(expression);
	const name = found?.[1] ?? found?.[2] ?? found?.[3];
	return name === undefined || REFUSED.test(name) ? undefined : name;
}

function isSimple(options: Options): boolean {
	return options === undefined || Object.keys(options).every((name) => name === 'extractValue');
}

function resolved(value: unknown, json: IDataObject): unknown {
	if (typeof value === 'string') return value.startsWith('=') ? valueOf(value, json) : value;
	if (typeof value !== 'object' || value === null) return value;
	const members = Array.isArray(value) ? value : Object.values(value);
	const values = members.map((member) => resolved(member, json));
	if (values.includes(UNKNOWN)) return UNKNOWN;
	if (Array.isArray(value)) return values;
	return Object.fromEntries(Object.keys(value).map((name, index) => [name, values[index]]));
}

function valueOf(expression: string, json: IDataObject): unknown {
	const name = fieldOf(expression);
	if (name === undefined || !Object.hasOwn(json, name)) return UNKNOWN;
	const value = json[name];
	return ['string', 'number', 'boolean'].includes(typeof value) ? value : UNKNOWN;
}

/** Whether n8n would take the values of a resource mapper as they are. */
function isUnchecked(value: unknown, fieldTypes: Written['fieldTypes']): boolean {
	if (fieldTypes === undefined) return true;
	if (!isRecord(value)) return false;
	return Object.entries(value).every(([name, given]) => {
		if (!fieldTypes.has(name)) return true;
		const type = fieldTypes.get(name);
		return type === typeof given && SAME_TYPES.has(type);
	});
}

function extracted(value: unknown): unknown {
	const isLocator = isRecord(value) && value.__rl === true && WHOLE_VALUE.has(value.mode);
	return isLocator ? value.value : undefined;
}
