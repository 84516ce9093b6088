export { accessKeyFor } from './access-key';
export { afterWrite } from './after-write';
export type { WebServiceAnswer } from './answer';
export {
	listAllBusinessMaps,
	listBusinessMaps,
	readBusinessMap,
	saveBusinessMap,
	WEB_SERVICE_MAPPING,
	type BusinessMap,
	type BusinessMapToSave,
} from './business-maps';
export {
	createCoreBosClient,
	saysSessionOver,
	testConnection,
	type CoreBosWebService,
	type SessionOptions,
} from './client';
export { CoreBosError, isOfLogin } from './corebos-error';
export { serverTime, type CoreBosConnection, type Session } from './login';
export { createOnce, lookUpLostCreate, type RecordToCreate } from './create-once';
export { sessionsFor } from './session-pool';
export { webServiceUrl } from './web-service-url';
export {
	describeModule,
	fetchDescription,
	fieldKind,
	namingFields,
	type FieldKind,
	type ModuleDescription,
	type ModuleField,
} from './module-description';
export {
	needsExtendedSyntax,
	queryText,
	type ConditionOperator,
	type QueryCondition,
	type QueryParts,
} from './query-text';
export { sameValueQuery } from './same-value';
export {
	isCbuuid,
	isRecordId,
	isRecordNumber,
	isWebServiceId,
	parseWebServiceId,
	RECORD_ID_OR_EMPTY,
	recordNumberOf,
} from './record-id';
export { withIdsOfNames, withReadableValues } from './extended-conditions';
export { referenceValue, type ReferenceValue } from './reference-values';
export { quoteText } from './query-quoting';
export { ifThere, notThereCode } from './not-there';
export {
	shownDate,
	shownFormat,
	shownMoment,
	shownNumber,
	shownTime,
	UNKNOWN_FORMAT,
	type ShownFormat,
} from './shown-values';
export {
	isBetterHidden,
	isSecretName,
	maskedBeginning,
	maskSecretMembers,
	maskSecrets,
} from './secrets';
export { adviceForMap, isLocalCode } from './advice';
export { ReadCache } from './read-cache';
export { canBeQueued, isHarmless, listOperations, takesRequestIdentifier } from './operations';
export { countRows, findRecords, readRows } from './query-rows';
export { massDelete, massRetrieve, massUpdate } from './mass-calls';
export { massCreate, takesMassCreate, type MassRecord } from './mass-create';
export { byKey, type MassOutcome, type MassOptions } from './mass-outcomes';
export { changeText, silentChanges, unsavedValues, type SilentChange } from './record-changes';
export { moduleLabels } from './module-labels';
export { currentUser, ownedByUser, ownerOrCurrentUser } from './current-user';
export {
	documentToSave,
	hasLines,
	isDocumentMember,
	recordToUpsert,
	savedDocument,
} from './lines/documents';
export { withOrderedLines } from './lines/line-order';
export { readSetting, storeSetting } from './settings';
export {
	replaceRecord,
	updateRecord,
	updateRecords,
	upsertRecord,
	upsertRecords,
} from './record-updates';
export { elementToValidate, validateValues } from './validation';
export { workflowFailures } from './workflow-failures';
export { isMemberForLines, readLines, type DocumentLine } from './lines/given-lines';
export { executeWorkflow } from './execute-workflow';
export { readPicklists, type Picklist } from './picklists';
export { getRelatedRecords, readRelatedRecords, readRelatedThrough } from './related-records';
export { listAssignableUsers, listUsers, listUsersInSameGroups } from './users';
export { afterWriting, oneAfterTheOther } from './one-after-the-other';
export { removeRelated, unrelateModules } from './removed-relations';
export { readViews, viewCondition, type View } from './views';
export {
	existingId,
	existingIds,
	existingRecord,
	lookUpRecordNumber,
	mapIdentifier,
	webServiceId,
	webServiceIds,
} from './existing-records';
export {
	answerFormats,
	calendarDay,
	isFlag,
	isNumberStyle,
	isYes,
	NUMBER_STYLES,
	plainNumber,
	signsOf,
	userFormats,
	VALUE_SEPARATOR,
	withFlags,
	withIsoDates,
	writtenValues,
	type NumberStyle,
	type UserFormats,
	type Writing,
} from './field-values';
