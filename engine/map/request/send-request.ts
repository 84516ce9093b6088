import type { Http, HttpRequest, HttpResponse } from '../../environment';
import { checkedResponse } from '../../http';
import type { Answer } from '../answer/answer';
import { unanswered } from '../answer/failures';
import type { MapRun } from '../run-context';

/** A map's call and what came of it. */
export interface MapCall {
	/** The requests made, in order. */
	requests: HttpRequest[];
	/** Undefined where none came and the run goes on. */
	response: HttpResponse | undefined;
	/** The answer's body as text; false where none came. */
	body: string | false;
	/** Undefined where nothing of the answer is to be kept. */
	answer: Answer | undefined;
}

/**
 * Makes a call.
 *
 * @returns undefined where no answer came and that is no error
 * @throws MapCallError where no answer came; TypeError where `http` gives something else
 */
export async function answered(
	run: MapRun,
	request: HttpRequest,
	http: Http,
): Promise<HttpResponse | undefined> {
	let response: HttpResponse;
	try {
		response = await http(request);
	} catch (error) {
		if (run.options.neverError !== true) throw unanswered(run, request, error);
		run.warn(unanswered(run, request, error).message);
		return undefined;
	}
	return checkedResponse(response);
}
