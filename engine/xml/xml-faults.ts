import { XMLValidator } from 'fast-xml-parser';
import { withoutFullStop } from '../without-full-stop';
import { XmlError } from './xml-error';
import { Places } from './xml-places';

/**
 * Checks that a document is well-formed XML without a DOCTYPE.
 *
 * @param source the document, without a byte order mark
 * @throws XmlError with line, column, the nearest element and what to do
 */
export function assertWellFormed(source: string): void {
	if (source.trim() === '') {
		throw new XmlError('Nothing to read: the XML is empty', { line: 1, column: 1 });
	}
	new Structure(source).check();
	refuseForbiddenCharacters(source);
	// What is inside the tags: names, attributes, and & in texts.
	const outcome = XMLValidator.validate(source);
	if (outcome === true) return;
	const { msg, line, col } = outcome.err;
	const place = { line: Number(line) || 1, column: Number(col) || 1 };
	throw new XmlError(`The XML is not well-formed: ${withoutFullStop(msg)}`, place, {
		element: new Structure(source).elementAt(new Places(source).offsetOf(place)),
		advice: msg.includes("char '&'") ? 'Write &amp; for a & in a text' : undefined,
	});
}

/** The characters that XML 1.0 leaves out. */
export const NOT_XML = /[^\t\n\r -\ufffd]/;

/** The first character of a text that XML leaves out, such as `U+0000`; else undefined. */
export function forbiddenCharacter(text: string): string | undefined {
	const match = NOT_XML.exec(text);
	if (match === null) return undefined;
	return `U+${match[0].charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`;
}

function refuseForbiddenCharacters(source: string): void {
	const character = forbiddenCharacter(source);
	if (character === undefined) return;
	const offset = source.search(NOT_XML);
	throw new XmlError(
		`The XML contains the character ${character}, which XML does not allow`,
		new Places(source).at(offset),
		{ element: new Structure(source).elementAt(offset) },
	);
}

interface OpenElement {
	name: string;
	offset: number;
}

/** Where a piece of markup begins and which text ends it. */
const SECTIONS = [
	{ begin: '<!--', end: '-->', what: 'comment' },
	{ begin: '<![CDATA[', end: ']]>', what: 'CDATA section' },
	{ begin: '<?', end: '?>', what: 'instruction' },
] as const;

const WRITE_LESS_THAN = 'In a text write &lt; for a less-than sign';

/** One pass over the markup; elements that are open are kept, nothing is looked at twice. */
class Structure {
	private readonly open: OpenElement[] = [];
	/** The root, once it is closed. */
	private root?: string;

	constructor(private readonly source: string) {}

	/** @throws XmlError where the markup does not fit together */
	check(): void {
		this.read(this.source.length);
		const left = this.open.at(-1);
		if (left !== undefined) {
			throw this.fault(
				`The XML breaks off: the element ${left.name} is not closed`,
				left.offset,
				`Write the end tag of ${left.name} after its content`,
			);
		}
		if (this.root === undefined) throw this.fault('The XML has no root element', 0);
	}

	/** The innermost element that is open at an offset of a document whose markup is right. */
	elementAt(offset: number): string | undefined {
		this.read(offset);
		return this.open.at(-1)?.name;
	}

	/** Reads the markup that begins before an offset. */
	private read(until: number): void {
		let at = 0;
		while (at < until) {
			const next = this.source.indexOf('<', at);
			this.checkText(at, next === -1 ? this.source.length : next);
			if (next === -1 || next >= until) return;
			at = this.markup(next);
		}
	}

	private checkText(start: number, end: number): void {
		const text = this.source.slice(start, end);
		const bracket = text.indexOf(']]>');
		if (bracket !== -1) {
			throw this.fault(
				'A CDATA section ends here, but none is open',
				start + bracket,
				'In a text write ]]&gt;, and do not put one section into another',
			);
		}
		if (this.open.length > 0 || text.trim() === '') return;
		const offset = start + text.search(/\S/);
		throw this.root === undefined
			? this.fault('There is text before the root element', offset, 'Remove it')
			: this.fault(
					'There is text after the end of the document',
					offset,
					`Remove what follows the end tag of ${this.root}`,
					this.root,
				);
	}

	/** @returns where the markup ends that begins here */
	private markup(at: number): number {
		const { source } = this;
		const section = SECTIONS.find(({ begin }) => source.startsWith(begin, at));
		if (section !== undefined) return this.section(at, section);
		if (/^<!doctype/i.test(source.slice(at, at + 9))) {
			throw this.fault(
				'The XML has a DOCTYPE, which is not accepted',
				at,
				'Remove it and the entities that it declares',
			);
		}
		if (source.startsWith('<!', at)) {
			throw this.fault(
				'A tag that begins with ! is neither a CDATA section nor a comment',
				at,
				'CDATA must be in capital letters, and a comment begins with two hyphens',
			);
		}
		if (/[\p{L}_:/]/u.test(String.fromCodePoint(source.codePointAt(at + 1) ?? 32))) {
			return this.tag(at);
		}
		throw this.fault('A less-than sign does not begin an element here', at, WRITE_LESS_THAN);
	}

	private section(at: number, { begin, end, what }: (typeof SECTIONS)[number]): number {
		const found = this.source.indexOf(end, at + begin.length);
		if (found !== -1) return found + end.length;
		throw this.fault(
			`The ${what} that begins here is not closed`,
			at,
			'Close it after its content',
		);
	}

	private tag(at: number): number {
		const end = this.endOfTag(at);
		const content = this.source.slice(at + 1, end - 1);
		const name = /^\/?([^\s/]*)/.exec(content)?.[1] ?? '';
		if (content.startsWith('/')) this.close(name, at);
		else this.begin(name, at, content.endsWith('/'));
		return end;
	}

	private endOfTag(at: number): number {
		const wanted = /[<>]|"[^"<]*("?)|'[^'<]*('?)/g;
		wanted.lastIndex = at + 1;
		for (let found = wanted.exec(this.source); found; found = wanted.exec(this.source)) {
			const [text, double, single] = found;
			if (text === '>') return found.index + 1;
			if (text === '<') break;
			if (double === '' || single === '') {
				throw this.fault(
					'The text in quotes that begins here is not closed',
					found.index,
					`Write ${text[0]} at its end, and &lt; for a less-than sign in it`,
				);
			}
		}
		throw this.fault('The tag that begins here is not closed', at, WRITE_LESS_THAN);
	}

	private begin(name: string, offset: number, isEmpty: boolean): void {
		if (this.root !== undefined && this.open.length === 0) {
			throw this.fault(
				`${name} is a second root element after ${this.root}`,
				offset,
				'Keep only one of them',
				name,
			);
		}
		if (!isEmpty) this.open.push({ name, offset });
		else if (this.open.length === 0) this.root = name;
	}

	private close(name: string, offset: number): void {
		const opened = this.open.pop();
		if (opened === undefined) {
			throw this.fault(
				`The end tag of ${name} closes an element that is not open`,
				offset,
				'Remove it',
				this.root,
			);
		}
		if (opened.name !== name) throw this.crossed(opened, name, offset);
		if (this.open.length === 0) this.root = name;
	}

	private crossed(opened: OpenElement, name: string, offset: number): Error {
		const { line, column } = new Places(this.source).at(opened.offset);
		const from = `The element ${opened.name} (opened in line ${line}, column ${column})`;
		const isOpen = this.open.some((element) => element.name === name);
		const advice = isOpen
			? `Write the end tag of ${opened.name} first`
			: `Write the end tag of ${opened.name} instead, spelled exactly as it was opened, or remove this one`;
		const reason = `${from} is not closed before the end tag of ${name}`;
		return this.fault(reason, offset, advice, opened.name);
	}

	private fault(
		reason: string,
		offset: number,
		advice?: string,
		element = this.open.at(-1)?.name,
	): Error {
		return new XmlError(reason, new Places(this.source).at(offset), { element, advice });
	}
}
