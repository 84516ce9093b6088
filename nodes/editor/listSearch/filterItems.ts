import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

/** Entries of a list at a time; n8n asks for more when the user reaches its end. */
export const PAGE_SIZE = 100;

/** The entries that contain what the user typed, in upper or lower case, sorted by name. */
export function filterItems(
	items: INodeListSearchItems[],
	filter: string | undefined,
): INodeListSearchResult {
	const wanted = filter?.trim().toLowerCase() ?? '';
	const results = items
		.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted))
		.sort((one, other) => one.name.localeCompare(other.name));
	return { results };
}
