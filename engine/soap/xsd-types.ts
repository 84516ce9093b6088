import type { Compatibility } from '../compatibility';
import { floatText, fromPlain, isTruthy, toFloat, toInt, toText, trimEnd } from '../php';
import { SoapError, type SoapValue } from './soap-error';
import type { ComplexType } from './model';
import { APACHE_MAP, keyOf, NAMESPACES } from './xml-elements';

/** Any XML. */
export const ANY_TYPE = keyOf(NAMESPACES.xsd, 'anyType');

/** Whether an element is a schema, as ADO.NET's data sets hold one. */
export function isSchema({ namespace, name }: { namespace: string; name: string }): boolean {
	return namespace === NAMESPACES.xsd && name === 'schema';
}

/** The type of a map of Apache's SOAP. */
export const MAP: ComplexType = {
	kind: 'complex',
	key: APACHE_MAP,
	isAbstract: false,
	attributes: [],
	hasAnyAttribute: false,
};

/** Whole numbers, and the range of those that have one. */
const WHOLE: Readonly<Record<string, readonly [min?: bigint, max?: bigint]>> = {
	byte: [-128n, 127n],
	int: [-2147483648n, 2147483647n],
	integer: [],
	long: [-9223372036854775808n, 9223372036854775807n],
	negativeInteger: [undefined, -1n],
	nonNegativeInteger: [0n],
	nonPositiveInteger: [undefined, 0n],
	positiveInteger: [1n],
	short: [-32768n, 32767n],
	unsignedByte: [0n, 255n],
	unsignedInt: [0n, 4294967295n],
	unsignedLong: [0n, 18446744073709551615n],
	unsignedShort: [0n, 65535n],
};

const TEXTS = [
	'anySimpleType',
	'anyType',
	'anyURI',
	'base64',
	'base64Binary',
	'boolean',
	'date',
	'dateTime',
	'decimal',
	'double',
	'duration',
	'ENTITIES',
	'ENTITY',
	'float',
	'gDay',
	'gMonth',
	'gMonthDay',
	'gYear',
	'gYearMonth',
	'hexBinary',
	'ID',
	'IDREF',
	'IDREFS',
	'language',
	'Name',
	'NCName',
	'NMTOKEN',
	'NMTOKENS',
	'normalizedString',
	'NOTATION',
	'QName',
	'string',
	'time',
	'token',
];

/** Whether XML Schema (or SOAP's encoding, which repeats it) has a simple type of this name. */
export function isBuiltIn(name: string): boolean {
	return Object.hasOwn(WHOLE, name) || TEXTS.includes(name);
}

/** What n8n would call values of a built-in type. */
export function plainKind(base: string): 'boolean' | 'number' | 'dateTime' | 'time' | 'string' {
	if (base === 'boolean' || base === 'time') return base;
	if (base === 'date' || base === 'dateTime') return 'dateTime';
	const isNumber = Object.hasOwn(WHOLE, base) || /^(?:decimal|double|float)$/.test(base);
	return isNumber ? 'number' : 'string';
}

/**
 * A value as the text of a built-in type.
 *
 * @param base name of the type
 * @param value text, number or boolean
 * @param compatibility `coreBos`: converted as PHP does, whatever it is; `native`: it must fit
 * @throws SoapError without a place for a value that does not fit
 */
export function writeScalar(base: string, value: unknown, compatibility: Compatibility): string {
	if (typeof value === 'object' && value !== null) {
		throw new SoapError(
			`takes one value (${base}), not ${Array.isArray(value) ? 'a list' : 'a structure'}`,
		);
	}
	return compatibility === 'coreBos' ? phpText(base, value) : typedText(base, value);
}

function phpText(base: string, plain: unknown): string {
	const value = fromPlain(plain);
	if (base === 'boolean') return isTruthy(value) ? 'true' : 'false';
	if (Object.hasOwn(WHOLE, base)) return phpWhole(plain);
	if (base === 'float' || base === 'double') return floatText(toFloat(value));
	const text = toText(value);
	if (base === 'base64Binary' || base === 'base64') return base64Of(text);
	return base === 'hexBinary' ? hexOf(text) : text;
}

/** PHP rounds a float down, also one beyond 64 bits. */
function phpWhole(plain: unknown): string {
	if (typeof plain === 'number' && Number.isFinite(plain)) return String(BigInt(Math.floor(plain)));
	return String(toInt(fromPlain(plain)));
}

function typedText(base: string, value: unknown): string {
	if (base === 'boolean') return booleanText(value);
	if (Object.hasOwn(WHOLE, base)) return wholeText(base, value);
	if (base === 'decimal') return decimalText(value);
	if (base === 'float' || base === 'double') return floatingText(base, value);
	const text = String(value);
	const trimmed = text.trim();
	if (base === 'date') return dateText(trimmed);
	if (base === 'dateTime') return dateTimeText(trimmed);
	if (base === 'time') return timeText(trimmed);
	if (base === 'base64Binary' || base === 'base64') return base64Text(text);
	if (base !== 'hexBinary') return text;
	if (HEXADECIMAL.test(trimmed)) return trimmed;
	throw unfit(base, value, 'pairs of hexadecimal digits');
}

function unfit(base: string, value: unknown, wanted: string): SoapError {
	const shown = String(value);
	const short = shown.length > 60 ? `${shown.slice(0, 60)}…` : shown;
	return new SoapError(`takes ${wanted} (${base}), but has "${short}"`);
}

function booleanText(value: unknown): string {
	const text = String(value).trim().toLowerCase();
	if (text === 'true' || text === '1') return 'true';
	if (text === 'false' || text === '0') return 'false';
	throw unfit('boolean', value, 'true or false');
}

function wholeText(base: string, value: unknown): string {
	const text = typeof value === 'number' ? plainDigits(value) : String(value).trim();
	if (typeof value === 'boolean' || !/^[+-]?\d+$/.test(text)) {
		throw unfit(base, value, 'a whole number');
	}
	const number = BigInt(text.replace('+', ''));
	const [min, max] = WHOLE[base];
	if ((min === undefined || number >= min) && (max === undefined || number <= max)) {
		return number.toString();
	}
	throw unfit(base, value, `a whole number from ${min ?? '-∞'} to ${max ?? '∞'}`);
}

/** The digits of a number that JavaScript would write with an exponent. */
function plainDigits(value: number): string {
	if (!Number.isFinite(value)) return String(value);
	const text = String(value);
	if (!text.includes('e')) return text;
	return Number.isInteger(value) ? BigInt(value).toString() : trimEnd(value.toFixed(20), '0');
}

function decimalText(value: unknown): string {
	const text = typeof value === 'number' ? plainDigits(value) : String(value).trim();
	if (typeof value !== 'boolean' && /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/.test(text)) return text;
	throw unfit('decimal', value, 'a number');
}

function floatingText(base: string, value: unknown): string {
	const text = String(value).trim();
	if (text === 'Infinity' || text === '-Infinity') return text.replace('Infinity', 'INF');
	const isNumber = NUMBER.test(text) || /^(?:-?INF|NaN)$/.test(text);
	if (isNumber && typeof value !== 'boolean') return text.replace('e+', 'E').replace('e', 'E');
	throw unfit(base, value, 'a number');
}

/** With a fraction and an exponent. */
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;

const DATE = '-?\\d{4,}-\\d{2}-\\d{2}';
const ZONE = '(?:Z|[+-]\\d{2}:\\d{2})?';
const ONLY_DATE = new RegExp(`^(${DATE})(${ZONE})$`);
const DATE_TIME = new RegExp(`^(${DATE})[T ](\\d{2}:\\d{2})(:\\d{2}(?:\\.\\d+)?)?(${ZONE})$`);

function dateText(text: string): string {
	if (ONLY_DATE.test(text)) return text;
	const [, date, minutes, seconds = ':00'] = DATE_TIME.exec(text) ?? [];
	if (date !== undefined && /^00:00:00(?:\.0+)?$/.test(minutes + seconds)) return date;
	throw unfit('date', text, 'a date such as 2026-01-31 without time');
}

function dateTimeText(text: string): string {
	const [, day, dayZone] = ONLY_DATE.exec(text) ?? [];
	if (day !== undefined) return `${day}T00:00:00${dayZone}`;
	const [, date, minutes, seconds = ':00', zone] = DATE_TIME.exec(text) ?? [];
	if (date !== undefined) return `${date}T${minutes}${seconds}${zone}`;
	throw unfit('dateTime', text, 'a date and time such as 2026-01-31T12:00:00Z');
}

function timeText(text: string): string {
	const match = /^(\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
	if (match !== null) return `${match[1]}${match[2] ?? ':00'}${match[3] ?? ''}`;
	throw unfit('time', text, 'a time such as 12:00:00');
}

function base64Text(text: string): string {
	const packed = text.replace(/\s+/g, '');
	if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(packed))
		return packed;
	throw unfit('base64Binary', text, 'Base64 text (encode the text first)');
}

const HEXADECIMAL = /^(?:[0-9A-Fa-f]{2})*$/;

const encoder = new TextEncoder();

function base64Of(text: string): string {
	return btoa(Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join(''));
}

function hexOf(text: string): string {
	return Array.from(encoder.encode(text), (byte) => byte.toString(16).padStart(2, '0'))
		.join('')
		.toUpperCase();
}

/**
 * The value of a string of a built-in type. A string that does not fit the type stays text: that
 * is what the server answered.
 *
 * @param compatibility `coreBos`: what PHP makes of it (decimals stay text, binary data becomes the
 * text it holds, an empty number is null); `native`: decimals are numbers, binary data Base64 text
 */
export function readScalar(base: string, text: string, compatibility: Compatibility): SoapValue {
	const trimmed = text.trim().replace(/\s+/g, ' ');
	const asPhp = compatibility === 'coreBos';
	const isWhole = Object.hasOwn(WHOLE, base);
	const isFloating = base === 'float' || base === 'double';
	if (asPhp && trimmed === '' && (base === 'boolean' || isWhole || isFloating)) return null;
	if (base === 'boolean') return booleanValue(text, asPhp);
	if (isWhole) return wholeValue(trimmed, asPhp);
	if (base === 'decimal') return asPhp ? trimmed : decimalValue(trimmed);
	if (isFloating) return floatingValue(trimmed);
	if (/^(?:base64|base64Binary|hexBinary)$/.test(base)) {
		const encoded = trimmed.replace(/\s+/g, '');
		return asPhp ? decodedText(base, encoded) : encoded;
	}
	if (base === 'normalizedString') return text.replace(/[\t\r\n]/g, ' ');
	return /^(?:string|anyType|anySimpleType)$/.test(base) ? text : trimmed;
}

/** PHP reads the words in any letter case, and any other text as true. */
function booleanValue(text: string, asPhp: boolean): SoapValue {
	const trimmed = asPhp ? text.trim().toLowerCase() : text.trim();
	if (trimmed === 'true' || trimmed === '1') return true;
	if (trimmed === 'false' || trimmed === '0') return false;
	return asPhp ? trimmed !== 'f' : text;
}

/** PHP reads a number with a fraction or exponent, too, and one beyond 64 bits as a float. */
function wholeValue(text: string, asPhp: boolean): SoapValue {
	if (!/^[+-]?\d+$/.test(text)) {
		return asPhp && NUMBER.test(text) ? Number(text) : text;
	}
	const value = BigInt(text.replace('+', ''));
	return asPhp && BigInt.asIntN(64, value) !== value ? Number(text) : value;
}

/** A number where it holds every digit, else the text. */
function decimalValue(text: string): SoapValue {
	const match = /^[+-]?(\d*)(?:\.(\d*))?$/.exec(text);
	if (match === null || text === '') return text;
	const digits = `${match[1]}${withoutZerosAtEnd(match[2] ?? '')}`.replace(/^0+/, '');
	return digits.length <= 15 ? Number(text) : text;
}

/** From the end, because an expression would start over at each of many zeros. */
function withoutZerosAtEnd(digits: string): string {
	let end = digits.length;
	while (end > 0 && digits[end - 1] === '0') end--;
	return digits.slice(0, end);
}

function floatingValue(text: string): SoapValue {
	const value = Number(text);
	// JSON has neither infinity nor NaN: they stay the text that they are.
	return NUMBER.test(text) && Number.isFinite(value) ? value : text;
}

function decodedText(base: string, encoded: string): string {
	try {
		const bytes = base === 'hexBinary' ? bytesOfHex(encoded) : bytesOfBase64(encoded);
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		// Bytes that are not text have no place in a value: they stay encoded.
		return encoded;
	}
}

function bytesOfBase64(text: string): Uint8Array {
	return Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0));
}

function bytesOfHex(text: string): Uint8Array {
	if (!HEXADECIMAL.test(text)) throw new RangeError('these are not pairs of hexadecimal digits');
	return Uint8Array.from(text.match(/../g) ?? [], (digits) => parseInt(digits, 16));
}
