import { serializeMap, type MapField, type MapHeader } from '../map';
import { PREVIOUS_VALUE } from './calling-workflow';
import { WorkflowError } from './workflow-error';

/** What a calling map is made of. */
export interface CallingMap {
	/** Production URL of the coreBOS Trigger. */
	url: string;
	/** Module of the records for which coreBOS makes the call. */
	module: string;
	/** What the trigger starts: the parameter of its query, and the value. */
	starts: { parameter: 'workflow_id' | 'workflow_trigger'; value: string };
	/** Names of the fields to send. */
	fields: string[];
	/** As coreBOS stores the values, or as it shows them to the user. */
	values: 'stored' | 'shown';
	/** Whether to send the values before the save, too, as `previous_<field>`. */
	withBefore: boolean;
	/** A header whose value coreBOS reads from a setting of its own, so that no map contains it. */
	secret?: { header: string; setting: string };
}

/** Field name of the record number, which is in the URL and not in the body. */
const RECORD_ID = 'record_id';

/**
 * The XML of a map that posts a record to a coreBOS Trigger, as the HTTP handler expects it:
 * record and workflow in the query, the fields as JSON in the body.
 *
 * It keeps nothing of the answer: coreBOS saves the record if a map does, which would start the
 * workflow for its changes again.
 *
 * @throws WorkflowError for a URL that coreBOS cannot call, and for what cannot be sent
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
			methodName: 'coreBOS Trigger',
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
	if (value === '') {
		throw new WorkflowError('No workflow ID or trigger key is given', {
			description: 'Enter the ID or key that a permission of the trigger lists.',
		});
	}
	const address = checkedUrl(url);
	const separator = address.includes('?') ? '&' : '?';
	return `${address}${separator}record_id=$${RECORD_ID}&${parameter}=${encodeURIComponent(value)}`;
}

function checkedUrl(given: string): string {
	const url = given.trim();
	if (!/^https?:\/\/[^\s/]\S*$/i.test(url)) {
		throw new WorkflowError(`The trigger URL "${url}" is not a URL`, {
			description: 'Copy the production URL from the coreBOS Trigger node.',
		});
	}
	if (/\/webhook-test\//.test(url)) {
		throw new WorkflowError('The trigger URL is a test URL', {
			description:
				'A test URL works only once, while n8n listens. Copy the production URL from the coreBOS Trigger node.',
		});
	}
	if (/[#$]/.test(url)) {
		throw new WorkflowError(`The trigger URL "${url}" contains # or $`, {
			description: 'A map cannot call such a URL. Change the path of the trigger.',
		});
	}
	return url;
}

/** The plain record number; coreBOS fills in the variables of a template itself. */
function recordIdField(): MapField {
	const text = '$(general : (__VtigerMeta__) recordId)';
	return { name: RECORD_ID, sources: [{ kind: 'template', text }], delimiter: '' };
}

/** Fields whose names are in the URL would be removed from the body. */
function fieldsOf({ fields, values, withBefore }: CallingMap): MapField[] {
	const names = [...new Set(fields)].filter((name) => name !== '');
	if (names.length === 0) {
		throw new WorkflowError('No field to send is given', {
			description: 'Enter the name of at least one field.',
		});
	}
	const clash = names.find((name) => RECORD_ID.startsWith(name));
	if (clash !== undefined) {
		throw new WorkflowError(`The field "${clash}" cannot be sent`, {
			description: 'Its name is part of the URL, and coreBOS would replace it there.',
		});
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
