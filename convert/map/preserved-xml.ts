/**
 * What a map's XML contains besides the texts that parameters show: unknown elements, attributes,
 * another order, elements left out, spellings. It goes along as the XML itself, the texts that
 * parameters hold blanked, so that there is one way of reading it and an edited parameter has
 * nothing older next to it.
 */
import {
	directivesOf,
	isShown,
	SOURCE_IDS,
	textOf,
	type Directive,
	type DirectivePlace,
	type DirectiveTexts,
	type FieldSource,
	type Layout,
	type MapConfig,
	type MapField,
	type MapHeader,
	type OrgfieldSource,
	type ResponseEntry,
	type WebServiceMap,
} from '../../engine';
import type { ChosenValues } from './directive-parameters';

/** Stands for a part of a list, which has its own preserved XML. */
const NOTHING: Layout = { attributes: [], items: [] };
const SOME_HEADER: MapHeader = { name: '', value: '', layout: NOTHING };
const SOME_FIELD: MapField = { name: '', sources: [], layout: NOTHING };
const SOME_ENTRY: ResponseEntry = { path: '', layout: NOTHING };
const SOME_SOURCE: Readonly<Record<'Orgfield' | 'Relfield', FieldSource>> = {
	Orgfield: { kind: 'stored', text: '', layout: NOTHING },
	Relfield: { kind: 'related', text: '', module: '', linkField: '', layout: NOTHING },
};

/** The map without the texts of its parameters and without the parts of its lists. */
export function blankMap(map: WebServiceMap): WebServiceMap {
	const fields = blankList(map.fieldsLayout, map.fields, SOME_FIELD);
	const response = blankList(map.responseLayout, map.response, SOME_ENTRY);
	return {
		...map,
		...blankTexts('originmodule', map, map.originLayout),
		config: blankConfig(map.config),
		fields: fields.list,
		fieldsLayout: fields.layout,
		response: response.list,
		responseLayout: response.layout,
	};
}

function blankConfig(config: MapConfig): MapConfig {
	const { webServiceType } = config;
	const blank = {
		...config,
		...blankTexts('wsconfig', config, config.layout, { webServiceType }),
		// With SOAP it is the operation, which a parameter of its own shows.
		...(config.methodName !== undefined && {
			methodName: blankText(config.layout, 'methodname', config.methodName),
		}),
	};
	if (config.headers === undefined) return blank;
	const headers = blankList(config.headersLayout, config.headers, SOME_HEADER);
	return { ...blank, headers: headers.list, headersLayout: headers.layout };
}

/** A header without its name and value. */
export function blankHeader(header: MapHeader): MapHeader {
	return { ...header, ...blankTexts('header', header, header.layout) };
}

/** A field without its name and what gives its value; its sources by their kind alone. */
export function blankField(field: MapField): MapField {
	const chosen = { valueFrom: valueFrom(field) };
	const places = field.sources.map(({ kind }) => {
		return SOME_SOURCE[kind === 'related' ? 'Relfield' : 'Orgfield'];
	});
	return {
		...field,
		...blankTexts('field', field, field.layout, chosen),
		...blankTexts('Orgfields', field, field.sourcesLayout, chosen),
		sources: places,
	};
}

/** Whether parameters show the sources of a field or its literal. */
export function valueFrom({ sources, value }: MapField): 'sources' | 'literal' {
	return sources.length > 0 || value === undefined ? 'sources' : 'literal';
}

/** A source without the texts that parameters show of its kind. */
export function blankSource(source: FieldSource): FieldSource {
	const { kind, layout } = source;
	return source.kind === 'related'
		? { ...source, ...blankTexts('Relfield', source, layout, { kind }) }
		: { ...source, ...blankTexts('Orgfield', source, layout, { kind }), ...blankId(source) };
}

/** The spelling of an `OrgfieldID` stays where it is not the usual one. */
function blankId({ id, kind, layout }: OrgfieldSource): { id?: string } {
	if (id === undefined) return {};
	return { id: id === SOURCE_IDS[kind] ? blankText(layout, 'OrgfieldID', id) : id };
}

/** An entry without its path and destinations. */
export function blankEntry(entry: ResponseEntry): ResponseEntry {
	return {
		...entry,
		...blankTexts('entry', entry, entry.layout),
		...blankTexts('destination', entry, entry.destinationLayout),
	};
}

/** The texts of a place's directives, those that parameters show blanked. */
function blankTexts<Place extends DirectivePlace>(
	place: Place,
	part: DirectiveTexts<Place>,
	layout: Layout | undefined,
	chosen: ChosenValues = {},
): DirectiveTexts<Place> {
	const texts: Readonly<Record<string, string | undefined>> = part;
	const blank = directivesOf(place).flatMap((directive) => {
		const text = texts[directive.property];
		if (text === undefined) return [];
		return [[directive.property, blankDirective(directive, text, layout, chosen)] as const];
	});
	return Object.fromEntries(blank) as DirectiveTexts<Place>;
}

function blankDirective(
	directive: Directive,
	text: string,
	layout: Layout | undefined,
	chosen: ChosenValues,
): string {
	// A password is not preserved, not even for its place among unknown elements.
	if (directive.kind === 'secret') return '';
	return isShown(directive, chosen) ? blankText(layout, directive.element, text) : text;
}

/** Nothing, or the text with the elements inside it: their place in it is kept as well. */
function blankText(layout: Layout | undefined, name: string, text: string): string {
	const item = layout?.items.find((known) => known.kind === 'known' && known.name === name);
	const element = item?.kind === 'known' ? item.element : undefined;
	const hasElements = element?.children.some(({ kind }) => kind === 'element') === true;
	return hasElements && textOf(element) === text ? text : '';
}

interface BlankList<Part> {
	list: Part[];
	layout: Layout | undefined;
}

/** Parts are kept by their number, and only where something else is next to them. */
function blankList<Part>(layout: Layout | undefined, parts: Part[], some: Part): BlankList<Part> {
	const onlyParts = layout?.items.every(({ kind }) => kind === 'known') ?? true;
	if (!onlyParts) return { list: parts.map(() => some), layout };
	return { list: [], layout: layout && { ...layout, items: [] } };
}
