/**
 * Text without its markup, in one pass, whatever it holds: no expression looks for the end of a
 * tag from each of many beginnings.
 *
 * @param markup HTML or XML, or what is left of it
 * @returns its text, white space as single blanks
 */
export function plainText(markup: string): string {
	let text = '';
	for (let at = 0; at < markup.length; ) {
		const open = markup.indexOf('<', at);
		if (open === -1) return oneLine(text + markup.slice(at));
		text += `${markup.slice(at, open)} `;
		const end = endOfTag(markup, open);
		// What is never closed is text.
		if (end === -1) return oneLine(text + markup.slice(open));
		at = end;
	}
	return oneLine(text);
}

/** Elements whose content is for the browser alone. */
const UNSHOWN = /(script|style)\b/iy;

function endOfTag(markup: string, open: number): number {
	const close = markup.indexOf('>', open);
	if (close === -1) return -1;
	UNSHOWN.lastIndex = open + 1;
	const name = UNSHOWN.exec(markup)?.[1];
	if (name === undefined) return close + 1;
	const end = new RegExp(`</${name}\\s*>`, 'gi');
	end.lastIndex = close + 1;
	// Where its end is missing, the rest is its content.
	return end.exec(markup) === null ? markup.length : end.lastIndex;
}

function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}
