import type { Resource } from '../../action';
import { addComment } from './add.operation';
import { getComments } from './getMany.operation';

export const commentResource: Resource = {
	choice: {
		name: 'Comment',
		value: 'comment',
		description: 'Comments on records, tickets and FAQ entries',
	},
	defaultOperation: 'getMany',
	actions: [addComment, getComments],
};
