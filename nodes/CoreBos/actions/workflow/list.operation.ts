import { quoteText, readRows } from '../../../../engine';
import { outputsOf, type Action } from '../../action';
import { optionalLocatorValue } from '../../../editor/parameterValues';
import { moduleLocator } from '../../../editor/listSearch/locators';
import { limitParameters, mostRows } from '../../rowLimit';

/** A query of Workflow: the web service reads workflows, and makes none. */
export const list: Action = {
	choice: {
		name: 'List',
		value: 'list',
		action: 'List workflows',
		description: 'List the workflows of coreBOS with their conditions',
	},
	properties: [
		moduleLocator({
			required: false,
			description: 'Only workflows of this module; empty lists those of all modules',
		}),
		...limitParameters('workflows'),
	],
	async execute({ node, client }, itemIndex) {
		const module = optionalLocatorValue(node, 'module', itemIndex);
		const where = module === '' ? '' : ` where module_name=${quoteText(module)}`;
		const query = `select * from Workflow${where} order by id;`;
		const { rows } = await readRows(client, query, mostRows(node, itemIndex));
		return outputsOf(rows);
	},
};
