/**
 * The operations that only read; every other operation is taken for one that writes,
 * also one that an install has added. Type `GET` in the operations table of coreBOS,
 * and those of type `POST` that only read as well.
 */
const READING = new Set(
	[
		'cbQuestionAnswer',
		'cbRule',
		'describe',
		'getAllUsers',
		'getAssignedUserList',
		'getBusinessActions',
		'getchallenge',
		'getEntityNum',
		'getFieldAutocomplete',
		'getfilterfields',
		'getfiltersbymodule',
		'getMaxLoadSize',
		'getModulePermissionQuery',
		'getPicklistValues',
		'getPortalUserDateFormat',
		'getPortalUserInfo',
		'getProductImages',
		'getQueuedOperationResult',
		'getRecordImages',
		'getReferenceAutocomplete',
		'getReferenceValue',
		'getRelatedModulesInfomation',
		'getRelatedModulesManytoOne',
		'GetRelatedModulesOneToMany',
		'getRelatedRecords',
		'getRelatedRecordsThroughModule',
		'getSearchResults',
		'getSearchResultsArray',
		'getSearchResultsArrayWithTotals',
		'getSetting',
		'gettranslation',
		'getUItype',
		'getUsersInSameGroup',
		'getViewsByModule',
		'listtypes',
		'MassRetrieve',
		'query',
		'retrieve',
		'retrievedocattachment',
		'SearchGlobalVar',
		'showqueryfromwsdoquery',
		'sync',
		'ValidateInformation',
		'vtyiicpng_getWSEntityId',
	].map((name) => name.toLowerCase()),
);

/** Prelogin operations of the operations table: they need no session. */
const WITHOUT_SESSION = new Set([
	'extendsession',
	'getchallenge',
	'getotpaccess',
	'login',
	'loginportal',
	'loginsession',
]);

/** coreBOS takes operation names in any letter case. */
export function isReading(operation: string): boolean {
	return READING.has(operation.toLowerCase());
}

/** Reads what coreBOS hands out once: asked again, it says that there is nothing yet. */
const HANDED_OUT_ONCE = 'getqueuedoperationresult';

/**
 * Whether a call whose answer was lost may be made again, or its end be left open, without
 * anything being done twice or lost: reading ones, and a login, which leaves an unused session.
 */
export function isHarmless(operation: string): boolean {
	const name = operation.toLowerCase();
	return name === 'login' || (isReading(name) && name !== HANDED_OUT_ONCE);
}

/** Whether the operation works on a session (`prelogin` = 0 in the operations table). */
export function needsSession(operation: string): boolean {
	return !WITHOUT_SESSION.has(operation.toLowerCase());
}
