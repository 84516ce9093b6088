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

test.each([
	['044', '.*Connection timed out.*'],
	['044', '.+@.+'],
	['044', '(.*)x(.*)'],
	['044', '[^@]+@[^@]+'],
	['044', 'a.*b.*c'],
])('%s %s takes steps in proportion to the text, whatever its length', (_, pattern) => {
	const steps = (length: number): { tried: number; linear: number } => {
		const budget = searchBudget();
		const before = { ...budget };
		const subject = 'word, '.repeat(length / 6);
		expect(matchesPattern(pattern, subject, budget)).toBe(false);
		return {
			tried: before.steps - budget.steps,
			linear: before.linearSteps - budget.linearSteps,
		};
	};
	const [one, two] = [steps(100_000), steps(200_000)];
	expect(two.tried).toBeLessThan(2_100_000);
	expect(two.linear).toBeLessThanOrEqual(2.1 * one.linear);
});
