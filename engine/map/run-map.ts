import { saysSessionOver } from '../corebos';
import type { Environment, Http, HttpRequest, HttpResponse } from '../environment';
import { decodeBody } from '../http';
import { membersWhere } from '../is-record';
import {
	emptyAnswer,
	isReadType,
	jsonAnswer,
	typedAnswer,
	xmlAnswer,
	type Answer,
} from './answer/answer';
import { failureOf, refusalCode } from './answer/failures';
import { parseJson, type Json } from './answer/json';
import { countedEntries, responseValues, type ResponseValues } from './answer/response-entries';
import { asStored } from './answer/saved-fields';
import { parseTypedXml } from './answer/typed-xml';
import { parseXmlAnswer } from './answer/xml';
import type { MapCallError } from './map-error';
import { mapOfText } from './map-of-text';
import { createMapRun, type MapCall, type MapRun } from './map-run';
import { placedError } from './model/error-location';
import type { MapConfig, ResponseEntry, WebServiceMap } from './model/types';
import { perMap } from './model/unchanged-maps';
import { assertMap, assertReadableSources, assertUsable, warnOfConfig } from './model/validate-map';
import { fieldValues } from './request/fields';
import { mapRequest } from './request/request';
import type { RunOptions, RunResult } from './run-options';
import { afterCall, sendRequest } from './send-request';
import { soapCall } from './soap-call';

/** The context variable with which a workflow asks for values instead of saving. */
const NO_SAVE = 'WSCall_ReturnResultWithNoSave';

/** Whether a run with this context returns its values instead of saving them in the record. */
export function returnsUnsaved(context: Record<string, unknown>): boolean {
	return (context[NO_SAVE] ?? null) !== null;
}

/**
 * Runs a Web Service Map: makes its call with values of the record and the context, and
 * takes what its Response asks for out of the answer.
 *
 * @param map the map, or its XML
 * @param environment the record, the context (which is not changed) and the client for
 * what only coreBOS knows
 * @param http makes the call; rejects only where no answer came
 * @param options see {@link RunOptions}
 * @returns what was sent and what is to be stored; only when all of it succeeded
 * @throws MapError: the map cannot be read or used; MapCallError: the call failed;
 * TypeError: what `http` resolves with is not an answer; whatever the client throws
 */
export async function runMap(
	map: WebServiceMap | string,
	environment: Environment,
	http: Http,
	options: RunOptions = {},
): Promise<RunResult> {
	const parsed = typeof map === 'string' ? mapOfText(map) : map;
	try {
		return await runParsed(parsed, environment, http, options);
	} catch (error) {
		throw placedError(parsed, error);
	}
}

async function runParsed(
	parsed: WebServiceMap,
	environment: Environment,
	http: Http,
	options: RunOptions,
): Promise<RunResult> {
	assertRunnable(parsed, options.compatibility === 'native');
	const run = await createMapRun(parsed, environment, options);
	warnOfConfig(parsed, options, run.scope.warn);
	const isSoap = parsed.config.webServiceType === 'SOAP';
	const call = isSoap ? await soapCall(run, http) : await restCall(run, http);
	const { answer, body, requests } = call;
	return await afterCall(parsed.config, requests[requests.length - 1], async () => {
		const entries = entriesOf(parsed, run.scope.native);
		const values =
			answer === undefined ? NOTHING : responseValues(entries, answer, body, run.scope);
		return await result(run, environment, call, values);
	});
}

const assertRunnable = perMap((map, native) => {
	assertMap(map);
	assertUsable(map);
	assertReadableSources(map, native);
});

const entriesOf = perMap((map, native) => countedEntries(map.response, native));

/** What a map keeps whose `outputtype` says nothing. */
const NOTHING: ResponseValues = { context: new Map(), fields: new Map() };

async function restCall(run: Omit<MapRun, 'warnings'>, http: Http): Promise<MapCall> {
	const { map, options, scope, session, failures } = run;
	const { config } = map;
	const requests: HttpRequest[] = [];
	let call = await makeCall(run, requests, http);
	const isOver =
		call.received !== undefined && saysSessionOver(refusalCode(call.received.body.json));
	// coreBOS refused the call before it did anything, so it is made again in a new session.
	if (isOver && (await session?.dropUsed())) call = await makeCall(run, requests, http);
	const { request, received } = call;
	if (received === undefined) {
		const answer = missingAnswer(config, scope.native);
		return { requests, response: undefined, body: false, answer };
	}
	const { response, text, body } = received;
	const answer = restAnswer(config.outputType, body, scope.native);
	const entries = entriesOf(map, scope.native);
	const saves = options.saves === true;
	const failure = failureOf({ config, entries, request, response, body, answer, saves });
	if (failure !== undefined) {
		if (isPassedOver(scope.native, entries, response)) scope.warn(refusalWarning(map, failure));
		else failures.add(failure);
	}
	return { requests, response, body: text, answer };
}

/** A request and what was received for it; nothing where no answer came and the run goes on. */
interface MadeCall {
	request: HttpRequest;
	received?: { response: HttpResponse; text: string; body: ReadBody };
}

/** Builds the request of a map, makes its call and notes it. */
async function makeCall(
	{ map, scope, options, failures }: Pick<MapRun, 'map' | 'scope' | 'options' | 'failures'>,
	requests: HttpRequest[],
	http: Http,
): Promise<MadeCall> {
	const fields = await fieldValues(scope, map);
	const { request } = await mapRequest(scope, map.config, fields, options);
	requests.push(request);
	const response = await sendRequest(map.config, request, http, failures);
	if (response === undefined) return { request };
	const text = decodeBody(response, scope.warn);
	return { request, received: { response, text, body: readBody(text) } };
}

/**
 * Whether the run goes on after a refusal: in coreBOS the task does where the map keeps nothing of
 * the answer, as the published logout map does, whose call comes after the record was created.
 */
function isPassedOver(
	native: boolean,
	entries: ResponseEntry[],
	{ status }: HttpResponse,
): boolean {
	return !native && entries.length === 0 && status < 400;
}

/** The warning about a refusal that is passed over, with what the map lacks where that is known. */
function refusalWarning({ config, fields }: WebServiceMap, failure: MapCallError): string {
	const sendsSession =
		fields.some(({ name }) => name.toLowerCase() === 'sessionname') ||
		(config.headers ?? []).some(({ name }) => name.toLowerCase() === 'corebos-authorization');
	const missing =
		failure.code === 'AUTHENTICATION_REQUIRED' && !sendsSession
			? ' The map sends no sessionName: add that field.'
			: '';
	return `${failure.reason}. The map keeps no part of the answer, so the run continues, as in coreBOS.${missing}`;
}

/** A body as text and, where it is JSON, as a value: both what is kept and failures read it. */
interface ReadBody {
	text: string;
	json: Json | undefined;
}

function readBody(text: string): ReadBody {
	const plain = text.replace(/^\uFEFF/, '');
	return { text: plain, json: parseJson(plain) };
}

/** No answer came and the run goes on. */
function missingAnswer({ outputType }: MapConfig, native: boolean): Answer | undefined {
	if (native) return typedAnswer(undefined);
	return isReadType(outputType) ? emptyAnswer() : undefined;
}

/** @returns undefined where `outputtype` says that nothing is to be read */
function restAnswer(
	outputType: string | undefined,
	body: ReadBody,
	native: boolean,
): Answer | undefined {
	if (native) return nativeAnswer(outputType, body);
	if (!isReadType(outputType)) return undefined;
	return outputType === 'JSON' ? jsonAnswer(body.json) : xmlAnswer(parseXmlAnswer(body.text));
}

/** Without `outputtype` the answer itself says what it is. */
function nativeAnswer(outputType: string | undefined, { text, json }: ReadBody): Answer {
	const isUnsaid = outputType === undefined || outputType === '';
	const isXml = isUnsaid ? text.trimStart().startsWith('<') : outputType === 'XML';
	return isXml ? typedAnswer(parseTypedXml(text), 'xml') : typedAnswer(json);
}

async function result(
	{ map, scope, failures, warnings }: Omit<MapRun, 'options' | 'session'>,
	environment: Environment,
	{ requests, response }: MapCall,
	values: ResponseValues,
): Promise<RunResult> {
	const noSave = returnsUnsaved(scope.context);
	const fields = noSave ? values.fields : await asStored(scope, values.fields);
	const returned = map.response.length === 0 ? null : Object.fromEntries(values.fields);
	return {
		methodName: map.config.methodName ?? '',
		requests,
		...(response === undefined ? {} : { response }),
		...(failures.any ? { failed: true } : {}),
		context: {
			...writtenContext(environment, scope.context),
			...Object.fromEntries(values.context),
		},
		removedContext: noSave ? [NO_SAVE] : [],
		fields: noSave ? {} : Object.fromEntries(fields),
		...(noSave ? { returned } : {}),
		warnings,
	};
}

/** The variables that `setToContext` wrote. */
function writtenContext(
	{ context: before = {} }: Environment,
	context: Record<string, unknown>,
): Record<string, unknown> {
	return membersWhere(
		context,
		(name, value) => !Object.hasOwn(before, name) || before[name] !== value,
	);
}
