import type { ContextExpression } from '../../engine';
import { storedParameters } from '../map';
import type { NodeToPlace } from './canvas';
import { RUN_MAP, RUN_MAP_VERSION } from './map-node';
import type { TaskSecrets } from './task-secrets';

/** A node that sets variables of the workflow context. */
export function contextNode(
	name: string,
	rows: ContextExpression[],
	secrets: TaskSecrets,
): NodeToPlace {
	return {
		name,
		type: RUN_MAP,
		typeVersion: RUN_MAP_VERSION,
		parameters: {
			operation: 'setContext',
			// Expressions read what the record links to.
			recordLivesIn: 'install',
			...storedParameters({
				contextVariables: { rows: rows.map((row) => secrets.contextRow(row)) },
			}),
			options: {},
		},
		goesOnAfterErrors: true,
	};
}
