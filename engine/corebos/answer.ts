import { jsonValue } from '../json-value';
import { endOfJsonString } from '../php';
import type { LocalErrorCode } from './advice';
import { isRecord } from '../is-record';
import type { HttpResponse } from '../environment';
import { displayUrl, plainText, redirectTarget } from '../http';
import { CoreBosError, type CoreBosErrorDetails } from './corebos-error';
import { maskedBeginning } from './secrets';

/** A web service answer with `success: true`. */
export interface WebServiceAnswer {
	result: unknown;
	/** What coreBOS says besides the result: `{ totalrows: '25' }` of a query, or null. */
	moreInfo: unknown;
	/** What PHP printed around the answer (warnings, notices); empty as a rule. */
	warnings: string[];
}

/** What a call was, as far as its answer's meaning depends on it. */
interface AnsweredCall {
	operation: string;
	/** Whether it does not matter if it was done, as with a call that only reads. */
	harmless: boolean;
	/** What no error may show, not even the beginning of it. */
	secrets?: string[];
}

const EXCERPT_LENGTH = 200;
/** Characters that are looked at for an excerpt, however long the answer is. */
const LOOKED_AT = 100_000;
/** How PHP's message begins about what made it stop, where the server displays errors. */
const FATAL = /\b(?:Fatal|Parse) error\s*:/i;
/** What a proxy or balancer answers in place of a server that does not, or not yet. */
const GATEWAY = new Set([502, 503, 504, 520, 521, 522, 523, 524]);
/** Redirects of a server in front of coreBOS, which has not received the call then. */
const NEVER_WORKED_ON = new Set([301, 307, 308]);
/** What every answer of coreBOS begins with. */
const BEGINNING = '{"success":';

/**
 * Reads an answer of webservice.php. coreBOS answers HTTP 200 with
 * `{"success":…,"result"|"error":…,"moreinfo":…}`; a PHP error is HTTP 500 with an empty
 * body; PHP's warnings surround the JSON where the server displays them.
 *
 * @throws CoreBosError with coreBOS's code and message, or with what came instead
 */
export function readAnswer(call: AnsweredCall, response: HttpResponse): WebServiceAnswer {
	const text = decodedBody(response.body);
	if (text.trim() === '' && redirectTarget(response) === undefined) {
		throw unusable(call, response, 'EMPTY_ANSWER', `HTTP ${response.status} with an empty body`);
	}
	const { json, answer, warnings } = split(text);
	if (!isAnswer(answer)) throw unreadable(call, response, json, text);
	if (answer.success === true) {
		return { result: answer.result ?? null, moreInfo: answer.moreinfo ?? null, warnings };
	}
	throw refused(call, response, answer, warnings);
}

const UTF8 = new TextDecoder();

function decodedBody(body: string | Uint8Array): string {
	const text = typeof body === 'string' ? body : UTF8.decode(body);
	return text.replace(/^\uFEFF/, '');
}

/** Whatever precedes the answer's JSON, or follows its end, was printed by PHP. */
function split(text: string): { json: string; answer: unknown; warnings: string[] } {
	const start = Math.max(0, text.search(/\{\s*"success"\s*:/));
	const rest = text.slice(start);
	const whole = jsonValue(rest);
	const end = whole === undefined ? objectEnd(rest) : rest.length;
	const json = rest.slice(0, end).trim();
	const printed = [text.slice(0, start), rest.slice(end)].map(plainText);
	return {
		json,
		answer: whole ?? jsonValue(json),
		warnings: printed.filter((one) => one !== ''),
	};
}

/** Where the JSON object that a string begins with ends; the text's length where it does not. */
function objectEnd(text: string): number {
	let depth = 0;
	const token = /["{}]/g;
	for (let found = token.exec(text); found !== null; found = token.exec(text)) {
		if (found[0] === '"') {
			token.lastIndex = endOfJsonString(text, token.lastIndex);
		} else if (found[0] === '{') {
			depth++;
		} else if (--depth === 0) {
			return token.lastIndex;
		}
	}
	return text.length;
}

function isAnswer(value: unknown): value is Record<string, unknown> {
	return isRecord(value) && typeof value.success === 'boolean';
}

function unreadable(
	call: AnsweredCall,
	response: HttpResponse,
	json: string,
	text: string,
): CoreBosError {
	const { status } = response;
	const redirect = redirectTarget(response);
	if (redirect !== undefined) {
		const reason = `HTTP ${status}: the server redirects to ${displayUrl(redirect)}, and calls are not repeated at another address`;
		return unusable(call, response, 'NOT_A_WEB_SERVICE', reason);
	}
	const isBeginning = json.slice(0, BEGINNING.length) === BEGINNING.slice(0, json.length);
	if (isBeginning && jsonValue(json) === undefined) {
		const reason = `the answer breaks off after ${text.length} characters (HTTP ${status})`;
		return unusable(call, response, 'INCOMPLETE_ANSWER', reason);
	}
	const beginning = maskedBeginning(text, LOOKED_AT, call.secrets ?? []);
	const excerpt = plainText(beginning).slice(0, EXCERPT_LENGTH);
	if (FATAL.test(excerpt)) {
		return unusable(call, response, 'PHP_ERROR', `HTTP ${status} with an error of PHP: ${excerpt}`);
	}
	const reason = `HTTP ${status} with something that is not a coreBOS answer: ${excerpt}`;
	return unusable(call, response, codeOf(status), reason);
}

function codeOf(status: number): LocalErrorCode {
	if (status === 401) return 'LOGIN_IN_FRONT';
	return GATEWAY.has(status) ? 'GATEWAY_ERROR' : 'NOT_A_WEB_SERVICE';
}

/** No usable answer, whatever its status: of a writing operation nobody knows whether it was done. */
function unusable(
	call: AnsweredCall,
	response: HttpResponse,
	code: LocalErrorCode,
	reason: string,
): CoreBosError {
	const { operation } = call;
	return new CoreBosError({
		code,
		operation,
		reason,
		status: response.status,
		uncertain: !call.harmless && !NEVER_WORKED_ON.has(response.status),
	});
}

function refused(
	call: AnsweredCall,
	response: HttpResponse,
	answer: Record<string, unknown>,
	warnings: string[],
): CoreBosError {
	const common = { operation: call.operation, status: response.status, warnings };
	if (isRecord(answer.error)) {
		const code = String(answer.error.code ?? '') || 'OPERATION_FAILED';
		const reason = String(answer.error.message ?? '') || 'coreBOS gave no reason';
		return new CoreBosError({ ...common, code, reason });
	}
	const failed = failedResult(answer.result, call.secrets ?? []);
	return new CoreBosError({ ...common, ...failed, result: answer.result });
}

/** Validation and MassCreate answer `success: false` with a result and without an error. */
function failedResult(
	result: unknown,
	secrets: string[],
): Pick<CoreBosErrorDetails, 'code' | 'reason'> {
	if (isRecord(result) && Array.isArray(result.failed_creates)) {
		return { code: 'PARTLY_FAILED', reason: failedCreatesText(result) };
	}
	if (isRecord(result)) {
		const fields = Object.entries(result).map(
			([field, reasons]) =>
				`${field}: ${Array.isArray(reasons) ? reasons.join(', ') : String(reasons)}`,
		);
		return { code: 'VALIDATION_FAILED', reason: fields.join('; ') };
	}
	const shown = maskedBeginning(JSON.stringify(result ?? null), EXCERPT_LENGTH, secrets);
	return { code: 'OPERATION_FAILED', reason: `coreBOS gave no reason, only the result ${shown}` };
}

function failedCreatesText(result: Record<string, unknown>): string {
	const failed = (result.failed_creates as unknown[]).filter(isRecord);
	const created = Array.isArray(result.success_creates) ? result.success_creates.length : 0;
	const reasons = failed.map(({ code, message }) => `${String(message)} (${String(code)})`);
	return `${failed.length} of ${failed.length + created} records were not created: ${reasons.join('; ')}`;
}
