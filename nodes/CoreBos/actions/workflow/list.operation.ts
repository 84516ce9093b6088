import { quoteText, readRows } from '../../../../engine';
import { outputsOf, type Action } from '../../action';
import { optionalLocatorValue } from '../../../editor/parameterValues';
import { moduleLocator } from '../../../editor/listSearch/locators';
import { limitParameters, rowLimit } from '../../rowLimit';

/** A query for workflows; the web service cannot create any. */
export const listWorkflows: Action = {
	choice: {
		name: 'List',
		value: 'list',
		action: 'List workflows',
		description: 'List the coreBOS workflows with their conditions',
	},
	properties: [
		moduleLocator({
			required: false,
			description: 'Only workflows of this module; empty lists all modules',
		}),
		...limitParameters('workflows'),
	],
	async execute({ node, client }, itemIndex) {
		const module = optionalLocatorValue(node, 'module', itemIndex);
		const where = module === '' ? '' : ` where module_name=${quoteText(module)}`;
		const query = `select * from Workflow${where} order by id;`;
		const { rows } = await readRows(client, query, rowLimit(node, itemIndex));
		return outputsOf(rows);
	},
};
