import type { Resource } from '../../action';
import { count } from './count.operation';
import { runQuery } from './run.operation';

export const queryResource: Resource = {
	choice: {
		name: 'Query',
		value: 'query',
		description: 'Queries in VTQL, the query language of coreBOS, which is similar to SQL',
	},
	defaultOperation: 'run',
	actions: [count, runQuery],
};
