import { growth, LINEAR, stepsOf } from '../work-counter';
import { evaluateExpression, ExpressionError } from '../../../engine/expression';

/** Fields that each evaluate the next one four times: never too deep, but very often. */
const BRANCHING = Object.fromEntries(
	Array.from({ length: 9 }, (_, level) => {
		const call = level === 8 ? "'x'" : `evaluateExpression(level${level + 1})`;
		return [`level${level}`, `concat(${[call, call, call, call].join(',')})`];
	}),
);

/** A value, or the message of the error. */
async function outcome(source: string, context: Record<string, unknown> = {}): Promise<unknown> {
	const fields = {
		name: 'Chemex',
		n: '131',
		self: 'evaluateExpression(self)',
		...BRANCHING,
	};
	try {
		return { value: await evaluateExpression(source, { fields, context }) };
	} catch (error) {
		if (error instanceof ExpressionError) return error.message;
		throw error;
	}
}

const MILLION = 1_000_000;

/** Long, but no longer than it takes: how steps grow with a size is measured below. */
const LONG = 100_000;

/** No expression may take more; searching a pattern is given up after some 50 million. */
const MOST_STEPS = 60 * MILLION;

/** An expression for a text of ten to the power of `times + 1` bytes. */
function grownText(times: number): string {
	let source = "'aaaaaaaaaa'";
	for (let time = 0; time < times; time++) source = `stringreplace('a','aaaaaaaaaa',${source})`;
	return source;
}

/** An expression for an array of two to the power of `times` elements, all the same one. */
function grownArray(times: number): string {
	let source = "setToContext('a',array(1))";
	const twice = "setToContext('a',array(getFromContext('a'),getFromContext('a')))";
	for (let time = 0; time < times; time++) source = `concat(${source},${twice})`;
	return source;
}

describe('hostile expressions end quickly in a value or an error of the language', () => {
	test.each<[string, string, RegExp | undefined]>([
		['brackets', '('.repeat(10_000) + '1' + ')'.repeat(10_000), /nested levels/],
		['calls', 'concat('.repeat(10_000), /nested levels/],
		['signs', `${'-'.repeat(10_000)}1`, /nested levels/],
		['ifs', 'if 1 then '.repeat(5_000), /nested levels/],
		['inner expressions', '{{'.repeat(10_000), /nested inner expressions/],
		['closed ones', `${'{{'.repeat(5_000)}1${'}}'.repeat(5_000)}`, /nested inner expressions/],
		['else ifs', `${'if 0 then 1 else '.repeat(5_000)}2 end`, undefined],
		['operators', `1${'+1'.repeat(50_000)}`, undefined],
		['a long string', `stringlength('${'x'.repeat(LONG)}')`, undefined],
		['quotes', `'${"\\'".repeat(LONG / 2)}`, undefined],
		['junk', '§'.repeat(LONG), /no meaning/],
		['entities', '&'.repeat(LONG), /no meaning/],
		['spaces', ' '.repeat(LONG), /empty/],
		['digits', '9'.repeat(LONG), undefined],
		['a long name', `${'a'.repeat(MILLION)}(1)`, /there is no function/],
		['a catastrophic regex', `regex('(a+)+$','${'a'.repeat(50)}b')`, undefined],
		['the same on a long text', `regex('(a+)+$','${'a'.repeat(MILLION)}b')`, /takes too long/],
		['nested stars', `regex('(?:(?:(?:a*)*)*)*b','${'a'.repeat(MILLION)}')`, /takes too long/],
		['choices that overlap', `regex('(a|a)*$','${'a'.repeat(MILLION)}b')`, /takes too long/],
		['a regex that replaces', `regexreplace('(x+x+)+y','','${'x'.repeat(MILLION)}')`, /too long/],
		[
			'a list of replacements',
			`stringreplace(explode(',','${'a,'.repeat(MILLION / 2)}'),'b','${'c'.repeat(MILLION)}')`,
			/too long for a string/,
		],
		[
			'a table of frequencies',
			`frequency('frequencyTableBySize',explode(',','${'1,9999,'.repeat(LONG / 28)}5'),1)`,
			undefined,
		],
		['evaluations that multiply', 'evaluateExpression(level0)', /called too often/],
		['a quadratic regex', `regex('a*b','${'a'.repeat(MILLION)}')`, /takes too long/],
		['a nested regex', `regex('${'('.repeat(5_000)}a','a')`, undefined],
		['a huge count', "regex('(((a?){60000}){60000}){60000}','aaa')", /takes too long/],
		['itself', 'evaluateExpression(self)', /more than 10 times/],
		['a long list', `stringlength(implode('',explode('a','${'a'.repeat(LONG)}')))`, undefined],
		['nested JSON', `jsonDecode('${'['.repeat(100_000)}')`, undefined],
		[
			'too long a text',
			`stringreplace('a','${'b'.repeat(9_999)}','${'a'.repeat(99_999)}')`,
			/more than 64 MB/,
		],
		['random bytes', 'randomstring(1000000000)', /randomstring makes/],
		['days', "add_workdays('2020-01-01',999999999)", /cannot be moved/],
		['classes', "frequency('frequencyTable',array(1,1000000000))", /classes/],
		['decimals', "number_format('1e300',1000)", undefined],
		['a text that grows', grownText(12), /string of more than 64 MB/],
		['an array that grows', grownArray(26), /take more than 300 MB/],
		['texts joined', `implode(${grownText(4)},explode('a',${grownText(4)}))`, /64 MB/],
		['parts of a text', `explode('a',${grownText(6)})`, /64 MB/],
		['a replacement of groups', `regexreplace('a','${'$0'.repeat(99)}',${grownText(5)})`, /64 MB/],
		['a source made by itself', `evaluateExpression(${grownText(5)})`, /at most 100000 char/],
		[
			'a list of days',
			`get_nextdate('2020-01-01',stringreplace('a','40,',${grownText(4)}))`,
			/at most 1000 days/,
		],
		['far years', "networkdays('0001-01-01','+999999 years')", /no calendar/],
		['more decimals', 'number_format(1,1000000000)', /at most 1000 decimals/],
	])('%s', async (_name, source, error) => {
		let result: unknown;
		const steps = await stepsOf(async () => {
			result = await outcome(source);
		});
		expect(steps).toBeLessThan(MOST_STEPS);
		if (error === undefined) expect(result).toHaveProperty('value');
		else expect(result).toMatch(error);
	});

	test('many regexes have a budget each, and one together', async () => {
		const regex = (length: number): string => `regex('(a+)+\\\\1$','${'a'.repeat(length)}b')`;
		const few = Array.from({ length: 100 }, () => regex(11)).join('+');
		expect(await outcome(few)).toEqual({ value: 0 });
		let result: unknown;
		const steps = await stepsOf(async () => {
			result = await outcome(Array.from({ length: 3000 }, () => regex(13)).join('+'));
		});
		expect(result).toMatch(/takes too long/);
		expect(steps).toBeLessThan(15 * MOST_STEPS);
	});

	test.each<[string, (size: number) => string]>([
		['else ifs', (size) => `${'if 0 then 1 else '.repeat(size)}2 end`],
		['operators', (size) => `1${'+1'.repeat(size)}`],
		['a long string', (size) => `stringlength('${'x'.repeat(size)}')`],
		['quotes', (size) => `'${"\\'".repeat(size)}`],
		['junk', (size) => '§'.repeat(size)],
		['entities', (size) => '&'.repeat(size)],
		['spaces', (size) => ' '.repeat(size)],
		['digits', (size) => '9'.repeat(size)],
		['a long name', (size) => `${'a'.repeat(size)}(1)`],
		['a long list', (size) => `stringlength(implode('',explode('a','${'a'.repeat(size)}')))`],
		['nested JSON', (size) => `jsonDecode('${'['.repeat(size)}')`],
		['many arguments', (size) => `concat(${'name,'.repeat(size)}n)`],
		['a template', (size) => `concat('${'$name '.repeat(size)}')`],
		['words for a pattern', (size) => `regexreplace('\\w+','','${'foo '.repeat(size)}')`],
		['words to replace', (size) => `stringreplace('o','0','${'foo '.repeat(size)}')`],
		['a sorted list', (size) => `statistics('median',explode(',','${'7,'.repeat(size)}1'))`],
	])('%s take steps in proportion to their number', async (_name, source) => {
		expect(await growth(async (size) => await outcome(source(size)), 2_000)).toBeLessThan(LINEAR);
	});

	test.each([
		'constructor',
		'toString',
		"getFromContext('__proto__')",
		"getFromContext('constructor.prototype')",
		"getFromContext('a.__proto__.x')",
		'$env["__proto__"]',
		'$(constructor : (constructor) prototype)',
		"cleanArrayElements(array(1),'__proto__')",
		'$(__proto__ : (__proto__) polluted)',
	])('%s reads nothing of a prototype', async (source) => {
		const result = await outcome(source, { a: {} });
		expect([{ value: null }, { value: '' }, { value: [1] }]).toContainEqual(result);
	});

	test.each([
		'constructor(1)',
		'toString(1)',
		'hasOwnProperty(1)',
		"statistics('constructor',array(1))",
	])('%s is not a function', async (source) => {
		expect(await outcome(source)).toMatch(/there is no/);
	});

	test('setToContext changes nothing outside the context', async () => {
		const context: Record<string, unknown> = {};
		await outcome(
			"concat(setToContext('__proto__', array(1)), setToContext('constructor', 'c'))",
			context,
		);
		expect(Object.getPrototypeOf(context)).toBe(Object.prototype);
		expect(Object.entries(context)).toEqual([
			['__proto__', [1]],
			['constructor', 'c'],
		]);
		expect(({} as Record<string, unknown>)[0]).toBeUndefined();
	});
});
