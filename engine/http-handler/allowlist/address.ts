import { IPv4, IPv6 } from 'ipaddr.js';

/** One IP address as a number, so that ranges of addresses are ranges of numbers. */
export interface Address {
	/** IPv4-mapped IPv6 (`::ffff:192.168.0.7`) is its IPv4 address. */
	family: 4 | 6;
	value: bigint;
	/** Interface of a link-local IPv6 address (`eth0` in `fe80::1%eth0`), otherwise empty. */
	zone: string;
}

/** First number of `::ffff:0:0/96`, the IPv6 block that stands for all of IPv4. */
export const MAPPED_START = 0xffff_0000_0000n;
export const MAPPED_END = MAPPED_START + 0xffff_ffffn;

const DECIMAL_TAIL = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/;
const ZONE = /^[\w.~-]{1,64}$/;

/**
 * Reads one IP address strictly: IPv4 as four decimal parts without leading zeros (octal, hex
 * and short forms mean different addresses to different programs), IPv6 in every form of RFC
 * 4291, with a zone where it is not an IPv4-mapped one. Nothing is trimmed.
 *
 * @returns undefined where the text is not such an address
 */
export function parseAddress(text: string): Address | undefined {
	if (!text.includes(':')) return parseIPv4(text);
	const percent = text.indexOf('%');
	if (percent < 0) return parseIPv6(text, '');
	const zone = text.slice(percent + 1);
	return ZONE.test(zone) ? parseIPv6(text.slice(0, percent), zone) : undefined;
}

const DOT = 46;
const ZERO = 48;

/**
 * The number of an IPv4 address, which is most of what a look-up asks: read character by character,
 * since every call of a webhook waits for it.
 *
 * @param text holds an address of four decimal parts without leading zeros
 * @param from where the address begins in the text; it reaches to the end
 * @returns 0 to 4294967295, or -1 where the text is not such an address
 */
function numberOfIPv4(text: string, from = 0): number {
	let value = 0;
	// None of its digits is read yet.
	let part = -1;
	let dots = 0;
	for (let at = from; at < text.length; at++) {
		const digit = text.charCodeAt(at) - ZERO;
		if (digit >= 0 && digit <= 9) {
			if (part === 0) return -1;
			part = part < 0 ? digit : part * 10 + digit;
			if (part > 255) return -1;
		} else if (digit === DOT - ZERO && part >= 0) {
			value = (value << 8) | part;
			part = -1;
			dots++;
		} else {
			return -1;
		}
	}
	return dots === 3 && part >= 0 ? ((value << 8) | part) >>> 0 : -1;
}

const MAPPED = '::ffff:';

/**
 * The number of an IPv4 address that is written in four decimal parts, also as the IPv4-mapped
 * address that a server which listens on IPv6 names its callers by (`::ffff:192.168.0.7`).
 *
 * @returns -1 for anything else, which {@link parseAddress} may still read
 */
export function numberOfCaller(text: string): number {
	return numberOfIPv4(
		text,
		text.charCodeAt(0) === COLON && text.startsWith(MAPPED) ? MAPPED.length : 0,
	);
}

function parseIPv4(text: string): Address | undefined {
	const value = numberOfIPv4(text);
	return value < 0 ? undefined : { family: 4, value: BigInt(value), zone: '' };
}

function parseIPv6(text: string, zone: string): Address | undefined {
	const hexadecimal = withoutDecimalTail(text);
	const groups = hexadecimal === undefined ? undefined : groupsOfIPv6(hexadecimal);
	if (groups === undefined) return undefined;
	const value = (valueOfHalf(groups, 0) << 64n) | valueOfHalf(groups, 4);
	if (value < MAPPED_START || value > MAPPED_END) return { family: 6, value, zone };
	return zone === '' ? { family: 4, value: value - MAPPED_START, zone } : undefined;
}

const GROUPS = 8;
const COLON = 58;

/**
 * The eight groups of an IPv6 address in hexadecimal form.
 *
 * @returns undefined where the text is not such an address
 */
function groupsOfIPv6(text: string): number[] | undefined {
	const groups: number[] = [];
	let gap = -1;
	let at = 0;
	if (text.startsWith('::')) {
		gap = 0;
		at = 2;
	}
	while (at < text.length) {
		const end = endOfGroup(text, at);
		if (end === at || end - at > 4 || groups.length === GROUPS) return undefined;
		groups.push(numberOfGroup(text, at, end));
		at = end;
		if (at === text.length) break;
		if (text.charCodeAt(at) !== COLON) return undefined;
		at++;
		if (text.charCodeAt(at) === COLON) {
			if (gap >= 0) return undefined;
			gap = groups.length;
			at++;
		} else if (at === text.length) {
			return undefined;
		}
	}
	if (gap < 0) return groups.length === GROUPS ? groups : undefined;
	if (groups.length === GROUPS) return undefined;
	while (groups.length < GROUPS) groups.splice(gap, 0, 0);
	return groups;
}

function numberOfGroup(text: string, from: number, end: number): number {
	let value = 0;
	for (let at = from; at < end; at++) {
		const code = text.charCodeAt(at);
		// The letters, capital or not, begin with 10.
		value = value * 16 + (code < COLON ? code - ZERO : (code & 15) + 9);
	}
	return value;
}

function endOfGroup(text: string, from: number): number {
	let at = from;
	while (at < text.length && isHexadecimal(text.charCodeAt(at))) at++;
	return at;
}

function isHexadecimal(code: number): boolean {
	return (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
}

/** Four groups as one number. */
function valueOfHalf(groups: number[], from: number): bigint {
	const high = groups[from] * 65_536 + groups[from + 1];
	const low = groups[from + 2] * 65_536 + groups[from + 3];
	return (BigInt(high) << 32n) | BigInt(low);
}

/**
 * Writes the IPv4 tail of an IPv6 address as two groups: ipaddr.js reads octal and hex tails,
 * and takes the long gone `::192.168.0.7` for an IPv4-mapped address, which it is not.
 */
function withoutDecimalTail(text: string): string | undefined {
	if (!text.includes('.')) return text;
	const [, head, tail] = DECIMAL_TAIL.exec(text) ?? [];
	const value = head === undefined ? -1 : numberOfIPv4(tail);
	if (value < 0) return undefined;
	return `${head}${(value >>> 16).toString(16)}:${(value & 0xffff).toString(16)}`;
}

/**
 * An address the way everyone writes it, which is how the allowlist understands it.
 *
 * @param text a caller's address, as n8n's `req.ip` gives it
 * @returns IPv4 also for an IPv4-mapped address, IPv6 in the short form of RFC 5952; a string that
 *   is not an address unchanged
 */
export function canonicalAddress(text: string): string {
	const address = parseAddress(text);
	if (!address) return text;
	const { family, value, zone } = address;
	if (family === 4) return new IPv4(groupsOf(value, 4, 8)).toString();
	const short = new IPv6(groupsOf(value, 8, 16)).toRFC5952String();
	return zone === '' ? short : `${short}%${zone}`;
}

function groupsOf(value: bigint, count: number, bits: number): number[] {
	const mask = (1n << BigInt(bits)) - 1n;
	return Array.from({ length: count }, (_, index) =>
		Number((value >> BigInt(bits * (count - 1 - index))) & mask),
	);
}
