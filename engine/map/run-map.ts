import type { Environment, Http, HttpRequest, HttpResponse } from '../environment';
import { bodyText } from '../http';
import { emptyAnswer, jsonAnswer, typedAnswer, xmlAnswer, type Answer } from './answer/answer';
import { failureOf } from './answer/failures';
import { parseJson } from './answer/json';
import { answered, type MapCall } from './request/send-request';
import {
	assertMap,
	refuseUnreadableSources,
	refuseUnusable,
	warnOfConfig,
} from './model/validate-map';
import { placedError } from './model/error-location';
import { mapRequest } from './request/request';
import { startRun, type MapRun } from './run-context';
import type { WebServiceMap } from './model/types';
import { parseMap } from './model/parse';
import { responseEntries, responseValues, type ResponseValues } from './answer/response-entries';
import type { RunOptions, RunResult } from './run-options';
import { soapCall } from './soap-call';
import { asStored } from './answer/saved-fields';
import { parseTypedXml } from './answer/typed-xml';
import { parseXmlAnswer } from './answer/xml';

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
 * TypeError: what `http` resolves with is no answer; whatever the client throws
 */
export async function runMap(
	map: WebServiceMap | string,
	environment: Environment,
	http: Http,
	options: RunOptions = {},
): Promise<RunResult> {
	const parsed = typeof map === 'string' ? parseMap(map) : map;
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
	assertMap(parsed);
	refuseUnusable(parsed);
	refuseUnreadableSources(parsed, options.compatibility === 'native');
	const run = await startRun(parsed, environment, options);
	warnOfConfig(run);
	const isSoap = parsed.config.webServiceType === 'SOAP';
	const call = isSoap ? await soapCall(run, http) : await restCall(run, http);
	const values = call.answer === undefined ? NOTHING : responseValues(run, call.answer, call.body);
	return result(run, environment, call, values);
}

/** What a map keeps whose `outputtype` says nothing. */
const NOTHING: ResponseValues = { context: new Map(), fields: new Map() };

async function restCall(run: MapRun, http: Http): Promise<MapCall> {
	const request = await mapRequest(run);
	const response = await answered(run, request, http);
	const body = response === undefined ? false : bodyText(response, run.warn);
	const answer = readAnswer(run, body);
	refuseFailure(run, request, response, body, answer);
	return { requests: [request], response, body, answer };
}

/** @returns undefined where `outputtype` says that nothing is to be read */
function readAnswer(run: MapRun, body: string | false): Answer | undefined {
	const { outputType } = run.map.config;
	const text = body === false ? undefined : body.replace(/^\uFEFF/, '');
	if (run.native) return nativeAnswer(outputType, text);
	if (outputType !== 'JSON' && outputType !== 'XML') return undefined;
	if (text === undefined) return emptyAnswer();
	return outputType === 'JSON' ? jsonAnswer(text) : xmlAnswer(parseXmlAnswer(text));
}

/** Without `outputtype` the answer itself says what it is. */
function nativeAnswer(outputType: string | undefined, text: string | undefined): Answer {
	const isUnsaid = outputType === undefined || outputType === '';
	const isXml = isUnsaid ? text?.trimStart().startsWith('<') === true : outputType === 'XML';
	if (text === undefined) return typedAnswer(undefined, 'json');
	return isXml ? typedAnswer(parseTypedXml(text), 'xml') : typedAnswer(parseJson(text), 'json');
}

function refuseFailure(
	run: MapRun,
	request: HttpRequest,
	response: HttpResponse | undefined,
	body: string | false,
	answer: Answer | undefined,
): void {
	if (response === undefined || body === false) return;
	const failure = failureOf(run, request, response, body, answer);
	if (failure === undefined) return;
	if (run.options.neverError !== true) throw failure;
	run.warn(failure.message);
}

async function result(
	run: MapRun,
	environment: Environment,
	{ requests, response }: MapCall,
	values: ResponseValues,
): Promise<RunResult> {
	const noSave = returnsUnsaved(run.context);
	const fields = noSave ? values.fields : await asStored(run, values.fields);
	const returned = responseEntries(run).length === 0 ? null : Object.fromEntries(values.fields);
	return {
		methodName: run.map.config.methodName ?? '',
		requests,
		...(response === undefined ? {} : { response }),
		context: Object.fromEntries([...writtenContext(run, environment), ...values.context]),
		removedContext: noSave ? [NO_SAVE] : [],
		fields: noSave ? {} : Object.fromEntries(fields),
		...(noSave ? { returned } : {}),
		warnings: run.warnings,
	};
}

/** The variables that `setToContext` wrote. */
function writtenContext(run: MapRun, { context }: Environment): Array<[string, unknown]> {
	const before = context ?? {};
	return Object.entries(run.context).filter(
		([name, value]) => !Object.hasOwn(before, name) || before[name] !== value,
	);
}
