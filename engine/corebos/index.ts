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
	type BusinessMapPage,
	type BusinessMapSearch,
	type BusinessMapSummary,
	type BusinessMapToSave,
	type SavedBusinessMap,
} from './business-maps';
export {
	createCoreBosClient,
	saysSessionOver,
	testConnection,
	type CoreBosWebService,
	type SessionOptions,
} from './client';
export { CoreBosError, isOfLogin, type CoreBosErrorDetails } from './corebos-error';
export { serverTime, type CoreBosConnection, type Session } from './login';
export {
	createOnce,
	lookUpLostCreate,
	type CreatedRecord,
	type LookUp,
	type RecordToCreate,
} from './create-once';
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
	type ModuleRelation,
	type PicklistValue,
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
	type WebServiceId,
} from './record-id';
export { withIdsOfNames, withReadableValues, type ConditionReading } from './extended-conditions';
export { referenceValue, type ReferenceValue } from './reference-values';
export { quotePattern, quoteText, type QuerySyntax } from './query-quoting';
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
export { isBetterHidden, isSecretName, maskSecretMembers, maskSecrets } from './secrets';
export { adviceForMap, isLocalCode, type LocalErrorCode } from './advice';
export { ReadCache } from './read-cache';
export {
	canBeQueued,
	isHarmless,
	listOperations,
	takesRequestIdentifier,
	type OperationSummary,
} from './operations';
export { countRows, readRows, type QueryRows } from './query-rows';
export { massDelete, massRetrieve, massUpdate } from './mass-calls';
export { massCreate, takesMassCreate, type MassRecord } from './mass-create';
export { byKey, type MassOutcome, type MassOptions } from './mass-outcomes';
export { changeText, silentChanges, unsavedValues, type SilentChange } from './record-changes';
export { moduleLabels } from './module-labels';
export { currentUser, ownedByUser, ownerOrCurrentUser, type CurrentUser } from './current-user';
export {
	documentToSave,
	hasLines,
	isDocumentMember,
	recordToUpsert,
	savedDocument,
	type DocumentToSave,
} from './lines/documents';
export {
	updateRecord,
	updateRecords,
	upsertRecord,
	upsertRecords,
	type RecordUpdate,
	type RecordUpsert,
} from './record-updates';
export { validateValues } from './validation';
export { workflowFailures } from './workflow-failures';
export { isMemberForLines, readLines, type DocumentLine } from './lines/given-lines';
export { executeWorkflow, type WorkflowExecution } from './execute-workflow';
export { readPicklists, type Picklist } from './picklists';
export {
	getRelatedRecords,
	readRelatedRecords,
	readRelatedThrough,
	type RelatedRecordsQuery,
	type RelationEnds,
} from './related-records';
export { listAssignableUsers, listUsers, listUsersInSameGroups, type UserName } from './users';
export { oneAfterTheOther } from './one-after-the-other';
export { removeRelated, unrelateModules, type RemovedRelated } from './removed-relations';
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
	flagOf,
	isFlag,
	isNumberStyle,
	LINES_FLAG,
	NUMBER_STYLES,
	plainNumber,
	signsOf,
	userFormats,
	utcMoment,
	valueError,
	withFlags,
	withIsoDates,
	withoutFlags,
	writtenValues,
	type NumberSigns,
	type NumberStyle,
	type UserFormats,
	type Writing,
} from './field-values';
