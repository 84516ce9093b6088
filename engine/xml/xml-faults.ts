import { XMLValidator } from 'fast-xml-parser';
import { withoutFullStop } from '../without-full-stop';
import { XmlError, type SourcePlace } from './xml-error';
import { Places } from './xml-places';

/** @throws XmlError for XML that is empty, not well-formed or has a DOCTYPE */
export function refuseMalformed(source: string): void {
	if (source.trim() === '') {
		throw new XmlError('Nothing to read: the XML is empty', { line: 1, column: 1 });
	}
	const doctype = markupIndex(source, '<!DOCTYPE');
	if (doctype !== -1) {
		throw new XmlError(
			'The XML has a DOCTYPE, which is not accepted. Remove it and the entities that it declares',
			new Places(source).at(doctype),
		);
	}
	const outcome = XMLValidator.validate(source);
	if (outcome === true) return refuseStrayMarkup(source);
	const { msg, line, col } = outcome.err;
	// The validator's words for elements that are still open at the end: a list of them, and
	// no place.
	if (msg.startsWith("Invalid '[")) throw brokenOff(source);
	const place = { line: Number(line) || 1, column: Number(col) || 1 };
	const advice = msg.includes("char '&'") ? '. Write &amp; for a & in a text' : '';
	throw new XmlError(
		`The XML is not well-formed: ${trimmed(msg)}${advice}`,
		place,
		openElementAt(source, place),
	);
}

/** What may stand in a document besides text, as a whole; then what is left of it. */
const MARKUP =
	/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>|<[^!?<>"'][^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>|<[!?]|\]\]>/g;

/** The validator takes `<!CDATA[…]]>` for an element, in which the text would be lost. */
function refuseStrayMarkup(source: string): void {
	for (const { 0: markup, index } of source.matchAll(MARKUP)) {
		if (markup !== ']]>' && markup.length > 2) continue;
		const place = new Places(source).at(index);
		const reason =
			markup === ']]>'
				? 'A CDATA section ends here, but none is open. Write ]]&gt; in a text'
				: 'A tag that begins with ! or ? is not closed, or is neither a CDATA section, a comment nor an instruction. CDATA must be in capital letters, and a comment begins with two hyphens';
		throw new XmlError(reason, place, openElementAt(source, place));
	}
}

function brokenOff(source: string): Error {
	const open = openElements(source).at(-1);
	if (open === undefined) {
		return new XmlError('The XML is not well-formed', { line: 1, column: 1 });
	}
	return new XmlError(
		`The XML breaks off: the element ${open.name} is not closed`,
		new Places(source).at(open.offset),
		open.name,
	);
}

/** A message without the point that others get. */
export function trimmed(message: string): string {
	return withoutFullStop(message);
}

/** Where a piece of markup begins, outside of comments and CDATA; -1 where it does not. */
function markupIndex(source: string, markup: string): number {
	const wanted = markup.toLowerCase();
	let at = source.indexOf('<');
	while (at !== -1) {
		if (source.startsWith('<!--', at)) at = after(source, '-->', at);
		else if (source.startsWith('<![CDATA[', at)) at = after(source, ']]>', at);
		else if (source.slice(at, at + markup.length).toLowerCase() === wanted) return at;
		else at++;
		if (at === -1) return -1;
		at = source.indexOf('<', at);
	}
	return -1;
}

function after(source: string, end: string, from: number): number {
	const at = source.indexOf(end, from);
	return at === -1 ? -1 : at + end.length;
}

/** The innermost element that is open before a place, for messages. */
function openElementAt(source: string, place: SourcePlace): string | undefined {
	const lines = source.split('\n');
	const before = lines
		.slice(0, place.line - 1)
		.concat((lines[place.line - 1] ?? '').slice(0, place.column - 1))
		.join('\n');
	return openElements(before).at(-1)?.name;
}

/** The elements that are open at the end of a text, the innermost last, and where each begins. */
function openElements(source: string): Array<{ name: string; offset: number }> {
	// Blanked rather than removed, so that offsets stay what they are.
	// What is never closed reaches to the end, and is looked for once.
	const markup = source.replace(
		/<!--(?:[^]*?-->|[^]*)|<!\[CDATA\[(?:[^]*?\]\]>|[^]*)|<\?(?:[^]*?\?>|[^]*)/g,
		(found) => ' '.repeat(found.length),
	);
	const open: Array<{ name: string; offset: number }> = [];
	for (const { 1: tag, index } of markup.matchAll(/<([^<>]*)>/g)) {
		const [, closing, name] = /^(\/?)([^\s/!?]+)/.exec(tag) ?? [];
		if (name === undefined) continue;
		if (closing === '/') open.pop();
		else if (!tag.endsWith('/')) open.push({ name, offset: index });
	}
	return open;
}

/** The characters that XML 1.0 leaves out. */
export const NOT_XML = /[^\t\n\r -\ufffd]/;

/** The first character of a text that XML leaves out, such as `U+0000`; else undefined. */
export function forbiddenCharacter(text: string): string | undefined {
	const match = NOT_XML.exec(text);
	return match === null ? undefined : codePoint(match[0]);
}

function codePoint(character: string): string {
	return `U+${character.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`;
}

/** @throws XmlError for a character that XML leaves out */
export function refuseControlCharacters(source: string): void {
	const match = NOT_XML.exec(source);
	if (match === null) return;
	const place = new Places(source).at(match.index);
	throw new XmlError(
		`The XML contains the character ${codePoint(match[0])}, which XML does not allow`,
		place,
		openElementAt(source, place),
	);
}
