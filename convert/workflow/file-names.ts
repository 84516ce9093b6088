import { trim } from '../../engine';

/** Most bytes of a file's name, on all usual systems. */
const MOST_BYTES = 255;
const EXTENSION = '.json';
const BLANK_OR_DOT = ' .';
/** Names that Windows keeps for devices, also before an extension. */
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?=\.|$)/i;

/**
 * A name of a JSON file that all systems take: at most 255 bytes with its extension, no name of a
 * device, no blank or dot at an end.
 *
 * @param name of the workflow; no system takes some characters, which the caller replaces
 * @param mark goes before the extension, and is never cut
 */
export function workflowFileName(name: string, mark = ''): string {
	const base = trim(name.normalize('NFC'), BLANK_OR_DOT).replace(DEVICES, '$&_');
	const room = MOST_BYTES - byteLength(`${mark}${EXTENSION}`);
	return `${trim(cut(base, room), BLANK_OR_DOT) || 'workflow'}${mark}${EXTENSION}`;
}

/**
 * The file of each workflow of a folder, each one once: systems differ in whether upper and lower
 * case count.
 */
export function workflowFileNames(names: string[]): string[] {
	const taken = new Set<string>();
	return names.map((name) => {
		const plain = name.normalize('NFC').replace(/[^\p{L}\p{M}\p{N} ._-]+/gu, '-');
		let file = workflowFileName(plain);
		for (let count = 2; taken.has(file.toLowerCase()); count++) {
			file = workflowFileName(plain, ` ${count}`);
		}
		taken.add(file.toLowerCase());
		return file;
	});
}

function byteLength(text: string): number {
	return new TextEncoder().encode(text).length;
}

/** What fits, in whole characters. */
function cut(text: string, room: number): string {
	let bytes = 0;
	let end = 0;
	for (const character of text) {
		bytes += byteLength(character);
		if (bytes > room) break;
		end += character.length;
	}
	return text.slice(0, end);
}
