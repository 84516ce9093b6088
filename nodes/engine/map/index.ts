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
} from './map-types';
export { basicAuthorization } from './basic-authorization';
export { PROXY_PORT } from './map-request';
export { POST_PROCESS_NAMES } from './post-process';
export * from './parameters';
export { parseMap } from './parse-map';
export { returnsUnsaved, runMap } from './run-map';
export type { RunOptions, RunResult } from './run-options';
export { serializeMap } from './serialize-map';
export type { XmlAttribute, XmlElement, XmlNode } from '../xml';
