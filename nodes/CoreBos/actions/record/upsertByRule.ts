import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { ownedByUser, recordNumberOf, writtenValues, type TaskRecord } from '../../../../engine';
import { locatorValue } from '../../../editor/parameterValues';
import type { ActionRun, Output } from '../../action';
import { callOptions } from '../../callOptions';
import { writingOf } from '../../writtenValues';
import { mappedValues } from './fieldMapping';
import { savedOrQueued } from './recordToSave';

/** Whether a business rule finds the record of an item. */
export function isByRule(node: IExecuteFunctions, itemIndex: number): boolean {
	return (
		node.getNodeParameter('valuesFrom', itemIndex) === 'fieldMapping' &&
		node.getNodeParameter('matchBy', itemIndex, 'fields') === 'rule'
	);
}

/**
 * Creates or updates the record that the rule map returns, or does nothing if it says so.
 *
 * @returns the saved record; the item itself if there was nothing to do
 */
export async function upsertByRule(run: ActionRun, itemIndex: number): Promise<Output[]> {
	const { node } = run;
	const module = locatorValue(node, 'module', itemIndex, 'Module');
	const map = locatorValue(node, 'ruleMap', itemIndex, 'Rule Map');
	const values = await mappedValues(run, itemIndex, undefined, {
		task: 'CBUpsertTask',
		properties: { upsert_module: module, bmapid: recordNumberOf(map) },
	});
	if (values.created) return await write(run, itemIndex, values.created);
	const [updated] = values.updated ?? [];
	if (updated) return await write(run, itemIndex, updated, updated.id);
	const { json, binary } = node.getInputData()[itemIndex];
	if (!values.changed) return [{ json, binary }];
	return await write(run, itemIndex, { module, fields: values.changed }, String(json.id));
}

/** @param id the record to change; undefined: one is created */
async function write(
	run: ActionRun,
	itemIndex: number,
	{ module, fields: values }: TaskRecord,
	id?: string,
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
