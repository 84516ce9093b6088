import { CallError } from './call-error';
import { isRecordId } from '../corebos';
import { readForm } from './form';
import { isListableId } from './id-list';
import type { Variables } from './php-variables';

/** What the query of a call asks for. */
export interface Call {
	/** The record as it was asked for; undefined where no parameter names one. */
	recordId?: string;
	/** True for a call that runs without a record (`0`, or none named). */
	withoutRecord: boolean;
	workflowId?: string;
	workflowTrigger?: string;
	/** The other GET variables. */
	variables: Variables;
}

const NO_RECORD = /^(?:0+|0+x0+)$/;

/**
 * Reads the query of a call to the HTTP handler. coreBOS does not encode the values that it puts
 * into an address: UTF-8 is read as it is, a `%` that begins no code is a percent sign, but an
 * `&` in a value ends it and a `+` is a space, as for PHP.
 *
 * @param query the query string, without the question mark, as text or as the bytes of the request
 * @throws CallError for a parameter that cannot be read, or when none says what to start
 */
export function readCall(query: string | Uint8Array): Call {
	const {
		record_id: record,
		workflow_id: workflow,
		workflow_trigger: trigger,
		...variables
	} = readForm(query);
	const recordId = textOf('record_id', record);
	const workflowId = idOf('workflow_id', workflow);
	const workflowTrigger = idOf('workflow_trigger', trigger);
	if (workflowId === undefined && workflowTrigger === undefined) {
		throw new CallError('The query needs workflow_id, or workflow_trigger, to say what to start');
	}
	const withoutRecord = recordId === undefined || NO_RECORD.test(recordId);
	if (!withoutRecord && !isRecordId(recordId)) {
		throw new CallError(
			'record_id must be a number (852), a web service ID (11x852), a 40-character record UUID, or 0 for no record',
		);
	}
	return { recordId, withoutRecord, workflowId, workflowTrigger, variables };
}

function textOf(name: string, value: unknown): string | undefined {
	if (value === undefined || value === '') return undefined;
	if (typeof value === 'string') return value;
	throw new CallError(`${name} must be a single value, not a list`);
}

function idOf(name: string, value: unknown): string | undefined {
	const id = textOf(name, value);
	if (id === undefined || isListableId(id)) return id;
	throw new CallError(`${name} must be one ID of at most 200 characters, without spaces`);
}
