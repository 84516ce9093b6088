import { withIsoDates } from '../../engine';
import { optionsOf } from '../editor/parameterValues';
import { ParameterError } from '../transport/parameterError';
import type { ActionRun } from './action';

/**
 * The records with dates in the format that the option of the item asks for.
 *
 * @param module of the records; undefined if it is not known
 * @throws ParameterError if the option is on and the module is unknown
 */
export async function withWantedDates(
	run: ActionRun,
	itemIndex: number,
	module: string | undefined,
	records: Array<Record<string, unknown>>,
): Promise<Array<Record<string, unknown>>> {
	const { isoDates } = optionsOf<{ isoDates?: boolean }>(run.node, itemIndex);
	if (isoDates !== true || records.length === 0) return records;
	if (module === undefined || module === '') {
		throw new ParameterError(
			'The option "Dates as ISO" needs the module',
			'Select the module: its fields show which values are dates.',
		);
	}
	const { fields } = await run.describe(module);
	const formats = await run.answerFormats();
	return records.map((record) => withIsoDates(record, fields, formats));
}
