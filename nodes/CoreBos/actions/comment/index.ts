import type { Resource } from '../../action';
import { add } from './add.operation';
import { getMany } from './getMany.operation';

export const commentResource: Resource = {
	choice: {
		name: 'Comment',
		value: 'comment',
		description: 'Comments on records, tickets and FAQ entries',
	},
	defaultOperation: 'getMany',
	actions: [add, getMany],
};
