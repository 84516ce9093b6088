import type { INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';

/** Entries of a list at a time; n8n asks for more when the user gets to its end. */
export const PAGE_SIZE = 100;

/** The entries that hold what the user typed, in any letter case, for lists that come whole. */
export function foundItems(
	items: INodeListSearchItems[],
	filter: string | undefined,
): INodeListSearchResult {
	const wanted = filter?.trim().toLowerCase() ?? '';
	const results = items
		.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted))
		.sort((one, other) => one.name.localeCompare(other.name));
	return { results };
}
