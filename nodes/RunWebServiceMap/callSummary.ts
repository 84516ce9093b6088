import type { IDataObject } from 'n8n-workflow';
import type { RunResult } from '../../engine';

/** The fields that a map wrote into a record of coreBOS. */
export interface SavedRecord {
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
		requests: result.requests.map(({ method, url }) => ({ method, url: url.split('?')[0] })),
		status: result.response?.status ?? null,
		warnings: result.warnings,
		...(saved && { saved: { ...saved } }),
	};
}
