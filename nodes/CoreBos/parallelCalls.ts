import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** Entry of *Options* of all actions. */
export const parallelCallsOption: INodeProperties = {
	displayName: 'Calls at the Same Time',
	name: 'parallelCalls',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 16 },
	default: 1,
	description:
		'How many calls may be under way at the same time. They are spread over up to four sessions, since coreBOS works on the calls of one session one after the other.',
};

/** How many calls may be under way at the same time, by the options of the first item. */
export function parallelCalls(node: IExecuteFunctions): number {
	const { parallelCalls: wanted } = node.getNodeParameter('options', 0, {}) as {
		parallelCalls?: number;
	};
	return Number(wanted) || 1;
}
