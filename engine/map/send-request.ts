import type { Http, HttpRequest, HttpResponse } from '../environment';
import { checkedResponse } from '../http';
import { unanswered } from './answer/failures';
import type { MapCallError } from './map-error';
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
	return checkedResponse(response);
}

/** @throws MapCallError: the failure, unless the run goes on with a warning of it */
export function callFailed(run: MapRun, failure: MapCallError): void {
	const { options, scope, warnings } = run;
	if (options.neverError !== true) {
		failure.warnings = [...warnings];
		throw failure;
	}
	scope.warn(failure.message);
}
