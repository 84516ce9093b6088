import { grouped } from '../../grouped';
import { numberOfCaller, parseAddress, type Address } from './address';
import { parseEntry, type AddressRange } from './entry';
import { IPv4Ranges } from './ipv4-ranges';

/** Who may call: nobody but the addresses of its entries. */
export interface Allowlist {
	/**
	 * @param address a caller's address, as n8n's `req.ip` gives it
	 * @returns false also for a string that is not a strictly written IP address
	 */
	allows(address: string): boolean;
}

/**
 * Builds an allowlist. IPv4-mapped IPv6 addresses and ranges (`::ffff:192.168.0.7`,
 * `::ffff:192.168.0.0/120`) equal their IPv4 forms; any other IPv6 entry, `::/0` too, lets no
 * IPv4 caller in. An entry without a zone holds for every zone, one with a zone for that only.
 * Entries are sorted and merged once, so that a look-up costs the same for 10 and 100,000.
 *
 * @param entries single addresses, wildcards (`192.168.0.*`), prefixes (`192.168.0.`), ranges
 *   (`192.168.0.100-192.168.0.160`), networks (`192.168.0.0/24`), all for IPv4 and IPv6, or
 *   `*`; none allows nobody
 * @throws AllowlistError that quotes the first entry it cannot read
 */
export function createAllowlist(entries: string[]): Allowlist {
	return allowlistOf(readEntries(entries));
}

/** @throws AllowlistError that quotes the first entry it cannot read */
export function readEntries(entries: string[]): AddressRange[] {
	return entries.flatMap((entry) => parseEntry(entry));
}

/** An allowlist of ranges that are read already. */
export function allowlistOf(ranges: AddressRange[]): Allowlist {
	const sets = new Map<string, RangeSet>();
	for (const [key, group] of groupedRanges(ranges)) sets.set(key, new RangeSet(group));
	const callers = new IPv4Ranges(sets.get(IPV4)?.disjoint() ?? []);
	sets.delete(IPV4);
	return {
		allows(text) {
			const caller = numberOfCaller(text);
			if (caller >= 0) return callers.holds(caller);
			// Where no entry is IPv6, only an address that stands for IPv4 can be allowed.
			if (sets.size === 0 && !MAPPED_GROUP.test(text)) return false;
			const address = parseAddress(text);
			if (!address) return false;
			if (address.family === 4) return callers.holds(Number(address.value));
			return setKeysOf(address).some((key) => sets.get(key)?.holds(address.value));
		},
	};
}

/** What an IPv4-mapped address cannot be written without. */
const MAPPED_GROUP = /ffff/i;

/** The key of all IPv4 ranges, which have no zone. */
const IPV4 = '4%';

/** Spaces around the dash of a range and the slash of a network separate nothing. */
const SEPARATOR = /[,;\r\n]|(?<![-/\s])[^\S\r\n]+(?![-/\s])/;

/**
 * Splits the text of a parameter into entries.
 *
 * @param text entries separated by commas, semicolons, spaces or line breaks
 * @returns the entries without the spaces around them; empty ones are left out
 */
export function splitEntries(text: string): string[] {
	return text
		.split(SEPARATOR)
		.map((entry) => entry.trim())
		.filter((entry) => entry !== '');
}

/** Ranges by family and zone, which no look-up crosses. */
function groupedRanges(ranges: AddressRange[]): Map<string, AddressRange[]> {
	return grouped(ranges, ({ family, zone }) => `${family}%${zone}`);
}

function setKeysOf({ family, zone }: Address): string[] {
	return zone === '' ? [`${family}%`] : [`${family}%`, `${family}%${zone}`];
}

/** Disjoint ranges in rising order, searched by halving. */
class RangeSet {
	private readonly starts: bigint[] = [];

	private readonly ends: bigint[] = [];

	constructor(ranges: AddressRange[]) {
		const sorted = [...ranges].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
		for (const { start, end } of sorted) this.append(start, end);
	}

	holds(value: bigint): boolean {
		let low = 0;
		let high = this.starts.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.starts[middle] <= value) low = middle + 1;
			else high = middle;
		}
		return low > 0 && value <= this.ends[low - 1];
	}

	/** The ranges, first and last address of each, in rising order. */
	disjoint(): Array<[start: bigint, end: bigint]> {
		return this.starts.map((start, index) => [start, this.ends[index]]);
	}

	private append(start: bigint, end: bigint): void {
		const last = this.ends.length - 1;
		if (last < 0 || start > this.ends[last] + 1n) {
			this.starts.push(start);
			this.ends.push(end);
		} else if (end > this.ends[last]) {
			this.ends[last] = end;
		}
	}
}
