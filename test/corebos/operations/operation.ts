import type { UploadedFile } from '../incoming';
import type { CoreBosUser, Install } from '../install';
import type { Sessions } from '../sessions';

/** One call of an operation. */
export interface OperationCall {
	install: Install;
	sessions: Sessions;
	/** Parameters as they came. */
	parameters: Record<string, unknown>;
	files: Record<string, UploadedFile>;
	sessionName: string;
	/** Whose session it is; for prelogin operations there is none. */
	user: CoreBosUser;
}

/** An answer that is more than a result. */
export class Reply {
	constructor(
		readonly result: unknown,
		readonly more: { success?: boolean; moreInfo?: unknown } = {},
	) {}
}

/** What an operation does; what it returns, or a promise of it, is the answer's `result`, or a Reply. */
export type Operation = (call: OperationCall) => unknown;

/** A text parameter; absent is empty. */
export function text(call: OperationCall, name: string): string {
	const value = call.parameters[name];
	// PHP takes the text 0 for nothing, and so does coreBOS's reader of parameters.
	return value === undefined || value === null || String(value) === '0' ? '' : String(value);
}

/** An `encoded` parameter: JSON text. Undefined for what is not JSON, null for absent. */
export function decoded(call: OperationCall, name: string): unknown {
	try {
		return JSON.parse(text(call, name));
	} catch {
		return undefined;
	}
}
