import { thrownError } from '../../thrown-error';
import { bytesOfText, fromPlain, textOfBytes, toBytes, toFloat, decodeHtml } from '../../php';
import { moduleFormat } from '../request/field-formats';
import type { FieldFormat, ModuleFormat } from '../request/module-format';
import { ownValue, type ValueScope } from '../request/value-scope';

/**
 * Values as coreBOS's database holds them after saving: a number with as many decimals
 * as the record has there and 0 for anything else, a checkbox as 1 or 0, elsewhere true as 1
 * and false as nothing, entities in texts decoded. Without
 * a credential or without a record nothing is known of the fields, and nothing changes.
 */
export async function asStored(
	scope: ValueScope,
	values: Map<string, unknown>,
): Promise<Map<string, unknown>> {
	if (scope.native || scope.recordCase !== 'record' || values.size === 0) return values;
	const format = await formatAfterCall(scope);
	if (format === undefined) return values;
	const stored = [...values].map(([name, value]): [string, unknown] => {
		return [name, storedForm(scope, name, value, format.fields.get(name))];
	});
	return new Map(stored);
}

/** The call is made: what cannot be asked now must not lose what it gave. */
async function formatAfterCall(scope: ValueScope): Promise<ModuleFormat | undefined> {
	try {
		return await moduleFormat(scope, scope.module);
	} catch (error) {
		const reason = thrownError(error).message;
		scope.warn(`The fields of the record keep the values of the answer: ${reason}`);
		return undefined;
	}
}

function storedForm(
	scope: ValueScope,
	name: string,
	value: unknown,
	format: FieldFormat | undefined,
): unknown {
	if (typeof value === 'object' && value !== null) return value;
	const text = textOfBytes(toBytes(fromPlain(value)));
	if (format === undefined) return typeof value === 'boolean' ? text : value;
	if (format.type === 'boolean') return /^(?:on|1|yes|true)$/i.test(text) ? '1' : '0';
	if (/^(?:currency|double|integer)$/.test(format.type)) {
		return withDecimals(text, decimalsOf(ownValue(scope.fields, name)));
	}
	if (typeof value === 'boolean') return text;
	return typeof value === 'string' ? decodeHtml(value) : value;
}

function decimalsOf(stored: unknown): number | undefined {
	const match = /^-?\d+(?:\.(\d+))?$/.exec(String(stored ?? ''));
	return match === null ? undefined : (match[1] ?? '').length;
}

/** The database makes 0 of what does not begin with a number. */
function withDecimals(text: string, decimals: number | undefined): string {
	if (decimals === undefined) return text;
	const match = /^(-?\d+)(?:\.(\d*))?$/.exec(text);
	if (match === null) {
		const number = toFloat(bytesOfText(text));
		return Number.isFinite(number) ? number.toFixed(decimals) : text;
	}
	const fraction = match[2] ?? '';
	if (fraction.length > decimals) return Number(text).toFixed(decimals);
	return decimals === 0 ? match[1] : `${match[1]}.${fraction.padEnd(decimals, '0')}`;
}
