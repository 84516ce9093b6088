import type { XmlAttribute } from './xml-attribute';
import { characterOf, firstForbidden, isBlank, nameAt, REFERENCE } from './xml-characters';
import { placeText, XmlError } from './xml-error';
import type { Places } from './xml-places';

/** Deeper than any map or answer goes; a limit against documents made to exhaust the stack. */
export const MAX_DEPTH = 200;

/** The start tag of an element. */
export interface StartTag {
	/** Where it begins. */
	offset: number;
	name: string;
	/** With their values as they are written. */
	attributes: XmlAttribute[];
}

/**
 * Checks that a document is well-formed XML without a DOCTYPE. The parser reads much that is not, and
 * its messages are for programmers.
 *
 * @param source the document, without a byte order mark
 * @param places those of the document
 * @returns the start tags of its elements, in the order of the source
 * @throws XmlError with line, column, the nearest element and what to do
 */
export function tagsOfWellFormed(source: string, places: Places): StartTag[] {
	return new FaultScanner(source, places).tags();
}

/** Attributes of a tag that are compared with each other; more of them are looked up. */
const FEW_ATTRIBUTES = 16;

const WRITE_LESS_THAN = 'In text, write &lt; for a less-than sign';

const GREATER_THAN = 62;
const SLASH = 47;
const EXCLAMATION_MARK = 33;
const QUESTION_MARK = 63;

/** One pass over a document: markup is found by a search, and nothing is looked at twice. */
class FaultScanner {
	private at = 0;
	/** The name of the root, once it has begun. */
	private root?: string;
	/** Those whose end tags have not come yet. */
	private readonly open: StartTag[] = [];
	private readonly begun: StartTag[] = [];
	/** The first character that XML leaves out, and the element that it is in. */
	private readonly forbidden: ReturnType<typeof firstForbidden>;
	private aroundForbidden?: string;
	/** Where an element is nested too deep. That the document does not end is told first. */
	private tooDeep?: number;

	constructor(
		private readonly source: string,
		private readonly places: Places,
	) {
		this.forbidden = firstForbidden(source);
	}

	tags(): StartTag[] {
		if (this.source.trim() === '') throw this.fault('Nothing to read: the XML is empty', 0);
		while (this.at < this.source.length) {
			if (this.at <= (this.forbidden?.offset ?? -1)) {
				this.aroundForbidden = this.open.at(-1)?.name;
			}
			const next = this.source.indexOf('<', this.at);
			if (next !== this.at) this.text(this.at, next === -1 ? this.source.length : next);
			if (next === -1) break;
			this.markup(next);
		}
		const left = this.open.at(-1);
		if (left !== undefined) {
			throw this.fault(
				`The XML breaks off: the element ${left.name} is not closed`,
				left.offset,
				`Write the end tag of ${left.name} after its content`,
			);
		}
		if (this.root === undefined) throw this.fault('The XML has no root element', 0);
		this.refuseForbidden();
		if (this.tooDeep !== undefined) {
			throw this.fault(`The XML is nested more than ${MAX_DEPTH} elements deep`, this.tooDeep);
		}
		return this.begun;
	}

	/** Of a document that is whole: what is not well-formed is told first. */
	private refuseForbidden(): void {
		if (this.forbidden === undefined) return;
		const { character, offset } = this.forbidden;
		throw this.fault(
			`The XML contains the character ${character}, which XML does not allow`,
			offset,
			undefined,
			this.aroundForbidden,
		);
	}

	private text(start: number, end: number): void {
		const text = this.source.slice(start, end);
		const bracket = text.indexOf(']]>');
		if (bracket !== -1) {
			throw this.fault(
				'A CDATA section ends here, but none is open',
				start + bracket,
				'In text, write ]]&gt;, and do not put one section into another',
			);
		}
		if (this.open.length === 0) return this.refuseText(text, start);
		this.at = end;
		this.checkReferences(text, start);
	}

	/** Outside of the root there may be white space alone. */
	private refuseText(text: string, start: number): void {
		const stray = text.search(/[^ \t\r\n]/);
		if (stray === -1) return;
		throw this.root === undefined
			? this.fault('There is text before the root element', start + stray, 'Remove it')
			: this.fault(
					'There is text after the end of the document',
					start + stray,
					`Remove what follows the end tag of ${this.root}`,
					this.root,
				);
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
			throw this.fault('A less-than sign does not begin an element here', at, WRITE_LESS_THAN);
		}
		if (open.length === 0 && root !== undefined) {
			throw this.fault(
				`${name} is a second root element after ${root}`,
				at,
				'Keep only one of them',
				name,
			);
		}
		this.root ??= name;
		const tag: StartTag = { offset: at, name, attributes: [] };
		this.begun.push(tag);
		let end = at + 1 + name.length;
		// Most tags have no attributes.
		if (source.charCodeAt(end) !== GREATER_THAN) end = this.attributes(tag, end);
		if (source.charCodeAt(end) === SLASH) return end + 2;
		if (open.length === MAX_DEPTH) this.tooDeep ??= at;
		open.push(tag);
		return end + 1;
	}

	/** @returns where the tag's `>` or `/>` is */
	private attributes(tag: StartTag, from: number): number {
		const { source } = this;
		const { name: element, attributes } = tag;
		let known: Set<string> | undefined;
		let at = from;
		for (;;) {
			const start = this.afterBlank(at);
			const character = source.charCodeAt(start);
			if (character === GREATER_THAN) return start;
			if (character === SLASH && source.charCodeAt(start + 1) === GREATER_THAN) return start;
			const name = this.nameAt(start);
			if (name === '') throw this.strayInTag(element, start, tag.offset);
			if (start === at) {
				throw this.tagFault(element, `the attribute ${name} follows without a space`, start);
			}
			const equals = this.afterBlank(start + name.length);
			const quote = source[equals] === '=' ? this.afterBlank(equals + 1) : -1;
			const mark = source[quote];
			if (mark !== '"' && mark !== "'") {
				const advice = 'Write it in quotes after an equals sign';
				throw this.tagFault(element, `the attribute ${name} has no value`, start, advice);
			}
			const value = this.valueAt(mark, quote);
			if (known?.has(name) ?? attributes.some((one) => one.name === name)) {
				throw this.tagFault(element, `the attribute ${name} is repeated`, start);
			}
			this.checkReferences(value, quote + 1);
			attributes.push({ name, value });
			known?.add(name);
			if (attributes.length === FEW_ATTRIBUTES) known = new Set(attributes.map((one) => one.name));
			at = quote + value.length + 2;
		}
	}

	/** @param quote where the value in quotes begins */
	private valueAt(mark: string, quote: number): string {
		const { source } = this;
		const value = source.slice(quote + 1, source.indexOf(mark, quote + 1));
		if (source[quote + 1 + value.length] === mark && !value.includes('<')) return value;
		throw this.fault(
			'The text in quotes that begins here is not closed',
			quote,
			`Write ${mark} at its end, and &lt; for a less-than sign in it`,
		);
	}

	private strayInTag(element: string, at: number, tag: number): Error {
		// Where the next tag begins before this one ends, a bare < is more likely than a stray character.
		if (!/^[^<>]*>/.test(this.source.slice(at))) {
			return this.fault('The tag that begins here is not closed', tag, WRITE_LESS_THAN);
		}
		return this.tagFault(element, `the character ${this.source[at]} is not expected in a tag`, at);
	}

	private tagFault(element: string, what: string, at: number, advice?: string): Error {
		return this.fault(`The XML is not well-formed: ${what}`, at, advice, element);
	}

	private endTag(at: number): number {
		const { source, open } = this;
		const expected = open.at(-1);
		// Mostly it is the end that is expected.
		if (expected !== undefined) {
			const end = at + 2 + expected.name.length;
			if (source.startsWith(expected.name, at + 2) && source.charCodeAt(end) === GREATER_THAN) {
				open.pop();
				return end + 1;
			}
		}
		const name = this.nameAt(at + 2);
		const end = this.afterBlank(at + 2 + name.length);
		if (name === '' || source[end] !== '>') {
			throw this.fault(
				'The end tag that begins here is not closed',
				at,
				'Write its name between a slash and a greater-than sign',
			);
		}
		if (expected === undefined) {
			throw this.fault(
				`The end tag of ${name} closes an element that is not open`,
				at,
				'Remove it',
				this.root,
			);
		}
		if (expected.name !== name) throw this.crossed(expected, name, at);
		open.pop();
		return end + 1;
	}

	private crossed({ name: element, offset }: StartTag, name: string, at: number): Error {
		const opened = placeText(this.places.at(offset));
		const isOpen = this.open.some((one) => one.name === name);
		return this.fault(
			`The element ${element} (opened in ${opened}) is not closed before the end tag of ${name}`,
			at,
			isOpen
				? `Write the end tag of ${element} first`
				: `Write the end tag of ${element} instead, spelled exactly as it was opened, or remove this one`,
		);
	}

	/** A comment or CDATA section. */
	private section(at: number): number {
		const { source } = this;
		if (source.startsWith('--', at + 2)) {
			const end = source.indexOf('-->', at + 4);
			if (end === -1) throw this.unclosed('comment', at);
			return end + 3;
		}
		if (source.startsWith('[CDATA[', at + 2)) {
			const end = source.indexOf(']]>', at + 9);
			if (end === -1) throw this.unclosed('CDATA section', at);
			if (this.open.length === 0) {
				throw this.fault('There is a CDATA section outside of the root element', at, 'Remove it');
			}
			return end + 3;
		}
		if (/^doctype/i.test(source.slice(at + 2, at + 9))) {
			throw this.fault(
				'The XML has a DOCTYPE, which is not accepted',
				at,
				'Remove it and the entities that it declares',
			);
		}
		throw this.fault(
			'A tag that begins with ! is neither a CDATA section nor a comment',
			at,
			'CDATA must be in capital letters, and a comment begins with two hyphens',
		);
	}

	private instruction(at: number): number {
		const { source } = this;
		const end = source.indexOf('?>', at + 2);
		if (end === -1) throw this.unclosed('instruction', at);
		const name = nameAt(source, at + 2);
		const afterName = at + 2 + name.length;
		if (name === '' || (afterName < end && !/\s/.test(source[afterName]))) {
			throw this.fault(
				'A processing instruction has no valid name',
				at,
				'Write a name directly after its question mark, or remove it',
			);
		}
		if (name === 'xml') {
			if (at > 0) {
				throw this.fault(
					'The XML declaration is not at the start of the document',
					at,
					'Remove it, or what is before it',
				);
			}
		}
		return end + 2;
	}

	private unclosed(what: string, at: number): Error {
		return this.fault(
			`The ${what} that begins here is not closed`,
			at,
			'Close it after its content',
		);
	}

	/** The name that begins here; empty where none does. */
	private nameAt(at: number): string {
		return nameAt(this.source, at);
	}

	private afterBlank(at: number): number {
		let end = at;
		while (isBlank(this.source.charCodeAt(end))) end++;
		return end;
	}

	/** @param start where the text begins */
	private checkReferences(text: string, start: number): void {
		if (!text.includes('&')) return;
		for (const { 0: reference, index } of text.matchAll(REFERENCE)) {
			if (characterOf(reference) !== undefined) continue;
			throw reference.endsWith(';')
				? this.fault(
						`XML does not know the entity ${reference}`,
						start + index,
						'Write &amp; for a bare &, or put the text into a CDATA section',
					)
				: this.fault(
						'The XML is not well-formed: a bare & is not expected',
						start + index,
						'In text, write &amp; for a &',
					);
		}
	}

	/** @param element the nearest one; by default the innermost that is open */
	private fault(
		reason: string,
		offset: number,
		advice?: string,
		element = this.open.at(-1)?.name,
	): XmlError {
		return new XmlError(reason, this.places.at(offset), { element, advice });
	}
}
