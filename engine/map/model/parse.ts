import { Places, textOf, type XmlElement, type XmlNode } from '../../xml';
import { DIRECTIVES, kindOfSource } from './directives';
import { MapError, unreadableMap } from '../map-error';
import { rememberSource } from './error-location';
import { refuseBrokenStructure } from './well-formedness';
import type {
	FieldSource,
	Layout,
	LayoutItem,
	MapConfig,
	MapField,
	MapHeader,
	OrgfieldSource,
	RelatedSource,
	ResponseEntry,
	WebServiceMap,
} from './types';
import { readMapXml } from './read-map-xml';

/** Characters of XML. A map of 5,000 fields has about a million. */
const MAX_LENGTH = 5_000_000;

/** The elements that are a source of a field. */
const SOURCES = ['Orgfield', 'Relfield'];

/**
 * Reads a Web Service Map.
 *
 * Unknown elements, order and attributes are kept for {@link serializeMap}; comments
 * are not. What the map means, and whether it can be run, shows when it is run.
 *
 * @param xml the `content` of a map as coreBOS has it
 * @returns the map
 * @throws MapError with line, column and the nearest element: text that is not
 * well-formed XML, a DOCTYPE, an unknown entity, more than 5 million characters; without
 * a place for what is no text
 */
export function parseMap(xml: string): WebServiceMap {
	if (typeof xml !== 'string') {
		throw new MapError(`The XML of a map must be text, not ${xml === null ? 'null' : typeof xml}`);
	}
	if (xml.length > MAX_LENGTH) {
		throw unreadableMap(
			`The map has ${xml.length} characters, more than the ${MAX_LENGTH} that are read`,
			{ line: 1, column: 1 },
		);
	}
	const source = withoutProlog(xml);
	refuseOtherThanXml(source);
	refuseBrokenStructure(source);
	const root = readMapXml(source);
	const parts = new Parts(root, ['originmodule', 'wsconfig', 'fields', 'Response']);
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
	readResponse(map, parts.first('Response'));
	rememberSource(map, source);
	return map;
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

/** What people put here by mistake: a name, a URL, JSON, escaped XML, text around the map. */
function refuseOtherThanXml(xml: string): void {
	const start = xml.search(/\S/);
	if (start === -1 || xml[start] === '<') return;
	throw unreadableMap(otherThanXml(xml.slice(start)), new Places(xml).at(start));
}

function otherThanXml(text: string): string {
	if (/^&(?:amp;)*lt;/.test(text)) {
		return 'This map is escaped: it has &lt; where < should be. Paste it as coreBOS shows it in the field Content';
	}
	if (/^[{[]/.test(text)) {
		return 'This is JSON and no XML: a map begins with <map>. Paste the content of the map as coreBOS has it';
	}
	if (/<map[\s/>]/i.test(text)) {
		return 'There is text before the map, so this is no XML: a map begins with <map>. Remove the text';
	}
	return 'This is no XML: a map begins with <map>. Paste the content of the map as coreBOS has it';
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
	constructor(element: XmlElement, single: string[], repeated: string[] = [], last = false) {
		const items: LayoutItem[] = [];
		const children = withPlainTexts(element).children.filter(
			(node) => node.kind !== 'text' || node.text.trim() !== '',
		);
		const singles = new Map<string, XmlElement>();
		for (const node of children) {
			if (node.kind !== 'element' || !single.includes(node.element.name)) continue;
			if (last || !singles.has(node.element.name)) singles.set(node.element.name, node.element);
		}
		for (const node of children) {
			if (node.kind === 'text') items.push({ kind: 'text', text: node.text.trim() });
			else if (node.kind !== 'element') continue;
			else if (
				repeated.includes(node.element.name) ||
				singles.get(node.element.name) === node.element
			) {
				items.push(this.known(node.element));
			} else items.push({ kind: 'kept', element: node.element });
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
			if (item?.kind === 'known') item.element = withPlainTexts(element);
		}
		return textOf(element);
	}
}

/** The element with its texts as the map's properties have them: whether they were CDATA is lost. */
function withPlainTexts(element: XmlElement): XmlElement {
	const children: XmlNode[] = [];
	for (const node of element.children) {
		if (node.kind === 'text' && node.text === '') continue;
		const last = children.at(-1);
		if (node.kind === 'text' && last?.kind === 'text') last.text += node.text;
		else children.push(node.kind === 'text' ? { ...node, cdata: false } : node);
	}
	return { ...element, children };
}

function readOrigin(map: WebServiceMap, element: XmlElement): void {
	const parts = new Parts(element, ['originname']);
	map.originModule = parts.text('originname');
	map.originLayout = parts.layout;
}

function readConfig(element: XmlElement | undefined): MapConfig {
	if (element === undefined) return {};
	const names = DIRECTIVES.map(([name]) => name);
	// coreBOS overwrites a directive with a later one of the same name.
	const parts = new Parts(element, [...names, 'wsheader'], [], true);
	const config: MapConfig = { layout: parts.layout };
	for (const [name, property] of DIRECTIVES) {
		const text = parts.text(name);
		if (text !== undefined) config[property] = text;
	}
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
	const parts = new Parts(element, ['keyname', 'keyvalue']);
	return {
		name: parts.text('keyname') ?? '',
		value: parts.text('keyvalue') ?? '',
		layout: parts.layout,
	};
}

function readFields(map: WebServiceMap, element: XmlElement | undefined): void {
	if (element === undefined) return;
	const parts = new Parts(element, [], ['field']);
	map.fields = parts.all('field').map(readField);
	map.fieldsLayout = parts.layout;
}

/** Reads a `field` of `fields`. */
export function readField(element: XmlElement): MapField {
	const parts = new Parts(element, ['fieldname', 'value', 'Orgfields', 'master']);
	const field: MapField = {
		name: parts.text('fieldname') ?? '',
		sources: [],
		layout: parts.layout,
	};
	const value = parts.text('value');
	if (value !== undefined) field.value = value;
	const master = parts.text('master');
	if (master !== undefined) field.master = master;
	const sources = parts.first('Orgfields');
	if (sources !== undefined) readSources(field, sources);
	return field;
}

function readSources(field: MapField, element: XmlElement): void {
	const parts = new Parts(element, ['delimiter'], SOURCES);
	const delimiter = parts.text('delimiter');
	if (delimiter !== undefined) field.delimiter = delimiter;
	field.sources = element.children.flatMap((node): FieldSource[] => {
		const isSource = node.kind === 'element' && SOURCES.includes(node.element.name);
		return isSource ? [readSource(node.element)] : [];
	});
	field.sourcesLayout = parts.layout;
}

/** Reads an `Orgfield` or a `Relfield`. */
export function readSource(element: XmlElement): FieldSource {
	return element.name === 'Relfield' ? readRelfield(element) : readOrgfield(element);
}

function readOrgfield(element: XmlElement): OrgfieldSource {
	const parts = new Parts(element, ['OrgfieldName', 'OrgfieldID', 'Rule', 'postProcess']);
	const id = parts.text('OrgfieldID');
	const rule = parts.text('Rule');
	const postProcess = parts.text('postProcess');
	return {
		kind: kindOfSource(id ?? ''),
		text: parts.text('OrgfieldName') ?? '',
		...(id === undefined ? {} : { id }),
		...(rule === undefined ? {} : { rule }),
		...(postProcess === undefined ? {} : { postProcess }),
		layout: parts.layout,
	};
}

function readRelfield(element: XmlElement): RelatedSource {
	const names = ['RelfieldName', 'RelModule', 'linkfield', 'Relfieldvalue', 'delimiter'];
	const parts = new Parts(element, names);
	const values = parts.text('Relfieldvalue');
	const delimiter = parts.text('delimiter');
	return {
		kind: 'related',
		text: parts.text('RelfieldName') ?? '',
		module: parts.text('RelModule') ?? '',
		linkField: parts.text('linkfield') ?? '',
		...(values === undefined ? {} : { values }),
		...(delimiter === undefined ? {} : { delimiter }),
		layout: parts.layout,
	};
}

function readResponse(map: WebServiceMap, element: XmlElement | undefined): void {
	if (element === undefined) return;
	const parts = new Parts(element, [], ['field']);
	map.response = parts.all('field').map(readEntry);
	map.responseLayout = parts.layout;
}

/** Reads a `field` of `Response`. */
export function readEntry(element: XmlElement): ResponseEntry {
	const parts = new Parts(element, ['fieldname', 'destination']);
	const entry: ResponseEntry = { path: parts.text('fieldname') ?? '', layout: parts.layout };
	const destination = parts.first('destination');
	if (destination === undefined) return entry;
	const destinations = new Parts(destination, ['field', 'context']);
	const field = destinations.text('field');
	const context = destinations.text('context');
	if (field !== undefined) entry.field = field;
	if (context !== undefined) entry.context = context;
	entry.destinationLayout = destinations.layout;
	return entry;
}
