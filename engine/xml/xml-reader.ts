import { characterOf, firstForbidden, namePattern } from './xml-characters';
import { placeText, XmlError, type SourcePlace } from './xml-error';
import { Places } from './xml-places';
import type { XmlAttribute, XmlElement } from './xml-tree';

/** A document and where its elements stand in it. */
export interface XmlDocument {
	root: XmlElement;
	/** Line and column of an element's start tag; of the document's beginning for a strange one. */
	placeOf(element: XmlElement): SourcePlace;
}

/** Deeper than any map or answer goes; a limit against documents made to exhaust the stack. */
const MAX_DEPTH = 200;

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
	return new XmlReader(source, everything).document();
}

/** An element whose end tag has not come yet. */
interface OpenElement {
	element: XmlElement;
	offset: number;
}

const GREATER_THAN = 62;
const SLASH = 47;
const EXCLAMATION_MARK = 33;
const QUESTION_MARK = 63;

/**
 * One pass over a document: what lies between two pieces of markup is found by a search and cut
 * out, and nothing is looked at twice.
 */
class XmlReader {
	private at = 0;
	private root?: XmlElement;
	private readonly open: OpenElement[] = [];
	/** Where the elements begin, in the order of the source. */
	private readonly starts: number[] = [];
	private readonly places: Places;
	private readonly hasReturns: boolean;
	/** The first character that XML leaves out, and the element that it is in. */
	private readonly forbidden: ReturnType<typeof firstForbidden>;
	private aroundForbidden?: string;
	private readonly name = namePattern();
	private readonly blank = /[ \t\r\n]*/y;

	constructor(
		private readonly source: string,
		private readonly everything: boolean,
	) {
		this.places = new Places(source);
		this.hasReturns = source.includes('\r');
		this.forbidden = firstForbidden(source);
	}

	document(): XmlDocument {
		if (this.source.trim() === '') throw this.fault('Nothing to read: the XML is empty', 0);
		while (this.at < this.source.length) {
			if (this.at <= (this.forbidden?.offset ?? -1)) {
				this.aroundForbidden = this.open.at(-1)?.element.name;
			}
			const next = this.source.indexOf('<', this.at);
			if (next !== this.at) this.text(this.at, next === -1 ? this.source.length : next);
			if (next === -1) break;
			this.markup(next);
		}
		const left = this.open.at(-1);
		if (left !== undefined) {
			throw this.fault(
				`The XML breaks off: the element ${left.element.name} is not closed`,
				left.offset,
			);
		}
		if (this.root === undefined) throw this.fault('The XML has no root element', 0);
		this.refuseForbidden();
		return { root: this.root, placeOf: this.placesOf(this.root) };
	}

	/** Of a document that is whole: what is not well-formed is told first. */
	private refuseForbidden(): void {
		if (this.forbidden === undefined) return;
		const { character, offset } = this.forbidden;
		throw this.fault(
			`The XML contains the character ${character}, which XML does not allow`,
			offset,
			this.aroundForbidden,
		);
	}

	/** Few ask for a place, so that the elements are gone through when the first one does. */
	private placesOf(root: XmlElement): XmlDocument['placeOf'] {
		let offsets: Map<XmlElement, number> | undefined;
		const { starts, places } = this;
		return (element) => {
			if (offsets === undefined) {
				offsets = new Map();
				let index = 0;
				for (const each of inOrder(root)) offsets.set(each, starts[index++]);
			}
			return places.at(offsets.get(element) ?? 0);
		};
	}

	private text(start: number, end: number): void {
		const text = this.source.slice(start, end);
		const bracket = text.indexOf(']]>');
		if (bracket !== -1) {
			throw this.fault(
				'A CDATA section ends here, but none is open. Write ]]&gt; in a text',
				start + bracket,
			);
		}
		const parent = this.open.at(-1);
		if (parent === undefined) return this.refuseText(text, start);
		this.at = end;
		const { children } = parent.element;
		const last = children.at(-1);
		const read = apart(this.decoded(text, start));
		// What stands around a comment that is left out is one text.
		if (last?.kind === 'text' && !last.cdata) last.text += read;
		else children.push({ kind: 'text', text: read, cdata: false });
	}

	/** Outside of the root there may be white space alone. */
	private refuseText(text: string, start: number): void {
		const stray = text.search(/[^ \t\r\n]/);
		if (stray === -1) return;
		throw this.root === undefined
			? this.fault('The XML has text before its root element', start + stray)
			: this.fault('The XML has text after its root element', start + stray, this.root.name);
	}

	/** Goes over the piece of markup that begins here. */
	private markup(at: number): void {
		const next = this.source.charCodeAt(at + 1);
		if (next === SLASH) this.at = this.endTag(at);
		else if (next === EXCLAMATION_MARK) this.at = this.section(at);
		else if (next === QUESTION_MARK) this.at = this.instruction(at);
		else this.at = this.startTag(at);
	}

	private startTag(at: number): number {
		const { source, open, root } = this;
		const name = this.nameAt(at + 1);
		if (name === '') {
			throw this.fault(
				'The XML is not well-formed: a less-than sign does not begin an element here. Write &lt; in a text',
				at,
			);
		}
		const element: XmlElement = { name, attributes: [], children: [] };
		const parent = open.at(-1);
		if (parent !== undefined) parent.element.children.push({ kind: 'element', element });
		else if (root === undefined) this.root = element;
		else throw this.fault('The XML has a second root element', at, name);
		this.starts.push(at);
		let end = at + 1 + name.length;
		// Most tags have no attributes.
		if (source.charCodeAt(end) !== GREATER_THAN) end = this.attributes(element, end, at);
		if (source.charCodeAt(end) === SLASH) return end + 2;
		if (open.length >= MAX_DEPTH) {
			throw this.fault(`The XML is nested more than ${MAX_DEPTH} elements deep`, at);
		}
		open.push({ element, offset: at });
		return end + 1;
	}

	/** @returns where the tag's `>` or `/>` is */
	private attributes(element: XmlElement, from: number, tag: number): number {
		const { source } = this;
		const { attributes } = element;
		const names = new Set<string>();
		let at = from;
		for (;;) {
			const start = this.afterBlank(at);
			const character = source[start];
			if (character === '>') return start;
			if (character === '/' && source[start + 1] === '>') return start;
			const name = this.nameAt(start);
			if (name === '') throw this.tagFault(element, start, tag);
			if (start === at) {
				throw this.attributeFault(element, `the attribute ${name} follows without a space`, start);
			}
			const equals = this.afterBlank(start + name.length);
			const quote = source[equals] === '=' ? this.afterBlank(equals + 1) : -1;
			const mark = source[quote];
			if (mark !== '"' && mark !== "'") {
				throw this.attributeFault(
					element,
					`the attribute ${name} has no value. Write it in quotes behind an equals sign`,
					start,
				);
			}
			const end = source.indexOf(mark, quote + 1);
			if (end === -1) {
				throw this.attributeFault(element, `the value of ${name} is not closed`, quote);
			}
			if (names.has(name)) {
				throw this.attributeFault(element, `the attribute ${name} is repeated`, start);
			}
			names.add(name);
			const attribute: XmlAttribute = {
				name,
				value: this.decoded(source.slice(quote + 1, end), quote + 1),
			};
			attributes.push(attribute);
			at = end + 1;
		}
	}

	private attributeFault(element: XmlElement, what: string, at: number): Error {
		return this.fault(`The XML is not well-formed: ${what}`, at, element.name);
	}

	private tagFault(element: XmlElement, at: number, tag: number): Error {
		const found = this.source[at];
		return found === undefined || found === '<'
			? this.fault(
					`The XML is not well-formed: the tag of ${element.name} is not closed`,
					tag,
					element.name,
				)
			: this.attributeFault(
					element,
					`the character ${found} is not expected in the tag of ${element.name}`,
					at,
				);
	}

	private endTag(at: number): number {
		const { source, open } = this;
		const expected = open.at(-1);
		// Mostly it is the end that is expected.
		if (expected !== undefined) {
			const end = at + 2 + expected.element.name.length;
			if (
				source.startsWith(expected.element.name, at + 2) &&
				source.charCodeAt(end) === GREATER_THAN
			) {
				open.pop();
				return end + 1;
			}
		}
		const name = this.nameAt(at + 2);
		const end = this.afterBlank(at + 2 + name.length);
		if (name === '' || source[end] !== '>') {
			throw this.fault(
				'The XML is not well-formed: an end tag is a name between a slash and a greater-than sign',
				at,
			);
		}
		if (expected === undefined) {
			throw this.fault(
				`The XML is not well-formed: the end tag of ${name} closes an element that is not open`,
				at,
				name,
			);
		}
		if (expected.element.name !== name) {
			const opened = placeText(this.places.at(expected.offset));
			throw this.fault(
				`The XML is not well-formed: the end tag of ${name} stands where that of ${expected.element.name} belongs, which was opened in ${opened}`,
				at,
			);
		}
		open.pop();
		return end + 1;
	}

	/** A comment or CDATA section. */
	private section(at: number): number {
		const { source } = this;
		if (source.startsWith('--', at + 2)) {
			const end = source.indexOf('-->', at + 4);
			if (end === -1) throw this.strayMarkup(at);
			if (this.everything) this.open.at(-1)?.element.children.push({ kind: 'comment' });
			return end + 3;
		}
		if (source.startsWith('[CDATA[', at + 2)) {
			const end = source.indexOf(']]>', at + 9);
			const parent = this.open.at(-1);
			if (end === -1) throw this.strayMarkup(at);
			if (parent === undefined) {
				throw this.fault('The XML has a CDATA section outside of its root element', at);
			}
			const text = this.withoutReturns(source.slice(at + 9, end));
			parent.element.children.push({ kind: 'text', text, cdata: true });
			return end + 3;
		}
		if (/^doctype/i.test(source.slice(at + 2, at + 9))) {
			throw new XmlError(
				'The XML has a DOCTYPE, which is not accepted. Remove it and the entities that it declares',
				this.places.at(at),
			);
		}
		throw this.strayMarkup(at);
	}

	private instruction(at: number): number {
		const { source } = this;
		const end = source.indexOf('?>', at + 2);
		if (end === -1) throw this.strayMarkup(at);
		const [name] = /^[^\s]*/.exec(source.slice(at + 2, end)) ?? [''];
		if (name === 'xml') {
			if (at > 0) {
				throw this.fault(
					'The XML declaration may stand at the start of the document alone. Remove what is before it',
					at,
				);
			}
		} else if (this.everything) {
			this.open.at(-1)?.element.children.push({ kind: 'instruction', name });
		}
		return end + 2;
	}

	private strayMarkup(at: number): Error {
		return this.fault(
			'A tag that begins with ! or ? is not closed, or is neither a CDATA section, a comment nor an instruction. CDATA must be in capital letters, and a comment begins with two hyphens',
			at,
		);
	}

	/** The name that begins here; empty where none does. */
	private nameAt(at: number): string {
		this.name.lastIndex = at;
		return this.name.exec(this.source)?.[0] ?? '';
	}

	private afterBlank(at: number): number {
		this.blank.lastIndex = at;
		this.blank.exec(this.source);
		return this.blank.lastIndex;
	}

	private withoutReturns(text: string): string {
		return this.hasReturns ? text.replace(/\r\n?/g, '\n') : text;
	}

	/** @param start where the text begins */
	private decoded(text: string, start: number): string {
		const ended = this.withoutReturns(text);
		if (!ended.includes('&')) return ended;
		return ended.replace(/&([^;&\s]{0,64};?)/g, (reference, _name: string, index: number) => {
			const character = characterOf(reference);
			if (character !== undefined) return character;
			throw this.fault(
				reference.endsWith(';')
					? `XML does not know the entity ${reference}. Write &amp; for a bare &, or put the text into a CDATA section`
					: 'The XML is not well-formed: a bare & is not expected. Write &amp; for a & in a text',
				this.source.indexOf(reference, start + index),
			);
		});
	}

	/** @param element the nearest one; by default the innermost that is open */
	private fault(
		reason: string,
		offset: number,
		element = this.open.at(-1)?.element.name,
	): XmlError {
		return new XmlError(reason, this.places.at(offset), element);
	}
}

/**
 * A text in memory of its own. V8 keeps the whole of what a text was cut out of, so that one field
 * of an answer would hold the answer for as long as it is used.
 */
function apart(text: string): string {
	return ` ${text}`.slice(1);
}

/** An element and all elements in it, in the order of the source. */
function* inOrder(element: XmlElement): Generator<XmlElement> {
	yield element;
	for (const node of element.children) if (node.kind === 'element') yield* inOrder(node.element);
}
