import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { editorConnection } from './editorConnection';
import { foundItems } from './foundItems';
import { chosenModule } from './modules';

/** Views (filters) of the chosen module that the user may see. */
export async function searchViews(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const module = chosenModule(this);
	const { call, baseUrl } = await editorConnection(this);
	const { filters = {} } = (await call('getViewsByModule', { module })) as {
		filters?: Record<string, { name: string }>;
	};
	const views = Object.entries(filters).map(([id, { name }]) => ({
		name,
		value: id,
		url: `${baseUrl}index.php?module=${module}&action=ListView&viewname=${id}`,
	}));
	return foundItems(views, filter);
}
