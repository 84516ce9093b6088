import type { Resource } from '../../action';
import { getRelatedModules } from './getModules.operation';
import { getRelated } from './getRelated.operation';
import { relate } from './relate.operation';
import { unrelate } from './unrelate.operation';

export const relationResource: Resource = {
	choice: {
		name: 'Relation',
		value: 'relation',
		description: 'What belongs together: related records and modules',
	},
	defaultOperation: 'getRelated',
	actions: [getRelatedModules, getRelated, relate, unrelate],
};
