/**
 * What a JSON text holds, in JavaScript's own types. The JSON of coreBOS, whose numbers and order
 * matter, is read by `engine/php` and `engine/map/answer`.
 *
 * @returns undefined for a string that is not JSON
 */
export function jsonValue(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
