import { grouped } from '../../grouped';
import { escapeXml, textOf, type XmlAttribute, type XmlElement, type XmlNode } from '../../xml';
import { assertMap } from './validate-map';
import { directivesOf, SOURCE_IDS, type DirectivePlace, type DirectiveTexts } from './directives';
import type {
	FieldSource,
	Layout,
	LayoutItem,
	MapConfig,
	MapField,
	MapHeader,
	OrgfieldSource,
	ResponseEntry,
	WebServiceMap,
} from './types';

/**
 * Writes a map as coreBOS reads it. What {@link parseMap} read comes out with the
 * same elements in the same order; only comments and the indentation are lost.
 *
 * @param map what parseMap gave, or a map of one's own, which needs no layout
 * @returns the XML, indented with one space a level, without XML declaration
 * @throws MapError for what is not a map
 */
export function serializeMap(map: WebServiceMap): string {
	assertMap(map);
	const hasOrigin = map.originModule !== undefined || map.originLayout !== undefined;
	return block(0, map.root, map.layout, [
		...(hasOrigin ? [originPart(map)] : []),
		...configPart(map),
		...listPart(map, 'fields', map.fieldsLayout, map.fields.map(fieldPart)),
		...listPart(map, 'Response', map.responseLayout, map.response.map(entryPart)),
	]).trimEnd();
}

/** A `header` of `wsheader` by itself. */
export function headerXml(header: MapHeader): string {
	return alone(headerPart(header));
}

/** A `field` of `fields` by itself. */
export function fieldXml(field: MapField): string {
	return alone(fieldPart(field));
}

/** An `Orgfield` or `Relfield` by itself. */
export function sourceXml(source: FieldSource): string {
	return alone(sourcePart(source));
}

/** A `field` of `Response` by itself. */
export function entryXml(entry: ResponseEntry): string {
	return alone(entryPart(entry));
}

function alone([, write]: Part): string {
	return write(0).trimEnd();
}

/** An empty list is left out where the XML that was read had no element for it. */
function listPart(
	map: WebServiceMap,
	name: string,
	layout: Layout | undefined,
	parts: Part[],
): Part[] {
	if (parts.length === 0 && layout === undefined && map.layout !== undefined) return [];
	return [[name, (indent) => block(indent, name, layout, parts)]];
}

/** A known element that is to be written: its name and how. */
type Part = readonly [name: string, write: (indent: number, item?: LayoutItem) => string];

/** The directives of a place that have text. */
function directiveParts<Place extends DirectivePlace>(
	place: Place,
	texts: DirectiveTexts<Place>,
	layout: Layout | undefined,
): Part[] {
	const byProperty: Readonly<Record<string, string | undefined>> = texts;
	return directivesOf(place).flatMap(({ element, property, always }) => {
		const text = byProperty[property];
		if (text === undefined) return [];
		// One that the model always has is left out where the XML that was read had none.
		const isAbsent = always && text === '' && layout !== undefined && !hasKnown(layout, element);
		return isAbsent ? [] : [leaf(element, text)];
	});
}

function hasKnown(layout: Layout, name: string): boolean {
	return layout.items.some((item) => item.kind === 'known' && item.name === name);
}

function originPart(map: WebServiceMap): Part {
	const { originLayout } = map;
	const parts = directiveParts('originmodule', map, originLayout);
	return ['originmodule', (indent) => block(indent, 'originmodule', originLayout, parts)];
}

function configPart({ config }: WebServiceMap): Part[] {
	if (Object.values(config).every((value) => value === undefined)) return [];
	return [['wsconfig', (indent) => block(indent, 'wsconfig', config.layout, configParts(config))]];
}

/** The headers come before `wstype`, as in the manual. */
function configParts(config: MapConfig): Part[] {
	const parts = directiveParts('wsconfig', config, config.layout);
	const { headers, headersLayout } = config;
	if (headers === undefined) return parts;
	const at = parts.findIndex(([name]) => name === 'wstype');
	const list: Part = [
		'wsheader',
		(indent) => block(indent, 'wsheader', headersLayout, headers.map(headerPart)),
	];
	return parts.toSpliced(at === -1 ? parts.length : at, 0, list);
}

function headerPart(header: MapHeader): Part {
	const parts = directiveParts('header', header, header.layout);
	return ['header', (indent) => block(indent, 'header', header.layout, parts)];
}

function fieldPart(field: MapField): Part {
	const { layout, sources, sourcesLayout } = field;
	const inside = directiveParts('Orgfields', field, sourcesLayout);
	const hasSources = sources.length > 0 || inside.length > 0 || sourcesLayout !== undefined;
	const list: Part = [
		'Orgfields',
		(indent) => block(indent, 'Orgfields', sourcesLayout, [...sources.map(sourcePart), ...inside]),
	];
	const parts = directiveParts('field', field, layout);
	const at = parts.findIndex(([name]) => name === 'master');
	const all = hasSources ? parts.toSpliced(at === -1 ? parts.length : at, 0, list) : parts;
	return ['field', (indent) => block(indent, 'field', layout, all)];
}

function sourcePart(source: FieldSource): Part {
	const { layout } = source;
	const parts =
		source.kind === 'related'
			? directiveParts('Relfield', source, layout)
			: directiveParts('Orgfield', { ...source, id: idOf(source) }, layout);
	const name = source.kind === 'related' ? 'Relfield' : 'Orgfield';
	return [name, (indent) => block(indent, name, layout, parts)];
}

/** A source that was not read gets the usual `OrgfieldID`; one read without it stays so. */
function idOf({ id, kind, layout }: OrgfieldSource): string | undefined {
	if (id !== undefined) return id;
	const usual = SOURCE_IDS[kind];
	return usual === '' && layout !== undefined ? undefined : usual;
}

function entryPart(entry: ResponseEntry): Part {
	const { layout, destinationLayout } = entry;
	const inside = directiveParts('destination', entry, destinationLayout);
	const destination: Part = [
		'destination',
		(indent) => block(indent, 'destination', destinationLayout, inside),
	];
	const hasDestination = inside.length > 0 || destinationLayout !== undefined;
	const parts = directiveParts('entry', entry, layout);
	const all = hasDestination ? [...parts, destination] : parts;
	return ['field', (indent) => block(indent, 'field', layout, all)];
}

/** Writes an element: its parts where the layout has them, the others after them. */
function block(indent: number, name: string, layout: Layout | undefined, parts: Part[]): string {
	const waiting = new WaitingParts(parts);
	const lines: string[] = [];
	for (const item of layout?.items ?? []) {
		if (item.kind === 'kept') lines.push(keptElement(indent + 1, item.element));
		else if (item.kind === 'text') lines.push(`${escapeXml(item.text)}\n`);
		else {
			const part = waiting.take(item.name);
			if (part !== undefined) lines.push(part[1](indent + 1, item));
		}
	}
	lines.push(...waiting.rest().map(([, write]) => write(indent + 1)));
	const start = `${' '.repeat(indent)}<${name}${attributesText(layout?.attributes ?? [])}>`;
	// Not even a line end: with one in it an Orgfield is not empty to coreBOS.
	if (lines.length === 0) return `${start}</${name}>\n`;
	return `${start}\n${lines.join('')}${' '.repeat(indent)}</${name}>\n`;
}

/** Parts that are not written yet; those of one name are taken in their order. */
class WaitingParts {
	private readonly byName: Map<string, Part[]>;
	private readonly taken = new Set<Part>();

	constructor(private readonly parts: Part[]) {
		this.byName = grouped(parts.toReversed(), ([name]) => name);
	}

	take(name: string): Part | undefined {
		const part = this.byName.get(name)?.pop();
		if (part !== undefined) this.taken.add(part);
		return part;
	}

	rest(): Part[] {
		return this.parts.filter((part) => !this.taken.has(part));
	}
}

function leaf(name: string, value: string): Part {
	return [
		name,
		(indent, item) => {
			const element = item?.kind === 'known' ? item.element : undefined;
			if (element !== undefined) return keptElement(indent, withText(element, value));
			return `${' '.repeat(indent)}<${name}>${markupOf(value)}</${name}>\n`;
		},
	];
}

function withText(element: XmlElement, value: string): XmlElement {
	if (textOf(element) === value) return element;
	const elements = element.children.filter(({ kind }) => kind === 'element');
	const text: XmlNode = { kind: 'text', text: value, cdata: false };
	return { ...element, children: [text, ...elements] };
}

function keptElement(indent: number, element: XmlElement): string {
	return `${' '.repeat(indent)}${elementText(element)}\n`;
}

function elementText({ name, attributes, children }: XmlElement): string {
	const content = children
		.map((node) => {
			if (node.kind === 'element') return elementText(node.element);
			if (node.kind !== 'text') return '';
			return node.cdata ? cdata(node.text) : escapeXml(node.text);
		})
		.join('');
	return `<${name}${attributesText(attributes)}>${content}</${name}>`;
}

function attributesText(attributes: XmlAttribute[]): string {
	return attributes
		.map(({ name, value }) => ` ${name}="${escapeXml(value).replaceAll('"', '&quot;')}"`)
		.join('');
}

/** Text as coreBOS's own maps have it: CDATA where it holds markup. */
function markupOf(text: string): string {
	const needsCdata = /[<&]/.test(text) && !text.includes(']]>') && !text.includes('\r');
	return needsCdata ? cdata(text) : escapeXml(text);
}

function cdata(text: string): string {
	return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
}
