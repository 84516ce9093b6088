import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment, Http, HttpRequest } from '../../../engine/environment';
import { evaluateExpression } from '../../../engine/expression';
import { runMap, type RunOptions, type RunResult } from '../../../engine/map';

/** A map that a real coreBOS ran, as test/recordings/maps.json holds it. */
export interface RecordedMap {
	id: string;
	group: string;
	title: string;
	map: string;
	module: string;
	record: Fields | null;
	/** The record that the database had although the run was not given it. */
	recordInDatabase?: Fields;
	related?: Record<string, { module: string; record: Fields }>;
	context: Fields;
	settings?: Record<string, string>;
	rules?: Record<string, string>;
	answer: {
		status: number;
		headers?: Record<string, string>;
		body?: string;
		bodyBase64?: string;
	} | null;
	expect: {
		requests: Array<{
			method: string;
			url: string;
			headers: Record<string, string | string[]>;
			body: string;
		}>;
		context: Fields;
		fields: Fields;
		error: string | null;
		returned?: Fields | [] | null;
	};
}

type Fields = Record<string, unknown>;

/** A recording that we do not follow, as test/recordings/map-exceptions.json holds it by id. */
export interface MapException {
	title: string;
	/** Why, as the reference tells it. */
	reason: string;
	/** What we do. */
	instead: Instead;
}

const RECORDINGS = join(__dirname, '../..', 'recordings');
const SHARED = join(__dirname, '..', '..', '..', '..', 'shared', 'recordings');

export function readRecording<T>(file: string): T {
	const path = [RECORDINGS, SHARED].map((folder) => join(folder, file)).find(existsSync);
	if (path === undefined) throw new Error(`${file} is neither in test/recordings nor in ../shared`);
	return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** What the recorded coreBOS describes its modules as. */
const describes = readRecording<Record<string, Fields>>('map-describes.json');

/** The client that a recorded map has: what the database of the recording held. */
function recordedClient(recorded: RecordedMap): NonNullable<Environment['coreBos']> {
	const linked = Object.values(recorded.related ?? {}).map(({ record }) => record);
	const records = [recorded.record, recorded.recordInDatabase, ...linked].filter(
		(record): record is Fields => record !== null && record !== undefined,
	);
	const answers: Record<string, (parameters: Fields) => unknown> = {
		retrieve: ({ id }) =>
			records.find((record) => [record.id, String(record.id).split('x')[1]].includes(id)) ??
			refuse('Record not found', 'RECORD_NOT_FOUND'),
		describe: ({ elementType }) =>
			describes[String(elementType)] ?? refuse('Permission to perform the operation is denied'),
		getSetting: ({ key }) => recorded.settings?.[String(key)] ?? '',
		cbRule: ({ conditionid }) => {
			const rule = recorded.rules?.[String(conditionid)];
			if (rule === undefined)
				return refuse(`Invalid Business Map identifier: ${String(conditionid)}`);
			return evaluateExpression(rule, { fields: recorded.record ?? {}, timeZone: 'UTC' });
		},
	};
	return {
		call: async (operation, parameters = {}) =>
			(answers[operation] ?? (() => refuse('Unknown operation requested', 'UNKNOWN_OPERATION')))(
				parameters,
			),
	};
}

function refuse(message: string, code = 'ACCESS_DENIED'): never {
	throw Object.assign(new Error(message), { code });
}

/** A run that writes into what it was given fails. */
function frozen<T>(value: T): T {
	if (typeof value === 'object' && value !== null) {
		Object.values(value).forEach(frozen);
		Object.freeze(value);
	}
	return value;
}

/** The record, context and coreBOS that a map was recorded with. */
export function recordedEnvironment(recorded: RecordedMap): Environment {
	const { record, context, module } = recorded;
	return {
		fields: record === null ? undefined : frozen(record),
		recordId: String(record?.id ?? context.record_id ?? ''),
		module,
		context: frozen(context),
		user: { id: '19x1', name: 'admin' },
		timeZone: 'UTC',
		coreBos: recordedClient(recorded),
	};
}

/** What a map sent, and what it gave or why it failed. */
export interface Outcome {
	sent: HttpRequest[];
	result?: RunResult;
	error?: Error;
}

/** Runs a recorded map with the record, context and answer that it had. */
export async function rerun(recorded: RecordedMap, options: RunOptions = {}): Promise<Outcome> {
	const sent: HttpRequest[] = [];
	const { answer } = recorded;
	const http: Http = async (request) => {
		sent.push(request);
		if (answer === null || request.url.startsWith('http://CLOSED')) refuse('connection refused');
		const { status, headers = {}, body = '', bodyBase64 } = answer;
		return {
			status,
			headers,
			body: bodyBase64 === undefined ? body : new Uint8Array(Buffer.from(bodyBase64, 'base64')),
		};
	};
	try {
		return {
			sent,
			result: await runMap(recorded.map, recordedEnvironment(recorded), http, options),
		};
	} catch (error) {
		return { sent, error: error as Error };
	}
}

/**
 * What differs from the recording, as the conformance check sees it: numbers within
 * 1e-9, JSON bodies by structure, addresses and forms decoded, header names in lower case.
 *
 * @returns undefined where nothing does
 */
export function difference({ expect: wanted }: RecordedMap, outcome: Outcome): string | undefined {
	if (wanted.error !== null) return outcome.error ? undefined : `no error, want ${wanted.error}`;
	const { result, sent, error } = outcome;
	if (error) return `error ${error.message}`;
	if (result === undefined) return 'no result';
	const inRequests = requestsDifference(sent, wanted.requests);
	if (inRequests !== undefined) return inRequests;
	if (!same(result.context, wanted.context))
		return differs('context', result.context, wanted.context);
	if (!same(result.fields, wanted.fields)) return differs('fields', result.fields, wanted.fields);
	const returned = wantedReturn(wanted);
	return returned === undefined || same(result.returned, returned)
		? undefined
		: differs('returned', result.returned, returned);
}

/** What a recording that we do not follow has instead: the parts that differ, and only these. */
export interface Instead {
	/** Null where coreBOS fails and we do not. */
	error?: { name: string; element?: string; field?: string } | null;
	requests?: Array<Pick<HttpRequest, 'method' | 'url' | 'headers'> & { body: string }>;
	context?: Fields;
	fields?: Fields;
	returned?: RunResult['returned'];
}

/** The parts of an outcome that differ from the recording, compared as {@link difference} does. */
export function insteadOf(
	{ expect: wanted }: RecordedMap,
	{ sent, result, error }: Outcome,
): Instead {
	const instead: Instead = {};
	if ((error === undefined) !== (wanted.error === null)) instead.error = shown(error);
	if (requestsDifference(sent, wanted.requests) !== undefined) {
		instead.requests = sent.map(({ method, url, headers, body }) => ({
			method,
			url,
			headers,
			body: String(body ?? ''),
		}));
	}
	if (result === undefined) return instead;
	if (!same(result.context, wanted.context)) instead.context = result.context;
	if (!same(result.fields, wanted.fields)) instead.fields = result.fields;
	const returned = wantedReturn(wanted);
	if (returned !== undefined && !same(result.returned, returned)) {
		instead.returned = result.returned;
	}
	return instead;
}

/** Which error it is and where the map is at fault; its words are tested with the messages. */
function shown(error: Error | undefined): Instead['error'] {
	if (error === undefined) return null;
	const { element, field } = error as Error & { element?: string; field?: string };
	return { name: error.name, ...(element && { element }), ...(field && { field }) };
}

/** What a recorded run returns; undefined where that was not recorded. */
function wantedReturn({ returned }: RecordedMap['expect']): Fields | undefined {
	if (returned === undefined || returned === null) return undefined;
	return Array.isArray(returned) ? {} : withoutNameless(returned);
}

/** The whole answer without a destination is returned under no name: nobody can use that. */
function withoutNameless(fields: Fields): Fields {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== ''));
}

function differs(what: string, found: unknown, wanted: unknown): string {
	return `${what} ${JSON.stringify(found)}, want ${JSON.stringify(wanted)}`;
}

function requestsDifference(
	sent: HttpRequest[],
	wanted: RecordedMap['expect']['requests'],
): string | undefined {
	if (sent.length !== wanted.length) return `${sent.length} requests, want ${wanted.length}`;
	for (const [index, request] of wanted.entries()) {
		const found = requestDifference(sent[index], request);
		if (found !== undefined) return found;
	}
	return undefined;
}

function requestDifference(
	request: HttpRequest,
	wanted: RecordedMap['expect']['requests'][number],
): string | undefined {
	const body = String(request.body ?? '');
	if (request.method !== wanted.method) return differs('method', request.method, wanted.method);
	if (!sameUrl(request.url, wanted.url)) return differs('url', request.url, wanted.url);
	if (!sameBody(body, wanted.body)) return differs('body', body, wanted.body);
	const headers = lowerCased(request.headers);
	for (const [name, value] of Object.entries(lowerCased(wanted.headers))) {
		if (['user-agent', 'accept'].includes(name)) continue;
		const isType = name === 'content-type';
		const [a, b] = [headers[name] ?? '', value].map((text) =>
			isType ? text.replace(/\s+/g, '').toLowerCase() : text,
		);
		if (a !== b) return differs(`header ${name}`, a, b);
	}
	return undefined;
}

function lowerCased(headers: Record<string, string | string[]>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value].flat().join(', ')]),
	);
}

function isEmpty(value: unknown): boolean {
	return value === '' || value === null || value === undefined;
}

function same(a: unknown, b: unknown): boolean {
	if (isEmpty(a) && isEmpty(b)) return true;
	if (typeof a === 'number' && typeof b === 'number') {
		return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
	}
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) {
		return String(a) === String(b);
	}
	const [members, others] = [a as Fields, b as Fields];
	const names = Object.keys(members);
	return (
		names.length === Object.keys(others).length &&
		names.every((name) => Object.hasOwn(others, name) && same(members[name], others[name]))
	);
}

function sameUrl(a: string, b: string): boolean {
	return a === b || decodedUrl(a) === decodedUrl(b);
}

function decodedUrl(url: string): string {
	try {
		return decodeURI(url);
	} catch {
		return url;
	}
}

function sameBody(a: string, b: string): boolean {
	if (a === b) return true;
	try {
		return JSON.stringify(JSON.parse(a)) === JSON.stringify(JSON.parse(b));
	} catch {
		return (
			decodeURIComponent(a.replaceAll('+', ' ')) === decodeURIComponent(b.replaceAll('+', ' '))
		);
	}
}
