import { evaluateExpression } from '../../../engine/expression';
import { searchBudget } from '../../../engine/php/pcre/matcher';
import { matchesPattern, replacePattern } from '../../../engine/php/pcre/regular-expression';

/** Patterns, subjects and what PHP's preg_match says. */
const MATCHES: Array<[string, string, boolean]> = [
	['^a(?#a comment)+$', 'aa', true],
	['^(?:a)(?#one)(?#two){2}$', 'aa', true],
	['(?x)^a +$', 'aa', true],
	['^Che', 'Chemex', true],
	['labs', 'Chemex Labs', false],
	['(?i)labs', 'Chemex Labs', true],
	['(?i:LABS) x', 'labs x', true],
	['a(?i)b|c', 'aB', true],
	['a(?i)b|c', 'C', true],
	['\\d+', 'abc 42', true],
	['^\\d{3}$', '131', true],
	['^\\d{3}$', '1310', false],
	['^\\d{2,3}$', '1310', false],
	['^a{,2}$', 'a{,2}', true],
	['^[a-c]+$', 'abcabc', true],
	['^[^a-c]+$', 'xyz', true],
	['[]a]', ']', true],
	['[a-]', '-', true],
	['(a)\\g{-1}', 'aab', true],
	['(a)(b)\\g-2', 'aba', true],
	['(?=a)*b', 'b', true],
	['[[:digit:]]', '7', true],
	['[[:^alpha:]]', 'a', false],
	['^\\w+@\\w+\\.com$', 'me@site.com', true],
	['^(a|ab)c$', 'abc', true],
	['^(a|ab)(c|bcd)(d*)$', 'abcd', true],
	['^a*?$', 'aaa', true],
	['^a*+a', 'aaa', false],
	['^(?>a*)a', 'aaa', false],
	['foo(?=bar)', 'foobar', true],
	['foo(?!bar)', 'foobar', false],
	['(?<=foo)bar', 'foobar', true],
	['(?<!foo)bar', 'foobar', false],
	['(\\w)\\1', 'hello', true],
	['(?<x>a)\\k<x>', 'aa', true],
	['(?P<x>a)(?P=x)', 'ab', false],
	['\\bLabs\\b', 'Chemex Labs Ltd', true],
	['\\Bhemex', 'Chemex', true],
	['^b', 'a\nb', false],
	['(?m)^b', 'a\nb', true],
	['a$', 'a\n', true],
	['a\\z', 'a\n', false],
	['a.b', 'a\nb', false],
	['(?s)a.b', 'a\nb', true],
	['a\\Rb', 'a\r\nb', true],
	['\\x41\\101', 'AA', true],
	['\\Qa.b\\E', 'a.b', true],
	['\\Qa.b\\E', 'axb', false],
	['(?x) a b # comment', 'ab', true],
	['a\\/b', 'a/b', true],
	['/abc/', 'abc', true],
	['', 'anything', true],
	['^..$', '\xc3\x91', true],
	['^(?:(\\d)(\\w))*$', '1a2b', true],
	['^(ab)*c', `${'ab'.repeat(5000)}c`, true],
	['^(a|b)*c', `${'ab'.repeat(5000)}c`, true],
];

/** PHP warns of these and matches nothing. */
const REFUSED = [
	'[',
	'(',
	')',
	'*a',
	'a{2,1}',
	'(?<n',
	'\\',
	'a/i',
	'(?z)',
	'\\2(a)',
	'[b-a]',
	'a**',
	'[\\d-x]',
	'[a-\\d]',
	'$*',
	'\\b+',
	'\\i',
	'(?<n>a)(?<n>b)',
	'\\g{-1}(a)',
	'(?<=a*)b',
	'(?#c)+',
	'(?<=x(a|bc))b',
	'(?<=a{1,60000})b',
	'(?<!a?)b',
];

/** Pattern, replacement, subject and what PHP's preg_replace gives. */
const REPLACEMENTS: Array<[string, string, string, string | null]> = [
	['a', 'b', 'banana', 'bbnbnb'],
	['(\\w+) (\\w+)', '$2 $1', 'Chemex Labs', 'Labs Chemex'],
	['(\\w+) (\\w+)', '${2}1', 'Chemex Labs', 'Labs1'],
	['(\\w)', '\\1\\1', 'ab', 'aabb'],
	['b', '[$0]', 'abc', 'a[b]c'],
	['(x)?b', '<$1>', 'ab', 'a<>'],
	['b', '$9', 'abc', 'ac'],
	['b', '\\$1', 'abc', 'a$1c'],
	['', '-', 'ab', '-a-b-'],
	['x*', '-', 'axb', '-a--b-'],
	['\\s+', ' ', 'a   b\t c', 'a b c'],
	['(?<=a)', '|', 'aab', 'a|a|b'],
	['(?<=a|bc)d', '|', 'ad bcd cd', 'a| bc| cd'],
	['[', 'x', 'abc', null],
];

describe('PCRE patterns', () => {
	test.each(MATCHES)('%s in %j: %s', (pattern, subject, matches) => {
		expect(matchesPattern(pattern, subject, searchBudget())).toBe(matches);
	});

	test.each(REFUSED)('%s matches nothing, as PHP refuses it', (pattern) => {
		expect(matchesPattern(pattern, 'a', searchBudget())).toBe(false);
		expect(replacePattern(pattern, 'x', 'a', searchBudget())).toBeNull();
	});

	test.each(REPLACEMENTS)('%s replaced by %s in %j', (pattern, replacement, subject, result) => {
		expect(replacePattern(pattern, replacement, subject, searchBudget())).toBe(result);
	});

	test.each([
		['(a+)+$', `${'a'.repeat(50)}b`, false],
		['^(a|aa)+$', `${'a'.repeat(80)}b`, false],
		['(x+x+)+y', 'x'.repeat(80), false],
		['(x+x+)+y', `${'x'.repeat(5_000)}y`, true],
		['(.*)*(.*)*(.*)*z', 'x'.repeat(100_000), false],
		['^(\\w+\\s?)*$', `${'word '.repeat(40)}!`, false],
		['^(?:(?:\\w+\\s?)*|!)*$', `${'word '.repeat(40)}!`, true],
		['(?i)(a*?)*?B\\b', `${'a'.repeat(3_000)}b`, true],
	])(
		'%s is answered where trying one way after the other would not end',
		(pattern, subject, matches) => {
			expect(matchesPattern(pattern, subject, searchBudget())).toBe(matches);
		},
	);

	test.each([
		['(a|ab)(c|bcd)(d*)', 'abcd', '[$1|$2|$3]'],
		['(a+?)(a*)', 'aaa', '[$1|$2]'],
		['(?:(a)|b)*', 'ab', '[$1]'],
		['(\\w+) (\\w+)', 'one two three four', '$2 $1'],
		['x*', 'abxxc', '-'],
		['^|$', 'a', '-'],
		['(a{2,3})(a*)', 'aaaaa', '[$1|$2]'],
	])('following all ways at once, %s in %j replaces the same', (pattern, subject, replacement) => {
		const oneByOne = replacePattern(pattern, replacement, subject, searchBudget());
		const atOnce = replacePattern(pattern, replacement, subject, {
			...searchBudget(),
			steps: -1_000,
		});
		expect(atOnce).toBe(oneByOne);
	});

	test('044 each call has a budget of its own', async () => {
		const text = 'x'.repeat(700);
		const one = "regex('.*Connection timed out.*', text)";
		const source = `OR(${Array.from({ length: 6 }, () => one).join(', ')})`;
		expect(await evaluateExpression(source, { fields: { text } })).toBe(false);
	});

	// PHP's preg_match with each of the 256 bytes: how many match, null where it refuses the pattern.
	test.each<[string, number | null]>([
		['\\pL', 117],
		['\\PL', 139],
		['\\pl', 117],
		['\\p{Lu}', 56],
		['\\p{ L u }', 56],
		['\\p{^Lu}', 200],
		['\\P{^Lu}', 56],
		['(?i)\\p{Lu}', 56],
		['\\p{L&}', 115],
		['\\p{LC}', 115],
		['\\p{N}', 16],
		['\\p{Nd}', 10],
		['\\p{P}', 30],
		['\\p{Sc}', 5],
		['\\p{Zs}', 2],
		['\\p{Cc}', 65],
		['\\p{Any}', 256],
		['\\p{Xan}', 133],
		['\\p{Xwd}', 134],
		['\\p{Xsp}', 8],
		['\\p{Latin}', 116],
		['\\p{latn}', 116],
		['\\p{Common}', 140],
		['\\p{Cyrillic}', 0],
		['\\p{Alphabetic}', 117],
		['\\p{White_Space}', 8],
		['\\pLu', 0],
		['[\\pL]', 117],
		['[^\\pL]', 139],
		['[\\p{Lu}0-9]', 66],
		['(?i)[\\p{Lu}b]', 57],
		['(?i)[^\\p{Lu}]', 200],
		['[^\\p{Lu}a]', 199],
		['[[:alpha:]\\p{N}]', 68],
		['[a-\\pL]', null],
		['[\\pL-z]', null],
		['[\\p{Pc}-z]', null],
		['\\p', null],
		['\\p1', null],
		['\\p{L', null],
	])('%s takes %s bytes', (pattern, count) => {
		const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
		const taken = bytes.filter((byte) => matchesPattern(`^${pattern}\\z`, byte, searchBudget()));
		expect(taken).toHaveLength(count ?? 0);
		if (count === null) expect(replacePattern(pattern, '', 'a', searchBudget())).toBeNull();
	});

	test.each([
		'\\p{Letter}',
		'\\p{Nosuch}',
		'\\p{bidi_class:L}',
		'\\K',
		'(?|(a)|b)',
		'(?1)(a)',
		'(?R)',
		'(?(1)a|b)',
		'(?&n)',
		'(?U)a',
		'(*SKIP)',
		'\\X',
	])('%s is refused, as it cannot be searched here', (pattern) => {
		expect(() => matchesPattern(pattern, 'a', searchBudget())).toThrow(/is not supported here/);
	});
});
