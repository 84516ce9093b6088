import type { IDataObject } from 'n8n-workflow';
import { displayUrl } from '../../engine';
import type { RunResult } from '../../engine';

/** The fields that a map wrote into a record of coreBOS. */
interface SavedRecord {
	recordId: string;
	fields: IDataObject;
}

/**
 * What the output says of a call: enough to follow it, and nothing that may hold a secret
 * (no headers, no body, no query).
 *
 * @param saved what was saved to the record, where something was
 */
export function callSummary(result: RunResult, saved?: SavedRecord): IDataObject {
	return {
		methodname: result.methodName,
		requests: result.requests.map(({ method, url }) => ({ method, url: displayUrl(url) })),
		status: result.response?.status ?? null,
		warnings: result.warnings,
		...(saved && { saved: { ...saved } }),
	};
}

/**
 * What a call did, in words: names of variables and fields, never values.
 *
 * @param saved what was saved to the record, where something was
 */
export function callOutcomeText(result: RunResult, saved?: SavedRecord): string {
	const call = result.requests.at(-1);
	const status = result.response?.status;
	const answered = status === undefined ? 'no answer' : `HTTP ${status}`;
	const fields = Object.keys(result.returned ?? result.fields);
	const parts = [
		`${call?.method ?? ''} ${displayUrl(call?.url ?? '')}: ${answered}`,
		`Context: ${listOf(Object.keys(result.context))}`,
		`Fields: ${listOf(fields)}`,
		saved === undefined
			? 'Nothing was saved in coreBOS'
			: `Saved to record ${saved.recordId}: ${listOf(Object.keys(saved.fields))}`,
	];
	return `${parts.join('. ')}.`;
}

function listOf(names: string[]): string {
	return names.length === 0 ? 'none' : names.join(', ');
}
