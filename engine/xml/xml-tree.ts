import { XMLParser, type X2jOptions } from 'fast-xml-parser';
import { withoutFullStop } from '../without-full-stop';
import { XmlError, type SourcePlace } from './xml-error';
import { assertWellFormed, NOT_XML } from './xml-faults';
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

/** A document and where its elements stand in it. */
export interface XmlDocument {
	root: XmlElement;
	/** Line and column of an element's start tag. */
	placeOf(element: XmlElement): SourcePlace;
}

/** Deeper than any map or answer goes; a limit against documents made to exhaust the stack. */
const MAX_DEPTH = 200;

type ParsedNode = Record<string, unknown>;

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
	// Entities are resolved here, where an unknown one has a place and a message.
	processEntities: false,
	cdataPropName: CDATA,
	textNodeName: TEXT,
	captureMetaData: true,
	ignoreDeclaration: true,
	ignorePiTags: true,
	maxNestedTags: MAX_DEPTH,
};
const parser = new XMLParser(SETTINGS);
const everythingParser = new XMLParser({
	...SETTINGS,
	commentPropName: COMMENT,
	ignorePiTags: false,
});

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
	const source = xml.replace(/^\uFEFF/, '');
	assertWellFormed(source);
	const offsets = new WeakMap<XmlElement, number>();
	const places = new Places(source);
	const reader = new TreeReader(source, places, offsets);
	const root = reader.root(parsed(source, everything));
	return { root, placeOf: (element) => places.at(offsets.get(element) ?? 0) };
}

function parsed(source: string, everything: boolean): ParsedNode[] {
	try {
		return (everything ? everythingParser : parser).parse(source) as ParsedNode[];
	} catch (error) {
		throw refusal(error);
	}
}

function refusal(error: unknown): Error {
	const reason = error instanceof Error ? error.message : String(error);
	return new XmlError(`The XML cannot be read: ${withoutFullStop(reason)}`, { line: 1, column: 1 });
}

const METADATA = XMLParser.getMetaDataSymbol() as unknown as symbol;

function startOf(node: ParsedNode): number | undefined {
	const metadata = (node as Record<symbol, unknown>)[METADATA];
	if (typeof metadata !== 'object' || metadata === null) return undefined;
	const { startIndex } = metadata as { startIndex?: unknown };
	return typeof startIndex === 'number' ? startIndex : undefined;
}

/** Turns fast-xml-parser's ordered output into elements. */
class TreeReader {
	constructor(
		private readonly source: string,
		private readonly places: Places,
		private readonly offsets: WeakMap<XmlElement, number>,
	) {}

	root(nodes: ParsedNode[]): XmlElement {
		for (const node of this.content(nodes, undefined)) {
			if (node.kind === 'element') return node.element;
		}
		throw new XmlError('The XML has no root element', { line: 1, column: 1 });
	}

	private content(nodes: ParsedNode[], parent: XmlElement | undefined): XmlNode[] {
		return nodes.map((node): XmlNode => {
			const name = Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
			const value = node[name];
			if (name === TEXT) return this.text(String(value), node, parent);
			if (name === COMMENT) return { kind: 'comment' };
			if (name.startsWith('?')) return { kind: 'instruction', name: name.slice(1) };
			if (name === CDATA) return { kind: 'text', text: cdataText(value), cdata: true };
			return { kind: 'element', element: this.element(name, node) };
		});
	}

	/** @param key the marked name */
	private element(key: string, node: ParsedNode): XmlElement {
		const element: XmlElement = { name: key.slice(MARK.length), attributes: [], children: [] };
		this.offsets.set(element, startOf(node) ?? 0);
		const attributes = (node[ATTRIBUTES] ?? {}) as Record<string, unknown>;
		element.attributes = Object.keys(attributes).map((attribute) => ({
			name: attribute.slice(MARK.length),
			value: this.decoded(String(attributes[attribute]), startOf(node), element),
		}));
		element.children = this.content(node[key] as ParsedNode[], element);
		return element;
	}

	private text(text: string, node: ParsedNode, parent: XmlElement | undefined): XmlNode {
		const start = startOf(node) ?? (parent && this.offsets.get(parent));
		return { kind: 'text', text: this.decoded(text, start, parent), cdata: false };
	}

	private decoded(text: string, start: number | undefined, element?: XmlElement): string {
		const ended = text.replace(/\r\n?/g, '\n');
		if (!ended.includes('&')) return ended;
		return ended.replace(/&([^;&\s]{0,64};?)/g, (reference) => {
			const character = characterOf(reference);
			if (character !== undefined) return character;
			const found = this.source.indexOf(reference, start ?? 0);
			throw new XmlError(
				`XML does not know the entity ${reference}`,
				this.places.at(found === -1 ? (start ?? 0) : found),
				{
					element: element?.name,
					advice: 'Write &amp; for a bare &, or put the text into a CDATA section',
				},
			);
		});
	}
}

function cdataText(value: unknown): string {
	const parts = Array.isArray(value) ? (value as ParsedNode[]) : [];
	const text = parts.map((part) => String(part[TEXT] ?? '')).join('');
	return text.replace(/\r\n?/g, '\n');
}

const NAMED = new Map([
	['&amp;', '&'],
	['&lt;', '<'],
	['&gt;', '>'],
	['&quot;', '"'],
	['&apos;', "'"],
]);

function characterOf(reference: string): string | undefined {
	const numeric = /^&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));$/.exec(reference);
	if (numeric === null) return NAMED.get(reference);
	const code = numeric[1] === undefined ? Number(numeric[2]) : parseInt(numeric[1], 16);
	if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
	const character = String.fromCodePoint(code);
	return NOT_XML.test(character) ? undefined : character;
}

/** The text directly in an element, without that of the elements in it. */
export function textOf(element: XmlElement): string {
	return element.children.map((node) => (node.kind === 'text' ? node.text : '')).join('');
}
