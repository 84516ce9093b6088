import type { Http, HttpRequest, HttpResponse } from '../environment';
import { readResponse } from '../http';
import { callError, unanswered } from './answer/failures';
import { isReadingCall } from './call-outcome';
import { MapCallError, MapError } from './map-error';
import type { MapRun } from './map-run';

/**
 * Makes a call.
 *
 * @returns undefined where no answer came and that is not an error
 * @throws MapCallError where no answer came; TypeError where `http` gives something else
 */
export async function sendRequest(
	run: MapRun,
	request: HttpRequest,
	http: Http,
): Promise<HttpResponse | undefined> {
	let response: HttpResponse;
	try {
		response = await http(request);
	} catch (error) {
		callFailed(run, unanswered(run.map.config, request, error));
		return undefined;
	}
	return readResponse(response);
}

/** @throws MapCallError: the failure, unless the run goes on with a warning of it */
export function callFailed(run: MapRun, failure: MapCallError): void {
	const { options, scope, warnings } = run;
	if (options.neverError !== true) {
		failure.warnings = [...warnings];
		throw failure;
	}
	run.failed = true;
	scope.warn(failure.message);
}

/**
 * What is done with the answer of a call. What goes wrong then goes wrong after the call: nobody
 * should make it again for that.
 *
 * @throws what `work` throws, as an error that says that the call was done
 */
export async function afterCall<Result>(
	run: MapRun,
	request: HttpRequest,
	work: () => Result | Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw isReadingCall(request) ? error : doneNevertheless(run, request, error);
	}
}

function doneNevertheless({ map }: MapRun, request: HttpRequest, error: unknown): unknown {
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
	const reason = error instanceof Error ? error.message : String(error);
	return callError(map.config, request, {
		reason: `it was answered, but its answer could not be kept: ${reason}`,
		outcome: 'done',
		cause: error,
	});
}
