/**
 * Text without the full stops and white space at its end, so that a sentence can go on after
 * it. From the end, because an expression would start over at each of many full stops.
 */
export function withoutFullStop(text: string): string {
	let end = text.length;
	while (end > 0 && /[.\s]/.test(text[end - 1])) end--;
	return text.slice(0, end);
}
