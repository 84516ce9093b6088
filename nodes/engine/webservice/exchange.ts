import type { Http, HttpRequest, HttpResponse } from '../environment';
import { readAnswer, isRecord, type WebServiceAnswer } from './answer';
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
const DROPPED = /ECONNRESET|EPIPE|UND_ERR_SOCKET|socket hang up|other side closed/i;

/**
 * Sends one call and reads its answer. A harmless call whose connection drops is made once
 * more; a writing one is not, since coreBOS may have done it.
 *
 * @throws CoreBosError, never with a secret in it
 */
export async function exchange(http: Http, call: WebServiceCall): Promise<WebServiceAnswer> {
	const { url, operation, parameters, sessionName } = call;
	const request = webServiceRequest(url, operation, parameters, sessionName);
	const secrets = [...call.secrets, ...secretsOf(parameters), sessionName ?? ''];
	const harmless = isHarmless(operation);
	const response = await send(http, request, harmless).catch((reason: unknown) =>
		Promise.reject(noAnswer(reason, call, harmless, secrets)),
	);
	try {
		return readAnswer({ operation, harmless }, response);
	} catch (error) {
		throw withoutSecrets(error, secrets);
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
		code: DROPPED.test(failure) ? 'ANSWER_LOST' : 'NO_ANSWER',
		operation: call.operation,
		reason: maskSecrets(`no answer from ${new URL(call.url).origin}: ${failure}`, secrets),
		uncertain: !harmless && !NOT_SENT.test(failure),
	});
}

/** Message and code of a failed connection; `fetch` hides them in `cause`. */
function describeFailure(reason: unknown): string {
	if (!isRecord(reason)) return String(reason);
	const message = typeof reason.message === 'string' ? reason.message : String(reason);
	const code =
		typeof reason.code === 'string' && !message.includes(reason.code) ? [reason.code] : [];
	const cause = isRecord(reason.cause) ? [describeFailure(reason.cause)] : [];
	return [message, ...code, ...cause].join(', ');
}

function withoutSecrets(error: unknown, secrets: string[]): unknown {
	if (!(error instanceof CoreBosError)) return error;
	const warnings = error.warnings.map((warning) => maskSecrets(warning, secrets));
	return new CoreBosError({ ...error, reason: maskSecrets(error.reason, secrets), warnings });
}
