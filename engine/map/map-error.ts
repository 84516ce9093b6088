import type { CallOutcome } from '../http';
import { thrownError } from '../thrown-error';
import { withoutFullStop } from '../without-full-stop';
import { placeText, type SourcePlace } from '../xml';

/** What is known of the place a map cannot be used at, and what to do about it. */
interface MapErrorDetails
	extends Partial<
		Pick<MapError, 'advice' | 'location' | 'element' | 'field' | 'outcome' | 'cause'>
	> {
	/** Place in the map's XML, or in the expression of a field. */
	place?: SourcePlace;
}

/**
 * A map that cannot be read or used. The message says what happened, where and, as far as it is
 * known, what to do; `reason`, `advice` and `location` are its parts.
 */
export class MapError extends Error {
	/** What happened. */
	readonly reason: string;
	/** What to do. */
	readonly advice?: string;
	/**
	 * The place in the map's XML for people, such as `line 3, column 5, in wsurl`; undefined where
	 * the message says it, or it is not known.
	 */
	readonly location?: string;
	/** Line of the map's XML (or of the expression), from 1. */
	readonly line?: number;
	/** Column of the map's XML (or of the expression), from 1. */
	readonly column?: number;
	/** Name of the nearest element, such as `inputtype`. */
	readonly element?: string;
	/** Name of the map field, response entry or header concerned. */
	readonly field?: string;
	/** What became of the map's call: that it was not made (default), or done before this went wrong. */
	readonly outcome: CallOutcome;

	constructor(reason: string, details: MapErrorDetails = {}) {
		const { advice, place, location, element, field, cause } = details;
		const told = advice === undefined ? reason : `${reason}. ${advice}`;
		super(
			location === undefined ? told : `${told} (${location})`,
			cause === undefined ? undefined : { cause },
		);
		this.name = 'MapError';
		this.reason = reason;
		this.advice = advice;
		this.location = location;
		this.line = place?.line;
		this.column = place?.column;
		this.element = element;
		this.field = field;
		this.outcome = details.outcome ?? 'notDone';
	}
}

/** The error of a place in a map's XML. */
export function unreadableMap(
	reason: string,
	place: SourcePlace,
	{ element, advice }: Pick<MapErrorDetails, 'element' | 'advice'> = {},
): MapError {
	return new MapError(reason, { place, element, advice, location: placeText(place, element) });
}

/** The same error, told of the map field and element it happened in. */
export function inField(error: unknown, field: string, element: string): Error {
	if (error instanceof MapError && error.field !== undefined) return error;
	const what = error instanceof MapError ? error.reason : thrownError(error).message;
	return new MapError(`Field "${field}" of the map, ${element}: ${what}`, {
		advice: error instanceof MapError ? error.advice : undefined,
		element,
		field,
		place: placeOf(error),
		cause: error,
	});
}

function placeOf(error: unknown): SourcePlace | undefined {
	if (!(error instanceof Error) || !('line' in error) || !('column' in error)) return undefined;
	const { line, column } = error;
	return typeof line === 'number' && typeof column === 'number' ? { line, column } : undefined;
}

/** What is known of a call that failed. */
export interface MapCallErrorDetails
	extends Pick<MapCallError, 'methodName' | 'url' | 'reason'>,
		Partial<
			Pick<MapCallError, 'status' | 'code' | 'serverMessage' | 'hint' | 'outcome' | 'cause'>
		> {
	/** HTTP method of the call. */
	method: string;
}

/** A map's call that failed; nothing of its answer is kept. */
export class MapCallError extends Error {
	/** The map's methodname. */
	readonly methodName: string;
	/** Address without query and credentials. */
	readonly url: string;
	/** HTTP status of the answer, where one came. */
	readonly status?: number;
	/** coreBOS's own code, such as `INVALID_USER_CREDENTIALS`. */
	readonly code?: string;
	/** coreBOS's own message. */
	readonly serverMessage?: string;
	/** What happened, without what to do. */
	readonly reason: string;
	/** The cause alone, without the call that failed. */
	readonly failure: string;
	/** The call that failed, such as `POST https://example.com/api, HTTP 401`. */
	readonly call: string;
	/** What to do; empty where nothing is known. */
	readonly hint: string;
	/** What the run had to say about the map before the call failed. */
	warnings: readonly string[] = [];
	/** What became of the call, on which it depends whether it may be repeated; default: not done. */
	readonly outcome: CallOutcome;

	constructor(details: MapCallErrorDetails) {
		const { hint = '', cause } = details;
		const reason = callFailure(details);
		super(
			`${reason}.${hint === '' ? '' : ` ${hint}`}`,
			cause === undefined ? undefined : { cause },
		);
		this.name = 'MapCallError';
		this.reason = reason;
		this.failure = withoutFullStop(details.reason);
		this.call = callOf(details);
		this.methodName = details.methodName;
		this.url = details.url;
		this.status = details.status;
		this.code = details.code;
		this.serverMessage = details.serverMessage;
		this.hint = hint;
		this.outcome = details.outcome ?? 'notDone';
	}
}

function callFailure(details: MapCallErrorDetails): string {
	const { methodName, reason } = details;
	const name = methodName === '' ? 'The call of the map' : `The map's call "${methodName}"`;
	return `${name} failed: ${withoutFullStop(reason)} (${callOf(details)})`;
}

function callOf({ method, url, status }: MapCallErrorDetails): string {
	const answered = status === undefined ? '' : `, HTTP ${status}`;
	return `${method === '' ? 'no method' : method} ${url}${answered}`;
}
