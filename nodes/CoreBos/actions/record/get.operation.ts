import { massRetrieve, withOrderedLines } from '../../../../engine';
import { moduleLocator, recordLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type ActionRun, type Output } from '../../action';
import { filledInByAgents } from '../../agentParameters';
import { isoDatesOption } from '../../../editor/isoDatesOption';
import { withWantedDates } from '../../isoDates';
import { locatorValue, optionalLocatorValue } from '../../../editor/parameterValues';
import { bulkOptions, workInBulk } from './bulk';

/** Operations `retrieve` and `MassRetrieve`. */
export const getRecord: Action = {
	choice: {
		name: 'Get',
		value: 'get',
		action: 'Get a record',
		description:
			'Get a record with all its fields by its ID, including the lines of invoices and the names of the records that it refers to',
	},
	properties: [
		moduleLocator({ required: false, description: 'The module of the records in the list' }),
		...filledInByAgents(
			recordLocator({ description: 'The record to get' }),
			'The ID of the record as a query returns it, such as 11x852',
			'id',
		),
	],
	options: [...bulkOptions, isoDatesOption],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const id = locatorValue(node, 'recordId', itemIndex, 'Record');
		const record = (await client.call('retrieve', { id })) as Record<string, unknown>;
		return await recordOutput(run, itemIndex, record);
	},
	bulk: workInBulk((run) => ({
		prepare: async (itemIndex) => locatorValue(run.node, 'recordId', itemIndex, 'Record'),
		send: async (ids, options) => await massRetrieve(run.client, ids, options),
		finish: async (itemIndex, _id, record) => await recordOutput(run, itemIndex, record),
	})),
};

async function recordOutput(
	run: ActionRun,
	itemIndex: number,
	record: Record<string, unknown>,
): Promise<Output[]> {
	const module = optionalLocatorValue(run.node, 'module', itemIndex);
	const ordered = await withOrderedLines(run.client, record);
	return outputsOf(await withWantedDates(run, itemIndex, module, [ordered]));
}
