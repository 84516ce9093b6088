import type { Resource } from '../../action';
import { getCurrent } from './getCurrent.operation';
import { getGroups } from './getGroups.operation';
import { getUsers } from './list.operation';

export const userResource: Resource = {
	choice: { name: 'User', value: 'user', description: 'Users of coreBOS and their groups' },
	defaultOperation: 'getCurrent',
	actions: [getCurrent, getGroups, getUsers],
};
