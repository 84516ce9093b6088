import { unreadableMap } from '../map-error';

/**
 * Checks that the markup of a map fits together, in words for the person who wrote it. What
 * else makes XML unreadable (entities, attributes, characters) the reader of XML itself refuses.
 *
 * @throws MapError with line, column, the nearest element and what to do
 */
export function assertWellFormed(xml: string): void {
	new Structure(xml).check();
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

	constructor(private readonly xml: string) {}

	check(): void {
		let at = 0;
		while (at < this.xml.length) {
			const next = this.xml.indexOf('<', at);
			this.checkText(at, next === -1 ? this.xml.length : next);
			if (next === -1) break;
			at = this.markup(next);
		}
		const left = this.open.at(-1);
		if (left === undefined) return;
		throw this.fault(
			`The XML of the map breaks off: the element ${left.name} is not closed`,
			left.offset,
			`Write the end tag of ${left.name} after its content`,
			left.name,
		);
	}

	private checkText(start: number, end: number): void {
		const text = this.xml.slice(start, end);
		const bracket = text.indexOf(']]>');
		if (bracket !== -1) {
			throw this.fault(
				'A CDATA section ends here, but none is open',
				start + bracket,
				'Open the section before it, and do not put one section into another',
			);
		}
		if (this.root === undefined || this.open.length > 0 || text.trim() === '') return;
		throw this.fault(
			'There is text after the end of the map',
			start + text.search(/\S/),
			`Remove what follows the end tag of ${this.root}`,
			this.root,
		);
	}

	/** @returns where the markup ends that begins here */
	private markup(at: number): number {
		const { xml } = this;
		const section = SECTIONS.find(({ begin }) => xml.startsWith(begin, at));
		if (section !== undefined) return this.section(at, section);
		if (/^<!doctype/i.test(xml.slice(at, at + 9))) return this.leaveToReader();
		if (xml.startsWith('<!', at)) {
			throw this.fault(
				'A tag that begins with ! is neither a CDATA section nor a comment',
				at,
				'CDATA must be in capital letters, and a comment begins with two hyphens',
			);
		}
		if (/[\p{L}_:/]/u.test(String.fromCodePoint(xml.codePointAt(at + 1) ?? 32)))
			return this.tag(at);
		throw this.fault('A less-than sign does not begin an element here', at, WRITE_LESS_THAN);
	}

	/** A DOCTYPE is refused by the reader of XML, whatever stands around it. */
	private leaveToReader(): number {
		this.open.length = 0;
		return this.xml.length;
	}

	private section(at: number, { begin, end, what }: (typeof SECTIONS)[number]): number {
		const found = this.xml.indexOf(end, at + begin.length);
		if (found !== -1) return found + end.length;
		throw this.fault(
			`The ${what} that begins here is not closed`,
			at,
			'Close it after its content',
		);
	}

	private tag(at: number): number {
		const end = this.endOfTag(at);
		const content = this.xml.slice(at + 1, end - 1);
		const name = /^\/?([^\s/]*)/.exec(content)?.[1] ?? '';
		if (content.startsWith('/')) this.close(name, at);
		else this.begin(name, at, content.endsWith('/'));
		return end;
	}

	private endOfTag(at: number): number {
		const wanted = /[<>"']/g;
		wanted.lastIndex = at + 1;
		for (let match = wanted.exec(this.xml); match !== null; match = wanted.exec(this.xml)) {
			if (match[0] === '>') return match.index + 1;
			if (match[0] === '<') break;
			const close = this.xml.indexOf(match[0], match.index + 1);
			const less = this.xml.indexOf('<', match.index + 1);
			if (close === -1 || (less !== -1 && less < close)) {
				throw this.fault(
					'The text in quotes that begins here is not closed',
					match.index,
					`Write ${match[0]} at its end`,
				);
			}
			wanted.lastIndex = close + 1;
		}
		throw this.fault('The tag that begins here is not closed', at, WRITE_LESS_THAN);
	}

	private begin(name: string, offset: number, isEmpty: boolean): void {
		if (this.root !== undefined && this.open.length === 0) {
			throw this.fault(
				`${name} is a second root element after ${this.root}`,
				offset,
				'Paste one map only',
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
		const { line, column } = this.placeOf(opened.offset);
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
		advice: string,
		element = this.open.at(-1)?.name,
	): Error {
		return unreadableMap(reason, this.placeOf(offset), { element, advice });
	}

	private placeOf(offset: number): { line: number; column: number } {
		const before = this.xml.slice(0, offset);
		return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
	}
}
