import type { INodeProperties } from 'n8n-workflow';
import {
	queryText,
	readRows,
	readViews,
	viewCondition,
	withIdsOfNames,
	withReadableValues,
	type QueryParts,
} from '../../../../engine';
import { FIELD_LIST, filterConditions, filters } from '../../../editor/filterParameters';
import { moduleLocator, viewLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type ActionRun } from '../../action';
import {
	listedNames,
	locatorValue,
	optionalLocatorValue,
	optionsOf,
} from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import { isoDatesOption } from '../../../editor/isoDatesOption';
import { withWantedDates } from '../../isoDates';
import { limitParameters, rowLimit } from '../../rowLimit';

const filterParameters: INodeProperties[] = [
	filters,
	{
		displayName: 'Combine Filters',
		name: 'combine',
		type: 'options',
		options: [
			{ name: 'All Filters Match (AND)', value: 'and' },
			{ name: 'Any Filter Matches (OR)', value: 'or' },
		],
		default: 'and',
		description: 'How several filters are combined',
	},
];

/** Operation `query`, built from the parameters and read page by page. */
export const getRecords: Action = {
	choice: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many records',
		description: 'Get the records of a module that match filters, in a stable order',
	},
	properties: [
		moduleLocator({ description: 'The module whose records to get' }),
		viewLocator({ description: 'Only the records of this view (filter); empty for all' }),
		...limitParameters('records'),
		...filterParameters,
	],
	options: [
		isoDatesOption,
		{
			displayName: 'Field Names or IDs',
			name: 'fields',
			...FIELD_LIST,
			type: 'multiOptions',
			default: [],
			description:
				'The fields to get; all by default. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Sort by Name or ID',
			name: 'sortBy',
			...FIELD_LIST,
			default: '',
			description:
				'The field to sort by; by default the ID, oldest first. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Sort Descending',
			name: 'descending',
			type: 'boolean',
			default: false,
			description: 'Whether to sort from highest to lowest',
		},
	],
	async execute(run, itemIndex) {
		const { node, client, warn } = run;
		const parts = await partsOf(run, itemIndex);
		const read = async (asked: QueryParts) =>
			await readRows(client, queryText(asked), rowLimit(node, itemIndex));
		// The fields are only looked at where coreBOS refuses: reading them is one more call.
		const { rows, complete } = await read(parts).catch(
			async (error: unknown) => await read(await withIdsOfNames(parts, run, error)),
		);
		if (!complete) {
			warn('Records were added or deleted while they were read. Some may be missing.', itemIndex);
		}
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		return outputsOf(await withWantedDates(run, itemIndex, module, rows));
	},
};

async function partsOf(run: ActionRun, itemIndex: number): Promise<QueryParts> {
	const { node } = run;
	const conditions = filterConditions(node.getNodeParameter('filters', itemIndex, {}));
	const options = optionsOf(node, itemIndex);
	const { fields, sortBy, descending } = options;
	const names = listedNames(fields);
	const module = locatorValue(node, 'module', itemIndex, 'Module');
	const parts: QueryParts = {
		module,
		condition: await conditionOfView(run, itemIndex, module),
		fields: names.length > 0 ? [...new Set(['id', ...names])] : [],
		conditions,
		combine: node.getNodeParameter('combine', itemIndex, 'and') as 'and' | 'or',
		sortBy: sortBy ? String(sortBy) : undefined,
		descending: descending === true,
	};
	return await withReadableValues(parts, run);
}

/** @throws ParameterError if the module does not have the view */
async function conditionOfView(
	{ node, client }: ActionRun,
	itemIndex: number,
	module: string,
): Promise<string | undefined> {
	const viewId = optionalLocatorValue(node, 'viewId', itemIndex);
	if (viewId === '') return undefined;
	const views = await readViews(client, module);
	if (Object.hasOwn(views, viewId)) return viewCondition(views[viewId]);
	throw new ParameterError(
		`The module "${module}" has no view ${viewId}`,
		'Select a view that the user of the credential can see.',
	);
}
