import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listBusinessMaps, recordNumberOf, WEB_SERVICE_MAPPING } from '../../../engine';
import { editorConnection } from './editorConnection';
import { PAGE_SIZE } from './filterItems';

/** The business map types that `cbRule` evaluates. */
const RULE_TYPES = ['Condition Expression', 'Condition Query', 'Decision Table'];

/** Business maps of every type. */
export async function searchBusinessMaps(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await mapsOfType(this, undefined, filter, paginationToken);
}

/** Business maps of type Webservice Mapping. */
export async function searchWebServiceMaps(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await mapsOfType(this, WEB_SERVICE_MAPPING, filter, paginationToken);
}

/** Business rules: maps that are conditions or decision tables. */
export async function searchBusinessRules(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const found = await Promise.all(RULE_TYPES.map((type) => mapsOfType(this, type, filter)));
	return { results: found.flatMap(({ results }) => results) };
}

async function mapsOfType(
	context: ILoadOptionsFunctions,
	type: string | undefined,
	search: string | undefined,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { call, baseUrl } = await editorConnection(context);
	const offset = Number(paginationToken ?? 0);
	const page = await listBusinessMaps({ call }, { type, search, offset, limit: PAGE_SIZE });
	return {
		results: page.maps.map((map) => ({
			name: type === WEB_SERVICE_MAPPING ? map.name : `${map.name} (${map.type})`,
			value: map.id,
			description: map.module,
			url: `${baseUrl}index.php?module=cbMap&action=DetailView&record=${recordNumberOf(map.id)}`,
		})),
		paginationToken: page.nextOffset === undefined ? undefined : String(page.nextOffset),
	};
}
