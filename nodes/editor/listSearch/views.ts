import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { readViews } from '../../../engine';
import { editorConnection } from './editorConnection';
import { filterItems } from './filterItems';
import { selectedModule } from './modules';

/** Views (filters) of the selected module that the user can see. */
export async function searchViews(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const module = selectedModule(this);
	const { call, baseUrl } = await editorConnection(this);
	const found = await readViews({ call }, module);
	const views = Object.entries(found).map(([id, { name }]) => ({
		name,
		value: id,
		url: `${baseUrl}index.php?module=${module}&action=ListView&viewname=${id}`,
	}));
	return filterItems(views, filter);
}
