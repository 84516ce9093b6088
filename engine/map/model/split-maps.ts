/** A comment, a CDATA section, an instruction or a tag; anything else is text. */
const MARKUP =
	/<!--(?:[^]*?-->|[^]*)|<!\[CDATA\[(?:[^]*?\]\]>|[^]*)|<\?(?:[^]*?\?>|[^]*)|<\/?[^\s<>/?!](?:[^<>"']|"[^"]*"|'[^']*')*>/g;

/**
 * The maps of a text that has several of them one after the other. Nothing is checked: what does
 * not fit together is left to the reader of the map that contains it.
 *
 * @param text XML of any number of maps
 * @returns the XML of each map, in their order; lines before it are kept as empty lines, so that
 * errors cite the lines of the text. The text itself where it holds no more than one
 */
export function splitMaps(text: string): string[] {
	const ends = endsOfMaps(text);
	const last = ends.at(-1) ?? text.length;
	const rest = text.slice(last);
	if (ends.length > 0 && onlyRemarks(rest)) ends.pop();
	if (ends.length === 0) return [text];
	// The declaration of a map that does not follow belongs to none.
	const maps = text.slice(0, last) + rest.replace(/<\?xml\s[^]*?\?>/g, '');
	const starts = [0, ...ends];
	return starts.map((start, index) => {
		const xml = maps.slice(start, ends[index]);
		if (start === 0) return xml;
		// A declaration may only be at the very beginning.
		const content = xml.replace(/^(\s*)<\?xml\s[^]*?\?>/, '$1');
		return '\n'.repeat(maps.slice(0, start).split('\n').length - 1) + content;
	});
}

/** Where the root elements end. */
function endsOfMaps(text: string): number[] {
	const ends: number[] = [];
	let depth = 0;
	for (const { 0: markup, index } of text.matchAll(MARKUP)) {
		if (/^<[!?]/.test(markup)) continue;
		if (markup.startsWith('</')) depth--;
		else if (!markup.endsWith('/>')) depth++;
		if (depth === 0) ends.push(index + markup.length);
	}
	return ends;
}

/** Whether text is not a map: blanks, comments and instructions belong to the map before them. */
function onlyRemarks(text: string): boolean {
	return text.replace(/<!--(?:[^]*?-->|[^]*)|<\?(?:[^]*?\?>|[^]*)/g, '').trim() === '';
}
