import type { CallOutcome } from '../http';
import { withoutFullStop } from '../without-full-stop';
import { adviceForCredential, isLocalCode } from './advice';

/** What is known of a web service call that failed. */
export type CoreBosErrorDetails = Pick<CoreBosError, 'code' | 'operation' | 'reason'> &
	Partial<Pick<CoreBosError, 'status' | 'result' | 'uncertain' | 'outcome' | 'warnings'>>;

/**
 * A web service call that did not succeed. The message is for people: what happened,
 * in which operation, what to do. It never holds an access key, session or token.
 */
export class CoreBosError extends Error {
	/** coreBOS's own code (`ACCESS_DENIED`), or a LocalErrorCode where coreBOS gave none. */
	readonly code: string;
	/** Name of the operation that was called; empty where no call was made. */
	readonly operation: string;
	/** coreBOS's own message, or what was found instead of an answer. */
	readonly reason: string;
	/** What to do about it; empty where nothing is known. */
	readonly advice: string;
	/** HTTP status of the answer, where one came. */
	readonly status?: number;
	/** The `result` of an answer with `success: false`: what was done anyway, or why not. */
	readonly result?: unknown;
	/** True: coreBOS may have done the operation; look before doing it again. */
	readonly uncertain: boolean;
	/** What became of the call: what `uncertain` says, and that it was done where that is known. */
	readonly outcome: CallOutcome;
	/** What PHP printed before the answer. */
	readonly warnings: string[];

	constructor(details: CoreBosErrorDetails) {
		const outcome = details.outcome ?? (details.uncertain === true ? 'unknown' : 'notDone');
		const advice = adviceFor(details, outcome);
		super(messageOf(details, advice));
		this.name = 'CoreBosError';
		this.code = details.code;
		this.operation = details.operation;
		this.reason = details.reason;
		this.advice = advice;
		this.status = details.status;
		this.result = details.result;
		this.outcome = outcome;
		this.uncertain = outcome === 'unknown';
		this.warnings = details.warnings ?? [];
	}
}

/** Whether a call did not fail itself, but the login before it. */
export function isOfLogin({ operation }: Pick<CoreBosError, 'operation'>): boolean {
	return /^(getchallenge|login)$/i.test(operation);
}

/** Whether a call was given up by the caller itself, with the execution that it belonged to. */
export function isCancelled(error: unknown): boolean {
	return error instanceof CoreBosError && error.code === 'CANCELLED';
}

function adviceFor(details: CoreBosErrorDetails, outcome: CallOutcome): string {
	if (isOfLogin(details) && details.code === 'AUTHENTICATION_REQUIRED') {
		return 'Check the user name of the credential: coreBOS knows no active user of this name.';
	}
	const advice = adviceForCredential(details.code);
	if (outcome === 'done') return `${advice} It was done: do not repeat it.`.trim();
	if (outcome === 'notDone') return advice;
	return `${advice} coreBOS may have done it anyway: look before you repeat the call.`.trim();
}

function messageOf(details: CoreBosErrorDetails, advice: string): string {
	const where = details.operation === '' ? '' : `coreBOS operation "${details.operation}" failed: `;
	const code = isLocalCode(details.code) || details.code === '' ? '' : ` (${details.code})`;
	const reason = withoutFullStop(details.reason);
	return `${where}${reason}${code}.${advice === '' ? '' : ` ${advice}`}`;
}
