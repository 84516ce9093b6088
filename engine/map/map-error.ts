import { placed, type SourcePlace } from '../xml';

/** What is known of the place a map cannot be used at. */
export interface MapErrorDetails {
	/** Place in the map's XML, or in the expression of a field. */
	place?: SourcePlace;
	/** Name of the nearest element, such as `inputtype`. */
	element?: string;
	/** Name of the map field, response entry or header concerned. */
	field?: string;
	/** What failed underneath. */
	cause?: unknown;
}

/**
 * A map that cannot be read or used. The message says where, what and, as far as
 * it is known, what to do.
 */
export class MapError extends Error {
	/** Line of the map's XML (or of the expression), from 1. */
	readonly line?: number;
	/** Column of the map's XML (or of the expression), from 1. */
	readonly column?: number;
	/** Name of the nearest element. */
	readonly element?: string;
	/** Name of the map field, response entry or header concerned. */
	readonly field?: string;

	constructor(reason: string, details: MapErrorDetails = {}) {
		super(reason, details.cause === undefined ? undefined : { cause: details.cause });
		this.name = 'MapError';
		this.line = details.place?.line;
		this.column = details.place?.column;
		this.element = details.element;
		this.field = details.field;
	}
}

/** The error of a place in a map's XML, its message ending in that place. */
export function unreadableMap(reason: string, place: SourcePlace, element?: string): MapError {
	return new MapError(placed(reason, place, element), { place, element });
}

/** The same error, told of the map field and element it happened in. */
export function inField(error: unknown, field: string, element: string): Error {
	if (error instanceof MapError && error.field !== undefined) return error;
	const reason = error instanceof Error ? error.message : String(error);
	const place = placeOf(error);
	return new MapError(`Field "${field}" of the map, ${element}: ${reason}`, {
		element,
		field,
		place,
		cause: error,
	});
}

function placeOf(error: unknown): SourcePlace | undefined {
	if (!(error instanceof Error) || !('line' in error) || !('column' in error)) return undefined;
	const { line, column } = error;
	return typeof line === 'number' && typeof column === 'number' ? { line, column } : undefined;
}

/** An address for messages: without credentials, query and fragment. */
export function displayUrl(url: string): string {
	return url.replace(/[?#][^]*$/, '').replace(/^([a-z]+:\/\/)[^/]*@/i, '$1');
}

/** What is known of a call that failed. */
export interface MapCallErrorDetails {
	/** The map's methodname. */
	methodName: string;
	/** HTTP method of the call. */
	method: string;
	/** Address without query and credentials. */
	url: string;
	/** What happened. */
	reason: string;
	/** HTTP status of the answer, where one came. */
	status?: number;
	/** coreBOS's own code. */
	code?: string;
	/** coreBOS's own message. */
	serverMessage?: string;
	/** What to do. */
	hint?: string;
	/** What failed underneath. */
	cause?: unknown;
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
	/** What to do; empty where nothing is known. */
	readonly hint: string;

	constructor(details: MapCallErrorDetails) {
		super(callMessage(details), details.cause === undefined ? undefined : { cause: details.cause });
		this.name = 'MapCallError';
		this.methodName = details.methodName;
		this.url = details.url;
		this.status = details.status;
		this.code = details.code;
		this.serverMessage = details.serverMessage;
		this.hint = details.hint ?? '';
	}
}

function callMessage(details: MapCallErrorDetails): string {
	const { methodName, method, url, reason, status, hint } = details;
	const name = methodName === '' ? 'The call of the map' : `The map's call "${methodName}"`;
	const answered = status === undefined ? '' : `, HTTP ${status}`;
	const ended = reason.replace(/[.\s]+$/, '');
	const advice = hint === undefined || hint === '' ? '' : ` ${hint}`;
	return `${name} failed: ${ended} (${method === '' ? 'no method' : method} ${url}${answered}).${advice}`;
}
