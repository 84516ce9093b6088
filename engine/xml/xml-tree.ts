import { XMLParser, type X2jOptions } from 'fast-xml-parser';
import type { XmlAttribute } from './xml-attribute';
import { characterOf, REFERENCE } from './xml-characters';
import type { SourcePlace } from './xml-error';
import { MAX_DEPTH, tagsOfWellFormed, type StartTag } from './xml-faults';
import { Places } from './xml-places';

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

/** A document and where its elements are in it. */
interface XmlDocument {
	root: XmlElement;
	/** Line and column of an element's start tag; of the document's beginning for a strange one. */
	placeOf(element: XmlElement): SourcePlace;
}

/**
 * What the parser calls all elements. The check before it has read their names and attributes, so
 * that it need not read them again, and its nodes are all of one shape.
 */
const ELEMENT = '.';
const CDATA = '#cdata';
const COMMENT = '#comment';
const TEXT = '#text';

/** Keeps the parser from making a decoder for each document, which it would never ask. */
const NO_ENTITIES: X2jOptions['entityDecoder'] = {
	setExternalEntities: () => undefined,
	addInputEntities: () => undefined,
	reset: () => undefined,
	setXmlVersion: () => undefined,
	decode: (text) => text,
};

const SETTINGS: X2jOptions = {
	preserveOrder: true,
	ignoreAttributes: true,
	// The parser looks for the slash of an empty element in its name.
	transformTagName: (name) => (name.endsWith('/') ? `${ELEMENT}/` : ELEMENT),
	// It would write down the path of each node for callbacks that are not there.
	jPath: false,
	trimValues: false,
	parseTagValue: false,
	// Entities have been checked by then.
	processEntities: false,
	entityDecoder: NO_ENTITIES,
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

/** An element, text or the like as the parser gives it. An instruction's key is `?` and its name. */
interface ParsedNode {
	[ELEMENT]?: ParsedNode[];
	[TEXT]?: string;
	[CDATA]?: ParsedNode[];
	[COMMENT]?: ParsedNode[];
}

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
	const tags = tagsOfWellFormed(source, places);
	const nodes: ParsedNode[] = (everything ? everythingParser : parser).parse(source);
	const content = nodes.find((node) => node[ELEMENT] !== undefined)?.[ELEMENT] ?? [];
	const root = new TreeMaker(tags, source.includes('\r')).element(content);
	return { root, placeOf: placesOf(root, tags, places) };
}

/** Few ask for a place, so that the elements are gone through when the first one does. */
function placesOf(root: XmlElement, tags: StartTag[], places: Places): XmlDocument['placeOf'] {
	let offsets: Map<XmlElement, number> | undefined;
	return (element) => {
		if (offsets === undefined) {
			offsets = new Map();
			let index = 0;
			for (const each of inOrder(root)) offsets.set(each, tags[index++].offset);
		}
		return places.at(offsets.get(element) ?? 0);
	};
}

/** Makes the tree of what the check and the parser have read. */
class TreeMaker {
	/** The number of the next element in the order of the source. */
	private next = 0;

	/**
	 * @param tags the start tags, in the order of the source
	 * @param hasReturns whether lines may end with more than a line feed
	 */
	constructor(
		private readonly tags: StartTag[],
		private readonly hasReturns: boolean,
	) {}

	/** The next element. @param content what the parser has found in it */
	element(content: ParsedNode[]): XmlElement {
		const { name, attributes } = this.tags[this.next++];
		for (const attribute of attributes) attribute.value = this.decoded(attribute.value);
		const children: XmlNode[] = [];
		for (const node of content) this.add(children, node);
		return { name, attributes, children };
	}

	private add(children: XmlNode[], node: ParsedNode): void {
		const content = node[ELEMENT];
		if (content !== undefined) {
			children.push({ kind: 'element', element: this.element(content) });
			return;
		}
		const text = node[TEXT];
		if (text !== undefined) addText(children, this.decoded(text));
		else if (node[CDATA] !== undefined) {
			const cdata = this.withoutReturns(node[CDATA][0][TEXT] ?? '');
			children.push({ kind: 'text', text: cdata, cdata: true });
		} else if (node[COMMENT] !== undefined) children.push({ kind: 'comment' });
		else children.push({ kind: 'instruction', name: Object.keys(node)[0].slice(1) });
	}

	private decoded(text: string): string {
		const ended = this.withoutReturns(text);
		if (!ended.includes('&')) return ended;
		return ended.replace(REFERENCE, (reference) => characterOf(reference) ?? reference);
	}

	private withoutReturns(text: string): string {
		return this.hasReturns ? text.replace(/\r\n?/g, '\n') : text;
	}
}

/** What surrounds a comment that is left out is one text. */
function addText(children: XmlNode[], text: string): void {
	const last = children.at(-1);
	if (last?.kind === 'text' && !last.cdata) last.text += text;
	else children.push({ kind: 'text', text, cdata: false });
}

/** An element and all elements in it, in the order of the source. */
function* inOrder(element: XmlElement): Generator<XmlElement> {
	yield element;
	for (const node of element.children) if (node.kind === 'element') yield* inOrder(node.element);
}
