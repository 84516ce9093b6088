/** The Web Service Map: reading, writing and running it. */
export { MapCallError, MapError } from './map-error';
export type {
	FieldSource,
	Layout,
	MapConfig,
	MapField,
	MapHeader,
	OrgfieldSource,
	RelatedSource,
	ResponseEntry,
	WebServiceMap,
} from './model/types';
export { isOpenHeader } from './request-secrets';
export { renderShownTemplate } from './request/shown-template';
export { BulkCreates } from './bulk-creates';
export { wsdlRequestOf } from './wsdl-request';
export { mapOfText } from './map-of-text';
export { keptUnchanged } from './model/unchanged-maps';
export { parseMap } from './model/parse';
export { splitMaps } from './model/split-maps';
export { dryRunMap, type DryRun } from './dry-run';
export { returnsUnsaved, runMap } from './run-map';
export type { RunOptions, RunResult } from './run-options';
export {
	assertSaveTarget,
	SaveError,
	saveToRecord,
	type SaveFault,
	type SaveTarget,
} from './save-to-record';
export { serializeMap } from './model/write';
export { sourceWarnings } from './model/source-warnings';
export {
	DIRECTIVES,
	directivesOf,
	elementPath,
	isShown,
	kindOfSource,
	otherParameterName,
	parameterName,
	SOURCE_IDS,
	SOURCES,
	type Directive,
	type DirectiveParameters,
	type DirectivePlace,
	type DirectiveTexts,
	type OrgfieldKind,
	type Presentation,
	type SettingsDirectiveParameters,
} from './model/directives';
export { readEntry, readField, readHeader, readSource } from './model/parse';
export { readMapXml } from './model/read-map-xml';
export { assertMap } from './model/validate-map';
export { entryXml, fieldXml, headerXml, sourceXml } from './model/write';
