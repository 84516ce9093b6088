import { callOptions, queueOperations } from './call-options';
import { documentOperations } from './documents';
import { generatedOperations } from './generated';
import { imageOperations } from './images';
import { interfaceOperations } from './interface';
import { leadOperations } from './leads';
import { lookupOperations } from './lookups';
import { relationOperations } from './relations';
import { ruleOperations } from './rules';
import { showQueryOperations } from './show-query';
import { syncOperations } from './sync';
import { ticketOperations } from './tickets';
import { userOperations } from './users';
import { validationOperations } from './validation';
import { workflowOperations } from './workflows';
import { massOperations } from './mass';
import { moduleOperations } from './modules';
import type { Operation } from './operation';
import { recordOperations } from './records';
import { preloginOperations, sessionOperations } from './session';
import { searchOperations } from './searches';
import { settingOperations } from './settings';

export interface KnownOperation {
	name: string;
	prelogin: boolean;
	run: Operation;
}

const all: KnownOperation[] = [
	...entries(preloginOperations, true),
	...entries(sessionOperations),
	...entries(recordOperations),
	...entries(massOperations),
	...entries(moduleOperations),
	...entries(settingOperations),
	...entries(documentOperations),
	...entries(generatedOperations),
	...entries(imageOperations),
	...entries(leadOperations),
	...entries(lookupOperations),
	...entries(relationOperations),
	...entries(interfaceOperations),
	...entries(queueOperations),
	...entries(ruleOperations),
	...entries(searchOperations),
	...entries(showQueryOperations),
	...entries(syncOperations),
	...entries(ticketOperations),
	...entries(userOperations),
	...entries(validationOperations),
	...entries(workflowOperations),
];
const byName = new Map(all.map((operation) => [operation.name.toLowerCase(), operation]));

function entries(operations: Record<string, Operation>, prelogin = false): KnownOperation[] {
	return Object.entries(operations).map(([name, run]) => ({
		name,
		run: callOptions(name, run),
		prelogin,
	}));
}

/** Names are taken in any letter case. */
export function knownOperation(name: string): KnownOperation | undefined {
	return byName.get(name.toLowerCase());
}
