import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { isRecord, thrownError } from '../../engine';
import { ParameterError } from '../transport/parameterError';

/**
 * The value of a resource locator, whatever its mode.
 *
 * @param label name of the parameter in the editor, for the error
 * @throws ParameterError if it is empty
 */
export function locatorValue(
	node: IExecuteFunctions,
	name: string,
	itemIndex: number,
	label: string,
): string {
	const value = optionalLocatorValue(node, name, itemIndex);
	if (value !== '') return value;
	throw new ParameterError(
		`The parameter "${label}" is empty`,
		'Select an entry from the list, or enter its ID.',
	);
}

/** The value of a resource locator; empty if nothing is selected. */
export function optionalLocatorValue(
	node: IExecuteFunctions,
	name: string,
	itemIndex: number,
): string {
	const value = node.getNodeParameter(name, itemIndex, '', { extractValue: true });
	return String(value ?? '').trim();
}

/** The collection *Options* of an item: those that the user has added. */
export function optionsOf<Options extends object = IDataObject>(
	node: IExecuteFunctions,
	itemIndex: number,
): Partial<Options> {
	return node.getNodeParameter('options', itemIndex, {}) as Partial<Options>;
}

/**
 * A parameter of type json as an object.
 *
 * @param label name of the parameter in the editor, for the error
 * @throws ParameterError if it is not valid JSON, or not an object
 */
export function jsonObject(
	node: IExecuteFunctions,
	name: string,
	itemIndex: number,
	label: string,
): IDataObject {
	const given = node.getNodeParameter(name, itemIndex);
	const { value, fault } = typeof given === 'string' ? parsedJson(given) : { value: given };
	if (fault !== undefined) {
		throw new ParameterError(`The parameter "${label}" is not valid JSON`, `${fault}.`);
	}
	if (isRecord(value)) return value as IDataObject;
	throw new ParameterError(
		`The parameter "${label}" is not a JSON object`,
		'Enter an object such as {"name": "x"}.',
	);
}

/** The value of a JSON text, or why it has none. */
function parsedJson(text: string): { value?: unknown; fault?: string } {
	try {
		return { value: JSON.parse(text) as unknown };
	} catch (error) {
		return { fault: thrownError(error).message };
	}
}

/** Names that the user separated by commas. */
export function splitNames(text: unknown): string[] {
	return String(text ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

/**
 * The IDs in a parameter: a list from an expression, or text separated by commas.
 *
 * @param label name of the parameter in the editor, for the error
 * @throws ParameterError if there are none
 */
export function splitIds(value: unknown, label: string): string[] {
	const ids = (Array.isArray(value) ? value : [value]).flatMap((one) => splitNames(one));
	if (ids.length > 0) return ids;
	throw new ParameterError(`The parameter "${label}" is empty`, 'Enter at least one ID.');
}

/** The names in a parameter: those chosen from a list, or text of an expression. */
export function listedNames(value: unknown): string[] {
	return Array.isArray(value) ? value.map(String) : splitNames(value);
}
