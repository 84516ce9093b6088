/** What is known of a web service call that failed. */
export interface CoreBosErrorDetails {
	/** coreBOS's own code, or one of {@link LocalErrorCode} where coreBOS gave none. */
	code: string;
	/** Name of the operation that was called; empty where no call was made. */
	operation: string;
	/** What went wrong: coreBOS's own message where it gave one. */
	reason: string;
	/** HTTP status of the answer, where one came. */
	status?: number;
	/** The `result` of an answer with `success: false`: what was done nevertheless, or why not. */
	result?: unknown;
	/** True: the operation writes, and coreBOS may have done it although no good answer came. */
	uncertain?: boolean;
	/** What PHP printed before the answer. */
	warnings?: string[];
}

/** Codes of failures that coreBOS has no code for. */
export type LocalErrorCode =
	| 'INVALID_URL'
	| 'CANCELLED'
	| 'NO_ANSWER'
	| 'ANSWER_LOST'
	| 'EMPTY_ANSWER'
	| 'INCOMPLETE_ANSWER'
	| 'PHP_ERROR'
	| 'GATEWAY_ERROR'
	| 'NOT_A_WEB_SERVICE'
	| 'VALIDATION_FAILED'
	| 'PARTLY_FAILED'
	| 'OPERATION_FAILED';

/**
 * A web service call that did not succeed. The message is for people: what happened,
 * in which operation, what to do. It never holds an access key, session or token.
 */
export class CoreBosError extends Error {
	/** coreBOS's own code (`ACCESS_DENIED`), or a {@link LocalErrorCode}. */
	readonly code: string;
	/** Name of the operation that was called. */
	readonly operation: string;
	/** coreBOS's own message, or what was found instead of an answer. */
	readonly reason: string;
	/** What to do about it; empty where nothing is known. */
	readonly advice: string;
	/** HTTP status of the answer. */
	readonly status?: number;
	/** The `result` of an answer with `success: false`. */
	readonly result?: unknown;
	/** True: coreBOS may have done the operation; look before doing it again. */
	readonly uncertain: boolean;
	/** What PHP printed before the answer. */
	readonly warnings: string[];

	constructor(details: CoreBosErrorDetails) {
		const advice = adviceFor(details);
		super(messageOf(details, advice));
		this.name = 'CoreBosError';
		this.code = details.code;
		this.operation = details.operation;
		this.reason = details.reason;
		this.advice = advice;
		this.status = details.status;
		this.result = details.result;
		this.uncertain = details.uncertain ?? false;
		this.warnings = details.warnings ?? [];
	}
}

/** Whether a call did not fail itself, but the login before it. */
export function isOfLogin({ operation }: Pick<CoreBosError, 'operation'>): boolean {
	return /^(getchallenge|login)$/i.test(operation);
}

/** Whether a call was given up by the caller itself, with the execution that it belonged to. */
export function isCancelled(error: unknown): boolean {
	return error instanceof CoreBosError && error.code === 'CANCELLED';
}

const LOCAL_CODES: Record<LocalErrorCode, string> = {
	INVALID_URL: 'Give the address that you open coreBOS with, such as https://crm.example.com/.',
	CANCELLED: 'The execution was stopped while the call was under way.',
	NO_ANSWER: 'Check that the url of the credential is right and that this machine can reach it.',
	ANSWER_LOST: 'The connection broke before the answer came.',
	EMPTY_ANSWER:
		"PHP stopped while it worked on the call, mostly because of a parameter of the wrong kind. Check the parameters; the reason is in PHP's error log on the coreBOS server.",
	INCOMPLETE_ANSWER: 'The connection broke, or PHP stopped while it answered.',
	PHP_ERROR: "PHP stopped while it worked on the call. Show the text to coreBOS's administrator.",
	GATEWAY_ERROR:
		'A proxy in front of coreBOS answered in its place: coreBOS was too slow, or it is down.',
	NOT_A_WEB_SERVICE:
		'Check that the url of the credential leads to a coreBOS install (its webservice.php).',
	VALIDATION_FAILED: 'Correct the named fields.',
	PARTLY_FAILED: 'The records that are listed as created exist: repeat only the failed ones.',
	OPERATION_FAILED: '',
};

/** The codes that people meet most, with what helps. The codes are coreBOS's own. */
const ADVICE: Record<string, string> = {
	...LOCAL_CODES,
	INVALID_USER_CREDENTIALS:
		'Check user name and access key of the credential. The access key is not the password: it is on the "My Preferences" page of the user in coreBOS.',
	INVALID_AUTH_TOKEN: 'The challenge has expired: log in again.',
	AUTHENTICATION_REQUIRED: 'The session has ended or is not known: log in again.',
	ACCESS_DENIED:
		'Check that the record, module, field or map exists and that the user of the credential may do this with it.',
	INVALID_ID_ATTRIBUTE:
		'Check the id: it is written as module number, x, record number (14x852), and the record must exist and not be deleted.',
	MANDATORY_FIELDS_MISSING:
		'Give every mandatory field of the module a value ("assigned_user_id" is one of them nearly everywhere; "update" wants them all, "revise" only what changes).',
	REFERENCE_INVALID:
		'A reference field takes the web service id of a record of one of the modules it refers to.',
	DATABASE_QUERY_ERROR:
		'The database refused the values: check that users and records that are referred to exist.',
	UNKNOWN_OPERATION: 'This install has no such operation: check its name.',
	QUERY_SYNTAX_ERROR:
		'Check the query: one column to order by, single quotes around texts (doubled inside), no distinct, union or second statement.',
	INTERNAL_SERVER_ERROR:
		"coreBOS could not process the call. In a query: no empty text ('') and no double quotes. Otherwise see the log of the coreBOS server.",
	SEARCH_VALUE_NOT_PROVIDED: 'Every field to search on needs a value in the element.',
	INVALID_PARAMETER: 'Check the named parameter.',
	OPERATION_NOT_SUPPORTED: 'coreBOS cannot do this by its web service.',
	MAP_NOT_FOUND: 'Check the name of the map, and that the user of the credential may see it.',
	MAP_OF_OTHER_TYPE: 'Choose a map of that type, or change the type of the map in coreBOS.',
	NO_BUSINESS_MAP: 'Give the id of a record of the module cbMap, or the name of the map.',
	MAP_CHANGED: 'The map was saved: compare its content in coreBOS with the XML before it is used.',
};

function adviceFor(details: CoreBosErrorDetails): string {
	if (isOfLogin(details) && details.code === 'AUTHENTICATION_REQUIRED') {
		return 'Check the user name of the credential: coreBOS knows no active user of this name.';
	}
	const advice = ADVICE[details.code] ?? '';
	if (!details.uncertain) return advice;
	return `${advice} coreBOS may have done it nevertheless: look before repeating the call.`.trim();
}

function messageOf(details: CoreBosErrorDetails, advice: string): string {
	const where = details.operation === '' ? '' : `coreBOS operation "${details.operation}" failed: `;
	const isLocal = Object.hasOwn(LOCAL_CODES, details.code);
	const code = isLocal || details.code === '' ? '' : ` (${details.code})`;
	const reason = details.reason.replace(/[.\s]+$/, '');
	return `${where}${reason}${code}.${advice === '' ? '' : ` ${advice}`}`;
}
