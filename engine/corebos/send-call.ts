import type { LocalErrorCode } from './advice';
import type { Http, HttpRequest, HttpResponse } from '../environment';
import { readAnswer, type WebServiceAnswer } from './answer';
import { isRecord } from '../is-record';
import { checkedResponse } from '../http';
import { CoreBosError } from './corebos-error';
import { isHarmless } from './operations';
import { webServiceRequest } from './request';
import { maskSecrets, secretsOf } from './secrets';

/** One web service call. */
export interface WebServiceCall {
	/** Address of webservice.php. */
	url: string;
	operation: string;
	parameters: Record<string, unknown>;
	/** Session to work on; without one for prelogin operations. */
	sessionName?: string;
	/** Further texts that no error may show. */
	secrets: string[];
}

/** Failures before the request was on its way: coreBOS knows nothing of the call. */
const NOT_SENT =
	/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|CERT|SELF_SIGNED|ALTNAME/;
const CANCELLED = /ERR_CANCELED|ABORT_ERR|operation was aborted/;
const DROPPED = /ECONNRESET|EPIPE|UND_ERR_SOCKET|socket hang up|other side closed/i;

/**
 * Sends one call and reads its answer. A harmless call whose connection drops is made once
 * more; a writing one is not, since coreBOS may have done it.
 *
 * @throws CoreBosError, never with a secret in it
 */
export async function sendCall(http: Http, call: WebServiceCall): Promise<WebServiceAnswer> {
	const { url, operation, parameters, sessionName } = call;
	const request = webServiceRequest(url, operation, parameters, sessionName);
	const secrets = [...call.secrets, ...secretsOf(parameters), sessionName ?? ''];
	const harmless = isHarmless(operation);
	const response = await send(http, request, harmless).catch((reason: unknown) =>
		Promise.reject(noAnswer(reason, call, harmless, secrets)),
	);
	const checked = checkedResponse(response);
	try {
		return readAnswer({ operation, harmless }, checked);
	} catch (error) {
		throw maskedError(error, secrets);
	}
}

async function send(http: Http, request: HttpRequest, harmless: boolean): Promise<HttpResponse> {
	return await http(request).catch((reason: unknown) => {
		const isWorthAnother = harmless && DROPPED.test(describeFailure(reason));
		return isWorthAnother ? http(request) : Promise.reject(reason);
	});
}

function noAnswer(
	reason: unknown,
	call: WebServiceCall,
	harmless: boolean,
	secrets: string[],
): CoreBosError {
	const failure = describeFailure(reason);
	return new CoreBosError({
		code: failureCode(failure),
		operation: call.operation,
		reason: maskSecrets(`no answer from ${new URL(call.url).origin}: ${failure}`, secrets),
		uncertain: !harmless && !NOT_SENT.test(failure),
	});
}

function failureCode(failure: string): LocalErrorCode {
	if (CANCELLED.test(failure)) return 'CANCELLED';
	return DROPPED.test(failure) ? 'ANSWER_LOST' : 'NO_ANSWER';
}

/** Causes of causes that are told; an error may even be its own cause. */
const MOST_CAUSES = 5;

/** Message and code of a failed connection, each said once; `fetch` hides them in `cause`. */
function describeFailure(reason: unknown): string {
	let told = '';
	let cause = reason;
	for (let depth = 0; depth <= MOST_CAUSES && cause !== undefined && cause !== null; depth++) {
		const { message, code } = isRecord(cause) ? cause : {};
		for (const part of [typeof message === 'string' ? message : String(cause), code]) {
			if (typeof part !== 'string' || told.includes(part)) continue;
			told += told === '' ? part : `, ${part}`;
		}
		cause = isRecord(cause) ? cause.cause : undefined;
	}
	return told;
}

function maskedError(error: unknown, secrets: string[]): unknown {
	if (!(error instanceof CoreBosError)) return error;
	const warnings = error.warnings.map((warning) => maskSecrets(warning, secrets));
	return new CoreBosError({ ...error, reason: maskSecrets(error.reason, secrets), warnings });
}
