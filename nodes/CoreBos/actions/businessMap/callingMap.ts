import { PREVIOUS_VALUE, serializeMap, type MapField, type MapHeader } from '../../../../engine';
import { ParameterError } from '../../../editor/parameterValues';

/** What a calling map is made of. */
export interface CallingMap {
	/** Production URL of the CoreBOS Trigger. */
	url: string;
	/** Module of the records that coreBOS calls for. */
	module: string;
	/** What the trigger starts: the parameter of its query, and the value. */
	starts: { parameter: 'workflow_id' | 'workflow_trigger'; value: string };
	/** Names of the fields to send. */
	fields: string[];
	/** As coreBOS stores the values, or as it shows them to the user. */
	values: 'stored' | 'shown';
	/** Whether the values before the save go along, as `previous_<field>`. */
	withBefore: boolean;
	/** A header whose value coreBOS takes from a setting of its own, so that no map holds it. */
	secret?: { header: string; setting: string };
}

/** Field name for the number of the record; it stands in the url, not in the body. */
const RECORD_ID = 'record_id';

/**
 * The XML of a map that posts a record to a CoreBOS Trigger, as the HTTP handler wants it:
 * record and workflow in the query, the fields in the body, as JSON.
 *
 * It keeps nothing of the answer: coreBOS saves the record where a map does, and saving it
 * would start the workflow on its changes again.
 *
 * @throws ParameterError for a url that coreBOS cannot call, and for what cannot be sent
 */
export function callingMapXml(map: CallingMap): string {
	const headers: MapHeader[] = [{ name: 'Content-Type', value: 'application/json' }];
	if (map.secret) {
		headers.push({ name: map.secret.header, value: `getSetting(${map.secret.setting})` });
	}
	return serializeMap({
		root: 'map',
		originModule: map.module,
		config: {
			url: callUrl(map),
			method: 'POST',
			methodName: 'CoreBOS Trigger',
			headers,
			webServiceType: 'REST',
			inputType: 'URLRESTFUL',
			outputType: 'JSON',
		},
		fields: [recordIdField(), ...fieldsOf(map)],
		response: [],
	});
}

/** `$record_id` is replaced by the value of the field of this name (inputtype URLRESTFUL). */
function callUrl({ url, starts }: CallingMap): string {
	const { parameter, value } = starts;
	if (value === '') throw new ParameterError('Say what the trigger starts: a workflow ID or key');
	const address = checkedUrl(url);
	const separator = address.includes('?') ? '&' : '?';
	return `${address}${separator}record_id=$${RECORD_ID}&${parameter}=${encodeURIComponent(value)}`;
}

function checkedUrl(given: string): string {
	const url = given.trim();
	if (!/^https?:\/\/[^\s/]+\S*$/i.test(url)) {
		throw new ParameterError(`"${url}" is no address: take the production URL of the trigger`);
	}
	if (/\/webhook-test\//.test(url)) {
		throw new ParameterError(
			'This is the test URL of the trigger, which works once while n8n listens: take the production URL',
		);
	}
	if (/[#$]/.test(url)) {
		throw new ParameterError(`The address "${url}" must not hold # or $, which the map would lose`);
	}
	return url;
}

/** The plain number of the record; coreBOS puts a template's variables in by itself. */
function recordIdField(): MapField {
	const text = '$(general : (__VtigerMeta__) recordId)';
	return { name: RECORD_ID, sources: [{ kind: 'template', text }], delimiter: '' };
}

/** Fields that stand in the url would vanish from the body, so none may be named like it. */
function fieldsOf({ fields, values, withBefore }: CallingMap): MapField[] {
	const names = [...new Set(fields)].filter((name) => name !== '');
	if (names.length === 0) throw new ParameterError('Name at least one field to send');
	const clash = names.find((name) => RECORD_ID.startsWith(name));
	if (clash !== undefined) {
		throw new ParameterError(`A field named "${clash}" cannot be sent: its name stands in the url`);
	}
	const kind = values === 'stored' ? 'stored' : 'field';
	const sent = names.map(
		(name): MapField => ({
			name,
			sources: [{ kind, text: name }],
			delimiter: '',
		}),
	);
	return withBefore ? [...sent, ...names.map(fieldBefore)] : sent;
}

/** coreBOS has the values before the save in the context of the workflow. */
function fieldBefore(field: string): MapField {
	const name = `${PREVIOUS_VALUE}${field}`;
	const text = `getFromContext('${name}')`;
	return { name, sources: [{ kind: 'expression', text }], delimiter: '' };
}
