import md5 from 'crypto-js/md5';
import sha1 from 'crypto-js/sha1';
import sha256 from 'crypto-js/sha256';
import latin1 from 'crypto-js/enc-latin1';
import {
	bytesOfText,
	checkTextLength,
	countOf,
	crc32,
	decodeBase64,
	isTruthy,
	PhpArray,
	replacePattern,
	toBytes,
	type Value,
} from '../../php';
import { ExpressionError } from '../expression-error';
import { numberInWords } from '../number-words';
import { withSearchBudget, type Run } from '../run';
import { argument, functionTable, type FunctionTable } from './definition';
import { indexParameter, intParameter, numberParameter, textParameter } from './parameters';

/** PHP's substr. */
function substring(text: string, start: number, length?: number): string {
	const from = start < 0 ? Math.max(0, text.length + start) : Math.min(start, text.length);
	if (length === undefined) return text.slice(from);
	const to = length < 0 ? text.length + length : from + length;
	return to <= from ? '' : text.slice(from, to);
}

function substringOf(parameters: Value[]): Value {
	if (parameters.length < 2 || parameters.length > 3) return argument(parameters, 0);
	const length = argument(parameters, 2);
	return substring(
		textParameter(parameters[0]),
		indexParameter(parameters[1]),
		length === null ? undefined : indexParameter(length),
	);
}

function lower(text: string): string {
	return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function upper(text: string): string {
	return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Values as one text, with another between them. */
export function joined(values: Value[], separator: string): string {
	const texts = values.map(toBytes);
	const length = texts.reduce((sum, text) => sum + text.length + separator.length, 0);
	checkTextLength(length);
	return texts.join(separator);
}

function position(parameters: Value[]): Value {
	if (parameters.length !== 2) return -1n;
	const [haystack, needle] = parameters.map((value) => lower(textParameter(value)));
	return BigInt(haystack.indexOf(needle));
}

function replaceAll(subject: string, search: string, replacement: string): string {
	if (search === '') return subject;
	if (replacement.length > search.length) {
		const growth = replacement.length - search.length;
		checkTextLength(subject.length + countOf(search, subject) * growth);
	}
	return subject.replaceAll(search, () => replacement);
}

/** Bytes that replacing a list may look at, a fraction of a second's work. */
const MAX_REPLACED_BYTES = 500_000_000;

/** PHP's str_replace: lists are replaced pair by pair. */
function replaceIn(search: Value, replacement: Value, subject: Value): string {
	const text = toBytes(subject);
	if (!(search instanceof PhpArray)) {
		return replaceAll(text, toBytes(search), textParameter(replacement));
	}
	if (search.size * text.length > MAX_REPLACED_BYTES) {
		throw new ExpressionError('stringreplace: the list is too long for a string of this length');
	}
	const replacements = replacement instanceof PhpArray ? replacement.values() : undefined;
	return search
		.values()
		.reduce<string>(
			(result, item, index) =>
				replaceAll(
					result,
					toBytes(item),
					toBytes(replacements === undefined ? replacement : (replacements[index] ?? '')),
				),
			text,
		);
}

function stringReplace(parameters: Value[]): Value {
	const search = argument(parameters, 0);
	const replacement = argument(parameters, 1);
	const subject = argument(parameters, 2);
	if (!(subject instanceof PhpArray)) return replaceIn(search, replacement, subject);
	let length = 0;
	return PhpArray.map(
		subject.entries().map(([key, item]) => {
			const replaced = replaceIn(search, replacement, item);
			checkTextLength((length += replaced.length));
			return [key, replaced];
		}),
	);
}

/** PHP's preg_replace; of a list every element. The pattern is put between slashes, as text. */
function regexReplace(parameters: Value[], run: Run): Value {
	const pattern = toBytes(argument(parameters, 0));
	const replacement = textParameter(argument(parameters, 1));
	const subject = argument(parameters, 2);
	return withSearchBudget(run.limits, (budget) => {
		const replaced = (text: Value): string | null =>
			replacePattern(pattern, replacement, toBytes(text), budget);
		if (!(subject instanceof PhpArray)) return replaced(subject);
		let length = 0;
		return PhpArray.map(
			subject.entries().map(([key, item]): [string, Value] => {
				const result = replaced(item);
				checkTextLength((length += result?.length ?? 0));
				return [key, result];
			}),
		);
	});
}

function hash(parameters: Value[]): Value {
	if (parameters.length === 0 || parameters.length > 2) return -1n;
	const bytes = textParameter(parameters[0]);
	const words = latin1.parse(bytes);
	// PHP compares loosely: true is the first method in coreBOS's list.
	const method = argument(parameters, 1);
	switch (method === true ? 'sha256' : method) {
		case 'md5':
			return md5(words).toString();
		case 'sha256':
			return sha256(words).toString();
		case 'crc32':
			return crc32(bytes);
		default:
			return sha1(words).toString();
	}
}

/** Letters that begin a word, for PHP's ucwords. */
const WORD_STARTS = /(^|[ \t\r\n\f\v])([a-z])/g;

function randomBytes(count: number): Uint8Array {
	const bytes = new Uint8Array(count);
	// getRandomValues fills at most 65536 bytes at once.
	for (let start = 0; start < count; start += 65536) {
		crypto.getRandomValues(bytes.subarray(start, start + 65536));
	}
	return bytes;
}

/** Longest random string, in bytes: far beyond any use of one. */
const MAX_RANDOM_BYTES = 1_000_000;

function randomString(parameters: Value[]): Value {
	const length = isTruthy(argument(parameters, 0)) ? indexParameter(parameters[0]) : 10;
	if (length < 1 || length > MAX_RANDOM_BYTES) {
		throw new ExpressionError(`randomstring makes 1 to ${MAX_RANDOM_BYTES} bytes`);
	}
	return [...randomBytes(length)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The largest number that PHP's rand gives without a range. */
const LARGEST_RANDOM = 2147483647n;

/** A range needs both its ends; with one of them missing any number will do, as in coreBOS. */
function randomNumber(parameters: Value[]): Value {
	const [low, high] =
		parameters.length < 2 ? [0n, LARGEST_RANDOM] : parameters.map((value) => intParameter(value));
	if (high < low) throw new ExpressionError('randomnumber needs a minimum below its maximum');
	const random = randomBytes(16).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
	return low + (random % (high - low + 1n));
}

/** PHP's uniqid: the time in microseconds, 8 and 5 hex digits. */
function uniqueId(parameters: Value[], run: Run): Value {
	const prefix = textParameter(argument(parameters, 0));
	const seconds = Math.floor(run.now.getTime() / 1000);
	const [low, middle, high] = randomBytes(3);
	const micro = (low + middle * 256 + high * 65536) % 1_000_000;
	return prefix + seconds.toString(16).padStart(8, '0') + micro.toString(16).padStart(5, '0');
}

function inWords(parameters: Value[]): Value {
	const value = argument(parameters, 0);
	// PHP makes the empty text of them, which is not a number.
	if (value === null || value === false) throw new ExpressionError('num2str needs a number');
	const text = textParameter(value).replaceAll(',', '');
	return bytesOfText(
		numberInWords(
			Number(numberParameter(typeof value === 'string' ? text : value)),
			text,
			textParameter(argument(parameters, 1)),
		),
	);
}

function crmId(parameters: Value[]): Value {
	const parts = textParameter(argument(parameters, 0)).split('x');
	return parts.length > 1 ? parts[1] : '';
}

/** Functions on text: what coreBOS has in strings.php. */
export const stringFunctions: FunctionTable = functionTable({
	concat: (parameters) => joined(parameters, ''),
	coalesce: (parameters) => parameters.find(isTruthy) ?? '',
	substring: substringOf,
	stringposition: position,
	stringlength: (parameters) => BigInt(textParameter(argument(parameters, 0)).length),
	stringreplace: stringReplace,
	regexreplace: regexReplace,
	randomstring: randomString,
	randomnumber: randomNumber,
	uppercase: (parameters) => upper(textParameter(argument(parameters, 0))),
	lowercase: (parameters) => lower(textParameter(argument(parameters, 0))),
	uppercasefirst: (parameters) =>
		textParameter(argument(parameters, 0)).replace(/^[a-z]/, (letter) => letter.toUpperCase()),
	uppercasewords: (parameters) =>
		lower(textParameter(argument(parameters, 0))).replace(
			WORD_STARTS,
			(_, before: string, letter: string) => before + letter.toUpperCase(),
		),
	num2str: inWords,
	char: (parameters) =>
		parameters.length === 0 ? '' : String.fromCharCode(Number(intParameter(parameters[0]) & 255n)),
	hash,
	base64encode: (parameters) =>
		parameters.length === 1 ? btoa(textParameter(parameters[0])) : -1n,
	base64decode: (parameters) =>
		parameters.length === 1 ? decodeBase64(textParameter(parameters[0])) : -1n,
	uniqid: uniqueId,
	getCRMIDFromWSID: crmId,
});
