import type { ContextExpression } from '../../engine';
import { storedParameters } from '../map';
import type { NodeToPlace } from './canvas';
import { RUN_MAP, RUN_MAP_VERSION } from './map-node';
import type { TaskSecrets } from './task-secrets';

/** A variable, and where n8n finds a value that takes the place of its own. */
export interface ContextRow extends ContextExpression {
	/** An expression of n8n, without its marks; where it gives nothing, the variable's own counts. */
	instead?: string;
}

/**
 * A node that sets variables of the workflow context.
 *
 * @param module of the record: values are shown and read as its fields are
 */
export function contextNode(
	name: string,
	module: string,
	rows: ContextRow[],
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
			contextVariables: { rows: rows.map((row) => storedRow(row, secrets)) },
			options: { module },
		},
		goesOnAfterErrors: true,
	};
}

function storedRow(
	{ instead, ...row }: ContextRow,
	secrets: TaskSecrets,
): ReturnType<typeof storedParameters> {
	const own = secrets.contextRow(row);
	const stored = storedParameters({ ...own });
	return instead === undefined
		? stored
		: { ...stored, expression: `={{ ${instead} ?? ${textInExpression(own.expression)} }}` };
}

/** A string inside an expression of n8n, whose end it must not look like. */
function textInExpression(text: string): string {
	return JSON.stringify(text).replaceAll('}}', '}\\u007d');
}
