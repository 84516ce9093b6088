import type { HttpRequest } from '../environment';
import { isHarmless } from '../corebos';
import { connectionFailure, type CallOutcome } from '../http';

/** Methods that change nothing, by the definition of HTTP. */
const READING = new Set(['', 'GET', 'HEAD', 'OPTIONS', 'TRACE']);

/**
 * Whether a call changes nothing, so that it does not matter what became of it. coreBOS takes
 * every operation of its web service by GET as well.
 */
export function isReadingCall({ method, url }: HttpRequest): boolean {
	if (!READING.has(method.trim().toUpperCase())) return false;
	const operation = /\/webservice\.php\?(?:[^#]*&)?operation=([^&#]*)/i.exec(url)?.[1];
	return operation === undefined || isHarmless(operation);
}

/** What became of a call that has no answer. */
export function outcomeWithoutAnswer(request: HttpRequest, reason: unknown): CallOutcome {
	if (isReadingCall(request)) return 'notDone';
	return connectionFailure(reason).kind === 'notSent' ? 'notDone' : 'unknown';
}

/** Refusals of the server that HTTP defines for calls that it has not worked on. */
const NEVER_WORKED_ON = new Set([301, 307, 308, 501, 505, 511]);
/** Statuses of the client's kind that only say that somebody had not waited any longer. */
const GIVEN_UP = new Set([408, 499]);

/** What became of a call whose answer cannot be taken for its result. */
export function outcomeOfStatus(request: HttpRequest, status: number): CallOutcome {
	if (isReadingCall(request) || NEVER_WORKED_ON.has(status)) return 'notDone';
	const isRefused = status >= 400 && status < 500 && !GIVEN_UP.has(status);
	return isRefused ? 'notDone' : 'unknown';
}

/** What to do about a call by its outcome; empty where it may be repeated. */
export function adviceOfOutcome(outcome: CallOutcome): string {
	if (outcome === 'notDone') return '';
	return outcome === 'unknown'
		? 'The service may have done it anyway: look before you repeat the call.'
		: 'The call was done: do not repeat it.';
}
