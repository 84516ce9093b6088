import type { Compatibility } from '../compatibility';
import { saysSessionOver } from '../corebos';
import type { Http, HttpRequest, HttpResponse } from '../environment';
import { toPlain, type Value } from '../php';
import { withoutFullStop } from '../without-full-stop';
import { outcomeOfStatus } from './call-outcome';
import {
	bodyOf,
	buildEnvelope,
	faultIn,
	findOperation,
	notSoap,
	operationParameters,
	readSoapAnswer,
	SoapError,
	WsdlCache,
	WsdlUnavailable,
	type Operation,
	type SoapFault,
	type SoapMessage,
	type Wsdl,
} from '../soap';
import { readResponse, decodeBody } from '../http';
import { emptyAnswer, type Answer } from './answer/answer';
import { callError, excerpt, hintFor, redirectOf, unanswered } from './answer/failures';
import { fieldValues } from './request/fields';
import { jsonText } from './answer/json';
import { afterCall, callFailed, sendRequest } from './send-request';
import { MapError, type MapCallError } from './map-error';
import { mapRequest, withoutMessageHeaders, wsdlRequest, type MapRequest } from './request/request';
import type { MapCall, MapRun } from './map-run';
import { faultAnswer, soapAnswer } from './answer/soap';

/**
 * Makes the call of a SOAP map: fetches its WSDL, sends its fields as the parameters of the
 * operation and reads the answer.
 *
 * @throws MapError: the WSDL or the map cannot be used; MapCallError: the WSDL cannot be
 * fetched, the call failed or the service answered with a fault
 */
export async function soapCall(run: MapRun, http: Http): Promise<MapCall> {
	const requests: HttpRequest[] = [];
	const recorded: Http = async (request) => {
		requests.push(request);
		return await http(request);
	};
	let call = await makeCall(run, recorded);
	const isOver = saysSessionOver(refusalIn(call));
	// The service refused the call before it did anything, so it is made again in a new session.
	if (isOver && (await run.session?.dropUsed())) call = await makeCall(run, recorded);
	if (call === undefined) {
		return { requests, response: undefined, body: false, answer: undefined };
	}
	const { wsdl, operation, request, response, text } = call;
	if (response === undefined) {
		const answer = keepsAnswer(run) ? emptyAnswer() : undefined;
		return { requests, response, body: false, answer };
	}
	const answer = await afterCall(run, request, () =>
		checkedBy('Response', () => read(run, wsdl, operation, request, response, text)),
	);
	return { requests, response, body: text, answer: keepsAnswer(run) ? answer : undefined };
}

/** A call and its answer; without a response where none came and that is not an error. */
interface MadeCall {
	wsdl: Wsdl;
	operation: Operation;
	request: HttpRequest;
	response?: HttpResponse;
	text: string;
}

/** @returns undefined where the WSDL cannot be fetched and that is not an error */
async function makeCall(run: MapRun, http: Http): Promise<MadeCall | undefined> {
	const { map, scope, options } = run;
	const fields = await fieldValues(scope, map.fields);
	const asked = await mapRequest(scope, map.config, fields, options);
	const wsdl = await wsdlFor(run, asked.request, http);
	if (wsdl === undefined) return undefined;
	const { operation, message } = soapMessage(run, wsdl, fields, asked);
	const request = soapRequest(asked.request, operation, message);
	const response = await sendRequest(run, request, http);
	const text = response === undefined ? '' : decodeBody(response, scope.warn);
	return { wsdl, operation, request, response, text };
}

/**
 * The code of a refusal of coreBOS, where an answer is one: SOAP has it as the last part of the
 * fault's code (`env:Client/AUTHENTICATION_REQUIRED`), or as its text.
 */
function refusalIn(call: MadeCall | undefined): string | undefined {
	if (call?.response === undefined) return undefined;
	const fault = faultOf(call.wsdl, call.text);
	if (fault === undefined) return undefined;
	const last = fault.code.split(/[/:.]/).pop() ?? '';
	return saysSessionOver(last) ? last : /^\s*([A-Z_]+)\b/.exec(fault.string)?.[1];
}

/** @returns undefined for an answer that is not a fault, or cannot be read: reported later */
function faultOf(wsdl: Wsdl, text: string): SoapFault | undefined {
	try {
		const body = bodyOf(text.replace(/^\uFEFF/, ''));
		return body === undefined ? undefined : faultIn(wsdl, body);
	} catch (error) {
		if (error instanceof SoapError) return undefined;
		throw error;
	}
}

/** coreBOS keeps nothing of an answer whose outputtype it does not know. */
function keepsAnswer(run: MapRun): boolean {
	return run.scope.native || ['JSON', 'XML'].includes(run.map.config.outputType ?? '');
}

function compatibilityOf({ options }: MapRun): Compatibility {
	return options.compatibility ?? 'coreBos';
}

/** An answer that did not come, kept apart from what went wrong with one that did. */
class NoAnswer extends Error {
	constructor(
		readonly request: HttpRequest,
		cause: unknown,
	) {
		super('no answer came', { cause });
		this.name = 'NoAnswer';
	}
}

/** @returns undefined where the WSDL cannot be fetched and that is not an error */
async function wsdlFor(run: MapRun, request: HttpRequest, http: Http): Promise<Wsdl | undefined> {
	const checked: Http = async (one) => {
		let response: HttpResponse;
		try {
			response = await http(one);
		} catch (error) {
			throw new NoAnswer(one, error);
		}
		return readResponse(response);
	};
	const wsdls = run.options.wsdls ?? new WsdlCache();
	try {
		return await wsdls.read(wsdlRequest(request), checked);
	} catch (error) {
		const failure = unfetched(run, request, error);
		if (failure === undefined) throw unusable(error, 'wsurl');
		callFailed(run, failure);
		return undefined;
	}
}

/** The error of a WSDL that could not be fetched; undefined for what else went wrong. */
function unfetched(run: MapRun, request: HttpRequest, error: unknown): MapCallError | undefined {
	if (error instanceof NoAnswer) return unanswered(run.map.config, error.request, error.cause);
	if (!(error instanceof WsdlUnavailable)) return undefined;
	const { message, status } = error;
	return callError(run.map.config, request, { reason: message, status, cause: error });
}

/** What SOAP refuses is a fault of the map; anything else stays what it is. */
function unusable(error: unknown, element: string): unknown {
	if (!(error instanceof SoapError)) return error;
	return new MapError(error.message, { element, cause: error });
}

function soapMessage(
	run: MapRun,
	wsdl: Wsdl,
	fields: Map<string, Value>,
	{ rest }: MapRequest,
): { operation: Operation; message: SoapMessage } {
	const name = (run.map.config.methodName ?? '').trim();
	wsdl.warnings.forEach((text) => run.scope.warn(text));
	const operation = checkedBy('methodname', () => findOperation(wsdl, name, [...fields.keys()]));
	const message = checkedBy('fields', () => {
		const known = new Set(operationParameters(operation).map((parameter) => parameter.name));
		// What was put into the address is a parameter only where the operation has it.
		const sent = [...fields].filter(([field]) => rest.has(field) || known.has(field));
		const parameters = Object.fromEntries(sent.map(([field, value]) => [field, toPlain(value)]));
		const warn = (text: string): void => run.scope.warn(`Operation "${operation.name}": ${text}`);
		operation.warnings.forEach(warn);
		return buildEnvelope(wsdl, operation, parameters, {
			compatibility: compatibilityOf(run),
			warn,
		});
	});
	return { operation, message };
}

function checkedBy<Result>(element: string, make: () => Result): Result {
	try {
		return make();
	} catch (error) {
		throw unusable(error, element);
	}
}

function soapRequest(
	asked: HttpRequest,
	{ address }: Operation,
	{ headers, body }: SoapMessage,
): HttpRequest {
	return {
		...asked,
		method: 'POST',
		url: address,
		headers: { ...withoutMessageHeaders(asked.headers), ...headers },
		body,
	};
}

/** @throws MapCallError for a fault and for an answer that is not SOAP, if these are errors */
function read(
	run: MapRun,
	wsdl: Wsdl,
	operation: Operation,
	request: HttpRequest,
	response: HttpResponse,
	text: string,
): Answer {
	const { status } = response;
	const body = bodyOf(text.replace(/^\uFEFF/, ''));
	const fault = body === undefined ? undefined : faultIn(wsdl, body);
	if (fault !== undefined) {
		callFailed(run, faultError(run, request, status, fault));
		return faultAnswer(fault);
	}
	const isOneWay = operation.output === undefined && text.trim() === '';
	if (status < 300 && isOneWay) return emptyAnswer();
	if (status >= 300 || body === undefined) {
		callFailed(run, answerError(run, request, response, text));
		return emptyAnswer();
	}
	return checkedBy('Response', () =>
		soapAnswer(
			{ native: run.scope.native, outputType: run.map.config.outputType },
			operation,
			readSoapAnswer(wsdl, operation, body, compatibilityOf(run)),
		),
	);
}

function faultError(
	run: MapRun,
	request: HttpRequest,
	status: number,
	fault: SoapFault,
): MapCallError {
	const detail = fault.detail === null ? undefined : excerpt(jsonText(fault.detail), request);
	const said = fault.string === '' ? 'the service gave no reason' : fault.string;
	return callError(run.map.config, request, {
		reason: `${withoutFullStop(said)} (SOAP fault ${fault.code})${detail === undefined ? '' : `: ${detail}`}`,
		status,
		code: fault.code,
		serverMessage: fault.string,
		hint: status === 401 || status === 403 ? hintFor(undefined, status) : '',
		cause: fault,
	});
}

function answerError(
	run: MapRun,
	request: HttpRequest,
	response: HttpResponse,
	text: string,
): MapCallError {
	const { status } = response;
	const redirect = redirectOf(response);
	const said = excerpt(text, request);
	const shown = said === undefined ? '' : `: ${said}`;
	return callError(run.map.config, request, {
		reason:
			redirect === undefined
				? `${notSoap(text).message}${shown}`
				: `the server redirects to ${redirect}, and calls are not repeated at another address`,
		status,
		hint: hintFor(undefined, status) || 'Check the address of the service in the WSDL.',
		outcome: outcomeOfStatus(request, status),
	});
}
