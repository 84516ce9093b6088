import type { INodeProperties } from 'n8n-workflow';

const DEFAULT_ITEMS_PER_CALL = 100;

/** Entry of *Options* of what can send many items in one call. */
export const itemsPerCallOption: INodeProperties = {
	displayName: 'Items per Call',
	name: 'itemsPerCall',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000 },
	default: DEFAULT_ITEMS_PER_CALL,
	description:
		'How many items are sent in one call at most, with Send Items in Bulk. After slow answers, calls get smaller.',
};

/** The value of {@link itemsPerCallOption}. */
export function itemsPerCallOf({ itemsPerCall }: { itemsPerCall?: number }): number {
	return Math.max(1, Number(itemsPerCall) || DEFAULT_ITEMS_PER_CALL);
}
