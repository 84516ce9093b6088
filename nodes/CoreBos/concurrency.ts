import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../editor/parameterValues';

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
	const { parallelCalls } = optionsOf<{ parallelCalls?: number }>(node, 0);
	return Number(parallelCalls) || 1;
}
