/** The characters that XML 1.0 leaves out, and halves of a pair of UTF-16, which are none. */
const NOT_XML = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Where a string has the first character that XML leaves out, and which, such as `U+0000`. */
export function firstForbidden(text: string): { character: string; offset: number } | undefined {
	const match = NOT_XML.exec(text);
	if (match === null) return undefined;
	const code = (match[0].codePointAt(0) ?? 0).toString(16).padStart(4, '0').toUpperCase();
	return { character: `U+${code}`, offset: match.index };
}

/** The first character of a string that XML leaves out, such as `U+0000`; else undefined. */
export function forbiddenCharacter(text: string): string | undefined {
	return firstForbidden(text)?.character;
}

/** A string as XML and HTML write it between tags. */
export function escapeXml(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('\r', '&#13;');
}

const NAMED = new Map([
	['&amp;', '&'],
	['&lt;', '<'],
	['&gt;', '>'],
	['&quot;', '"'],
	['&apos;', "'"],
]);

/** References in text, and what looks like the beginning of one. */
export const REFERENCE = /&[^;&\s]{0,64};?/g;

/** What a reference such as `&lt;` or `&#65;` stands for; undefined for one that XML lacks. */
export function characterOf(reference: string): string | undefined {
	const numeric = /^&#(?:x([0-9a-fA-F]{1,6})|(\d{1,7}));$/.exec(reference);
	if (numeric === null) return NAMED.get(reference);
	const code = numeric[1] === undefined ? Number(numeric[2]) : parseInt(numeric[1], 16);
	if (code > 0x10ffff) return undefined;
	const character = String.fromCodePoint(code);
	return NOT_XML.test(character) ? undefined : character;
}

const NAME_START =
	':A-Za-z_\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD';
const NAME_REST = `\\u0300-\\u036F\\u203F-\\u2040\\u00B7\\-.0-9${NAME_START}`;

const NAME = new RegExp(`[${NAME_START}][${NAME_REST}]*`, 'y');

/** The name that begins at an offset of a string; empty where none does. */
export function nameAt(text: string, at: number): string {
	if (!isNameStart(text.charCodeAt(at))) return longNameAt(text, at);
	let end = at + 1;
	while (isPlainInName(text.charCodeAt(end))) end++;
	return text.charCodeAt(end) < 0x80 ? text.slice(at, end) : longNameAt(text, at);
}

/** A name that may hold characters beyond ASCII, which few do. */
function longNameAt(text: string, at: number): string {
	NAME.lastIndex = at;
	return NAME.exec(text)?.[0] ?? '';
}

/** A letter of ASCII, `_` or `:`. */
function isNameStart(code: number): boolean {
	const isLetter = (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
	return isLetter || code === 0x5f || code === 0x3a;
}

/** What ASCII has for the rest of a name: also digits, `-` and `.`. */
function isPlainInName(code: number): boolean {
	return isNameStart(code) || (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x2e;
}

/** White space of XML. */
export function isBlank(code: number): boolean {
	return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}
