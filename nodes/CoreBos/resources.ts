import type { Resource } from './action';
import { moduleResource } from './actions/module';
import { queryResource } from './actions/query';
import { recordResource } from './actions/record';
import { sessionResource } from './actions/session';

/** Everything the node can do, in the order of the list *Resource* (alphabetical). */
export const resources: Resource[] = [
	moduleResource,
	queryResource,
	recordResource,
	sessionResource,
];
