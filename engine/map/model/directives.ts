/**
 * The directives of a Web Service Map: one table, from which follow the types of the model, the
 * parser, the writer, the parameters of the node both ways, the preserved XML, the checks and the
 * fields of the editor. A new directive is an entry here, its effect, its test and its line in
 * docs/run-web-service-map.md.
 */

import type { PostProcessName } from '../../expression';
import { grouped } from '../../grouped';

/** The element that a directive is in; `entry` is a `field` of `Response`. */
export type DirectivePlace =
	| 'originmodule'
	| 'wsconfig'
	| 'header'
	| 'field'
	| 'Orgfields'
	| 'Orgfield'
	| 'Relfield'
	| 'entry'
	| 'destination';

/**
 * Values of the choices next to a directive, by the name of the choice: `kind` of a source,
 * `valueFrom` of a field, `webServiceType` of a map.
 */
export type Conditions = Readonly<Record<string, readonly string[]>>;

/** What the editor says about a text parameter. */
export interface Presentation {
	label: string;
	/** One or two sentences, without the name of the element. */
	help: string;
	/** Begins with `e.g.` in the editor. */
	example?: string;
	/** Lines of its input; default 1. */
	rows?: number;
}

/** What a choice means; without it, its name says it. */
type Choices = Readonly<Record<string, string>>;

interface DirectiveCommon {
	/** Name of the element. */
	element: string;
	place: DirectivePlace;
	/** Name of the property in the model. */
	property: string;
	/** The model has text even where the map has no element. */
	always?: true;
	/** Name of the node parameter, where it is not `property`. */
	parameter?: string;
	/** In a group of the editor that most maps leave alone. */
	group?: 'settings';
	/** A new map has the element even where its text is empty, as the maps of coreBOS have it. */
	writtenEmpty?: true;
	/** The editor wants it filled in. */
	mandatory?: true;
	/** When the directive has an effect, and is shown; default always. */
	show?: Conditions;
	/** When it has none. */
	hide?: Conditions;
}

/** A directive that is any text. */
interface TextDirective extends DirectiveCommon, Presentation {
	kind: 'text' | 'secret';
}

/** A directive whose known values the editor offers; any other text is kept. */
interface ChoiceDirective extends DirectiveCommon, Presentation {
	kind: 'choice';
	default: string;
	choices: Choices;
	/** What the editor calls the choices, where their names do not say what they are. */
	choiceLabels?: Readonly<Record<string, string>>;
	/** What `''` means where it is one of the choices. */
	none?: string;
	/** Label and help of any other text, and what that means. */
	other: { label: string; help: string; choiceHelp: string };
}

/** A text parameter that has another name for each kind of source. */
interface VariantDirective extends DirectiveCommon {
	kind: 'variants';
	variants: Readonly<Record<string, Presentation>>;
}

/** What kind of source an `Orgfield` is. */
interface SourceKindDirective extends DirectiveCommon {
	kind: 'sourceKind';
}

export type Directive = TextDirective | ChoiceDirective | VariantDirective | SourceKindDirective;

/** Directives that SOAP does without. */
const NOT_SOAP = { webServiceType: ['SOAP'] } as const;

/** How a source says what it is: its `OrgfieldID`; a `Relfield` has none. */
export const SOURCES = {
	constant: {
		id: 'CONST',
		label: 'Constant',
		help: 'The text itself (CONST)',
	},
	expression: {
		id: 'EXPRESSION',
		label: 'Expression',
		help: 'An expression in the coreBOS expression language (EXPRESSION)',
	},
	field: {
		id: 'FIELD',
		label: 'Field',
		help: 'A field of the record, as coreBOS shows it to the user (FIELD)',
	},
	related: {
		id: undefined,
		label: 'Related Field',
		help: 'A field of a record that the record links to (Relfield)',
	},
	rule: {
		id: 'RULE',
		label: 'Rule',
		help: 'A business rule that coreBOS evaluates (RULE)',
	},
	stored: {
		id: '',
		label: 'Stored Value',
		help: 'The value of a field as it is stored, or a context variable if the record has no such field (no OrgfieldID)',
	},
	template: {
		id: 'TEMPLATE',
		label: 'Template',
		help: 'Text that contains fields and functions (TEMPLATE)',
	},
} as const;

/** What an `Orgfield` is by its `OrgfieldID`. */
export type OrgfieldKind = Exclude<keyof typeof SOURCES, 'related'>;

/** All directives; those of one place in the order in which they are written. */
export const DIRECTIVES = [
	{
		place: 'originmodule',
		element: 'originname',
		property: 'originModule',
		kind: 'text',
		writtenEmpty: true,
		label: 'Origin Module',
		help: 'Module of the record that the map is for. It determines how FIELD and TEMPLATE format values.',
		example: 'Accounts',
	},
	{
		place: 'wsconfig',
		element: 'wsurl',
		property: 'url',
		kind: 'text',
		writtenEmpty: true,
		mandatory: true,
		label: 'URL',
		help: 'Address to call or, with SOAP, address of the WSDL. The calls getContext(name), getSetting(key) and getGlobalVariable(name), written without quotes around the name, are replaced by their values.',
		example: 'https://example.com/api/3/clientes/$codcliente',
	},
	{
		place: 'wsconfig',
		element: 'wshttpmethod',
		property: 'method',
		kind: 'choice',
		writtenEmpty: true,
		hide: NOT_SOAP,
		label: 'HTTP Method',
		help: 'HTTP method of the call. Fields are sent in the body with GET and DELETE too, unless the input type is URL.',
		default: 'POST',
		choices: { DELETE: '', GET: '', HEAD: '', OPTIONS: '', PATCH: '', POST: '', PUT: '' },
		other: {
			label: 'Other HTTP Method',
			help: 'The method, sent as you write it, such as LINK',
			choiceHelp: 'Any other method',
		},
	},
	{
		place: 'wsconfig',
		element: 'methodname',
		property: 'methodName',
		kind: 'text',
		writtenEmpty: true,
		hide: NOT_SOAP,
		label: 'Method Name',
		help: 'A name for the call, shown in the call summary and in errors',
		example: 'createCustomer',
	},
	{
		place: 'wsconfig',
		element: 'wsresponsetime',
		property: 'responseTime',
		kind: 'text',
		writtenEmpty: true,
		group: 'settings',
		label: 'Response Time',
		help: 'Timeout of the call in seconds. coreBOS ignores it.',
		example: '30',
	},
	{
		place: 'wsconfig',
		element: 'wsuser',
		property: 'user',
		kind: 'text',
		writtenEmpty: true,
		group: 'settings',
		label: 'User',
		help: 'User name for HTTP basic authentication',
	},
	{
		place: 'wsconfig',
		element: 'wspass',
		property: 'password',
		kind: 'secret',
		writtenEmpty: true,
		group: 'settings',
		label: 'Password',
		help: 'Password for HTTP basic authentication',
	},
	{
		place: 'wsconfig',
		element: 'wsproxyhost',
		property: 'proxyHost',
		kind: 'text',
		group: 'settings',
		label: 'Proxy Host',
		help: 'Proxy server for the call. coreBOS ignores it.',
		example: 'proxy.example.com',
	},
	{
		place: 'wsconfig',
		element: 'wsproxyport',
		property: 'proxyPort',
		kind: 'text',
		group: 'settings',
		label: 'Proxy Port',
		help: 'Port of the proxy server. Default: 1080, the default of cURL.',
		example: '3128',
	},
	{
		place: 'wsconfig',
		element: 'wstype',
		property: 'webServiceType',
		kind: 'choice',
		writtenEmpty: true,
		label: 'WS Type',
		help: 'Type of the web service',
		default: 'REST',
		choices: {
			REST: 'Call the URL with the HTTP method',
			SOAP: 'Call an operation described by the WSDL at the URL',
		},
		other: {
			label: 'Other WS Type',
			help: 'The text of wstype. Only REST and SOAP, spelled exactly like this, can be run.',
			choiceHelp: 'Kept for a map with another type, which cannot be run',
		},
	},
	{
		place: 'wsconfig',
		element: 'inputtype',
		property: 'inputType',
		kind: 'choice',
		writtenEmpty: true,
		hide: NOT_SOAP,
		label: 'Input Type',
		help: 'What is sent. With JSON, a Content-type header for forms turns the body into a form.',
		default: 'JSON',
		choiceLabels: {
			JSON: 'JSON',
			URL: 'Query (URL in coreBOS)',
			URLRESTFUL: 'JSON and URL Parameters (URLRESTFUL in coreBOS)',
			XML: 'Form (XML in coreBOS)',
		},
		choices: {
			JSON: 'All fields as a JSON object in the body',
			URL: 'All fields appended to the URL as its query; no body',
			URLRESTFUL:
				'Each $field in the URL is replaced by its value; the other fields are sent as a JSON body',
			XML: 'A URL-encoded form in the body',
		},
		other: {
			label: 'Other Input Type',
			help: 'The text of inputtype. coreBOS sends no fields unless it is one of the types it knows.',
			choiceHelp: 'Kept for a map with another type or none',
		},
	},
	{
		place: 'wsconfig',
		element: 'outputtype',
		property: 'outputType',
		kind: 'choice',
		writtenEmpty: true,
		label: 'Output Type',
		help: 'How the answer is read',
		default: 'JSON',
		choices: {
			JSON: 'The answer is JSON',
			XML: 'The answer is XML; its root element is dropped',
		},
		other: {
			label: 'Other Output Type',
			help: 'The text of outputtype. coreBOS keeps nothing of the answer unless it is one of the types it knows.',
			choiceHelp: 'Kept for a map with another type or none',
		},
	},
	{
		place: 'wsconfig',
		element: 'certtype',
		property: 'certificateType',
		kind: 'text',
		group: 'settings',
		label: 'Certificate Type',
		help: 'Type of the client certificate',
		example: 'PEM',
	},
	{
		place: 'wsconfig',
		element: 'cert',
		property: 'certificate',
		kind: 'text',
		group: 'settings',
		label: 'Certificate',
		help: 'Path of a client certificate on the coreBOS server. It is kept for coreBOS: this node takes the certificate from a credential.',
	},
	{
		place: 'wsconfig',
		element: 'certinsecure',
		property: 'certificateInsecure',
		kind: 'text',
		group: 'settings',
		label: 'Certificate Insecure',
		help: 'Passed to cURL by coreBOS as "verify the certificate", so 1 turns verification on. It is kept for coreBOS: this node verifies certificates unless the option Ignore SSL Issues is on.',
	},
	{
		place: 'header',
		element: 'keyname',
		property: 'name',
		kind: 'text',
		always: true,
		label: 'Name',
		help: 'Name of the header',
		example: 'Content-type',
	},
	{
		place: 'header',
		element: 'keyvalue',
		property: 'value',
		kind: 'text',
		always: true,
		label: 'Value',
		help: 'Value of the header. The calls getContext(name), getSetting(key) and getGlobalVariable(name), written without quotes around the name, are replaced by their values. A header without a value is not sent.',
		example: 'Bearer getContext(token)',
	},
	{
		place: 'field',
		element: 'fieldname',
		property: 'name',
		kind: 'text',
		always: true,
		label: 'Name',
		help: 'Name of the parameter of the call',
		example: 'customerName',
	},
	{
		place: 'field',
		element: 'value',
		property: 'value',
		kind: 'text',
		writtenEmpty: true,
		show: { valueFrom: ['literal'] },
		label: 'Value',
		help: 'The value to send. A number, boolean, list or object from an n8n expression keeps its type, unless the compatibility is coreBOS.',
	},
	{
		place: 'field',
		element: 'master',
		property: 'master',
		kind: 'text',
		label: 'Master',
		help: 'Kept for coreBOS. It has no effect on the call.',
	},
	{
		place: 'Orgfields',
		element: 'delimiter',
		property: 'delimiter',
		kind: 'text',
		writtenEmpty: true,
		show: { valueFrom: ['sources'] },
		label: 'Delimiter',
		help: 'Text between the sources. With the compatibility coreBOS it is a set of characters, all of which are removed from the end of the value; a..z is a range.',
	},
	{
		place: 'Orgfield',
		element: 'OrgfieldName',
		property: 'text',
		kind: 'variants',
		always: true,
		variants: {
			constant: { label: 'Constant', help: 'The text to send' },
			expression: {
				label: 'Expression',
				help: 'A coreBOS expression. A reference field returns the display name of the linked record.',
				example: "concat(firstname, ' ', getFromContext('title'))",
				rows: 3,
			},
			field: {
				label: 'Field',
				help: 'Name of a field, or $(link : (Module) field) for a field of a linked record. With the compatibility coreBOS, a value of 0 is empty, and numbers and dates are formatted for the user.',
				example: 'accountname',
			},
			rule: {
				label: 'Rule',
				help: 'Name or ID of a business map in coreBOS',
				example: '46x123',
			},
			stored: {
				label: 'Field',
				help: 'Name of a field or of a context variable',
				example: 'account_id',
			},
			template: {
				label: 'Template',
				help: 'Text that contains $field and $(link : (Module) field)',
				example: 'Dear $firstname of $(account_id : (Accounts) accountname)',
				rows: 3,
			},
		},
	},
	{ place: 'Orgfield', element: 'OrgfieldID', property: 'id', kind: 'sourceKind' },
	{
		place: 'Orgfield',
		element: 'Rule',
		property: 'rule',
		kind: 'text',
		show: { kind: ['rule'] },
		label: 'Rule Instead',
		help: 'Name or ID of the rule, if it is in a separate element',
	},
	{
		place: 'Orgfield',
		element: 'postProcess',
		property: 'postProcess',
		kind: 'choice',
		hide: { kind: ['related'] },
		label: 'Post Process',
		help: 'PHP function applied to the whole value so far, including the delimiter',
		default: '',
		none: 'None',
		choices: {
			addslashes: 'Puts a backslash before quotes and backslashes',
			boolval: 'Converts the value to true or false',
			floatval: 'Takes the number at the beginning of the text',
			html_entity_decode: 'Converts HTML entities to characters',
			htmlentities: 'Converts all characters that have an HTML entity to that entity',
			htmlspecialchars: 'Converts &, <, > and quotes to HTML entities',
			intval: 'Takes the integer at the beginning of the text',
			json_decode: 'Converts JSON text to a value, such as a list or an object',
			json_encode: 'Converts the value to JSON text',
			quotemeta: 'Puts a backslash before the special characters of regular expressions',
			stripslashes: 'Removes backslashes',
		} satisfies Readonly<Record<PostProcessName, string>>,
		other: {
			label: 'Other Post Process',
			help: 'The text of postProcess',
			choiceHelp: 'Kept for a map with another function. It has no effect.',
		},
	},
	{
		place: 'Relfield',
		element: 'RelfieldName',
		property: 'text',
		kind: 'text',
		always: true,
		show: { kind: ['related'] },
		label: 'Related Field',
		help: 'Name of the field in the linked record. Of several related fields only the last counts. Sources of another kind suppress related fields.',
		example: 'vendorname',
	},
	{
		place: 'Relfield',
		element: 'RelModule',
		property: 'module',
		kind: 'text',
		always: true,
		show: { kind: ['related'] },
		label: 'Related Module',
		help: 'Module of the linked record',
		example: 'Vendors',
	},
	{
		place: 'Relfield',
		element: 'linkfield',
		property: 'linkField',
		kind: 'text',
		always: true,
		show: { kind: ['related'] },
		label: 'Link Field',
		help: 'Field that contains the ID of the linked record',
		example: 'vendor_id',
	},
	{
		place: 'Relfield',
		element: 'Relfieldvalue',
		property: 'values',
		kind: 'text',
		show: { kind: ['related'] },
		label: 'Related Values',
		help: "Comma-separated fields of the linked record and 'texts' to concatenate instead of the related field. A single name has no effect.",
		example: "firstname,' ',lastname",
	},
	{
		place: 'Relfield',
		element: 'delimiter',
		property: 'delimiter',
		parameter: 'relatedDelimiter',
		kind: 'text',
		show: { kind: ['related'] },
		label: 'Related Delimiter',
		help: 'Characters to remove from the end of the related value',
	},
	{
		place: 'entry',
		element: 'fieldname',
		property: 'path',
		kind: 'text',
		always: true,
		label: 'Path',
		help: 'Dot path into the answer; list elements by number. A single dot is the whole body as text.',
		example: 'result.token',
	},
	{
		place: 'destination',
		element: 'field',
		property: 'field',
		kind: 'text',
		label: 'Record Field',
		help: 'Field of the record that receives the value',
		example: 'cf_1234',
	},
	{
		place: 'destination',
		element: 'context',
		property: 'context',
		kind: 'text',
		label: 'Context Variable',
		help: 'Variable of the workflow context that receives the value. Default: wsctx_ followed by the path.',
		example: 'customer_id',
	},
] as const satisfies readonly Directive[];

type Entry = (typeof DIRECTIVES)[number];
type EntryAt<Place extends DirectivePlace> = Extract<Entry, { place: Place }>;

/** The properties of the model that the directives of a place are. */
export type DirectiveTexts<Place extends DirectivePlace> = {
	[One in Extract<EntryAt<Place>, { always: true }> as One['property']]: string;
} & {
	[One in Exclude<EntryAt<Place>, { always: true }> as One['property']]?: string;
};

type ParameterName<One> = One extends { parameter: infer Name extends string }
	? Name
	: One extends { kind: 'sourceKind' }
		? never
		: One extends { property: infer Name extends string }
			? Name
			: never;

type OtherName<One> = One extends { kind: 'choice' }
	? `other${Capitalize<ParameterName<One>>}`
	: never;

/** The node parameters that the directives of a place are, those of a group left out. */
export type DirectiveParameters<Place extends DirectivePlace> = {
	[One in Exclude<EntryAt<Place>, { group: string }> as
		| ParameterName<One>
		| OtherName<One>]?: unknown;
};

/** The node parameters of the group that most maps leave alone. */
export type SettingsDirectiveParameters = {
	[One in Extract<Entry, { group: 'settings' }> as ParameterName<One>]?: unknown;
};

/** The directives of a place, in the order in which they are written. */
export function directivesOf(place: DirectivePlace): readonly Directive[] {
	return BY_PLACE.get(place) ?? [];
}

const BY_PLACE: ReadonlyMap<DirectivePlace, Directive[]> = grouped<Directive, DirectivePlace>(
	DIRECTIVES,
	({ place }) => place,
);

/** The known values of a directive with choices, by the name of its element. */
export function knownValues(element: Extract<Entry, { kind: 'choice' }>['element']): string[] {
	const directive = DIRECTIVES.find((one) => one.element === element);
	return directive?.kind === 'choice' ? Object.keys(directive.choices) : [];
}

/** A directive's element as people look for it in a map: `destination/field`, `keyname`. */
export function elementPath({ place, element }: Directive): string {
	return place === 'destination' ? `destination/${element}` : element;
}

/** Name of the node parameter of a directive. */
export function parameterName({ parameter, property }: Directive): string {
	return parameter ?? property;
}

/** Name of the node parameter for text that is not one of a directive's choices. */
export function otherParameterName(directive: Directive): string {
	const name = parameterName(directive);
	return `other${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/**
 * Whether a directive has an effect next to these choices.
 *
 * @param choices values by the names that {@link Conditions} have; one that is missing fits all
 */
export function isShown(
	{ show, hide }: Directive,
	choices: Readonly<Record<string, string | undefined>>,
): boolean {
	const fits = (conditions: Conditions | undefined, otherwise: boolean) =>
		Object.entries(conditions ?? {}).every(([name, values]) => {
			const chosen = choices[name];
			return chosen === undefined ? otherwise : values.includes(chosen);
		});
	return fits(show, true) && !(hide !== undefined && fits(hide, false));
}

/** The `OrgfieldID` of each kind of source. Everything else reads the stored value. */
export const SOURCE_IDS = Object.fromEntries(
	Object.entries(SOURCES).map(([kind, { id }]) => [kind, id]),
) as Readonly<Record<OrgfieldKind, string>>;

const KIND_OF_ID = new Map(
	Object.entries(SOURCE_IDS).map(([kind, id]) => [id, kind as OrgfieldKind]),
);

/** The kind of source an `OrgfieldID` means, in any letter case. */
export function kindOfSource(id: string): OrgfieldKind {
	return KIND_OF_ID.get(id.toUpperCase()) ?? 'stored';
}
