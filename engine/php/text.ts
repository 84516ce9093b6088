import { PhpError } from './php-error';

/** Characters that PHP's trim functions drop by default. */
const SPACE = ' \n\r\t\v\0';

/** PHP's character list: `a..z` is a range. */
function characterSet(list: string): Set<string> {
	const characters = new Set<string>();
	for (let index = 0; index < list.length; index++) {
		const to = list.slice(index + 1, index + 3) === '..' ? list[index + 3] : undefined;
		if (to !== undefined && to >= list[index]) {
			for (let code = list.charCodeAt(index); code <= to.charCodeAt(0); code++) {
				characters.add(String.fromCharCode(code));
			}
			index += 3;
		} else {
			characters.add(list[index]);
		}
	}
	return characters;
}

/**
 * PHP's rtrim.
 *
 * @param bytes byte string
 * @param list characters to drop at the end, `a..z` for a range
 */
export function trimEnd(bytes: string, list = SPACE): string {
	const characters = characterSet(list);
	let end = bytes.length;
	while (end > 0 && characters.has(bytes[end - 1])) end--;
	return bytes.slice(0, end);
}

/** PHP's trim. */
export function trim(bytes: string, list = SPACE): string {
	const characters = characterSet(list);
	let start = 0;
	while (start < bytes.length && characters.has(bytes[start])) start++;
	return trimEnd(bytes.slice(start), list);
}

/** The longest text a function makes, in bytes. */
const MAX_TEXT = 64_000_000;

/**
 * To be asked before a string is made, as short expressions can ask for gigabytes.
 *
 * @param length bytes of the text to be
 * @throws PhpError where the text would be too long
 */
export function checkTextLength(length: number): void {
	if (length <= MAX_TEXT) return;
	throw new PhpError(`this function would create a string of more than ${MAX_TEXT / 1e6} MB`);
}

/** How often a string that is not empty occurs in another. */
export function countOf(search: string, text: string): number {
	let count = 0;
	for (let at = text.indexOf(search); at !== -1; at = text.indexOf(search, at + search.length)) {
		count++;
	}
	return count;
}
