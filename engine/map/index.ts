/** The Web Service Map: reading, writing and running it. */
export {
	MapCallError,
	MapError,
	type MapCallErrorDetails,
	type MapErrorDetails,
} from './map-error';
export type {
	FieldSource,
	Layout,
	LayoutItem,
	MapConfig,
	MapField,
	MapHeader,
	OrgfieldKind,
	OrgfieldSource,
	RelatedSource,
	ResponseEntry,
	WebServiceMap,
} from './model/types';
export { PROXY_PORT } from './request/request';
export { POST_PROCESS_NAMES } from './request/post-process';
export { parseMap } from './model/parse';
export { returnsUnsaved, runMap } from './run-map';
export type { RunOptions, RunResult } from './run-options';
export { serializeMap } from './model/write';
export { DIRECTIVES, kindOfSource, SOURCE_IDS } from './model/directives';
export { readEntry, readField, readHeader, readSource } from './model/parse';
export { readMapXml } from './model/read-map-xml';
export { refuseOther } from './model/validate-map';
export { entryXml, fieldXml, headerXml, sourceXml } from './model/write';
