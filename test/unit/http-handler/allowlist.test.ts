import fc from 'fast-check';
import { IPv4, IPv6 } from 'ipaddr.js';
import {
	AllowlistError,
	canonicalAddress,
	createAllowlist,
	splitEntries,
} from '../../../engine/http-handler/allowlist';

interface FormCase {
	entry: string;
	allowed: string[];
	refused: string[];
}

const forms: Record<string, FormCase> = {
	'single address': {
		entry: '192.168.0.7',
		allowed: ['192.168.0.7', '::ffff:192.168.0.7', '::FFFF:c0a8:7', '0:0:0:0:0:ffff:c0a8:0007'],
		refused: ['192.168.0.6', '192.168.0.8', '::192.168.0.7', '::c0a8:7', '64:ff9b::192.168.0.7'],
	},
	wildcard: {
		entry: '192.168.0.*',
		allowed: ['192.168.0.0', '192.168.0.255', '::ffff:192.168.0.77'],
		refused: ['192.168.1.0', '192.167.255.255'],
	},
	'wildcard of several parts': {
		entry: '10.*.*.*',
		allowed: ['10.0.0.0', '10.255.255.255'],
		refused: ['9.255.255.255', '11.0.0.0'],
	},
	'wildcard for the rest': {
		entry: '172.16.*',
		allowed: ['172.16.0.0', '172.16.255.255'],
		refused: ['172.17.0.0'],
	},
	prefix: {
		entry: '192.168.0.',
		allowed: ['192.168.0.0', '192.168.0.255'],
		refused: ['192.168.1.0', '192.168.10.1'],
	},
	'short prefix': { entry: '10.', allowed: ['10.1.2.3'], refused: ['100.1.2.3', '1.0.0.0'] },
	range: {
		entry: '192.168.0.100-192.168.0.160',
		allowed: ['192.168.0.100', '192.168.0.131', '192.168.0.160'],
		refused: ['192.168.0.99', '192.168.0.161'],
	},
	'range with spaces': {
		entry: '  192.168.0.100 -  192.168.0.160\t',
		allowed: ['192.168.0.100', '192.168.0.160'],
		refused: ['192.168.0.99'],
	},
	'range over a border': {
		entry: '192.168.0.250-192.168.1.5',
		allowed: ['192.168.0.255', '192.168.1.0'],
		refused: ['192.168.1.6'],
	},
	network: {
		entry: '192.168.0.0/24',
		allowed: ['192.168.0.0', '192.168.0.255', '::ffff:192.168.0.9'],
		refused: ['192.168.1.0', '192.167.255.255'],
	},
	'network named by one of its hosts': {
		entry: '192.168.0.77 / 30',
		allowed: ['192.168.0.76', '192.168.0.79'],
		refused: ['192.168.0.75', '192.168.0.80'],
	},
	'network of one': { entry: '10.0.0.1/32', allowed: ['10.0.0.1'], refused: ['10.0.0.2'] },
	'all of IPv4': {
		entry: '0.0.0.0/0',
		allowed: ['0.0.0.0', '255.255.255.255', '::ffff:1.2.3.4'],
		refused: ['::1', '2001:db8::1'],
	},
	'IPv6 address': {
		entry: '2001:DB8::1',
		allowed: ['2001:db8::1', '2001:0db8:0:0:0:0:0:1', '2001:db8:0::0:1'],
		refused: ['2001:db8::2', '2001:db8::1:1'],
	},
	'IPv6 wildcard after a shortening': {
		entry: '2001:db8::*',
		allowed: ['2001:db8::', '2001:db8::ffff'],
		refused: ['2001:db8::1:0', '2001:db7::'],
	},
	'IPv6 wildcard for the rest': {
		entry: '2001:db8:*',
		allowed: ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
		refused: ['2001:db9::', '2001:db7:ffff::'],
	},
	'IPv6 prefix': {
		entry: '2001:db8:7:',
		allowed: ['2001:db8:7::', '2001:db8:7:ffff::1'],
		refused: ['2001:db8:8::', '2001:db8:70::'],
	},
	'IPv6 range': {
		entry: '2001:db8::10 - 2001:db8::1f',
		allowed: ['2001:db8::10', '2001:db8::1f'],
		refused: ['2001:db8::f', '2001:db8::20'],
	},
	'IPv6 network': {
		entry: '2001:db8::/33',
		allowed: ['2001:db8:7fff:ffff::'],
		refused: ['2001:db8:8000::'],
	},
	'IPv4-mapped address': {
		entry: '::ffff:192.168.0.7',
		allowed: ['192.168.0.7', '::ffff:c0a8:7'],
		refused: ['192.168.0.8', '::192.168.0.7'],
	},
	'IPv4-mapped network': {
		entry: '::ffff:192.168.0.0/120',
		allowed: ['192.168.0.0', '192.168.0.255', '::ffff:192.168.0.1'],
		refused: ['192.168.1.0', '::1'],
	},
	'IPv4-mapped wildcard': {
		entry: '::ffff:192.168.0.*',
		allowed: ['192.168.0.200'],
		refused: ['192.168.1.200'],
	},
	'range with one IPv4-mapped end': {
		entry: '192.168.0.1-::ffff:192.168.0.9',
		allowed: ['192.168.0.9'],
		refused: ['192.168.0.10'],
	},
	'all of IPv6, which is not IPv4': {
		entry: '::/0',
		allowed: ['::', '::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::1:0:0:0'],
		refused: ['192.168.0.7', '::ffff:192.168.0.7', '0.0.0.0'],
	},
	'IPv6 range around the IPv4-mapped block': {
		entry: '::1-1::',
		allowed: ['::1', '::fffe:ffff:ffff', '::1:0:0:0', '1::'],
		refused: ['::', '10.0.0.1', '1::1'],
	},
	'link-local address of any zone': {
		entry: 'fe80::1',
		allowed: ['fe80::1', 'fe80::1%eth0', 'fe80::1%2'],
		refused: ['fe80::2%eth0'],
	},
	'link-local address of one zone': {
		entry: 'fe80::1%eth0',
		allowed: ['fe80::1%eth0'],
		refused: ['fe80::1', 'fe80::1%eth1'],
	},
	'link-local network of a zone with a dash': {
		entry: 'fe80::%br-lan/64',
		allowed: ['fe80::abcd%br-lan'],
		refused: ['fe80::abcd', 'fe80:0:0:1::%br-lan'],
	},
	'range in a zone with a dash': {
		entry: 'fe80::1%br-lan-fe80::9%br-lan',
		allowed: ['fe80::5%br-lan'],
		refused: ['fe80::5', 'fe80::a%br-lan'],
	},
	everyone: {
		entry: ' * ',
		allowed: ['0.0.0.0', '255.255.255.255', '::', '::ffff:1.2.3.4', 'fe80::1%eth0'],
		refused: ['', 'localhost'],
	},
};

describe('the forms of an entry', () => {
	test.each(Object.entries(forms))('%s', (_name, { entry, allowed, refused }) => {
		const { allows } = createAllowlist([entry]);
		expect(allowed.filter((address) => !allows(address))).toEqual([]);
		expect(refused.filter((address) => allows(address))).toEqual([]);
	});
});

const unreadable = [
	'',
	'192.168.0',
	'192.168',
	'192.168.0.7.',
	'192.168.0.256',
	'192.168.0.007',
	'0300.0250.0.7',
	'0xc0.0xa8.0.7',
	'3232235527',
	'192.168..7',
	'192.*.0.7',
	'*.168.0.7',
	'192.168.0.1*',
	'192.168.*.*.*',
	'**',
	'any',
	'localhost',
	'example.com',
	'[::1]',
	'192.168.0.7:80',
	'http://192.168.0.7',
	'192.168.0.0/33',
	'192.168.0.0/-1',
	'192.168.0.0/024',
	'192.168.0.0/',
	'192.168.0.0/24/24',
	'192.168.0.0/255.255.255.0',
	'192.168.0.*/24',
	'/24',
	'::/129',
	'::ffff:192.168.0.0/24',
	'192.168.0.160-192.168.0.100',
	'192.168.0.100-160',
	'192.168.0.100-',
	'-192.168.0.100',
	'192.168.0.1-192.168.0.2-192.168.0.3',
	'192.168.0.*-192.168.1.*',
	'192.168.0.1-2001:db8::1',
	'::1-::ffff:192.168.0.1',
	'fe80::1%eth0-fe80::2%eth1',
	'192.168.0.1 192.168.0.2',
	'192.168.0.1,192.168.0.2',
	'192.168.0.7%eth0',
	'::ffff:192.168.0.7%eth0',
	'fe80::1%',
	'fe80::1%a%b',
	'1::2::3',
	'12345::',
	'00001::',
	'1:2:3:4:5:6:7:8:9',
	'1:2:3:4:5:6:7:8:',
	':1',
	'2001:*:1::',
	'1::%eth0:*',
	'::ffff:192.168.0',
	'::ffff:0300.0250.0.7',
	'!192.168.0.7',
];

describe('an entry that cannot be read', () => {
	test.each(unreadable)('%j is refused and quoted', (entry) => {
		expect(() => createAllowlist(['10.0.0.1', entry])).toThrow(AllowlistError);
		expect(() => createAllowlist(['10.0.0.1', entry])).toThrow(`"${entry}"`);
	});

	test('a backwards range is told apart', () => {
		expect(() => createAllowlist(['10.0.0.9-10.0.0.1'])).toThrow('backwards');
	});
});

describe('an address that is asked about', () => {
	const strange = [
		'',
		' 192.168.0.7',
		'192.168.0.7 ',
		'192.168.0.7\n',
		'192.168.0.7, 10.0.0.1',
		'192.168.7',
		'192.168.0.07',
		'0300.0250.0.7',
		'0xc0a80007',
		'3232235527',
		'192.168.0.7:443',
		'192.168.0.7/32',
		'192.168.0.*',
		'*',
		'[::1]',
		'::ffff:0300.0250.0.7',
		'::ffff:192.168.0.7%eth0',
		'unknown',
		'for=192.168.0.7',
		'١٩٢.168.0.7',
	];
	test.each(strange)('%j is not let in even by *', (address) => {
		expect(createAllowlist(['*', '192.168.0.7']).allows(address)).toBe(false);
	});
});

describe('several entries', () => {
	test('none lets nobody in', () => {
		const { allows } = createAllowlist([]);
		expect(['127.0.0.1', '::1', '0.0.0.0', '::'].filter(allows)).toEqual([]);
	});

	test('ranges that touch, overlap and hold each other become one', () => {
		const { allows } = createAllowlist([
			'10.0.0.5-10.0.0.9',
			'10.0.0.0/29',
			'10.0.0.10',
			'10.0.0.6',
		]);
		const inside = Array.from({ length: 12 }, (_unused, last) => `10.0.0.${last}`).filter(allows);
		expect(inside).toHaveLength(11);
		expect(allows('10.0.0.11')).toBe(false);
	});

	test('any mix of ranges allows what one of them holds', () => {
		const address = fc.integer({ min: 0, max: 300 });
		const range = fc.tuple(address, address).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
		const written = (value: number) => `10.0.${value >> 8}.${value & 255}`;
		fc.assert(
			fc.property(fc.array(range, { maxLength: 12 }), (ranges) => {
				const { allows } = createAllowlist(
					ranges.map(([start, end]) => `${written(start)}-${written(end)}`),
				);
				const values = Array.from({ length: 302 }, (_unused, value) => value);
				const isHeld = (value: number) =>
					ranges.some(([start, end]) => value >= start && value <= end);
				expect(values.filter((value) => allows(written(value)))).toEqual(values.filter(isHeld));
			}),
			{ numRuns: 60 },
		);
	});
});

describe('IPv4 addresses, which are read and looked up by themselves', () => {
	test('only four decimal parts without leading zeros are one', () => {
		const everyone = createAllowlist(['0.0.0.0/0']);
		const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), maxLength: 4 });
		const written = fc
			.array(digits, { minLength: 3, maxLength: 5 })
			.map((parts) => parts.join('.'));
		fc.assert(
			fc.property(fc.oneof(fc.ipV4(), written), (text) => {
				const isAddress = IPv4.isValidFourPartDecimal(text);
				const spellings = [text, `::ffff:${text}`];
				expect(spellings.map(everyone.allows)).toEqual([isAddress, isAddress]);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('thousands of ranges, also across blocks, allow exactly what they hold', () => {
		const isHeld = new Uint8Array(3 * 65_536);
		const textOf = (number: number) => `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`;
		const entries = Array.from({ length: 12_000 }, (_, index) => {
			const start = (index * 16_381) % isHeld.length;
			const end = Math.min(isHeld.length - 1, start + (index % 997 === 0 ? 300 : index % 5));
			isHeld.fill(1, start, end + 1);
			return `${textOf(start)}-${textOf(end)}`;
		});
		const list = createAllowlist([...entries, '::ffff:11.0.0.1', '255.255.255.255', '0.0.0.0']);
		const wrong = isHeld.findIndex((held, number) => list.allows(textOf(number)) !== (held === 1));
		expect(wrong === -1 ? '' : textOf(wrong)).toBe('');
		expect(['9.255.255.255', '10.3.0.0', '254.255.255.255'].filter(list.allows)).toEqual([]);
		const others = ['::FFFF:b00:1', '255.255.255.255', '0.0.0.0'];
		expect(others.filter(list.allows)).toEqual(others);
	});
});

test('an IPv6 address is one of eight groups, or of fewer with one gap', () => {
	const everyone = createAllowlist(['*']);
	const group = fc.constantFrom('0', '1', 'ab', 'FFFF', 'ffff', '');
	const groups = fc.array(group, { minLength: 2, maxLength: 9 }).map((some) => some.join(':'));
	const signs = fc.string({ unit: fc.constantFrom('1', 'a', ':', '::', 'ff', 'g'), maxLength: 14 });
	fc.assert(
		fc.property(fc.oneof(fc.ipV6(), groups, signs), (text) => {
			fc.pre(text.includes(':') && !text.includes('.'));
			const isAddress = IPv6.isValid(text) && !/[0-9a-f]{5}/i.test(text);
			expect(everyone.allows(text)).toBe(isAddress);
			if (!isAddress) return;
			const address = IPv6.parse(text);
			const isMapped = address.isIPv4MappedAddress();
			const expected = isMapped ? address.toIPv4Address().toString() : address.toRFC5952String();
			expect(canonicalAddress(text)).toBe(expected);
		}),
		{ numRuns: 3_000 },
	);
});

describe('splitEntries', () => {
	test.each([
		['', []],
		[' , \n\r\n ,', []],
		['192.168.0.7', ['192.168.0.7']],
		[
			'192.168.0.7, 10.0.0.1 - 10.0.0.9\r\n\n2001:db8::/32,',
			['192.168.0.7', '10.0.0.1 - 10.0.0.9', '2001:db8::/32'],
		],
		['192.168.0.7;10.0.0.1 ; ::1', ['192.168.0.7', '10.0.0.1', '::1']],
		['192.168.0.7 10.0.0.1\t::1', ['192.168.0.7', '10.0.0.1', '::1']],
		[
			'10.0.0.0 / 24 10.0.0.1 -  10.0.0.9  2001:db8::1',
			['10.0.0.0 / 24', '10.0.0.1 -  10.0.0.9', '2001:db8::1'],
		],
		['10.0.0.1\n- 10.0.0.9', ['10.0.0.1', '- 10.0.0.9']],
	])('%j', (text, entries) => {
		expect(splitEntries(text)).toEqual(entries);
	});
});

describe('an address as it is shown', () => {
	test.each([
		['192.168.0.7', '192.168.0.7'],
		['::ffff:192.168.0.7', '192.168.0.7'],
		['::FFFF:c0a8:7', '192.168.0.7'],
		['0:0:0:0:0:ffff:0.0.0.0', '0.0.0.0'],
		['::1', '::1'],
		['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
		['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
		['fe80::1%eth0', 'fe80::1%eth0'],
		['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
		['', ''],
		['unknown', 'unknown'],
	])('%s: %s', (text, shown) => expect(canonicalAddress(text)).toBe(shown));

	test('is the same one to the allowlist', () => {
		fc.assert(
			fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
				const shown = canonicalAddress(text);
				const allowlist = createAllowlist([shown]);
				return allowlist.allows(text) && canonicalAddress(shown) === shown;
			}),
		);
	});
});
