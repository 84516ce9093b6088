import type { Resource } from '../../action';
import { count } from './count.operation';
import { runQuery } from './run.operation';

export const queryResource: Resource = {
	choice: {
		name: 'Query',
		value: 'query',
		description: 'Questions to coreBOS in its query language (VTQL), which looks like SQL',
	},
	defaultOperation: 'run',
	actions: [count, runQuery],
};
