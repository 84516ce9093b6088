import { asRecord, isRecord } from '../is-record';
import { jsonValue } from '../json-value';
import { isWebServiceId } from './record-id';

/**
 * How long the answer of a reading operation may be used again: within one `run` (an evaluation,
 * a map, a task), or for all `items` of a node's run as well.
 */
export type CacheScope = 'run' | 'items';

/** What the answer of a reading operation is about, which decides what makes it stale. */
type Subject =
	/** Modules, fields and types: nothing that a run writes. */
	| 'definitions'
	/** The record that it names. */
	| 'record'
	/** Any records of the install. */
	| 'records'
	| 'settings';

/** What a result is: rows, an object, one with members, a record with its `id`, a string, or `true`. */
export type ResultKind = 'list' | 'object' | 'members' | 'record' | 'text' | 'true';

/** What is known of an operation; what is left out is as for most. */
interface Facts {
	/** Names of the parameters, in coreBOS's order. */
	parameters: string;
	reads: boolean;
	/** True: `prelogin` in coreBOS's table, it needs no session. */
	prelogin?: boolean;
	/** True: asked again, it says that there is nothing yet. */
	handedOutOnce?: boolean;
	/** True: it is not a reading operation, but one that may be made twice. */
	harmless?: boolean;
	/** True: coreBOS's documentation names it as one that its queue can do. */
	queued?: boolean;
	/** True: coreBOS's documentation names it as one that a client request identifier repeats. */
	repeatable?: boolean;
	/** Whether its answer may be used again. */
	kept?: CacheScope;
	/** What a kept answer is about. */
	of?: Subject;
	/** What its result is; left out where it may be anything. */
	answers?: ResultKind;
	/** What it makes stale; default: records, whatever it is. */
	changes?: 'nothing' | 'records' | 'settings';
}

type MoreFacts = Omit<Facts, 'parameters' | 'reads'>;

function reads(parameters: string, more: MoreFacts = {}): Facts {
	return { parameters, reads: true, changes: 'nothing', ...more };
}

/** Also what is not known to only read, such as operations that make a document. */
function writes(parameters: string, more: MoreFacts = {}): Facts {
	return { parameters, reads: false, ...more };
}

/**
 * The operations of coreBOS's web service (its table `vtiger_ws_operation`). Reading are those of
 * type `GET` that change nothing, and those of type `POST` that only read as well.
 */
const OPERATIONS: Readonly<Record<string, Facts>> = {
	addProductImages: writes('id, files'),
	addTicketFaqComment: writes('id, values'),
	authenticateContact: writes('email, password'),
	cbQuestionAnswer: reads('qid, params'),
	cbRule: reads('conditionid, context', { kept: 'run', of: 'records' }),
	changeAccessKey: writes('id'),
	changePassword: writes('id, oldPassword, newPassword, confirmPassword'),
	changePortalUserPassword: writes('email, password, current_password'),
	convertlead: writes('element', { answers: 'object', repeatable: true, queued: true }),
	create: writes('elementType, element', { answers: 'record', repeatable: true, queued: true }),
	CreateWithValidation: writes('elementType, element', { answers: 'record', repeatable: true }),
	delete: writes('id', { answers: 'object' }),
	deleteUser: writes('id, newOwnerId'),
	delSetting: writes('key', { changes: 'settings' }),
	describe: reads('elementType', {
		answers: 'members',
		kept: 'items',
		of: 'definitions',
		queued: true,
	}),
	executeBusinessAction: writes('businessactionid, context'),
	ExecuteWorkflow: writes('workflow, entities', { repeatable: true, queued: true }),
	ExecuteWorkflowWithContext: writes('workflow, entities, context', { queued: true }),
	extendsession: writes('', { answers: 'members', prelogin: true, changes: 'nothing' }),
	findByPortalUserName: writes('username'),
	gendoc_convert: writes('file, convert_format', { answers: 'members' }),
	getAllUsers: reads('', { answers: 'members' }),
	getAssignedUserList: reads('module', { answers: 'text' }),
	getBusinessActions: reads('view, module, id, linktype'),
	getchallenge: reads('username', { answers: 'members', prelogin: true }),
	getEntityNum: reads(''),
	getFieldAutocomplete: reads('term, filter, searchinmodule, fields, returnfields, limit'),
	getfilterfields: reads('module'),
	getfiltersbymodule: reads('module'),
	getLoginPage: writes('template, language, csrf'),
	getMaxLoadSize: reads(''),
	getmergedtemplate: writes('template, crmids, output_format', { answers: 'members' }),
	getModulePermissionQuery: reads('module'),
	getOTPAccess: writes('OTPCode', { prelogin: true, changes: 'nothing' }),
	getpdfdata: writes('id', { answers: 'object' }),
	getPicklistValues: reads('module', { answers: 'text' }),
	getPortalUserDateFormat: reads(''),
	getPortalUserInfo: reads('', { answers: 'object', kept: 'items', of: 'record' }),
	getProductImages: reads('id'),
	getQueuedOperationResult: reads('operationTrackingID', { handedOutOnce: true }),
	getRecordImages: reads('id', { answers: 'members', kept: 'items', of: 'record' }),
	getReferenceAutocomplete: reads('term, filter, searchinmodules, limit'),
	getReferenceValue: reads('id', { kept: 'items', of: 'record' }),
	getRelatedModulesInfomation: reads('module', { answers: 'object', queued: true }),
	getRelatedModulesManytoOne: reads('module', { answers: 'object' }),
	GetRelatedModulesOneToMany: reads('module', { answers: 'object' }),
	getRelatedRecords: reads('id, module, relatedModule, queryParameters', {
		answers: 'object',
		kept: 'items',
		of: 'records',
	}),
	getRelatedRecordsThroughModule: reads('id, module, relatedModule, bridgeModule, queryParameters'),
	getSearchResults: reads('query, search_onlyin, restrictionids'),
	getSearchResultsArray: reads('query, search_onlyin, restrictionids'),
	getSearchResultsArrayWithTotals: reads('query, search_onlyin, restrictionids'),
	getSetting: reads('key, default', { kept: 'items', of: 'settings' }),
	gettranslation: reads('totranslate, language, module', { kept: 'items', of: 'record' }),
	getUItype: reads('module'),
	getUsersInSameGroup: reads('id', { answers: 'object' }),
	getViewsByModule: reads('module', { answers: 'members' }),
	jsLog: writes('level, message', { changes: 'nothing' }),
	listtypes: reads('fieldTypeList', { answers: 'members', kept: 'items', of: 'definitions' }),
	login: writes('username, accessKey', {
		answers: 'members',
		prelogin: true,
		changes: 'nothing',
		harmless: true,
	}),
	loginPortal: writes('username, password', { prelogin: true, changes: 'nothing' }),
	loginSession: writes('username, loggedinat, hashaccess, sessionid', {
		prelogin: true,
		changes: 'nothing',
	}),
	logout: writes('sessionName', { changes: 'nothing' }),
	MassCreate: writes('elements', { answers: 'object', repeatable: true, queued: true }),
	MassDelete: writes('ids', { answers: 'object', queued: true }),
	MassRetrieve: reads('ids', { answers: 'object' }),
	MassUpdate: writes('elements', { answers: 'object', repeatable: true, queued: true }),
	ProcessMap: writes('mapid, parameters', { changes: 'nothing' }),
	query: reads('query', { answers: 'list', kept: 'items', of: 'records' }),
	retrieve: reads('id', { answers: 'record', kept: 'items', of: 'record' }),
	retrievedocattachment: reads('id, returnfile', { answers: 'object' }),
	revise: writes('element', { answers: 'record', repeatable: true, queued: true }),
	ReviseWithValidation: writes('element', { answers: 'record', repeatable: true }),
	SearchGlobalVar: reads('gvname, defaultvalue, gvmodule', { kept: 'items', of: 'record' }),
	sendRecoverPassword: writes('username'),
	SetRelation: writes('relate_this_id, with_these_ids'),
	setSetting: writes('key, value', { changes: 'settings' }),
	showqueryfromwsdoquery: reads('query'),
	StripeHandler: writes('method, data, stripeObject'),
	sync: reads('modifiedTime, elementType', { answers: 'object' }),
	UnsetRelation: writes('unrelate_this_id, with_these_ids'),
	update: writes('element', { answers: 'record', repeatable: true, queued: true }),
	UpdateWithValidation: writes('element', { answers: 'record', repeatable: true }),
	upsert: writes('elementType, element, searchOn, updatedfields', {
		answers: 'record',
		repeatable: true,
		queued: true,
	}),
	ValidateInformation: reads('context', { answers: 'true' }),
	vtyiicpng_getWSEntityId: reads('entityName'),
	wsapp_deregister: writes('type, key'),
	wsapp_get: writes('key, module, token'),
	wsapp_map: writes('key, element'),
	wsapp_put: writes('key, element'),
	wsapp_register: writes('type, synctype'),
};

const BY_NAME = new Map(
	Object.entries(OPERATIONS).map(([name, facts]) => [name.toLowerCase(), facts]),
);

/** Every other operation, also one that an install has added, is taken for one that writes. */
const UNKNOWN = writes('');

/** coreBOS takes operation names in any letter case. */
function factsOf(operation: string): Facts {
	return BY_NAME.get(operation.toLowerCase()) ?? UNKNOWN;
}

/** An operation as people choose it. */
interface OperationSummary {
	/** Name as coreBOS spells it. */
	name: string;
	/** Names of its parameters, separated by commas; empty for none. */
	parameters: string;
}

/** All operations of coreBOS itself. An install may have others: coreBOS cannot list them. */
export function listOperations(): OperationSummary[] {
	return Object.entries(OPERATIONS).map(([name, { parameters }]) => ({ name, parameters }));
}

/** Whether the operation only reads. */
export function isReading(operation: string): boolean {
	return factsOf(operation).reads;
}

/**
 * Whether a call whose answer was lost may be made again, or its end be left open, without
 * anything being done twice or lost: reading ones, and a login, which leaves an unused session.
 */
export function isHarmless(operation: string): boolean {
	const { reads: isRead, harmless, handedOutOnce } = factsOf(operation);
	return harmless === true || (isRead && handedOutOnce !== true);
}

/** Whether the operation works on a session. */
export function needsSession(operation: string): boolean {
	return factsOf(operation).prelogin !== true;
}

/** Whether coreBOS can put a call of the operation into its queue. */
export function canBeQueued(operation: string): boolean {
	return factsOf(operation).queued === true;
}

/** Whether a client request identifier keeps coreBOS from doing a call of the operation twice. */
export function takesRequestIdentifier(operation: string): boolean {
	return factsOf(operation).repeatable === true;
}

/** What the result of the operation is; undefined where it may be anything. */
export function resultKind(operation: string): ResultKind | undefined {
	return factsOf(operation).answers;
}

/** Whether the parameters of a call put it into coreBOS's queue. */
export function isQueued({ cbwsOptions }: Record<string, unknown>): boolean {
	const { launchfromqueue } = asRecord(parsedIfText(cbwsOptions));
	return Boolean(Number(launchfromqueue ?? 0)) || launchfromqueue === true;
}

/** Whether an answer of the operation may be used again within a scope. */
export function isKept(operation: string, scope: CacheScope): boolean {
	const { kept } = factsOf(operation);
	return kept === 'items' || kept === scope;
}

/** A call that was made or may be made. */
export interface OperationCall {
	operation: string;
	parameters?: Record<string, unknown>;
}

/**
 * Whether a call makes the kept answer of another one stale. A record that is written by its id
 * leaves the answers of other records as they are.
 *
 * @param call the call that may have changed something
 * @param read the reading call
 * @param question text of the reading call's parameters
 */
export function makesStale(call: OperationCall, read: string, question: string): boolean {
	const { changes = 'records' } = factsOf(call.operation);
	const { of } = factsOf(read);
	if (changes !== 'records') return changes === of;
	const id = writtenId(call.parameters);
	return of === 'records' || (of === 'record' && (id === undefined || question.includes(id)));
}

/** The record that a call writes; undefined where it may be any. */
export function writtenId(parameters: Record<string, unknown> = {}): string | undefined {
	const element = parsedIfText(parameters.element);
	const written = isRecord(element) ? element.id : parameters.id;
	return isWebServiceId(written) ? written : undefined;
}

/** Objects may be given as the JSON that they are sent as. */
function parsedIfText(value: unknown): unknown {
	return typeof value === 'string' ? jsonValue(value) : value;
}
