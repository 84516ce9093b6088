import type { Resource } from './action';
import { businessMapResource } from './actions/businessMap';
import { businessRuleResource } from './actions/businessRule';
import { commentResource } from './actions/comment';
import { customResource } from './actions/custom';
import { documentResource } from './actions/document';
import { leadResource } from './actions/lead';
import { moduleResource } from './actions/module';
import { queryResource } from './actions/query';
import { recordResource } from './actions/record';
import { relationResource } from './actions/relation';
import { sessionResource } from './actions/session';
import { settingResource } from './actions/setting';
import { userResource } from './actions/user';
import { workflowResource } from './actions/workflow';

/** Everything the node can do, in the order of the list *Resource* (alphabetical). */
export const resources: Resource[] = [
	businessMapResource,
	businessRuleResource,
	commentResource,
	customResource,
	documentResource,
	leadResource,
	moduleResource,
	queryResource,
	recordResource,
	relationResource,
	sessionResource,
	settingResource,
	userResource,
	workflowResource,
];
