import type { INodeProperties } from 'n8n-workflow';
import { withIsoDates } from '../../engine';
import { ParameterError } from '../editor/parameterValues';
import type { ActionRun } from './action';

/** Entry of *Options* of the actions that read records. */
export const isoDatesOption: INodeProperties = {
	displayName: 'Dates as ISO',
	name: 'isoDates',
	type: 'boolean',
	default: false,
	description:
		'Whether to write dates with times in UTC as 2026-01-31T10:00:00Z instead of as coreBOS answers them. Dates alone are 2026-01-31.',
};

/**
 * The records as the item's option wants their dates.
 *
 * @param module of the records; undefined where nobody knows it
 * @throws ParameterError where the option is on and the module is unknown
 */
export async function withWantedDates(
	run: ActionRun,
	itemIndex: number,
	module: string | undefined,
	records: Array<Record<string, unknown>>,
): Promise<Array<Record<string, unknown>>> {
	const { isoDates } = run.node.getNodeParameter('options', itemIndex, {}) as {
		isoDates?: boolean;
	};
	if (isoDates !== true || records.length === 0) return records;
	if (module === undefined || module === '') {
		throw new ParameterError(
			'The option "Dates as ISO" needs the module: choose it, because its fields tell which values are dates',
		);
	}
	const { fields } = await run.describe(module);
	const formats = await run.answerFormats();
	return records.map((record) => withIsoDates(record, fields, formats));
}
