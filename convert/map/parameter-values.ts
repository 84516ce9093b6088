import { MapError } from '../../engine';

/** What a parameter holds: its text and, unless it is a string, the value itself. */
interface ParameterValue {
	text: string;
	/** The value in plain JSON; undefined for a string. */
	typed?: unknown;
}

/**
 * The value of a parameter that a map has as text.
 *
 * @param value a string; or a number, boolean, null, list or object, which n8n expressions give
 * @param where names the parameter in errors
 * @returns numbers as JavaScript writes them, true as `1`, false and null as nothing, dates and
 * other values that are a string in JSON as that text, lists and objects as JSON
 * @throws MapError for what JSON cannot hold
 */
export function parameterValue(value: unknown, where: string): ParameterValue {
	if (value === undefined) return { text: '' };
	if (typeof value === 'string') return { text: value };
	const typed = plain(value, where);
	return typeof typed === 'string' ? { text: typed } : { text: asText(typed), typed };
}

/** The text of a parameter alone. */
export function parameterText(value: unknown, where: string): string {
	return parameterValue(value, where).text;
}

function asText(value: unknown): string {
	if (typeof value === 'boolean') return value ? '1' : '';
	if (value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** Dates of n8n's expressions become their ISO text here. */
function plain(value: unknown, where: string): unknown {
	let json: string | undefined;
	try {
		json = JSON.stringify(value);
	} catch (error) {
		throw noJson(value, where, error);
	}
	const isLost = typeof value === 'number' && !Number.isFinite(value);
	if (json === undefined || isLost) throw noJson(value, where);
	return JSON.parse(json) as unknown;
}

function noJson(value: unknown, where: string, cause?: unknown): MapError {
	const what = typeof value === 'number' ? String(value) : `a value of type ${typeof value}`;
	return new MapError(`${where} gives ${what}, which a map cannot hold`, {
		cause,
		advice: 'Use a string, a number, true or false, a list or an object',
	});
}
