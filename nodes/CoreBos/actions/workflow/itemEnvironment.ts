import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { PREVIOUS_VALUE, type TaskEnvironment } from '../../../../engine';
import { ParameterError } from '../../../editor/parameterValues';
import { recordOfItem } from '../../../RunWebServiceMap/itemRecord';
import { CONTEXT_PROPERTY } from '../../../RunWebServiceMap/recordOptions';

/** The property of an item that holds the values before the save, where the option says nothing. */
const BEFORE_PROPERTY = 'before';

export const beforePropertyOption: INodeProperties = {
	displayName: 'Before Property',
	name: 'beforeProperty',
	type: 'string',
	default: BEFORE_PROPERTY,
	description:
		'Property of the item that holds the values before the save, for "has changed" and "was". Without it they are looked for in the context, as previous_ and the name of the field; without any, nothing has changed.',
};

/**
 * What conditions and tasks see of an item: its properties are the fields of the record, but for
 * the workflow context and the values before the save.
 *
 * @throws Error where one of these two properties is no object
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
	if (typeof value === 'object' && !Array.isArray(value)) return value as IDataObject;
	throw new ParameterError(
		`The property "${property}" of the item must be an object, the values before the save. Name another one in the option "Before Property".`,
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
