/** Codes of failures that coreBOS has no code for, each with what helps. */
const LOCAL_ADVICE = {
	INVALID_URL: 'Enter the address with which you open coreBOS, such as https://crm.example.com/.',
	CANCELLED: 'The execution was stopped while the call was under way.',
	NO_ANSWER: 'Check that the URL of the credential is correct and that this machine can reach it.',
	CERTIFICATE_REFUSED:
		'The certificate of the server is not trusted. Give n8n the certificate of its authority (NODE_EXTRA_CA_CERTS), or turn on "Ignore SSL Issues" in the credential.',
	LOGIN_IN_FRONT:
		'The web server or a proxy in front of coreBOS has its own login. Fill in "HTTP User Name" and "HTTP Password" in the credential, or add the headers that the proxy expects.',
	ANSWER_LOST: 'The connection broke before the answer came.',
	EMPTY_ANSWER:
		"PHP stopped while it worked on the call, usually because of a parameter of the wrong kind. Check the parameters; the reason is in PHP's error log on the coreBOS server.",
	INCOMPLETE_ANSWER: 'The connection broke, or PHP stopped while it answered.',
	PHP_ERROR:
		'PHP stopped while it worked on the call. Show this text to the administrator of coreBOS.',
	GATEWAY_ERROR:
		'A proxy in front of coreBOS answered in its place: coreBOS was too slow, or it is down.',
	NOT_A_WEB_SERVICE:
		'Check that the URL of the credential leads to a coreBOS install (its webservice.php).',
	UNEXPECTED_RESULT:
		'Check that nothing between n8n and coreBOS changes the answers, and check the log of the coreBOS server.',
	VALIDATION_FAILED: 'Correct the named fields.',
	PARTLY_FAILED: 'The records that are listed as created exist: repeat only the failed ones.',
	OPERATION_FAILED: '',
	INVALID_NUMBER:
		'The record was not sent. Write numbers such as 1234.56, or select their format in the option "Number Format".',
	INVALID_DATE:
		'The record was not sent. Write dates such as 2026-01-31, or as the user of the credential writes them.',
	INVALID_DATE_TIME:
		'The record was not sent. Write a date with a time such as 2026-01-31 10:00, or with a zone such as 2026-01-31T10:00:00Z.',
	INVALID_TIME: 'The record was not sent. Write times such as 14:30.',
	INVALID_CHECKBOX: 'The record was not sent. Write true or false, yes or no, 1 or 0.',
	INVALID_OWNER:
		'The record was not sent. Give the ID of a user (19x1) or group (20x2), or have names and email addresses looked up with the option "Look Up Names".',
	MISSING_REFERENCE:
		'The record was not sent, because coreBOS would empty the reference. Give the ID of a record that exists and that the user of the credential may see. To send it anyway, turn off the option "Check References" of the coreBOS node.',
	INVALID_REFERENCE:
		'The record was not sent. Give the ID of a record (11x852), or have names and email addresses looked up with the option "Look Up Names".',
};

/** Codes of failures that coreBOS has no code for. */
export type LocalErrorCode = keyof typeof LOCAL_ADVICE;

/** What helps, said to people who look at a node with a credential and at a map. */
interface Advice {
	credential: string;
	/** A map logs in and makes calls by itself; missing: the map's status decides. */
	map?: string;
}

/** coreBOS's own codes that people meet most, with what helps. */
const ADVICE: Readonly<Record<string, Advice>> = {
	INVALID_USER_CREDENTIALS: {
		credential:
			'Check the user name and the access key of the credential. The access key is not the password: it is on the "My Preferences" page of the user in coreBOS.',
		map: 'Check the user name and the access key that the map hashes. The access key is not the password. You find it in the preferences of the user in coreBOS.',
	},
	INVALID_AUTH_TOKEN: {
		credential: 'The challenge has expired: log in again.',
		map: 'The challenge has expired. Run the challenge map before the login map.',
	},
	AUTHENTICATION_REQUIRED: {
		credential: 'The session has ended or is not known: log in again.',
		map: 'The session is missing, closed or unknown, or the user does not exist. Run the login map first, and check that its session name reaches this map.',
	},
	ACCESS_DENIED: {
		credential:
			'Check that the record, module, field or map exists and that the user of the credential may do this with it.',
		map: 'Check that the record and the module exist and that the user has permission.',
	},
	INVALID_ID_ATTRIBUTE: {
		credential:
			'Check the ID. It consists of the module number, x and the record number (14x852). The record must exist and must not be deleted.',
		map: 'Check the ID. It consists of the module number, x and the record number (14x852).',
	},
	MANDATORY_FIELDS_MISSING: {
		credential:
			'Give every mandatory field of the module a value ("assigned_user_id" is one of them nearly everywhere). "Record: Replace" needs all of them, "Record: Update" only what changes.',
		map: 'Enter a value for every mandatory field of the module.',
	},
	REFERENCE_INVALID: {
		credential:
			'A reference field takes the web service ID of a record of one of the modules it refers to.',
	},
	DATABASE_QUERY_ERROR: {
		credential:
			'The database refused the values: check that users and records that are referred to exist.',
	},
	UNKNOWN_OPERATION: {
		credential: 'This install has no such operation: check its name.',
		map: 'Check the name of the operation.',
	},
	QUERY_SYNTAX_ERROR: {
		credential:
			'Check the query: one column to order by, single quotes around texts (doubled inside), no distinct, union or second statement.',
	},
	INTERNAL_SERVER_ERROR: {
		credential:
			"coreBOS could not process the call. In a query: no empty text ('') and no double quotes. Otherwise see the log of the coreBOS server.",
	},
	SEARCH_VALUE_NOT_PROVIDED: {
		credential: 'Every field to search on needs a value in the element.',
	},
	INVALID_PARAMETER: {
		credential: 'Check the named parameter.',
	},
	OPERATION_NOT_SUPPORTED: {
		credential: 'The web service of coreBOS cannot do this.',
	},
	MAP_NOT_FOUND: {
		credential: 'Check the name of the map, and that the user of the credential may see it.',
	},
	MAP_OF_OTHER_TYPE: {
		credential: 'Choose a map of that type, or change the type of the map in coreBOS.',
	},
	NO_BUSINESS_MAP: {
		credential: 'Give the ID of a record of the module cbMap, or the name of the map.',
	},
	MAP_CHANGED: {
		credential: 'The map was saved: compare its content in coreBOS with the XML before it is used.',
	},
};

/** Whether a code is one of ours, which means nothing to people. */
export function isLocalCode(code: string): code is LocalErrorCode {
	return Object.hasOwn(LOCAL_ADVICE, code);
}

/** What helps with a call of a node's credential; empty where nothing is known. */
export function adviceForCredential(code: string): string {
	if (isLocalCode(code)) return LOCAL_ADVICE[code];
	return Object.hasOwn(ADVICE, code) ? ADVICE[code].credential : '';
}

/** What helps with a call of a map that coreBOS refused; undefined where nothing is known. */
export function adviceForMap(code: string | undefined): string | undefined {
	return code !== undefined && Object.hasOwn(ADVICE, code) ? ADVICE[code].map : undefined;
}
