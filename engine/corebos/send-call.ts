import type { LocalErrorCode } from './advice';
import type { Http, HttpRequest, HttpResponse } from '../environment';
import { readAnswer, type WebServiceAnswer } from './answer';
import { readResponse, connectionFailure, type ConnectionFailure } from '../http';
import { checkedResult } from './checked-result';
import { CoreBosError } from './corebos-error';
import { isHarmless } from './operations';
import { webServiceRequest } from './request';
import { maskedValue, maskSecrets, secretsOf } from './secrets';

/** One web service call. */
interface WebServiceCall {
	/** Address of webservice.php. */
	url: string;
	operation: string;
	parameters: Record<string, unknown>;
	/** Session to work on; without one for prelogin operations. */
	sessionName?: string;
	/** Further texts that no error may show. */
	secrets: string[];
}

const CODES: Readonly<Record<ConnectionFailure['kind'], LocalErrorCode>> = {
	notSent: 'NO_ANSWER',
	cancelled: 'CANCELLED',
	dropped: 'ANSWER_LOST',
	other: 'NO_ANSWER',
};

/**
 * Sends one call and reads its answer. A harmless call whose connection drops is made once
 * more; a writing one is not, since coreBOS may have done it.
 *
 * @throws CoreBosError, never with a secret in it
 */
export async function sendCall(http: Http, call: WebServiceCall): Promise<WebServiceAnswer> {
	const { url, operation, parameters, sessionName } = call;
	// A redirect would take the session to wherever it leads.
	const request = {
		...webServiceRequest(url, operation, parameters, sessionName),
		followRedirects: false,
	};
	const secrets = [...call.secrets, ...secretsOf(parameters), sessionName ?? ''];
	const harmless = isHarmless(operation);
	const response = await send(http, request, harmless).catch((reason: unknown) => {
		throw noAnswer(reason, call, harmless, secrets);
	});
	const checked = readResponse(response);
	try {
		return checkedResult(
			operation,
			parameters,
			readAnswer({ operation, harmless, secrets }, checked),
		);
	} catch (error) {
		throw maskedError(error, secrets);
	}
}

async function send(http: Http, request: HttpRequest, harmless: boolean): Promise<HttpResponse> {
	try {
		return await http(request);
	} catch (reason) {
		if (!harmless || connectionFailure(reason).kind !== 'dropped') throw reason;
		return await http(request);
	}
}

function noAnswer(
	reason: unknown,
	call: WebServiceCall,
	harmless: boolean,
	secrets: string[],
): CoreBosError {
	const { kind, text, isCertificateRefused } = connectionFailure(reason);
	return new CoreBosError({
		code: isCertificateRefused ? 'CERTIFICATE_REFUSED' : CODES[kind],
		operation: call.operation,
		reason: maskSecrets(`no answer from ${new URL(call.url).origin}: ${text}`, secrets),
		uncertain: !harmless && kind !== 'notSent',
	});
}

function maskedError(error: unknown, secrets: string[]): unknown {
	if (!(error instanceof CoreBosError)) return error;
	return new CoreBosError({
		...error,
		code: maskSecrets(error.code, secrets),
		reason: maskSecrets(error.reason, secrets),
		warnings: error.warnings.map((warning) => maskSecrets(warning, secrets)),
		result: maskedValue(error.result, secrets),
	});
}
