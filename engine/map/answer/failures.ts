import { thrownError } from '../../thrown-error';
import {
	adviceForMap,
	CoreBosError,
	maskedBeginning,
	maskSecretMembers,
	maskSecrets,
} from '../../corebos';
import type { HttpRequest, HttpResponse } from '../../environment';
import { displayUrl, plainText, redirectTarget } from '../../http';
import { withoutFullStop } from '../../without-full-stop';
import { adviceOfOutcome, outcomeOfStatus, outcomeWithoutAnswer } from '../call-outcome';
import { MapCallError, type MapCallErrorDetails } from '../map-error';
import { secretsOfRequest } from '../request-secrets';
import type { MapConfig, ResponseEntry } from '../model/types';
import type { Answer } from './answer';
import type { Json } from './json';

const EXCERPT_LENGTH = 200;

/** Characters of an answer that are looked at for an excerpt, however long it is. */
const LOOKED_AT = 10_000;

/** The call that could not be made: no connection, a certificate, the time was up. */
export function unanswered(config: MapConfig, request: HttpRequest, error: unknown): MapCallError {
	// A call that was made together with others: the caller knows what became of it.
	if (error instanceof CoreBosError) {
		const { reason, status, outcome } = error;
		const hint = hintFor(undefined, status ?? 0);
		return callError(config, request, { reason, status, hint, outcome, cause: error });
	}
	const message = thrownError(error).message;
	return callError(config, request, {
		reason: `no answer came: ${message.replace(/https?:\/\/\S+/gi, displayUrl)}`,
		hint: 'Check that wsurl is correct, that the server is running and that this machine can reach it.',
		cause: error,
		outcome: outcomeWithoutAnswer(request, error),
	});
}

/** An answer, and what the map wants of it. */
interface MapCallAnswer {
	config: MapConfig;
	/** The entries of the map's Response that coreBOS uses. */
	entries: ResponseEntry[];
	request: HttpRequest;
	response: HttpResponse;
	/** The body as text and, where it is JSON, as a value. */
	body: { text: string; json: Json | undefined };
	/** Undefined where nothing of the answer is to be kept. */
	answer: Answer | undefined;
	/** Whether fields of the record are going to be saved from it. */
	saves: boolean;
}

/**
 * The error that an answer is, if it is one: a status of 400 or more, a refusal of
 * coreBOS, or a body that cannot be read although the map wants something of it.
 */
export function failureOf(call: MapCallAnswer): MapCallError | undefined {
	const { config, entries, request, response, body, answer, saves } = call;
	const { status } = response;
	if (status >= 400) {
		const { code, message } = serverError(body.json);
		return callError(config, request, {
			reason: message ?? excerpt(body.text, request) ?? 'the server gave no reason',
			status,
			code,
			serverMessage: message,
			hint: hintFor(code, status),
			outcome: outcomeOfStatus(request, status),
		});
	}
	const refused = refusal(entries, body.json, saves);
	if (refused !== undefined) {
		return callError(config, request, { ...refused, status, hint: hintFor(refused.code, status) });
	}
	const wantsContent = entries.some(({ path }) => path !== '.');
	if (saves && wantsContent && answer?.readable === true && isEmptyAnswer(answer.content)) {
		return callError(config, request, {
			reason: `the answer is empty, but fields of the record would be saved from it: ${excerpt(body.text, request) ?? 'tags without text'}`,
			status,
			hint: 'Nothing was saved.',
			outcome: outcomeOfStatus(request, status),
		});
	}
	const isUnreadable = answer !== undefined && !answer.readable && wantsContent;
	if (!isUnreadable || request.method.toUpperCase() === 'HEAD') return undefined;
	const redirect = redirectOf(response);
	return callError(config, request, {
		reason:
			redirect === undefined
				? unreadable(config.outputType, body.text, request)
				: `the server redirects to ${redirect}`,
		status,
		hint: redirect === undefined ? UNREADABLE_HINT : 'Enter that address as wsurl.',
		outcome: outcomeOfStatus(request, status),
	});
}

/** Where an answer sends the caller: calls that carry values are not repeated elsewhere unasked. */
export function redirectOf(response: HttpResponse): string | undefined {
	const target = redirectTarget(response);
	return target && displayUrl(String(target));
}

/** An answer from which every field would become empty. */
function isEmptyAnswer(content: Json | undefined): boolean {
	if (content instanceof Map) return content.size === 0;
	if (Array.isArray(content)) return content.length === 0;
	return content === undefined || content === null || content === '';
}

const UNREADABLE_HINT =
	'Check wsurl and outputtype. The option "Never Error" stores empty values instead, as coreBOS does.';

function unreadable(outputType: string | undefined, body: string, request: HttpRequest): string {
	const expected = outputType ?? 'JSON';
	if (body.trim() === '') {
		return `the answer is empty, but the map reads ${expected} from it`;
	}
	return `the answer is not ${expected}: ${excerpt(body, request) ?? 'tags without text'}`;
}

type Refusal = Pick<MapCallDetails, 'reason' | 'code' | 'serverMessage'>;

/**
 * coreBOS answers a failed operation with HTTP 200, `success: false` and an error or,
 * for validations, a result. A map that reads `success` or `error` itself handles that.
 */
function refusal(
	entries: ResponseEntry[],
	content: Json | undefined,
	saves: boolean,
): Refusal | undefined {
	if (!(content instanceof Map) || content.get('success') !== false) return undefined;
	const readsFailure = entries.some(({ path }) => /^(?:success|error)(?:\.|$)/.test(path));
	if (readsFailure) return undefined;
	if (content.get('error') instanceof Map) {
		const { code, message } = serverError(content);
		if (code === undefined && message === undefined && !saves) return undefined;
		const shownCode = code === undefined ? '' : ` (${code})`;
		const reason = `${withoutFullStop(message ?? 'the server gave no reason')}${shownCode}`;
		return { reason, code, serverMessage: message };
	}
	const isCoreBos = content.has('result') && content.has('moreinfo');
	return isCoreBos || saves
		? {
				reason: isCoreBos
					? 'coreBOS refused the operation'
					: 'the answer says that the call failed ("success": false)',
				serverMessage: undefined,
			}
		: undefined;
}

/** coreBOS's own code, where an answer is a refusal of coreBOS. */
export function refusalCode(content: Json | undefined): string | undefined {
	if (!(content instanceof Map) || content.get('success') !== false) return undefined;
	return serverError(content).code;
}

function serverError(content: Json | undefined): { code?: string; message?: string } {
	if (!(content instanceof Map)) return {};
	const error = content.get('error');
	const source = error instanceof Map ? error : content;
	const message = textMember(source, 'message') ?? textMember(content, 'error');
	return { code: textMember(source, 'code'), message };
}

function textMember(source: Map<string, Json>, name: string): string | undefined {
	const value = source.get(name);
	if (typeof value === 'bigint' || typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What helps with a code of coreBOS or a status; empty where nothing is known. */
export function hintFor(code: string | undefined, status: number): string {
	const known = adviceForMap(code);
	if (known !== undefined) return known;
	if (status === 401 || status === 403) return 'Check the credentials and headers of the map.';
	if (status === 404) return 'Check wsurl and the values inserted into it.';
	return status >= 500 ? 'Check the log of the server for the reason.' : '';
}

type MapCallDetails = Omit<MapCallErrorDetails, 'methodName' | 'method' | 'url'>;

/** The error of a map's call. */
export function callError(
	{ methodName = '' }: MapConfig,
	request: HttpRequest,
	details: MapCallDetails,
): MapCallError {
	const secrets = secretsOfRequest(request);
	const { code, serverMessage, outcome = 'notDone', hint = '' } = details;
	return new MapCallError({
		...details,
		methodName,
		method: request.method,
		url: maskSecrets(displayUrl(request.url), secrets),
		reason: maskSecrets(details.reason, secrets),
		...(code !== undefined && { code: maskSecrets(code, secrets) }),
		...(serverMessage !== undefined && { serverMessage: maskSecrets(serverMessage, secrets) }),
		hint: [maskSecrets(hint, secrets), adviceOfOutcome(outcome)].filter(Boolean).join(' '),
	});
}

/**
 * The beginning of an answer without markup and secrets; undefined where it is empty.
 *
 * @param request the call, whose secrets the answer may repeat
 */
export function excerpt(body: string, request: HttpRequest): string | undefined {
	const beginning = maskedBeginning(body, LOOKED_AT, secretsOfRequest(request));
	const text = plainText(maskSecretMembers(beginning)).replace(/[<>]/g, ' ').trim();
	return text === '' ? undefined : text.slice(0, EXCERPT_LENGTH);
}
