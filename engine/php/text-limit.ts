import { PhpError } from './php-error';

/** The longest text a function makes, in bytes. */
const MAX_TEXT = 64_000_000;

/**
 * To be asked before a text is made, as short expressions can ask for gigabytes.
 *
 * @param length bytes of the text to be
 * @throws PhpError where the text would be too long
 */
export function checkTextLength(length: number): void {
	if (length <= MAX_TEXT) return;
	throw new PhpError(`this function would make a text of more than ${MAX_TEXT / 1e6} MB`);
}
