/**
 * A Web Service Map as the parameters of the Run Web Service Map node (*Define Below*).
 *
 * Names of the top level are names of node parameters. Every part has its default where it is
 * missing: n8n does not store what is as its default. Texts may be numbers, booleans, lists or
 * objects where an n8n expression gave them.
 */
export interface MapParameters {
	/** `originmodule/originname` */
	originModule?: unknown;
	/** `wsurl` */
	url?: unknown;
	/** `wshttpmethod`: one of {@link METHODS}, or {@link OTHER} for the text in `otherMethod`. */
	method?: unknown;
	otherMethod?: unknown;
	/** `methodname` of a REST map. */
	methodName?: unknown;
	/** `methodname` of a SOAP map: its operation, a text or a {@link SoapOperationParameter}. */
	soapOperation?: unknown;
	/** Whether `fields` or `soapParameters` are sent with SOAP: see {@link SOAP_PARAMETERS_FROM}. */
	soapParametersFrom?: unknown;
	/** The parameters of a SOAP operation by name: `fields` of literals, as a resource mapper. */
	soapParameters?: unknown;
	/** `wstype`: one of {@link WEB_SERVICE_TYPES}, or {@link OTHER}. */
	webServiceType?: unknown;
	otherWebServiceType?: unknown;
	/** `inputtype`: one of {@link INPUT_TYPES}, or {@link OTHER}. */
	inputType?: unknown;
	otherInputType?: unknown;
	/** `outputtype`: one of {@link OUTPUT_TYPES}, or {@link OTHER}. */
	outputType?: unknown;
	otherOutputType?: unknown;
	/** `wsheader` */
	headers?: { header?: HeaderParameters[] };
	/** `fields` */
	fields?: { field?: FieldParameters[] };
	/** `Response` */
	response?: { entry?: EntryParameters[] };
	/** The directives that most maps leave empty. */
	settings?: SettingsParameters;
	/** What of the map's XML the other parameters cannot show: see kept-xml. */
	kept?: unknown;
}

/** An operation of a WSDL, chosen from the list or written, as n8n's resource locator has it. */
export interface SoapOperationParameter {
	__rl: true;
	mode: 'list' | 'name';
	value: unknown;
}

/** What gives the parameters of a SOAP operation. */
export const SOAP_PARAMETERS_FROM = { fields: 'fields', wsdl: 'wsdl' } as const;

/** A `header`. */
export interface HeaderParameters {
	/** `keyname` */
	name?: unknown;
	/** `keyvalue` */
	value?: unknown;
	kept?: unknown;
}

/** The directives of `wsconfig` that most maps leave empty. */
export interface SettingsParameters {
	/** `wsresponsetime` */
	responseTime?: unknown;
	/** `wsuser` */
	user?: unknown;
	/** `wspass` */
	password?: unknown;
	/** `wsproxyhost` */
	proxyHost?: unknown;
	/** `wsproxyport` */
	proxyPort?: unknown;
	/** `certtype` */
	certificateType?: unknown;
	/** `cert` */
	certificate?: unknown;
	/** `certinsecure` */
	certificateInsecure?: unknown;
}

/** A `field` of `fields`. */
export interface FieldParameters {
	/** `fieldname` */
	name?: unknown;
	/** Whether `value` or `sources` give the value. */
	valueFrom?: unknown;
	/** `value` */
	value?: unknown;
	/** `Orgfields` */
	sources?: { source?: SourceParameters[] };
	/** `delimiter` */
	delimiter?: unknown;
	/** `master` */
	master?: unknown;
	kept?: unknown;
}

/** An `Orgfield` or `Relfield`. */
export interface SourceParameters {
	/** What the `OrgfieldID` says, or `related` for a `Relfield`. */
	kind?: unknown;
	/** `OrgfieldName` or `RelfieldName` */
	text?: unknown;
	/** `Rule` */
	rule?: unknown;
	/** `postProcess`: a name of a function, or {@link OTHER} for the text in `otherPostProcess`. */
	postProcess?: unknown;
	otherPostProcess?: unknown;
	/** `RelModule` */
	module?: unknown;
	/** `linkfield` */
	linkField?: unknown;
	/** `Relfieldvalue` */
	values?: unknown;
	/** `delimiter` of a `Relfield` */
	relatedDelimiter?: unknown;
	kept?: unknown;
}

/** A `field` of `Response`. */
export interface EntryParameters {
	/** `fieldname` */
	path?: unknown;
	/** `destination/field` */
	field?: unknown;
	/** `destination/context` */
	context?: unknown;
	kept?: unknown;
}

/** The choice of a drop-down for a text that is none of its others. */
export const OTHER = 'other';

export const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const;
export const WEB_SERVICE_TYPES = ['REST', 'SOAP'] as const;
export const INPUT_TYPES = ['JSON', 'URL', 'URLRESTFUL', 'XML'] as const;
export const OUTPUT_TYPES = ['JSON', 'XML'] as const;
export const SOURCE_KINDS = [
	'constant',
	'expression',
	'field',
	'related',
	'rule',
	'stored',
	'template',
] as const;

/** The values that parameters have where none is stored. */
export const PARAMETER_DEFAULTS = {
	method: 'POST',
	webServiceType: 'REST',
	soapParametersFrom: SOAP_PARAMETERS_FROM.wsdl,
	inputType: 'JSON',
	outputType: 'JSON',
	valueFrom: 'literal',
	kind: 'constant',
} as const;
