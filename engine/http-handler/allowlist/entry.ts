import { MAPPED_END, MAPPED_START, parseAddress, type Address } from './address';

/** All addresses of one family, and one zone where it is named, from `start` to `end`. */
export interface AddressRange {
	family: 4 | 6;
	/** Empty: the range holds the addresses of every zone. */
	zone: string;
	start: bigint;
	end: bigint;
}

/** An allowlist entry that cannot be read. */
export class AllowlistError extends Error {
	override readonly name = 'AllowlistError';

	/** What happened, in one sentence without a full stop. */
	readonly problem: string;

	/**
	 * @param entry the entry as it was given
	 * @param reason what is wrong with it, as a sentence
	 */
	constructor(
		readonly entry: string,
		readonly reason: string,
	) {
		const problem = `The address entry "${entry}" cannot be read`;
		super(`${problem}. ${reason}`);
		this.problem = problem;
	}
}

type Bounds = [start: string, end: string];

const FORMS =
	'Write a single address (192.168.0.7), a wildcard (192.168.0.*), a prefix (192.168.0.), a range (192.168.0.100-192.168.0.160), a network (192.168.0.0/24), the same with IPv6, or * for everyone.';
const SMALLEST_MAPPED_PREFIX = 96;
const MAPPED_HEAD = /^(?:::|(?:0{1,4}:){5})ffff:(?=.*\.)/i;

/**
 * Reads one entry of an allowlist (the forms are those of the *Settings HTTP Handler* of
 * coreBOS, for IPv4 and IPv6).
 *
 * @param entry single address, wildcard, prefix, dash range, network in CIDR notation, or `*`;
 *   spaces around it and around its dash or slash are ignored
 * @returns the ranges of addresses that the entry stands for
 * @throws AllowlistError for anything else
 */
export function parseEntry(entry: string): AddressRange[] {
	const text = entry
		.split(/([-/])/)
		.map((part) => part.trim())
		.join('');
	if (text === '*') return EVERYONE;
	if (text.includes('/')) return [networkOf(entry, text)];
	const bounds = text.includes('-') ? dashBounds(text) : (prefixBounds(text) ?? [text, text]);
	return withoutMappedBlock(rangeBetween(entry, bounds));
}

const EVERYONE: AddressRange[] = [
	{ family: 4, zone: '', start: 0n, end: (1n << 32n) - 1n },
	{ family: 6, zone: '', start: 0n, end: (1n << 128n) - 1n },
];

/** Splits at the dash between the addresses; one inside a zone does not count. */
function dashBounds(text: string): Bounds {
	const sides = text.split('-');
	for (let index = 1; index < sides.length; index++) {
		const bounds: Bounds = [sides.slice(0, index).join('-'), sides.slice(index).join('-')];
		if (bounds.every((side) => parseAddress(side))) return bounds;
	}
	return parseAddress(text) ? [text, text] : [sides[0], sides.slice(1).join('-')];
}

/** First and last address of a wildcard or prefix; undefined where the text is neither. */
function prefixBounds(text: string): Bounds | undefined {
	const mappedHead = MAPPED_HEAD.exec(text)?.[0] ?? '';
	const prefix = text.slice(mappedHead.length);
	if (prefix.includes(':')) return prefixBoundsIPv6(text);
	const bounds = prefixBoundsIPv4(prefix);
	return bounds && [mappedHead + bounds[0], mappedHead + bounds[1]];
}

function prefixBoundsIPv4(text: string): Bounds | undefined {
	const [, fixed, stars] = /^((?:\d{1,3}\.){0,3})((?:\*\.)*\*)?$/.exec(text) ?? [];
	if (fixed === undefined) return undefined;
	const parts = fixed.split('.').slice(0, -1);
	const open = 4 - parts.length;
	if (open === 4 && stars === undefined) return undefined;
	if (stars !== undefined && stars.split('.').length > open) return undefined;
	const filled = (part: string) => [...parts, ...new Array<string>(open).fill(part)].join('.');
	return [filled('0'), filled('255')];
}

function prefixBoundsIPv6(text: string): Bounds | undefined {
	const [, fixed, stars] = /^((?:[0-9a-f]{0,4}:)+)((?:\*:)*\*)?$/i.exec(text) ?? [];
	if (fixed === undefined) return undefined;
	const starCount = stars === undefined ? 0 : stars.split(':').length;
	// With "::" the stars are the last groups, without it they are all that follow.
	const shortened = fixed.includes('::');
	if (shortened && starCount === 0) return undefined;
	const open = shortened ? starCount : 8 - (fixed.split(':').length - 1);
	if (open < 1 || starCount > open) return undefined;
	const filled = (group: string) => fixed + new Array<string>(open).fill(group).join(':');
	return [filled('0'), filled('ffff')];
}

function rangeBetween(entry: string, [first, last]: Bounds): AddressRange {
	const start = parseAddress(first);
	const end = first === last ? start : parseAddress(last);
	if (!start || !end) throw new AllowlistError(entry, FORMS);
	if (start.family !== end.family || start.zone !== end.zone) {
		throw new AllowlistError(
			entry,
			'Both ends of a range must be IPv4, or both IPv6 and of the same zone.',
		);
	}
	if (start.value > end.value) {
		throw new AllowlistError(entry, 'The range runs backwards: write the lower address first.');
	}
	return { family: start.family, zone: start.zone, start: start.value, end: end.value };
}

function networkOf(entry: string, text: string): AddressRange {
	const [, host, length] = /^(.*)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
	const address = host === undefined ? undefined : parseAddress(host);
	if (!address) throw new AllowlistError(entry, FORMS);
	const size = host.includes(':') ? 128 : 32;
	if (Number(length) > size) {
		throw new AllowlistError(entry, `The number after the slash is at most ${size} here.`);
	}
	if (size === 128 && address.family === 4 && Number(length) < SMALLEST_MAPPED_PREFIX) {
		throw new AllowlistError(
			entry,
			`The number after the slash of an IPv4-mapped network is ${SMALLEST_MAPPED_PREFIX} to 128: /120 stands for an IPv4 /24.`,
		);
	}
	return networkAround(address, BigInt(size - Number(length)));
}

function networkAround(address: Address, hostBits: bigint): AddressRange {
	const start = (address.value >> hostBits) << hostBits;
	const end = start + (1n << hostBits) - 1n;
	return { family: address.family, zone: address.zone, start, end };
}

/**
 * IPv6 ranges never reach IPv4 callers through the IPv4-mapped block: an entry `::/0`
 * thinks of IPv6. `::ffff:0:0/96`, which lies in that block as a whole, is IPv4 by then.
 */
function withoutMappedBlock(range: AddressRange): AddressRange[] {
	if (range.family === 4) return [range];
	if (range.end < MAPPED_START || range.start > MAPPED_END) return [range];
	return [
		{ ...range, end: MAPPED_START - 1n },
		{ ...range, start: MAPPED_END + 1n },
	].filter(({ start, end }) => start <= end);
}
