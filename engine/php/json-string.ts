/**
 * Finds the end of a string in JSON, in one pass.
 *
 * @param text JSON, perhaps cut off
 * @param start index after the quote that begins the string
 * @returns index after the quote that ends it; the text's length where none does
 */
export function endOfJsonString(text: string, start: number): number {
	const special = /["\\]/g;
	special.lastIndex = start;
	for (let found = special.exec(text); found !== null; found = special.exec(text)) {
		if (found[0] === '"') return special.lastIndex;
		special.lastIndex++;
	}
	return text.length;
}
