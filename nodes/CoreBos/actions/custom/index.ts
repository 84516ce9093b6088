import type { Resource } from '../../action';
import { call } from './call.operation';
import { getQueuedResult } from './getQueuedResult.operation';

export const customResource: Resource = {
	choice: {
		name: 'Custom',
		value: 'custom',
		description: 'Any other operation of the web service, and the results of queued calls',
	},
	defaultOperation: 'call',
	actions: [call, getQueuedResult],
};
