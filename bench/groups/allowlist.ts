/** Looking up an address in an allowlist, next to Node's own `net.BlockList`. */
import { BlockList } from 'node:net';
import {
	figureOf,
	inTurns,
	median,
	millisecondsOf,
	scaled,
	type Figure,
	type Results,
	type Work,
} from '../measure';
import { builtEngine } from '../n8n';

const { createAllowlist } = builtEngine();

/** Single addresses, and subnets in the place of every other one where they are wanted. */
function entries(count: number, hasSubnets: boolean): string[] {
	return Array.from({ length: count }, (_, index) => {
		const network = `10.${index >> 12}.${(index >> 4) & 255}`;
		const last = (index & 15) * 16;
		return hasSubnets && index % 2 === 1 ? `${network}.${last}/28` : `${network}.${last}`;
	});
}

const ASKED = Array.from({ length: 200 }, (_, index) => `10.${index % 24}.${index}.${index % 251}`);

/** How long look-ups go on in a round, in milliseconds: at least once for all addresses. */
const ENOUGH = 20;

/** Microseconds of a look-up. */
function lookUp(check: (address: string) => boolean): Work {
	return () => {
		const started = performance.now();
		let count = 0;
		let passed = 0;
		while (passed < ENOUGH) {
			for (const address of ASKED) check(address);
			count += ASKED.length;
			passed = performance.now() - started;
		}
		return (passed * 1000) / count;
	};
}

async function figure(hasSubnets: boolean): Promise<Figure> {
	const list = entries(scaled(100_000), hasSubnets);
	const own = createAllowlist(list);
	const peer = new BlockList();
	for (const entry of list) {
		const [address, bits] = entry.split('/');
		if (bits === undefined) peer.addAddress(address);
		else peer.addSubnet(address, Number(bits));
	}
	const check = (address: string) => peer.check(address);
	const differs = ASKED.find((address) => own.allows(address) !== check(address));
	if (differs !== undefined) throw new Error(`${differs} is not the same in both lists`);
	const [mine, theirs] = await inTurns([lookUp(own.allows), lookUp(check)]);
	const about = {
		title: `a look-up in an allowlist of ${list.length} ${hasSubnets ? 'addresses and subnets' : 'addresses'}`,
		// Before Node 24 it goes through its entries one by one.
		peer: `net.BlockList of Node ${process.versions.node.split('.')[0]}`,
		kind: 'speed' as const,
		goal: { atLeast: 10 },
		unit: 'µs',
	};
	return figureOf(about, mine, theirs);
}

/** 100,000 entries, and how reading an allowlist grows with their number. */
export async function measure(): Promise<Results> {
	const points = [];
	for (const size of [100, 1_000, 10_000, 100_000]) {
		const list = entries(size, true);
		const times = [];
		for (let round = 0; round < 3; round++) {
			times.push(await millisecondsOf(() => createAllowlist(list)));
		}
		points.push({ size, milliseconds: median(times) });
	}
	return {
		figures: [await figure(true), await figure(false)],
		curves: [{ title: 'reading an allowlist', of: 'entries', points }],
	};
}
