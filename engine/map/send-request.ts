import type { Http, HttpRequest, HttpResponse } from '../environment';
import { readResponse } from '../http';
import { callError, unanswered } from './answer/failures';
import { isReadingCall } from './call-outcome';
import { thrownError } from '../thrown-error';
import { MapCallError, MapError } from './map-error';
import type { MapConfig } from './model/types';
import type { Warn } from './request/value-scope';

/** What fails of the calls of a run. */
export class RunFailures {
	/** Whether a call failed, and the run goes on. */
	any = false;

	/** @param run its warnings, each of which `warn` adds, and whether it goes on after a failure */
	constructor(
		private readonly run: { warnings: readonly string[]; warn: Warn; neverError?: boolean },
	) {}

	/** @throws MapCallError: the failure, unless the run goes on with a warning of it */
	add(failure: MapCallError): void {
		if (this.run.neverError !== true) {
			failure.warnings = [...this.run.warnings];
			throw failure;
		}
		this.any = true;
		this.run.warn(failure.message);
	}
}

/**
 * Makes a call.
 *
 * @returns undefined where no answer came and that is not an error
 * @throws MapCallError where no answer came; TypeError where `http` gives something else
 */
export async function sendRequest(
	config: MapConfig,
	request: HttpRequest,
	http: Http,
	failures: RunFailures,
): Promise<HttpResponse | undefined> {
	let response: HttpResponse;
	try {
		response = await http(request);
	} catch (error) {
		failures.add(unanswered(config, request, error));
		return undefined;
	}
	return readResponse(response);
}

/**
 * What is done with the answer of a call. What goes wrong then goes wrong after the call: nobody
 * should make it again for that.
 *
 * @throws what `work` throws, as an error that says that the call was done
 */
export async function afterCall<Result>(
	config: MapConfig,
	request: HttpRequest,
	work: () => Result | Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw isReadingCall(request) ? error : doneNevertheless(config, request, error);
	}
}

function doneNevertheless(config: MapConfig, request: HttpRequest, error: unknown): unknown {
	if (error instanceof MapCallError) return error;
	if (error instanceof MapError) {
		const advice = [error.advice, 'The call was done: do not repeat it'].filter(Boolean);
		return new MapError(error.reason, {
			...error,
			advice: advice.join('. '),
			cause: error,
			outcome: 'done',
		});
	}
	return callError(config, request, {
		reason: `it was answered, but its answer could not be kept: ${thrownError(error).message}`,
		outcome: 'done',
		cause: error,
	});
}
