/**
 * Attempts to get in by headers, and who may get in. The expectation is worked out here from
 * the rule of Express for a number of trusted proxies, with Node's own notion of addresses;
 * nothing of the package takes part.
 */
import { request } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Whom the permission of the tests lists. */
export const LISTED = ['203.0.113.7', '2001:db8::7', '127.0.0.9'];

/** One call of somebody who would like to get in. */
export interface Attempt {
	/** Where the connection comes from: 127.0.0.9 is listed, 127.0.0.1 is not. */
	from: string;
	headers: Record<string, string | string[]>;
}

const OUTSIDE = '198.51.100.66';
const FORGED_NAMES = [
	'Client-IP',
	'X-Client-IP',
	'X-Real-IP',
	'True-Client-IP',
	'CF-Connecting-IP',
	'X-Cluster-Client-IP',
	'X-Originating-IP',
	'X-Remote-Addr',
	'X-ProxyUser-Ip',
	'X-Forwarded',
];
const FORWARDED = [
	'for=203.0.113.7',
	'for="[2001:db8::7]"',
	'for=203.0.113.7;by=127.0.0.1, for=127.0.0.9',
];
const CHAINS: Array<string | string[]> = [
	'203.0.113.7',
	'203.0.113.8',
	'2001:db8::7',
	'2001:0DB8:0:0:0:0:0:7',
	'2001:db8::8',
	'::ffff:203.0.113.7',
	'::FFFF:cb00:7107',
	'::203.0.113.7',
	'[2001:db8::7]',
	'203.0.113.7:443',
	'[2001:db8::7]:443',
	`203.0.113.7, ${OUTSIDE}`,
	`${OUTSIDE}, 203.0.113.7`,
	`203.0.113.7, ${OUTSIDE}, 10.0.0.1`,
	`${OUTSIDE}, 203.0.113.7, 10.0.0.1`,
	`${OUTSIDE}, 10.0.0.1, 203.0.113.7`,
	`203.0.113.7,203.0.113.7,${OUTSIDE}`,
	[OUTSIDE, '203.0.113.7'],
	['203.0.113.7', OUTSIDE],
	'127.0.0.9',
	`127.0.0.9, ${OUTSIDE}`,
	'::ffff:127.0.0.9',
	'unknown',
	'203.0.113.7, unknown',
	'unknown, 203.0.113.7',
	'203.0.113.07',
	'0xcb.0.113.7',
	'3405803783',
	'203.0.113',
	'203.0.113.7/32',
	'203.0.113.*',
	'*',
	' 203.0.113.7 ',
	'203.0.113.7\t',
	'203.0.113.7\t, 10.0.0.1',
	',,203.0.113.7,,',
	`203.0.113.7,,${OUTSIDE}`,
	'203.0.113.7 203.0.113.7',
	"203.0.113.7' OR 1=1",
	'2001:db8::7%eth0',
	'fe80::1%203.0.113.7',
	'',
];

/** All of them, from both sides of the list. */
export const attempts: Attempt[] = ['127.0.0.1', '127.0.0.9'].flatMap((from) => [
	{ from, headers: {} },
	...CHAINS.map((chain) => ({ from, headers: { 'X-Forwarded-For': chain } })),
	...FORWARDED.map((value) => ({ from, headers: { Forwarded: value } })),
	...FORGED_NAMES.map((name) => ({ from, headers: { [name]: '203.0.113.7' } })),
	// Beside a chain that a proxy of one's own has written.
	...FORGED_NAMES.map((name) => ({
		from,
		headers: { [name]: '203.0.113.7', 'X-Forwarded-For': OUTSIDE },
	})),
	...FORWARDED.map((value) => ({
		from,
		headers: { Forwarded: value, 'X-Forwarded-For': '203.0.113.8, 203.0.113.7' },
	})),
]);

/**
 * Whether somebody should get in.
 *
 * @param hops how many proxies n8n trusts, the last one being the connection itself
 */
export function shouldGetIn({ from, headers }: Attempt, hops: number): boolean {
	const chain = [headers['X-Forwarded-For'] ?? []]
		.flat()
		// White space around a header's value is not part of it (RFC 9110).
		.flatMap((value) => value.replace(/^[ \t]+|[ \t]+$/g, '').split(','))
		.map((part) => part.replace(/^ +| +$/g, ''))
		.filter((part) => part !== '');
	const nearestFirst = [from, ...chain.reverse()];
	return isListed(nearestFirst[Math.min(hops, nearestFirst.length - 1)]);
}

function isListed(address: string): boolean {
	const listed = new BlockList();
	for (const one of LISTED) listed.addAddress(one, isIP(one) === 6 ? 'ipv6' : 'ipv4');
	const [plain] = address.split('%');
	const family = isIP(address);
	return family !== 0 && listed.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Makes the call. @returns the HTTP status */
export async function statusOf(attempt: Attempt, url: string): Promise<number> {
	return await new Promise<number>((resolve, reject) => {
		const call = request(
			url,
			{ method: 'POST', localAddress: attempt.from, agent: false },
			(response) => {
				response.resume();
				response.on('end', () => resolve(response.statusCode ?? 0));
			},
		);
		for (const [name, value] of Object.entries(attempt.headers)) call.setHeader(name, value);
		call.on('error', reject);
		call.end('a=1');
	});
}
