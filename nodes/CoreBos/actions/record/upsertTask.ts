import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import {
	afterWriting,
	isWebServiceId,
	ownedByUser,
	recordNumberOf,
	thrownError,
	upsertRows,
	writtenValues,
	type TaskRecord,
} from '../../../../engine';
import { locatorValue } from '../../../editor/parameterValues';
import { environmentOfItem } from '../../../environment/itemEnvironment';
import { ParameterError } from '../../../transport/parameterError';
import type { ActionRun, Output } from '../../action';
import { callOptions } from '../../callOptions';
import { writingOf } from '../../writtenValues';
import { mappedValues } from './fieldMapping';
import { savedOrQueued } from './recordToSave';

/** Whether the record of an item is written as the upsert task of coreBOS writes it. */
export function isUpsertTask(node: IExecuteFunctions, itemIndex: number): boolean {
	return (
		node.getNodeParameter('valuesFrom', itemIndex) === 'fieldMapping' &&
		node.getNodeParameter('matchBy', itemIndex, 'fields') !== 'fields'
	);
}

/**
 * Creates or updates the record that the rule map returns, or does nothing if it says so. Where the
 * context has `upsert_data`, that is done for each of its rows.
 *
 * @returns the saved records; the item itself if there was nothing to do
 * @throws the error of the row that fails, with the IDs of the records that were written before it
 */
export async function runUpsertTask(run: ActionRun, itemIndex: number): Promise<Output[]> {
	const { node, setContext } = run;
	const { context = {} } = environmentOfItem(node, itemIndex);
	const rows = upsertRows(context)?.map((row) => ({ ...context, upsert_data: [row] }));
	const written: Output[] = [];
	const ids: string[] = [];
	// A row may find the record that the row before it created.
	for (const own of rows ?? [context]) {
		try {
			for (const record of await recordsOfTask(run, itemIndex, own)) {
				const outputs = await write(run, itemIndex, record);
				written.push(...outputs);
				// What waits in the queue of coreBOS has no ID yet.
				const id = record.id ?? outputs[0].json.id;
				if (isWebServiceId(id)) ids.push(id);
			}
		} catch (error) {
			throw afterRows(error, ids);
		}
	}
	const { upserted_crmids: before } = context;
	const numbers = [
		...(Array.isArray(before) ? (before as unknown[]) : []),
		...ids.map(recordNumberOf),
	];
	if (ids.length > 0) setContext({ upserted_crmids: numbers }, itemIndex);
	const { json, binary } = node.getInputData()[itemIndex];
	return written.length > 0 ? written : [{ json, binary }];
}

function afterRows(thrown: unknown, ids: string[]): unknown {
	const error = afterWriting(thrown, '', 'written', ids);
	if (error !== thrown || ids.length === 0) return error;
	const { message } = thrownError(error);
	return new ParameterError(message, `These records were written before: ${ids.join(', ')}`);
}

/** What the task writes, in that order; without an id: a new record. */
async function recordsOfTask(
	run: ActionRun,
	itemIndex: number,
	context: Record<string, unknown>,
): Promise<Array<TaskRecord & { id?: string }>> {
	const { node } = run;
	const module = locatorValue(node, 'module', itemIndex, 'Module');
	const map =
		node.getNodeParameter('matchBy', itemIndex) === 'rule'
			? recordNumberOf(locatorValue(node, 'ruleMap', itemIndex, 'Rule Map'))
			: '';
	const values = await mappedValues(
		run,
		itemIndex,
		{ context },
		{
			task: 'CBUpsertTask',
			properties: { upsert_module: module, bmapid: map },
		},
	);
	if (values.upserted) return values.upserted;
	if (values.created) return [values.created];
	if (values.updated) return values.updated;
	if (!values.changed) return [];
	const { id } = node.getInputData()[itemIndex].json;
	return [{ id: String(id), module, fields: values.changed }];
}

async function write(
	run: ActionRun,
	itemIndex: number,
	{ module, fields: values, id }: TaskRecord & { id?: string },
): Promise<Output[]> {
	const { client, node } = run;
	const { fields } = await run.describe(module);
	const element = (await writtenValues(values, fields, writingOf(run, itemIndex))) as IDataObject;
	const { parameters } = callOptions(node, itemIndex);
	const record =
		id === undefined
			? await client.call('create', {
					...parameters,
					elementType: module,
					element: await ownedByUser(element, fields, client),
				})
			: await client.call('revise', { ...parameters, element: { ...element, id } });
	const sent = { module, element, fields, isDocument: false };
	return await savedOrQueued(run, itemIndex, sent, record as Record<string, unknown>);
}
