/** The table takes 256 kB: fewer ranges than these are found by halving nearly as fast. */
const WORTH_A_TABLE = 4096;
const BLOCKS = 65_536;

/**
 * Disjoint ranges of IPv4 addresses as plain numbers. A table tells by the upper 16 bits of an
 * address which ranges begin in its block, so that a look-up goes through few of them, and none
 * makes a big integer.
 */
export class IPv4Ranges {
	private readonly starts: Uint32Array;

	private readonly ends: Uint32Array;

	/** How many ranges begin before a block of 65,536 addresses; undefined for few ranges. */
	private readonly before: Uint32Array | undefined;

	/** @param ranges first and last address of each, disjoint and in rising order */
	constructor(ranges: Array<[start: bigint, end: bigint]>) {
		this.starts = Uint32Array.from(ranges, ([start]) => Number(start));
		this.ends = Uint32Array.from(ranges, ([, end]) => Number(end));
		this.before = ranges.length < WORTH_A_TABLE ? undefined : begunBefore(this.starts);
	}

	/** @param address the number of an address, 0 to 4294967295 */
	holds(address: number): boolean {
		const { starts, before } = this;
		const block = address >>> 16;
		let low = before === undefined ? 0 : before[block];
		let high = before === undefined ? starts.length : before[block + 1];
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (starts[middle] <= address) low = middle + 1;
			else high = middle;
		}
		return low > 0 && address <= this.ends[low - 1];
	}
}

function begunBefore(starts: Uint32Array): Uint32Array {
	const before = new Uint32Array(BLOCKS + 1);
	for (const start of starts) before[(start >>> 16) + 1]++;
	for (let block = 1; block <= BLOCKS; block++) before[block] += before[block - 1];
	return before;
}
