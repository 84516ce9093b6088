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
import { emptyAnswer, isReadType, type Answer } from './answer/answer';
import { callError, excerpt, hintFor, redirectOf, unanswered } from './answer/failures';
import { fieldValues } from './request/fields';
import { jsonText } from './answer/json';
import { afterCall, sendRequest, type RunFailures } from './send-request';
import { MapError, type MapCallError } from './map-error';
import { mapRequest, withoutMessageHeaders, wsdlRequest, type MapRequest } from './request/request';
import type { MapConfig } from './model/types';
import type { MapCall, MapRun } from './map-run';
import type { ValueScope, Warn } from './request/value-scope';
import { faultAnswer, soapAnswer } from './answer/soap';

/**
 * Makes the call of a SOAP map: fetches its WSDL, sends its fields as the parameters of the
 * operation and reads the answer.
 *
 * @throws MapError: the WSDL or the map cannot be used; MapCallError: the WSDL cannot be
 * fetched, the call failed or the service answered with a fault
 */
export async function soapCall(run: Omit<MapRun, 'warnings'>, http: Http): Promise<MapCall> {
	const { map, scope, session, failures } = run;
	const requests: HttpRequest[] = [];
	const recorded: Http = async (request) => {
		requests.push(request);
		return await http(request);
	};
	let call = await makeCall(run, recorded);
	// The service refused the call before it did anything, so it is made again in a new session.
	if (isSessionOver(call?.fault) && (await session?.dropUsed())) {
		call = await makeCall(run, recorded);
	}
	if (call === undefined) {
		return { requests, response: undefined, body: false, answer: undefined };
	}
	const { response, body, answer, failure } = call;
	if (failure !== undefined) failures.add(failure);
	const isKept = scope.native || isReadType(map.config.outputType);
	return { requests, response, body, answer: isKept ? answer : undefined };
}

/** A call and what came of it, as a map's call has it; `failure`: the error that its answer is. */
interface MadeCall extends SoapReply, Pick<MapCall, 'response' | 'body'> {}

/** What an answer says. */
interface SoapReply {
	answer: Answer;
	/** The fault that it is. */
	fault?: SoapFault;
	/** The error that it is, unless errors are passed over. */
	failure?: MapCallError;
}

/** @returns undefined where the WSDL cannot be fetched and that is not an error */
async function makeCall(
	{ map, scope, options, failures }: Omit<MapRun, 'warnings' | 'session'>,
	http: Http,
): Promise<MadeCall | undefined> {
	const { config } = map;
	const fields = await fieldValues(scope, map);
	const asked = await mapRequest(scope, config, fields, options);
	const wsdls = options.wsdls ?? new WsdlCache();
	const wsdl = await wsdlFor(wsdls, config, asked.request, http, failures);
	if (wsdl === undefined) return undefined;
	const { operation, message } = soapMessage(scope, config.methodName, wsdl, fields, asked);
	const request = soapRequest(asked.request, operation, message);
	const response = await sendRequest(config, request, http, failures);
	if (response === undefined) return { response, body: false, answer: emptyAnswer() };
	const body = decodeBody(response, scope.warn);
	const reply = await afterCall(config, request, () =>
		checkedBy('Response', () => read({ config, scope, wsdl, operation, request, response, body })),
	);
	return { ...reply, response, body };
}

/**
 * Whether a fault is coreBOS's refusal of a session: SOAP has the code as the last part of the
 * fault's code (`env:Client/AUTHENTICATION_REQUIRED`), or at the beginning of its text.
 */
function isSessionOver(fault: SoapFault | undefined): boolean {
	if (fault === undefined) return false;
	const inText = /^\s*([A-Z_]+)\b/.exec(fault.string)?.[1];
	return saysSessionOver(fault.code.split(/[/:.]/).pop()) || saysSessionOver(inText);
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
async function wsdlFor(
	wsdls: WsdlCache,
	config: MapConfig,
	request: HttpRequest,
	http: Http,
	failures: RunFailures,
): Promise<Wsdl | undefined> {
	const checked: Http = async (one) => {
		let response: HttpResponse;
		try {
			response = await http(one);
		} catch (error) {
			throw new NoAnswer(one, error);
		}
		return readResponse(response);
	};
	try {
		return await wsdls.read(wsdlRequest(request), checked);
	} catch (error) {
		const failure = unfetched(config, request, error);
		if (failure === undefined) throw unusable(error, 'wsurl');
		failures.add(failure);
		return undefined;
	}
}

/** The error of a WSDL that could not be fetched; undefined for what else went wrong. */
function unfetched(
	config: MapConfig,
	request: HttpRequest,
	error: unknown,
): MapCallError | undefined {
	if (error instanceof NoAnswer) return unanswered(config, error.request, error.cause);
	if (!(error instanceof WsdlUnavailable)) return undefined;
	const { message, status } = error;
	return callError(config, request, { reason: message, status, cause: error });
}

/** What SOAP refuses is a fault of the map; anything else stays what it is. */
function unusable(error: unknown, element: string): unknown {
	if (!(error instanceof SoapError)) return error;
	return new MapError(error.message, { element, cause: error });
}

function soapMessage(
	{ warn, compatibility }: Pick<ValueScope, 'warn' | 'compatibility'>,
	methodName = '',
	wsdl: Wsdl,
	fields: Map<string, Value>,
	{ rest }: MapRequest,
): { operation: Operation; message: SoapMessage } {
	const name = methodName.trim();
	wsdl.warnings.forEach((text) => warn(text));
	const operation = checkedBy('methodname', () => findOperation(wsdl, name, [...fields.keys()]));
	const message = checkedBy('fields', () => {
		const known = new Set(operationParameters(operation).map((parameter) => parameter.name));
		// What was put into the address is a parameter only where the operation has it.
		const sent = [...fields].filter(([field]) => rest.has(field) || known.has(field));
		const parameters = Object.fromEntries(sent.map(([field, value]) => [field, toPlain(value)]));
		const warnOfIt: Warn = (text) => warn(`Operation "${operation.name}": ${text}`);
		operation.warnings.forEach(warnOfIt);
		return buildEnvelope(wsdl, operation, parameters, { compatibility, warn: warnOfIt });
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

/** An answer, and the call that it belongs to. */
interface AnsweredCall {
	config: MapConfig;
	scope: Pick<ValueScope, 'native' | 'compatibility'>;
	wsdl: Wsdl;
	operation: Operation;
	request: HttpRequest;
	response: HttpResponse;
	body: string;
}

/** @throws SoapError for a message that the operation does not answer with */
function read(call: AnsweredCall): SoapReply {
	const { config, scope, wsdl, operation, response, body } = call;
	const { status } = response;
	const content = bodyOf(body.replace(/^\uFEFF/, ''));
	const fault = content === undefined ? undefined : faultIn(wsdl, content);
	if (fault !== undefined) {
		return { answer: faultAnswer(fault), fault, failure: faultError(call, fault) };
	}
	const isOneWay = operation.output === undefined && body.trim() === '';
	if (status < 300 && isOneWay) return { answer: emptyAnswer() };
	if (status >= 300 || content === undefined) {
		return { answer: emptyAnswer(), failure: answerError(call) };
	}
	const { native, compatibility } = scope;
	const read = readSoapAnswer(wsdl, operation, content, compatibility);
	return { answer: soapAnswer({ native, outputType: config.outputType }, operation, read) };
}

function faultError({ config, request, response }: AnsweredCall, fault: SoapFault): MapCallError {
	const { status } = response;
	const detail = fault.detail === null ? undefined : excerpt(jsonText(fault.detail), request);
	const said = fault.string === '' ? 'the service gave no reason' : fault.string;
	return callError(config, request, {
		reason: `${withoutFullStop(said)} (SOAP fault ${fault.code})${detail === undefined ? '' : `: ${detail}`}`,
		status,
		code: fault.code,
		serverMessage: fault.string,
		hint: status === 401 || status === 403 ? hintFor(undefined, status) : '',
		cause: fault,
	});
}

function answerError({ config, request, response, body }: AnsweredCall): MapCallError {
	const { status } = response;
	const redirect = redirectOf(response);
	const said = excerpt(body, request);
	const shown = said === undefined ? '' : `: ${said}`;
	return callError(config, request, {
		reason:
			redirect === undefined
				? `${notSoap(body).message}${shown}`
				: `the server redirects to ${redirect}, and calls are not repeated at another address`,
		status,
		hint: hintFor(undefined, status) || 'Check the address of the service in the WSDL.',
		outcome: outcomeOfStatus(request, status),
	});
}
