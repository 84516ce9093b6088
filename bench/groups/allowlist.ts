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

/** An address that a caller has, and its family as `net.BlockList` wants to be told. */
type Asked = [address: string, family: 'ipv4' | 'ipv6'];

/** Whole numbers from 0 below a limit, the same in every run. */
function numbers(): (limit: number) => number {
	let state = 1;
	return (limit) => {
		state = (state * 48_271) % 2_147_483_647;
		return state % limit;
	};
}

/**
 * Addresses in random order: every second one may be in the list, the others lie anywhere.
 *
 * @param isMixed whether they come as a server that listens on IPv6 tells them, a third of them
 * IPv6
 */
function askedAddresses(isMixed: boolean): Asked[] {
	const below = numbers();
	return Array.from({ length: 20_000 }, (_, index): Asked => {
		const [first, second] = index % 2 === 0 ? [10, below(25)] : [below(256), below(256)];
		const address = `${first}.${second}.${below(256)}.${below(16) * 16 + (index % 4 < 2 ? 0 : 3)}`;
		if (!isMixed) return [received(address), 'ipv4'];
		if (index % 3 > 0) return [received(`::ffff:${address}`), 'ipv6'];
		const [high, low] = [below(65_536), below(65_536)];
		return [received(`2001:db8::${high.toString(16)}:${low.toString(16)}`), 'ipv6'];
	});
}

/** A text in one piece, as a server gets the address of a caller; joined ones are read more slowly. */
function received(text: string): string {
	return Buffer.from(text, 'latin1').toString('latin1');
}

/** How long look-ups go on in a round, in milliseconds, and how many are made at first. */
const ENOUGH = 20;
const AT_LEAST = 20;

/** Microseconds of a look-up. It goes on where the round before it stopped. */
function lookUp(asked: Asked[], check: (...address: Asked) => boolean): Work {
	let next = 0;
	return () => {
		const started = performance.now();
		let count = 0;
		let passed = 0;
		for (let some = AT_LEAST; passed < ENOUGH; some *= 2) {
			for (let made = 0; made < some; made++) {
				const [address, family] = asked[next];
				check(address, family);
				if (++next === asked.length) next = 0;
			}
			count += some;
			passed = performance.now() - started;
		}
		return (passed * 1000) / count;
	};
}

interface Kind {
	title: string;
	hasSubnets: boolean;
	isMixed: boolean;
}

const KINDS: Kind[] = [
	{ title: 'addresses and subnets', hasSubnets: true, isMixed: false },
	{ title: 'addresses', hasSubnets: false, isMixed: false },
	{ title: 'addresses and subnets, callers in IPv6 form', hasSubnets: true, isMixed: true },
];

/** The look-ups of a kind, and what reading the addresses alone takes. */
async function figuresOf({ title, hasSubnets, isMixed }: Kind): Promise<Figure[]> {
	const list = entries(scaled(100_000), hasSubnets);
	const own = createAllowlist(list);
	const peer = new BlockList();
	for (const entry of list) {
		const [address, bits] = entry.split('/');
		if (bits === undefined) peer.addAddress(address);
		else peer.addSubnet(address, Number(bits));
	}
	const asked = askedAddresses(isMixed);
	const check = (address: string, family: 'ipv4' | 'ipv6') => peer.check(address, family);
	const differs = asked
		.slice(0, scaled(500))
		.find(([address, family]) => own.allows(address) !== check(address, family));
	if (differs !== undefined) throw new Error(`${differs[0]} is not the same in both lists`);
	const [mine, theirs, reading] = await inTurns([
		lookUp(asked, own.allows),
		lookUp(asked, check),
		lookUp(asked, createAllowlist(['0.0.0.0']).allows),
	]);
	const about = {
		// Before Node 24 it goes through its entries one by one.
		peer: `net.BlockList of Node ${process.versions.node.split('.')[0]}`,
		kind: 'speed' as const,
		unit: 'µs',
	};
	const what = `a look-up in an allowlist of ${list.length} ${title}`;
	return [
		figureOf({ ...about, title: what, goal: { atLeast: 10 } }, mine, theirs),
		figureOf({ ...about, title: `${what}: reading the address alone` }, reading, theirs),
	];
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
	const figures: Figure[] = [];
	for (const kind of KINDS) figures.push(...(await figuresOf(kind)));
	return {
		figures,
		curves: [{ title: 'reading an allowlist', of: 'entries', points }],
	};
}
