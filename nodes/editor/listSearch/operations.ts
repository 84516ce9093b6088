import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listOperations } from '../../../engine';
import { filterItems } from './filterItems';

/**
 * Operations of the web service, by name. An install may have others; coreBOS has no operation
 * that lists them.
 */
export async function searchOperations(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const operations = listOperations().map(({ name, parameters }) => ({
		name: parameters === '' ? name : `${name} (${parameters})`,
		value: name,
	}));
	return filterItems(operations, filter);
}
