import { thrownError } from '../thrown-error';

/** A call that cannot be read; its message is meant for the caller (HTTP 400). */
export class CallError extends Error {
	override readonly name = 'CallError';
}

/** The same out of a catch block, for what JavaScript's own parsers throw. */
export function asCallError(what: string, cause: unknown): CallError {
	return new CallError(`${what}: ${thrownError(cause).message}`, { cause });
}
