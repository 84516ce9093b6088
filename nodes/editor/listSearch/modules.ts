import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { moduleLabels } from '../../../engine';
import { labelWithName } from '../labelWithName';
import { editorConnection } from './editorConnection';
import { filterItems } from './filterItems';

/** The answer of `listtypes`: the modules that the user can see. */
interface ListedTypes {
	types?: string[];
	information?: Record<string, { label?: string } | undefined>;
}

/** Modules of the install that the user can see, by label in the user's language and name. */
export async function searchModules(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { call, account, baseUrl } = await editorConnection(this);
	// coreBOS also lists the modules without the parameter; this is the recorded call.
	const listed = (await call('listtypes', { fieldTypeList: 'null' })) as ListedTypes;
	const types = listed.types ?? [];
	// A coreBOS that cannot translate still has its own labels.
	const labels = await moduleLabels({ call }, types, account).catch(
		() => new Map<string, string>(),
	);
	const modules = types.map((name) => {
		const label = labels.get(name) ?? listed.information?.[name]?.label ?? name;
		return {
			name: labelWithName(label, name),
			value: name,
			url: `${baseUrl}index.php?module=${encodeURIComponent(name)}&action=ListView`,
		};
	});
	return filterItems(modules, filter);
}

/**
 * The module that is selected in the parameter `module` in the editor.
 *
 * @throws NodeOperationError if none is selected yet
 */
export function selectedModule(context: ILoadOptionsFunctions): string {
	if (hasSelectedModule(context)) return String(moduleParameter(context));
	throw new NodeOperationError(context.getNode(), SELECT_A_MODULE);
}

/** What the editor says where a list needs a module. */
export const SELECT_A_MODULE = 'Select a module first';

/** Whether a module is selected in the editor. */
export function hasSelectedModule(context: ILoadOptionsFunctions): boolean {
	const module = moduleParameter(context);
	return typeof module === 'string' && module !== '';
}

function moduleParameter(context: ILoadOptionsFunctions): unknown {
	return context.getCurrentNodeParameter('module', { extractValue: true });
}
