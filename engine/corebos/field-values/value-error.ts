import { CoreBosError } from '../corebos-error';
import type { LocalErrorCode } from '../advice';

const LONGEST_SHOWN = 60;

/**
 * A value that coreBOS would store as another one, or not at all, so that it is not sent.
 *
 * @param what why it is refused, such as `is not a plain number`
 */
export function valueError(
	code: LocalErrorCode,
	field: string,
	value: unknown,
	what: string,
): CoreBosError {
	const text = typeof value === 'object' ? (JSON.stringify(value) ?? '') : String(value);
	const shown = text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
	return new CoreBosError({
		code,
		operation: '',
		reason: `The value "${shown.replace(/[<>]/g, ' ')}" of the field ${field} ${what}`,
	});
}
