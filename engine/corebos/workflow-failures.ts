import { isRecord } from '../is-record';
import { jsonValue } from '../json-value';

/**
 * Why tasks of a workflow failed, by record. coreBOS answers a JSON object of record and reason,
 * and as the reason of a task that threw the whole record, with the reason as its member `error`
 * (recorded).
 *
 * @param message of the error `WORKFLOW_TASK_FAILED`
 * @returns the reasons alone; the message itself where it is of another form
 */
export function workflowFailures(message: string): string {
	const failures = jsonValue(message);
	if (!isRecord(failures)) return message;
	return Object.entries(failures)
		.map(([id, reason]) => `${id}: ${reasonIn(reason)}`)
		.join('; ');
}

function reasonIn(reason: unknown): string {
	if (typeof reason !== 'string') return reasonOf(reason) ?? JSON.stringify(reason);
	return reasonOf(jsonValue(reason)) ?? reason;
}

/** The reasons of a record or a list of them. */
function reasonOf(value: unknown): string | undefined {
	const reasons = (Array.isArray(value) ? value : [value]).flatMap((one) => {
		if (!isRecord(one)) return [];
		const { error, entitydata } = one;
		return error ?? (isRecord(entitydata) ? entitydata.error : undefined) ?? [];
	});
	if (reasons.length === 0) return undefined;
	return reasons.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join(', ');
}
