import type { Resource } from '../../action';
import { getRelatedModules } from './getModules.operation';
import { getRelated } from './getRelated.operation';
import { relate } from './relate.operation';
import { removeRelatedRecords } from './removeRelated.operation';
import { unrelate } from './unrelate.operation';

export const relationResource: Resource = {
	choice: {
		name: 'Relation',
		value: 'relation',
		description: 'Relations between records and between modules',
	},
	defaultOperation: 'getRelated',
	actions: [getRelatedModules, getRelated, relate, removeRelatedRecords, unrelate],
};
