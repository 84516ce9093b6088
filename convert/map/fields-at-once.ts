import { isRecord, MapError } from '../../engine';
import {
	FIELDS_AS,
	PARAMETER_DEFAULTS,
	type FieldParameters,
	type MapParameters,
} from './parameters';
import { parameterText } from './parameter-values';

/**
 * The fields of a call that are filled in at once: as an object, or as the query of a URL.
 *
 * @param parameters values of the parameters by name
 * @returns undefined where each field has parameters of its own
 * @throws MapError for a string that is not an object in JSON
 */
export function fieldsAtOnce(parameters: MapParameters): FieldParameters[] | undefined {
	switch (parameters.fieldsAs ?? PARAMETER_DEFAULTS.fieldsAs) {
		case FIELDS_AS.json:
			return fieldsOfObject(parameters.fieldsJson);
		case FIELDS_AS.query:
			return fieldsOfQuery(parameterText(parameters.fieldsQuery, 'fieldsQuery'));
		default:
			return undefined;
	}
}

function fieldsOfObject(given: unknown): FieldParameters[] {
	const value = typeof given === 'string' ? parsed(given) : (given ?? {});
	if (!isRecord(value)) throw noObject();
	return Object.entries(value).map(([name, member]) => ({ name, value: member }));
}

function parsed(text: string): unknown {
	if (text.trim() === '') return {};
	try {
		return JSON.parse(text) as unknown;
	} catch (error) {
		throw noObject(error);
	}
}

function noObject(cause?: unknown): MapError {
	return new MapError('The parameter "Fields (JSON)" is not a JSON object', {
		cause,
		advice: 'Enter names and values, such as {"operation": "getchallenge"}',
	});
}

/** Names and values as in a URL: `+` is a blank, and what follows a `%` a byte. */
function fieldsOfQuery(text: string): FieldParameters[] {
	const pairs = new URLSearchParams(text.trim().replace(/^\?/, ''));
	return [...pairs].map(([name, value]) => ({ name, value }));
}
