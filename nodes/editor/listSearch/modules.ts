import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { editorConnection } from './editorConnection';
import { foundItems } from './foundItems';

/** What `listtypes` says of the modules that the user may see. */
interface ListedTypes {
	types?: string[];
	information?: Record<string, { label?: string } | undefined>;
}

/** Modules of the install that the user may see, by label and name. */
export async function searchModules(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { call, baseUrl } = await editorConnection(this);
	// Without the parameter coreBOS lists the modules as well, with it left at null as recorded.
	const listed = (await call('listtypes', { fieldTypeList: 'null' })) as ListedTypes;
	const modules = (listed.types ?? []).map((name) => {
		const label = listed.information?.[name]?.label ?? name;
		return {
			name: label === name ? name : `${label} (${name})`,
			value: name,
			url: `${baseUrl}index.php?module=${encodeURIComponent(name)}&action=ListView`,
		};
	});
	return foundItems(modules, filter);
}

/**
 * The module that the node in the editor has chosen in its parameter `module`.
 *
 * @throws NodeOperationError where it has none yet
 */
export function chosenModule(context: ILoadOptionsFunctions): string {
	const module = context.getCurrentNodeParameter('module', { extractValue: true });
	if (typeof module === 'string' && module !== '') return module;
	throw new NodeOperationError(context.getNode(), 'Choose the module first');
}
