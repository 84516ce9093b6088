import type { IDataObject } from 'n8n-workflow';
import { isRecord, isWebServiceId } from '../../engine';
import type { Environment } from '../../engine';
import { ParameterError } from '../transport/parameterError';

/** What of the environment of a run comes from the item. */
export type ItemRecord = Pick<Environment, 'fields' | 'recordId'> & { context: IDataObject };

/** The context variable that names the record of a run that has none at hand. */
const CONTEXT_RECORD_ID = 'record_id';

/**
 * Reads an item as coreBOS's task reads its run: the properties of the item are the fields of
 * the record, but for one, which is the workflow context.
 *
 * @param json the item
 * @param options.contextProperty the property that is the context
 * @param options.record `none`: the map runs without a record and sees the context alone
 * @param options.recordId the record's web service id; default: `id` or `record_id` of the item
 * @throws ParameterError where the context property is not an object
 */
export function recordOfItem(
	json: IDataObject,
	options: { contextProperty: string; record?: 'item' | 'none'; recordId?: string },
): ItemRecord {
	const optionId = textOf(options.recordId);
	const { [options.contextProperty]: contextValue, ...fields } = json;
	const context = contextOf(contextValue, options.contextProperty);
	if (options.record === 'none') {
		return { context, recordId: optionId || textOf(context[CONTEXT_RECORD_ID]) };
	}
	return { fields, context, recordId: optionId || recordIdOf(fields) };
}

function contextOf(value: unknown, property: string): IDataObject {
	if (value === undefined || value === null) return {};
	if (isRecord(value)) return value as IDataObject;
	throw new ParameterError(
		`The property "${property}" of the item must be an object, the workflow context, but is ${Array.isArray(value) ? 'a list' : `a ${typeof value}`}`,
		'Enter another property in the option "Context Property".',
	);
}

function recordIdOf(fields: IDataObject): string | undefined {
	const id = textOf(fields.id);
	if (isWebServiceId(id)) return id;
	const recordId = textOf(fields.record_id);
	return recordId === '' || recordId === '0' ? undefined : recordId;
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}
