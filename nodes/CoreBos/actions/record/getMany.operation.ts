import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { queryText, readRows, type QueryCondition } from '../../../../engine';
import { FIELD_LIST, filters } from '../../../editor/filterParameters';
import { moduleLocator, viewLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type ActionRun } from '../../action';
import { locatorValue, splitNames, ParameterError } from '../../../editor/parameterValues';
import { isoDatesOption, withWantedDates } from '../../isoDates';
import { limitParameters, mostRows } from '../../rowLimit';

const filterParameters: INodeProperties[] = [
	filters,
	{
		displayName: 'Combine Filters',
		name: 'combine',
		type: 'options',
		options: [
			{ name: 'All Must Hold (AND)', value: 'and' },
			{ name: 'One Must Hold (OR)', value: 'or' },
		],
		default: 'and',
		description: 'How several filters are combined',
	},
];

/** Operation `query`, made of parameters and read page by page. */
export const getMany: Action = {
	choice: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many records',
		description: 'Get the records of a module that meet conditions, in a stable order',
	},
	properties: [
		moduleLocator({ description: 'The module whose records to get' }),
		viewLocator({ description: 'Only records that this view (filter) shows; empty for all' }),
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
				'The fields to get; default all. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Sort by Name or ID',
			name: 'sortBy',
			...FIELD_LIST,
			default: '',
			description:
				'The field to sort by; default the ID, oldest first. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
		},
		{
			displayName: 'Sort Descending',
			name: 'descending',
			type: 'boolean',
			default: false,
			description: 'Whether the greatest value comes first',
		},
	],
	async execute(run, itemIndex) {
		const { node, client, warn } = run;
		const query = await queryOf(run, itemIndex);
		const { rows, complete } = await readRows(client, query, mostRows(node, itemIndex));
		if (!complete) {
			warn('Records were added or deleted while they were read: some may be missing', itemIndex);
		}
		const module = locatorValue(node, 'module', itemIndex, 'Module');
		return outputsOf(await withWantedDates(run, itemIndex, module, rows));
	},
};

async function queryOf(run: ActionRun, itemIndex: number): Promise<string> {
	const { node } = run;
	const { conditions = [] } = node.getNodeParameter('filters', itemIndex, {}) as {
		conditions?: QueryCondition[];
	};
	const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
	const { fields, sortBy, descending } = options;
	const names = Array.isArray(fields) ? fields.map(String) : splitNames(fields);
	const module = locatorValue(node, 'module', itemIndex, 'Module');
	return queryText({
		module,
		condition: await viewCondition(run, itemIndex, module),
		fields: names.length > 0 ? [...new Set(['id', ...names])] : [],
		conditions,
		combine: node.getNodeParameter('combine', itemIndex, 'and') as 'and' | 'or',
		sortBy: sortBy ? String(sortBy) : undefined,
		descending: descending === true,
	});
}

/** What `getViewsByModule` says of a view: its conditions in VTQL, by date and of its own. */
interface View {
	stdcriteriaWQL?: string;
	advcriteriaWQL?: string;
}

/** @throws ParameterError where the module has no such view */
async function viewCondition(
	{ node, client }: ActionRun,
	itemIndex: number,
	module: string,
): Promise<string | undefined> {
	const viewId = node.getNodeParameter('viewId', itemIndex, '', { extractValue: true }) as string;
	if (!viewId) return undefined;
	const { filters: views = {} } = (await client.call('getViewsByModule', { module })) as {
		filters?: Record<string, View>;
	};
	if (!Object.hasOwn(views, viewId)) {
		throw new ParameterError(`The module "${module}" has no view ${viewId} that the user may see`);
	}
	const { stdcriteriaWQL = '', advcriteriaWQL = '' } = views[viewId];
	const parts = [stdcriteriaWQL, advcriteriaWQL].filter((part) => part.trim() !== '');
	return parts.length > 1 ? parts.map((part) => `(${part})`).join(' and ') : parts[0];
}
