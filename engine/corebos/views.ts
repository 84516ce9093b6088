import type { CoreBosClient } from '../environment';

/** A view (filter) of a module, as `getViewsByModule` describes it. */
export interface View {
	name: string;
	/** Its date condition in VTQL. */
	stdcriteriaWQL?: string;
	/** Its other conditions in VTQL. */
	advcriteriaWQL?: string;
}

/**
 * The views of a module that the user may see, by their numbers.
 *
 * @throws CoreBosError of `getViewsByModule`
 */
export async function readViews(
	client: CoreBosClient,
	module: string,
): Promise<Record<string, View>> {
	const { filters = {} } = (await client.call('getViewsByModule', { module })) as {
		filters?: Record<string, View>;
	};
	return filters;
}

/** The condition of a view for a query; undefined if it shows all records. */
export function viewCondition({ stdcriteriaWQL = '', advcriteriaWQL = '' }: View) {
	const parts = [stdcriteriaWQL, advcriteriaWQL].filter((part) => part.trim() !== '');
	return parts.length > 1 ? parts.map((part) => `(${part})`).join(' and ') : parts[0];
}
