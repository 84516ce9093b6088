import {
	DIRECTIVES,
	type DirectiveParameters,
	type OrgfieldKind,
	type SettingsDirectiveParameters,
} from '../../engine';

/**
 * A Web Service Map as the parameters of the Run Web Service Map node (*Define Below*).
 *
 * Names of the top level are names of node parameters. Those of the directives follow from the
 * engine's table; one with choices has {@link OTHER} for any other text, which is in
 * a parameter of its own (`method` and `otherMethod`). Every part has its default where it is
 * missing: n8n does not store defaults. Texts may be numbers, booleans, lists or objects where an
 * n8n expression gave them.
 */
export interface MapParameters
	extends DirectiveParameters<'originmodule'>,
		DirectiveParameters<'wsconfig'> {
	/** `methodname` of a SOAP map: its operation, a string or a {@link SoapOperationParameter}. */
	soapOperation?: unknown;
	/** Whether `fields` or `soapParameters` are sent with SOAP: see {@link SOAP_PARAMETERS_FROM}. */
	soapParametersFrom?: unknown;
	/** The parameters of a SOAP operation by name: `fields` of literals, as a resource mapper. */
	soapParameters?: unknown;
	/** `wsheader` */
	headers?: { header?: HeaderParameters[] };
	/** How `fields` is filled in: see {@link FIELDS_AS}. */
	fieldsAs?: unknown;
	/** `fields` */
	fields?: { field?: FieldParameters[] };
	/** `fields` of literals as an object, or as the text of one in JSON. */
	fieldsJson?: unknown;
	/** `fields` of literals as the query of a URL. */
	fieldsQuery?: unknown;
	/** `Response` */
	response?: { entry?: EntryParameters[] };
	/** The directives that most maps leave empty, or that a call can do without. */
	settings?: SettingsDirectiveParameters & { originModule?: unknown; methodName?: unknown };
	/** What of the map's XML the other parameters cannot show: see preserved-xml. */
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

/** How the fields of a call are filled in. */
export const FIELDS_AS = { json: 'json', list: 'list', query: 'query' } as const;

/** A `header`. */
export interface HeaderParameters extends DirectiveParameters<'header'> {
	kept?: unknown;
}

/** A `field` of `fields`. */
export interface FieldParameters
	extends DirectiveParameters<'field'>,
		DirectiveParameters<'Orgfields'> {
	/** Whether `value`, `sources` or one source of a kind gives the value. */
	valueFrom?: unknown;
	/** The text of the one source. */
	text?: unknown;
	postProcess?: unknown;
	otherPostProcess?: unknown;
	/** `Orgfields` */
	sources?: { source?: SourceParameters[] };
	kept?: unknown;
}

/** An `Orgfield` or `Relfield`. */
export interface SourceParameters
	extends DirectiveParameters<'Orgfield'>,
		DirectiveParameters<'Relfield'> {
	/** What the `OrgfieldID` says, or `related` for a `Relfield`. */
	kind?: unknown;
	kept?: unknown;
}

/** A `field` of `Response`. */
export interface EntryParameters
	extends DirectiveParameters<'entry'>,
		DirectiveParameters<'destination'> {
	kept?: unknown;
}

/** The kinds of source that a field may have as its only one. */
export const SINGLE_SOURCES = [
	'constant',
	'expression',
	'field',
	'rule',
	'stored',
	'template',
] as const satisfies readonly OrgfieldKind[];

/** The choice of a drop-down for any other text. */
export const OTHER = 'other';

/** The values of drop-downs where none is stored. */
export const PARAMETER_DEFAULTS = {
	...directiveDefaults(),
	fieldsAs: FIELDS_AS.list,
	soapParametersFrom: SOAP_PARAMETERS_FROM.wsdl,
	valueFrom: 'literal',
	kind: 'constant',
} as const;

function directiveDefaults(): Record<string, string> {
	const choices = DIRECTIVES.filter((directive) => directive.kind === 'choice');
	return Object.fromEntries(choices.map((directive) => [directive.property, directive.default]));
}
