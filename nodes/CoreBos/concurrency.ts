import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** Entry of *Options* of all operations. */
export const concurrentCallsOption: INodeProperties = {
	displayName: 'Concurrent Calls',
	name: 'parallelCalls',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 16 },
	default: 1,
	description:
		'How many calls may run at the same time. They are spread over up to four sessions, because coreBOS runs the calls of one session one after another.',
};

/** How many calls may run at the same time, by the options of the first item. */
export function callConcurrency(node: IExecuteFunctions): number {
	const { parallelCalls } = node.getNodeParameter('options', 0, {}) as { parallelCalls?: number };
	return Number(parallelCalls) || 1;
}
