import type { IDataObject } from 'n8n-workflow';
import type { RunResult } from '../engine';

/**
 * What the output says of a call: enough to follow it, and nothing that may hold a secret
 * (no headers, no body, no query).
 */
export function callSummary(result: RunResult): IDataObject {
	return {
		methodname: result.methodName,
		requests: result.requests.map(({ method, url }) => ({ method, url: url.split('?')[0] })),
		status: result.response?.status ?? null,
		warnings: result.warnings,
	};
}
