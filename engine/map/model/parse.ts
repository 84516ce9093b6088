import { Places, textOf, type XmlElement, type XmlNode } from '../../xml';
import { directivesOf, kindOfSource, type DirectivePlace, type DirectiveTexts } from './directives';
import { MapError, unreadableMap } from '../map-error';
import { rememberSource } from './error-location';
import type {
	FieldSource,
	Layout,
	LayoutItem,
	MapConfig,
	MapField,
	MapHeader,
	ResponseEntry,
	WebServiceMap,
} from './types';
import { readMapXml } from './read-map-xml';
import { sourceWarnings } from './source-warnings';

/** Characters of XML. A map of 5,000 fields has about a million. */
const MAX_LENGTH = 5_000_000;

/** The elements that are a source of a field. */
const SOURCE_ELEMENTS = ['Orgfield', 'Relfield'];

/**
 * Reads a Web Service Map.
 *
 * Unknown elements, order and attributes are kept for {@link serializeMap}; comments
 * are not. What the map means, and whether it can be run, shows when it is run; which of its
 * expressions a run refuses, its `warnings` tell before.
 *
 * @param xml the `content` of a map as coreBOS has it
 * @returns the map
 * @throws MapError with line, column and the nearest element: text that is not
 * well-formed XML, a DOCTYPE, an unknown entity, more than 5 million characters; without
 * a place for what is not text
 */
export function parseMap(xml: string): WebServiceMap {
	if (typeof xml !== 'string') {
		throw new MapError(`The XML of a map must be text, not ${xml === null ? 'null' : typeof xml}`);
	}
	if (xml.length > MAX_LENGTH) {
		throw unreadableMap(
			`The map has ${xml.length} characters, more than the limit of ${MAX_LENGTH}`,
			{ line: 1, column: 1 },
		);
	}
	const source = withoutProlog(xml);
	assertXml(source);
	const root = readMapXml(source);
	const parts = new Parts(root, KNOWN.map);
	const origin = parts.first('originmodule');
	const map: WebServiceMap = {
		root: root.name,
		config: readConfig(parts.first('wsconfig')),
		fields: [],
		response: [],
		layout: parts.layout,
	};
	if (origin !== undefined) readOrigin(map, origin);
	readFields(map, parts.first('fields'));
	readResponseDirective(map, parts.first('Response'));
	rememberSource(map, source);
	return Object.defineProperty(map, 'warnings', { get: () => sourceWarnings(map) });
}

/**
 * Blanks what pasting brings along before the map: a byte order mark, a zero width space, and
 * an XML declaration that has blank lines before it, which XML does not allow. Places stay.
 */
function withoutProlog(xml: string): string {
	return xml.replace(/^[\s\uFEFF\u200B]*(?:<\?xml\s[^>]*\?>)?/, (prolog) =>
		prolog.replace(/[^\n]/g, ' '),
	);
}

const PASTE_CONTENT = 'Paste the field Content of the map as coreBOS shows it';

/** What people put here by mistake: a name, a URL, JSON, escaped XML, text around the map. */
function assertXml(xml: string): void {
	const start = xml.search(/\S/);
	if (start === -1 || xml[start] === '<') return;
	const [reason, advice] = otherThanXml(xml.slice(start));
	throw unreadableMap(reason, new Places(xml).at(start), { advice });
}

/** What text is that is not XML, and what to do about it. */
function otherThanXml(text: string): [reason: string, advice: string] {
	if (/^&(?:amp;)*lt;/.test(text)) {
		return ['The map is escaped: its tags begin with &lt;', PASTE_CONTENT];
	}
	if (/^[{[]/.test(text)) {
		return ['This is JSON, not the XML of a map', PASTE_CONTENT];
	}
	if (/<map[\s/>]/i.test(text)) {
		return ['There is text before the map', 'Remove it: the XML begins with the element map'];
	}
	return ['This is not XML: a map begins with the element map', PASTE_CONTENT];
}

/** The children of an element, those of known names taken out one by one. */
class Parts {
	readonly layout: Layout;
	private readonly byName = new Map<string, XmlElement[]>();

	/**
	 * @param single known names of which one element counts
	 * @param repeated known names of which all count
	 * @param last whether the last of a single name counts instead of the first
	 */
	constructor(
		element: XmlElement,
		single: readonly string[],
		repeated: readonly string[] = [],
		last = false,
	) {
		const items: LayoutItem[] = [];
		const children = withPlainTexts(element);
		const singles = new Map<string, XmlElement>();
		for (const node of children) {
			if (node.kind !== 'element' || !single.includes(node.element.name)) continue;
			if (last || !singles.has(node.element.name)) singles.set(node.element.name, node.element);
		}
		for (const node of children) {
			if (node.kind === 'text') {
				const text = node.text.trim();
				if (text !== '') items.push({ kind: 'text', text });
			} else if (node.kind === 'element') {
				const { name } = node.element;
				const isKnown = singles.get(name) === node.element || repeated.includes(name);
				items.push(isKnown ? this.known(node.element) : { kind: 'kept', element: node.element });
			}
		}
		this.layout = { attributes: element.attributes, items };
	}

	private known(element: XmlElement): LayoutItem {
		const { name } = element;
		const elements = this.byName.get(name);
		if (elements === undefined) this.byName.set(name, [element]);
		else elements.push(element);
		return { kind: 'known', name };
	}

	first(name: string): XmlElement | undefined {
		return this.byName.get(name)?.[0];
	}

	all(name: string): XmlElement[] {
		return this.byName.get(name) ?? [];
	}

	/** The text of a known element; what it holds besides stays in the layout. */
	text(name: string): string | undefined {
		const element = this.first(name);
		if (element === undefined) return undefined;
		if (element.attributes.length > 0 || element.children.some(({ kind }) => kind === 'element')) {
			const item = this.layout.items.find(
				(candidate) => candidate.kind === 'known' && candidate.name === name,
			);
			if (item?.kind === 'known') item.element = { ...element, children: withPlainTexts(element) };
		}
		return textOf(element);
	}
}

/** The content of an element as the map's properties have it: whether text was CDATA is lost. */
function withPlainTexts(element: XmlElement): XmlNode[] {
	const children: XmlNode[] = [];
	for (const node of element.children) {
		if (node.kind !== 'text') children.push(node);
		else if (node.text !== '') {
			const last = children.at(-1);
			if (last?.kind === 'text') last.text += node.text;
			else children.push({ kind: 'text', text: node.text, cdata: false });
		}
	}
	return children;
}

/** The elements of a place that are directives, and others that it has. */
function elementsOf(place: DirectivePlace, ...others: string[]): readonly string[] {
	return [...directivesOf(place).map(({ element }) => element), ...others];
}

/** What a map's elements are called where each may be there once. */
const KNOWN = {
	map: ['originmodule', 'wsconfig', 'fields', 'Response'],
	originmodule: elementsOf('originmodule'),
	wsconfig: elementsOf('wsconfig', 'wsheader'),
	header: elementsOf('header'),
	field: elementsOf('field', 'Orgfields'),
	Orgfields: elementsOf('Orgfields'),
	Orgfield: elementsOf('Orgfield'),
	Relfield: elementsOf('Relfield'),
	entry: elementsOf('entry', 'destination'),
	destination: elementsOf('destination'),
};

/** The texts of a place's directives, by the names that the model has for them. */
function textsOf<Place extends DirectivePlace>(parts: Parts, place: Place): DirectiveTexts<Place> {
	const texts: Record<string, string> = {};
	for (const { element, property, always } of directivesOf(place)) {
		const text = parts.text(element) ?? (always && '');
		if (text !== undefined) texts[property] = text;
	}
	return texts as DirectiveTexts<Place>;
}

function readOrigin(map: WebServiceMap, element: XmlElement): void {
	const parts = new Parts(element, KNOWN.originmodule);
	Object.assign(map, textsOf(parts, 'originmodule'));
	map.originLayout = parts.layout;
}

function readConfig(element: XmlElement | undefined): MapConfig {
	if (element === undefined) return {};
	// coreBOS overwrites a directive with a later one of the same name.
	const parts = new Parts(element, KNOWN.wsconfig, [], true);
	const config: MapConfig = { ...textsOf(parts, 'wsconfig'), layout: parts.layout };
	const headers = parts.first('wsheader');
	if (headers !== undefined) {
		const headerParts = new Parts(headers, [], ['header']);
		config.headers = headerParts.all('header').map(readHeader);
		config.headersLayout = headerParts.layout;
	}
	return config;
}

/** Reads a `header` of `wsheader`. */
export function readHeader(element: XmlElement): MapHeader {
	const parts = new Parts(element, KNOWN.header);
	return { ...textsOf(parts, 'header'), layout: parts.layout };
}

function readFields(map: WebServiceMap, element: XmlElement | undefined): void {
	if (element === undefined) return;
	const parts = new Parts(element, [], ['field']);
	map.fields = parts.all('field').map(readField);
	map.fieldsLayout = parts.layout;
}

/** Reads a `field` of `fields`. */
export function readField(element: XmlElement): MapField {
	const parts = new Parts(element, KNOWN.field);
	const field: MapField = { ...textsOf(parts, 'field'), sources: [], layout: parts.layout };
	const sources = parts.first('Orgfields');
	if (sources !== undefined) readSources(field, sources);
	return field;
}

function readSources(field: MapField, element: XmlElement): void {
	const parts = new Parts(element, KNOWN.Orgfields, SOURCE_ELEMENTS);
	Object.assign(field, textsOf(parts, 'Orgfields'));
	field.sources = element.children.flatMap((node): FieldSource[] => {
		const isSource = node.kind === 'element' && SOURCE_ELEMENTS.includes(node.element.name);
		return isSource ? [readSource(node.element)] : [];
	});
	field.sourcesLayout = parts.layout;
}

/** Reads an `Orgfield` or a `Relfield`. */
export function readSource(element: XmlElement): FieldSource {
	if (element.name === 'Relfield') {
		const parts = new Parts(element, KNOWN.Relfield);
		return { kind: 'related', ...textsOf(parts, 'Relfield'), layout: parts.layout };
	}
	const parts = new Parts(element, KNOWN.Orgfield);
	const texts = textsOf(parts, 'Orgfield');
	return { kind: kindOfSource(texts.id ?? ''), ...texts, layout: parts.layout };
}

function readResponseDirective(map: WebServiceMap, element: XmlElement | undefined): void {
	if (element === undefined) return;
	const parts = new Parts(element, [], ['field']);
	map.response = parts.all('field').map(readEntry);
	map.responseLayout = parts.layout;
}

/** Reads a `field` of `Response`. */
export function readEntry(element: XmlElement): ResponseEntry {
	const parts = new Parts(element, KNOWN.entry);
	const entry: ResponseEntry = { ...textsOf(parts, 'entry'), layout: parts.layout };
	const destination = parts.first('destination');
	if (destination === undefined) return entry;
	const inside = new Parts(destination, KNOWN.destination);
	return {
		...entry,
		...textsOf(inside, 'destination'),
		destinationLayout: inside.layout,
	};
}
