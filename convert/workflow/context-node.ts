import type { ContextExpression } from '../../engine';
import { storedParameters } from '../map';
import type { NodeToPlace } from './canvas';
import type { TaskSecrets } from './task-secrets';

/** A node that sets variables of the workflow context. */
export function contextNode(
	name: string,
	rows: ContextExpression[],
	secrets: TaskSecrets,
): NodeToPlace {
	return {
		name,
		type: 'n8n-nodes-corebos.runWebServiceMap',
		typeVersion: 1.1,
		parameters: {
			operation: 'setContext',
			...storedParameters({
				contextVariables: { rows: rows.map((row) => secrets.contextRow(row)) },
			}),
			options: {},
		},
		goesOnAfterErrors: true,
	};
}
