import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/** A parameter that cannot be used as it is; the router adds the item. */
export class ParameterError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'ParameterError';
	}
}

/**
 * The value that a resource locator names, whatever its mode.
 *
 * @throws ParameterError where it is empty
 */
export function locatorValue(
	node: IExecuteFunctions,
	name: string,
	itemIndex: number,
	what: string,
): string {
	const value = node.getNodeParameter(name, itemIndex, '', { extractValue: true });
	const text = String(value ?? '').trim();
	if (text !== '') return text;
	throw new ParameterError(`The parameter "${what}" is empty: choose one, or give its ID`);
}

/** The value that a resource locator names; empty where none is chosen. */
export function optionalLocatorValue(
	node: IExecuteFunctions,
	name: string,
	itemIndex: number,
): string {
	const value = node.getNodeParameter(name, itemIndex, '', { extractValue: true });
	return String(value ?? '').trim();
}

/**
 * A parameter of type json as an object.
 *
 * @throws ParameterError where it is no JSON object
 */
export function jsonObject(
	node: IExecuteFunctions,
	name: string,
	itemIndex: number,
	what: string,
): IDataObject {
	const given = node.getNodeParameter(name, itemIndex);
	const value: unknown = typeof given === 'string' ? parsed(given, what) : given;
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
		return value as IDataObject;
	}
	throw new ParameterError(`The parameter "${what}" must be a JSON object such as {"name": "x"}`);
}

function parsed(text: string, what: string): unknown {
	try {
		return JSON.parse(text);
	} catch (error) {
		throw noJson(error as Error, what);
	}
}

function noJson(error: Error, what: string): ParameterError {
	return new ParameterError(`The parameter "${what}" is no JSON: ${error.message}`);
}

/** Names that the user wrote with commas between them. */
export function splitNames(text: unknown): string[] {
	return String(text ?? '')
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}

/**
 * Ids that a parameter holds: a list from an expression, or texts with commas between them.
 *
 * @param what name of the parameter, for the error
 * @throws ParameterError where there are none
 */
export function idsIn(value: unknown, what: string): string[] {
	const ids = (Array.isArray(value) ? value : [value]).flatMap((one) => splitNames(one));
	if (ids.length > 0) return ids;
	throw new ParameterError(`The parameter "${what}" is empty: give at least one ID`);
}
