import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { isRecord, PREVIOUS_VALUE, type TaskEnvironment } from '../../engine';
import { ParameterError } from '../transport/parameterError';
import { recordOfItem } from './itemRecord';
import { CONTEXT_PROPERTY } from './recordOptions';

/** The default property of an item for the values before the save. */
const BEFORE_PROPERTY = 'before';

export const beforePropertyOption: INodeProperties = {
	displayName: 'Before Property',
	name: 'beforeProperty',
	type: 'string',
	default: BEFORE_PROPERTY,
	description:
		'Property of the item that contains the values before the save, for "has changed" and "was". Without it, they are taken from the context, as previous_ and the name of the field; without any, nothing has changed.',
};

/**
 * The environment of conditions and tasks for an item: its properties are the fields of the record,
 * except the workflow context and the values before the save.
 *
 * @throws ParameterError if one of these two properties is not an object
 */
export function environmentOfItem(node: IExecuteFunctions, itemIndex: number): TaskEnvironment {
	const { json } = node.getInputData()[itemIndex];
	const { contextProperty, beforeProperty } = node.getNodeParameter('options', itemIndex, {}) as {
		contextProperty?: string;
		beforeProperty?: string;
	};
	const property = beforeProperty || BEFORE_PROPERTY;
	const { [property]: before, ...own } = json;
	const record = recordOfItem(own, { contextProperty: contextProperty || CONTEXT_PROPERTY });
	return {
		...record,
		before: valuesBefore(before, property) ?? previousValues(record.context),
		env: own.env as IDataObject | undefined,
		timeZone: node.getTimezone(),
	};
}

function valuesBefore(value: unknown, property: string): IDataObject | undefined {
	if (value === undefined || value === null) return undefined;
	if (isRecord(value)) return value as IDataObject;
	throw new ParameterError(
		`The property "${property}" of the item is not an object with the values before the save`,
		'Enter another property in the option "Before Property".',
	);
}

/**
 * The values before the save that the context of coreBOS holds, as a calling workflow sends
 * them. A new record has none: they are all empty.
 */
function previousValues(context: IDataObject): IDataObject | undefined {
	const previous = Object.entries(context).filter(([name]) => name.startsWith(PREVIOUS_VALUE));
	if (previous.every(([, value]) => value === '' || value === null)) return undefined;
	return Object.fromEntries(
		previous.map(([name, value]) => [name.slice(PREVIOUS_VALUE.length), value]),
	);
}
