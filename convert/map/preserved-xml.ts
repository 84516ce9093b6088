/**
 * What a map's XML holds beside the texts that parameters show: unknown elements, attributes,
 * another order, elements left out, spellings. It goes along as the XML itself, the texts that
 * parameters hold blanked, so that there is one way of reading it and an edited parameter has
 * nothing older beside it.
 */
import {
	DIRECTIVES,
	SOURCE_IDS,
	textOf,
	type FieldSource,
	type Layout,
	type MapConfig,
	type MapField,
	type MapHeader,
	type ResponseEntry,
	type WebServiceMap,
} from '../../engine';
import { isSoap } from './soap-parameters';

/** Stands for a part of a list, which has its own kept XML. */
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
	const blank: WebServiceMap = {
		...map,
		config: blankConfig(map.config),
		fields: fields.list,
		fieldsLayout: fields.layout,
		response: response.list,
		responseLayout: response.layout,
	};
	if (map.originModule !== undefined) {
		blank.originModule = blankText(map.originLayout, 'originname', map.originModule);
	}
	return blank;
}

function blankConfig(config: MapConfig): MapConfig {
	const blank: MapConfig = { ...config };
	for (const [name, property] of DIRECTIVES) {
		const text = config[property];
		if (text !== undefined) blank[property] = blankText(config.layout, name, text);
	}
	// They have no effect with SOAP, and no parameters.
	if (isSoap(config)) Object.assign(blank, { method: config.method, inputType: config.inputType });
	// A password is not kept, not even for its place among elements nobody knows.
	if (config.password !== undefined) blank.password = '';
	if (config.headers === undefined) return blank;
	const headers = blankList(config.headersLayout, config.headers, SOME_HEADER);
	return { ...blank, headers: headers.list, headersLayout: headers.layout };
}

/** A header without its name and value. */
export function blankHeader({ name, value, layout }: MapHeader): MapHeader {
	return {
		name: blankText(layout, 'keyname', name),
		value: blankText(layout, 'keyvalue', value),
		layout,
	};
}

/** A field without its name and what gives its value; its sources by their kind alone. */
export function blankField(field: MapField): MapField {
	const { layout, sourcesLayout, value, delimiter, master } = field;
	const fromSources = hasSources(field);
	const places = field.sources.map(({ kind }) => {
		return SOME_SOURCE[kind === 'related' ? 'Relfield' : 'Orgfield'];
	});
	return {
		...field,
		name: blankText(layout, 'fieldname', field.name),
		sources: places,
		...(value !== undefined && !fromSources && { value: blankText(layout, 'value', value) }),
		...(delimiter !== undefined &&
			fromSources && { delimiter: blankText(sourcesLayout, 'delimiter', delimiter) }),
		...(master !== undefined && { master: blankText(layout, 'master', master) }),
	};
}

/** Whether parameters show the sources of a field rather than its literal. */
export function hasSources({ sources, value }: MapField): boolean {
	return sources.length > 0 || value === undefined;
}

/** A source without the texts that parameters show of its kind. */
export function blankSource(source: FieldSource): FieldSource {
	const { layout } = source;
	if (source.kind === 'related') {
		const { values, delimiter } = source;
		return {
			kind: 'related',
			text: blankText(layout, 'RelfieldName', source.text),
			module: blankText(layout, 'RelModule', source.module),
			linkField: blankText(layout, 'linkfield', source.linkField),
			...(values !== undefined && { values: blankText(layout, 'Relfieldvalue', values) }),
			...(delimiter !== undefined && { delimiter: blankText(layout, 'delimiter', delimiter) }),
			layout,
		};
	}
	const { id, rule, postProcess } = source;
	const isUsualId = id === SOURCE_IDS[source.kind];
	return {
		...source,
		text: blankText(layout, 'OrgfieldName', source.text),
		...(id !== undefined && { id: isUsualId ? blankText(layout, 'OrgfieldID', id) : id }),
		...(rule !== undefined && source.kind === 'rule' && { rule: blankText(layout, 'Rule', rule) }),
		...(postProcess !== undefined && {
			postProcess: blankText(layout, 'postProcess', postProcess),
		}),
	};
}

/** An entry without its path and destinations. */
export function blankEntry(entry: ResponseEntry): ResponseEntry {
	const { layout, destinationLayout, field, context } = entry;
	return {
		path: blankText(layout, 'fieldname', entry.path),
		...(field !== undefined && { field: blankText(destinationLayout, 'field', field) }),
		...(context !== undefined && { context: blankText(destinationLayout, 'context', context) }),
		layout,
		destinationLayout,
	};
}

/** Nothing, or the text where elements stand inside of it: their place in it is kept with it. */
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

/** Parts are kept by their number, and only where something else stands beside them. */
function blankList<Part>(layout: Layout | undefined, parts: Part[], some: Part): BlankList<Part> {
	const onlyParts = layout?.items.every(({ kind }) => kind === 'known') ?? true;
	if (!onlyParts) return { list: parts.map(() => some), layout };
	return { list: [], layout: layout && { ...layout, items: [] } };
}
