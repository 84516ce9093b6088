import { stepsOf } from '../work-counter';
import { searchBudget } from '../../../engine/php/pcre/matcher';
import { matchesPattern, replacePattern } from '../../../engine/php/pcre/regular-expression';

/** Blocks of code that run until a search of 5 million steps is given up; its own limit counts. */
const MOST_STEPS = 60_000_000;

test.each([
	['(a+)+\\1$', `${'a'.repeat(50)}b`],
	['^(?:(a|aa)(?=.))+$', `${'a'.repeat(80)}b`],
	['(x+x+)+y', 'x'.repeat(2_000_000)],
	['a.*+b', 'a'.repeat(200_000)],
	['^(a*)*?\\1b', 'a'.repeat(100_000)],
])('%s gives up with an error before it takes long', async (pattern, subject) => {
	const steps = await stepsOf(() =>
		expect(() => matchesPattern(pattern, subject, searchBudget())).toThrow(/takes too long/),
	);
	expect(steps).toBeLessThan(MOST_STEPS);
});

test('all replacements in a text share its limit', async () => {
	const steps = await stepsOf(() =>
		expect(() => replacePattern('a(?=.*)', 'b', 'a'.repeat(200_000), searchBudget())).toThrow(
			/takes too long/,
		),
	);
	expect(steps).toBeLessThan(MOST_STEPS);
	expect(replacePattern('\\w+', 'b', 'foo bar '.repeat(50_000), searchBudget())).toBe(
		'b b '.repeat(50_000),
	);
});
