import { XMLParser, type X2jOptions } from 'fast-xml-parser';
import { characterOf, REFERENCE } from './xml-characters';
import type { SourcePlace } from './xml-error';
import { MAX_DEPTH, startsOfWellFormed } from './xml-faults';
import { Places } from './xml-places';

/** An attribute of an element, in the order of the source. */
export interface XmlAttribute {
	name: string;
	value: string;
}

/** A piece of an element's content. Comments and processing instructions are there on demand. */
export type XmlNode =
	| { kind: 'element'; element: XmlElement }
	| { kind: 'text'; text: string; cdata: boolean }
	| { kind: 'comment' }
	| { kind: 'instruction'; name: string };

/** An element with everything in it, in the order of the source. */
export interface XmlElement {
	name: string;
	attributes: XmlAttribute[];
	children: XmlNode[];
}

/** The text directly in an element, without that of the elements in it. */
export function textOf(element: XmlElement): string {
	const [first] = element.children;
	if (first?.kind === 'text' && element.children.length === 1) return first.text;
	return element.children.map((node) => (node.kind === 'text' ? node.text : '')).join('');
}

/** A document and where its elements stand in it. */
export interface XmlDocument {
	root: XmlElement;
	/** Line and column of an element's start tag; of the document's beginning for a strange one. */
	placeOf(element: XmlElement): SourcePlace;
}

const CDATA = '#cdata';
const COMMENT = '#comment';
const TEXT = '#text';
const ATTRIBUTES = ':@';

/**
 * Stands before every name while it is a key of an object, so that `__proto__` and the like are
 * names as any other; no name in XML begins with it.
 */
const MARK = '.';

const SETTINGS: X2jOptions = {
	preserveOrder: true,
	ignoreAttributes: false,
	attributeNamePrefix: MARK,
	// The parser asks twice for an empty element.
	transformTagName: (name) => (name.startsWith(MARK) ? name : MARK + name),
	trimValues: false,
	parseTagValue: false,
	parseAttributeValue: false,
	// Entities have been checked by then.
	processEntities: false,
	cdataPropName: CDATA,
	textNodeName: TEXT,
	ignoreDeclaration: true,
	ignorePiTags: true,
	maxNestedTags: MAX_DEPTH + 1,
};
const parser = new XMLParser(SETTINGS);
const everythingParser = new XMLParser({
	...SETTINGS,
	commentPropName: COMMENT,
	ignorePiTags: false,
});

/** An element, a text or the like as the parser gives it: its name is the key that is not `:@`. */
type ParsedNode = Record<string, unknown>;

/**
 * Reads an XML document without DOCTYPE.
 *
 * @param xml the document
 * @param everything whether comments and processing instructions are part of the content; by
 * default they are left out
 * @returns its root element
 * @throws XmlError with line and column for text that is not well-formed, holds a
 * DOCTYPE, or an entity that XML does not define
 */
export function readXml(xml: string, everything = false): XmlDocument {
	const source = xml.startsWith('\uFEFF') ? xml.slice(1) : xml;
	const places = new Places(source);
	const starts = startsOfWellFormed(source, places);
	const nodes = (everything ? everythingParser : parser).parse(source) as ParsedNode[];
	const rootNode = nodes.find((node) => nameOf(node).startsWith(MARK)) ?? {};
	const root = elementOf(nameOf(rootNode), rootNode, source.includes('\r'));
	return { root, placeOf: placesOf(root, starts, places) };
}

/** Few ask for a place, so that the elements are gone through when the first one does. */
function placesOf(root: XmlElement, starts: number[], places: Places): XmlDocument['placeOf'] {
	let offsets: Map<XmlElement, number> | undefined;
	return (element) => {
		if (offsets === undefined) {
			offsets = new Map();
			let index = 0;
			for (const each of inOrder(root)) offsets.set(each, starts[index++]);
		}
		return places.at(offsets.get(element) ?? 0);
	};
}

function nameOf(node: ParsedNode): string {
	for (const name in node) if (name !== ATTRIBUTES) return name;
	return '';
}

/** @param key the marked name */
function elementOf(key: string, node: ParsedNode, hasReturns: boolean): XmlElement {
	const element: XmlElement = { name: key.slice(MARK.length), attributes: [], children: [] };
	const attributes = node[ATTRIBUTES] as Record<string, string> | undefined;
	for (const name in attributes) {
		const value = decoded(attributes[name], hasReturns);
		element.attributes.push({ name: name.slice(MARK.length), value });
	}
	for (const child of node[key] as ParsedNode[]) addChild(element.children, child, hasReturns);
	return element;
}

function addChild(children: XmlNode[], node: ParsedNode, hasReturns: boolean): void {
	const name = nameOf(node);
	const value = node[name];
	if (name === TEXT) {
		const text = decoded(String(value), hasReturns);
		const last = children.at(-1);
		// What stands around a comment that is left out is one text.
		if (last?.kind === 'text' && !last.cdata) last.text += text;
		else children.push({ kind: 'text', text, cdata: false });
	} else if (name === COMMENT) children.push({ kind: 'comment' });
	else if (name === CDATA) {
		const [text] = value as ParsedNode[];
		children.push({
			kind: 'text',
			text: withoutReturns(String(text[TEXT]), hasReturns),
			cdata: true,
		});
	} else if (name.startsWith('?')) children.push({ kind: 'instruction', name: name.slice(1) });
	else children.push({ kind: 'element', element: elementOf(name, node, hasReturns) });
}

function withoutReturns(text: string, hasReturns: boolean): string {
	return hasReturns ? text.replace(/\r\n?/g, '\n') : text;
}

function decoded(text: string, hasReturns: boolean): string {
	const ended = withoutReturns(text, hasReturns);
	if (!ended.includes('&')) return ended;
	return ended.replace(REFERENCE, (reference) => characterOf(reference) ?? reference);
}

/** An element and all elements in it, in the order of the source. */
function* inOrder(element: XmlElement): Generator<XmlElement> {
	yield element;
	for (const node of element.children) if (node.kind === 'element') yield* inOrder(node.element);
}
