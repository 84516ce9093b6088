import type { XmlAttribute, XmlElement } from '../../xml';
import type { DirectiveTexts, OrgfieldKind } from './directives';

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
	/** An unknown element, or a repetition of one that counts only once. */
	| { kind: 'kept'; element: XmlElement }
	/** Text between the elements. */
	| { kind: 'text'; text: string };

/**
 * A Web Service Map. The directives of each part are those of the table in `directives.ts`.
 * Properties that are undefined have no element.
 */
export interface WebServiceMap extends DirectiveTexts<'originmodule'> {
	/** Name of the root element; coreBOS does not look at it. */
	root: string;
	config: MapConfig;
	/** The parameters of the call. */
	fields: MapField[];
	/** What to keep of the answer. */
	response: ResponseEntry[];
	layout?: Layout;
	originLayout?: Layout;
	fieldsLayout?: Layout;
	responseLayout?: Layout;
	/**
	 * Of a map that `parseMap` has read: every expression and template that a run refuses, because it
	 * cannot be read or works only inside coreBOS, and what coreBOS reads differently than it looks.
	 * Found out when it is asked for; not enumerable.
	 */
	readonly warnings?: readonly string[];
}

/** The texts of `wsconfig` say how to call. What they mean depends on the run. */
export interface MapConfig extends DirectiveTexts<'wsconfig'> {
	/** `wsheader`; undefined where the element is missing. */
	headers?: MapHeader[];
	layout?: Layout;
	headersLayout?: Layout;
}

/** A `header` of `wsheader`. */
export interface MapHeader extends DirectiveTexts<'header'> {
	layout?: Layout;
}

/**
 * A `field` of `fields`: a parameter and where its value comes from. Its `value`, a literal, is
 * used where there are no sources.
 */
export interface MapField extends DirectiveTexts<'field'>, DirectiveTexts<'Orgfields'> {
	/**
	 * The literal where it is not a string: a number, boolean, null, list or object of the node's
	 * parameters, which a native run sends as it is. `value` holds its text.
	 */
	typed?: unknown;
	/** `Orgfields`, in their order. */
	sources: FieldSource[];
	layout?: Layout;
	sourcesLayout?: Layout;
}

export type FieldSource = OrgfieldSource | RelatedSource;

/**
 * An `Orgfield`: one piece of a value. Its `id` is the `OrgfieldID` as the map spells it; its
 * `postProcess` is applied to the value put together so far.
 */
export interface OrgfieldSource extends DirectiveTexts<'Orgfield'> {
	kind: OrgfieldKind;
	/** A constant that is not a string, as {@link MapField.typed}; `text` holds its text. */
	typed?: unknown;
	layout?: Layout;
}

/**
 * A `Relfield`: the field `text` of the record that `linkField` leads to. `values` is a comma
 * list of fields and 'texts' to put together instead.
 */
export interface RelatedSource extends DirectiveTexts<'Relfield'> {
	kind: 'related';
	layout?: Layout;
}

/** A `field` of `Response`: a `path` into the answer and where its value goes. */
export interface ResponseEntry extends DirectiveTexts<'entry'>, DirectiveTexts<'destination'> {
	layout?: Layout;
	destinationLayout?: Layout;
}
