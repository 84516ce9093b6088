const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };

/** Letters after a pattern that a reader byte by byte need not know. */
const WITHOUT_EFFECT = /[uSXD\s]/g;

/**
 * A pattern of PHP with its delimiters and modifiers (`/^ab/i`, `#x#`) as one without.
 *
 * @param source byte string
 * @returns undefined where PHP would refuse it
 */
export function delimitedPattern(source: string): string | undefined {
	const text = source.replace(/^[ \t\n\v\f\r]+/, '');
	const opening = text.slice(0, 1);
	if (opening === '' || /[A-Za-z0-9\\\0]/.test(opening)) return undefined;
	const closing = CLOSING[opening] ?? opening;
	const end = closingAt(text, opening, closing);
	if (end === undefined) return undefined;
	const modifiers = text.slice(end + 1).replace(WITHOUT_EFFECT, '');
	if (!/^[imsxA]*$/.test(modifiers)) return undefined;
	const body = text.slice(1, end).replace(/\\[\s\S]|\//g, (part) => (part === '/' ? '\\/' : part));
	const flags = [...new Set(modifiers.replaceAll('A', ''))].join('');
	const anchor = modifiers.includes('A') ? '\\A' : '';
	// The line end closes a comment that an extended pattern may end in.
	return `(?${flags}:${anchor}(?:${body}${flags.includes('x') ? '\n' : ''}))`;
}

/** Where a delimiter closes the pattern; brackets may be inside in pairs. */
function closingAt(text: string, opening: string, closing: string): number | undefined {
	let depth = 0;
	for (let index = 1; index < text.length; index++) {
		const character = text[index];
		if (character === '\\') index++;
		else if (character === closing && depth-- === 0) return index;
		else if (character === opening) depth++;
	}
	return undefined;
}
