import type { XmlAttribute, XmlElement } from '../../xml';

/**
 * Where the parts of an element stood in the XML, so that a map read and written
 * again keeps its order, its attributes and what this software does not know.
 * A map that was not read from XML has none and is written in the usual order.
 */
export interface Layout {
	attributes: XmlAttribute[];
	items: LayoutItem[];
}

export type LayoutItem =
	/** An element that the map's own properties hold; `element` where it has more than its text. */
	| { kind: 'known'; name: string; element?: XmlElement }
	/** An element nothing is known of, or one too many of a known name. */
	| { kind: 'kept'; element: XmlElement }
	/** Text between the elements. */
	| { kind: 'text'; text: string };

/** A Web Service Map. Properties that are undefined have no element. */
export interface WebServiceMap {
	/** Name of the root element; coreBOS does not look at it. */
	root: string;
	/** Module of the record that the map is for. */
	originModule?: string;
	config: MapConfig;
	/** The parameters of the call. */
	fields: MapField[];
	/** What to keep of the answer. */
	response: ResponseEntry[];
	layout?: Layout;
	originLayout?: Layout;
	fieldsLayout?: Layout;
	responseLayout?: Layout;
}

/** How to call. Texts are as the map has them; what they mean depends on the run. */
export interface MapConfig {
	/** `wsurl` */
	url?: string;
	/** `wshttpmethod` */
	method?: string;
	/** `methodname`: a label with REST, the operation with SOAP. */
	methodName?: string;
	/** `wsresponsetime`, in seconds. */
	responseTime?: string;
	/** `wsuser`, `wspass`: HTTP basic authentication. */
	user?: string;
	password?: string;
	/** `wsproxyhost`, `wsproxyport` */
	proxyHost?: string;
	proxyPort?: string;
	/** `wstype`: REST or SOAP. */
	webServiceType?: string;
	/** `inputtype`: JSON, XML, URL or URLRESTFUL. */
	inputType?: string;
	/** `outputtype`: JSON or XML. */
	outputType?: string;
	/** `certtype`, `cert`, `certinsecure`: a client certificate by its path on the coreBOS server. */
	certificateType?: string;
	certificate?: string;
	certificateInsecure?: string;
	/** `wsheader`; undefined where the element is missing. */
	headers?: MapHeader[];
	layout?: Layout;
	headersLayout?: Layout;
}

/** A `header` of `wsheader`. */
export interface MapHeader {
	/** `keyname` */
	name: string;
	/** `keyvalue` */
	value: string;
	layout?: Layout;
}

/** A `field` of `fields`: a parameter and where its value comes from. */
export interface MapField {
	/** `fieldname` */
	name: string;
	/** `value`: a literal, used where there are no sources. */
	value?: string;
	/**
	 * The literal where it is no text: a number, boolean, null, list or object of the node's
	 * parameters, which a native run sends as it is. `value` holds its text.
	 */
	typed?: unknown;
	/** `Orgfields`, in their order. */
	sources: FieldSource[];
	/** `delimiter` of the `Orgfields`. */
	delimiter?: string;
	/** `master`, which has no effect on a call. */
	master?: string;
	layout?: Layout;
	sourcesLayout?: Layout;
}

export type FieldSource = OrgfieldSource | RelatedSource;

/** What an `Orgfield` is by its `OrgfieldID`. */
export type OrgfieldKind = 'constant' | 'field' | 'template' | 'expression' | 'rule' | 'stored';

/** An `Orgfield`: one piece of a value. */
export interface OrgfieldSource {
	kind: OrgfieldKind;
	/** `OrgfieldName`: the constant, field name, template, expression or rule. */
	text: string;
	/** A constant that is no text, as {@link MapField.typed}; `text` holds its text. */
	typed?: unknown;
	/** `OrgfieldID` as the map spells it; undefined where it has none. */
	id?: string;
	/** `Rule` */
	rule?: string;
	/** `postProcess`: a PHP function that the value so far goes through. */
	postProcess?: string;
	layout?: Layout;
}

/** A `Relfield`: a field of a linked record. */
export interface RelatedSource {
	kind: 'related';
	/** `RelfieldName`: the field of the linked record. */
	text: string;
	/** `RelModule` */
	module: string;
	/** `linkfield`: the field that holds the linked record's id. */
	linkField: string;
	/** `Relfieldvalue`: a comma list of fields and 'texts' to put together instead. */
	values?: string;
	/** `delimiter` inside the `Relfield`. */
	delimiter?: string;
	layout?: Layout;
}

/** A `field` of `Response`. */
export interface ResponseEntry {
	/** `fieldname`: dot path into the answer; `.` is the whole body as text. */
	path: string;
	/** `destination/field`: the record field that gets the value. */
	field?: string;
	/** `destination/context`: the context variable that gets it. */
	context?: string;
	layout?: Layout;
	destinationLayout?: Layout;
}
