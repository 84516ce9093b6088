import type { INodeProperties } from 'n8n-workflow';

/** Entry of *Options* of what reads records. */
export const isoDatesOption: INodeProperties = {
	displayName: 'Dates as ISO',
	name: 'isoDates',
	type: 'boolean',
	default: false,
	description:
		'Whether to return dates with times in UTC as 2026-01-31T10:00:00Z, instead of in the format of coreBOS. Dates without times are 2026-01-31.',
};
