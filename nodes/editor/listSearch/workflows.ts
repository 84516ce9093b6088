import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { recordNumberOf } from '../../../engine';
import { editorConnection } from './editorConnection';
import { filterItems } from './filterItems';

/** More workflows than any install has. */
export const MAX_WORKFLOWS = 2000;

/** Workflows of the install, by the number that `ExecuteWorkflow` expects. */
export async function searchWorkflows(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { call, baseUrl } = await editorConnection(this);
	const query = `select id,summary,module_name from Workflow limit ${MAX_WORKFLOWS};`;
	const rows = (await call('query', { query })) as IDataObject[];
	const workflows = rows.map((row) => {
		const number = recordNumberOf(String(row.id));
		return {
			name: `${String(row.summary)} (${String(row.module_name)})`,
			value: number,
			url: `${baseUrl}index.php?module=com_vtiger_workflow&action=editworkflow&workflow_id=${number}`,
		};
	});
	return filterItems(workflows, filter);
}
