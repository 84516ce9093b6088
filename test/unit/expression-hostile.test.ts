import fc from 'fast-check';
import {
	compileTemplate,
	evaluateExpression,
	ExpressionError,
	renderTemplate,
} from '../../engine/expression';
import { functionNames } from '../../engine/expression/functions/catalogue';

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

/** What this process has worked since, whatever else the machine is busy with. */
function cpuMilliseconds(start: NodeJS.CpuUsage): number {
	const { user, system } = process.cpuUsage(start);
	return (user + system) / 1_000;
}

const MILLION = 1_000_000;

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
		['brackets', '('.repeat(10_000) + '1' + ')'.repeat(10_000), /levels inside each other/],
		['calls', 'concat('.repeat(10_000), /levels inside each other/],
		['signs', `${'-'.repeat(10_000)}1`, /levels inside each other/],
		['ifs', 'if 1 then '.repeat(5_000), /levels inside each other/],
		['inner expressions', '{{'.repeat(10_000), /inner expressions inside each other/],
		['closed ones', `${'{{'.repeat(5_000)}1${'}}'.repeat(5_000)}`, /inside each other/],
		['else ifs', `${'if 0 then 1 else '.repeat(5_000)}2 end`, undefined],
		['operators', `1${'+1'.repeat(50_000)}`, undefined],
		['a long string', `stringlength('${'x'.repeat(MILLION)}')`, undefined],
		['quotes', `'${"\\'".repeat(MILLION / 2)}`, undefined],
		['junk', '§'.repeat(MILLION), /no meaning/],
		['entities', '&'.repeat(MILLION), /no meaning/],
		['spaces', ' '.repeat(MILLION), /empty/],
		['digits', '9'.repeat(MILLION), undefined],
		['a long name', `${'a'.repeat(MILLION)}(1)`, /there is no function/],
		['a catastrophic regex', `regex('(a+)+$','${'a'.repeat(50)}b')`, /takes too long/],
		['the same on a long text', `regex('(a+)+$','${'a'.repeat(MILLION)}b')`, /takes too long/],
		['nested stars', `regex('(?:(?:(?:a*)*)*)*b','${'a'.repeat(MILLION)}')`, /takes too long/],
		['choices that overlap', `regex('(a|a)*$','${'a'.repeat(MILLION)}b')`, /takes too long/],
		['a regex that replaces', `regexreplace('(x+x+)+y','','${'x'.repeat(MILLION)}')`, /too long/],
		[
			'many regexes that each just end',
			Array.from({ length: 500 }, () => `regex('(a+)+$','${'a'.repeat(13)}b')`).join('+'),
			/takes too long/,
		],
		[
			'a list of replacements',
			`stringreplace(explode(',','${'a,'.repeat(MILLION / 2)}'),'b','${'c'.repeat(MILLION)}')`,
			/too long for a text/,
		],
		[
			'a table of frequencies',
			`frequency('frequencyTableBySize',explode(',','${'1,9999,'.repeat(MILLION / 28)}5'),1)`,
			undefined,
		],
		['evaluations that multiply', 'evaluateExpression(level0)', /called too often/],
		['a quadratic regex', `regex('a*b','${'a'.repeat(MILLION)}')`, /takes too long/],
		['a nested regex', `regex('${'('.repeat(5_000)}a','a')`, undefined],
		['a huge count', "regex('(((a?){60000}){60000}){60000}','aaa')", /takes too long/],
		['itself', 'evaluateExpression(self)', /more than 10 times/],
		['a long list', `stringlength(implode('',explode('a','${'a'.repeat(MILLION)}')))`, undefined],
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
		['a text that grows', grownText(12), /text of more than 64 MB/],
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
		const start = process.cpuUsage();
		const result = await outcome(source);
		expect(cpuMilliseconds(start)).toBeLessThan(1_000);
		if (error === undefined) expect(result).toHaveProperty('value');
		else expect(result).toMatch(error);
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
	])('%s is no function', async (source) => {
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

const WORDS = [
	...functionNames().filter((name) => !name.startsWith('random')),
	...['if', 'then', 'else', 'end', 'name', 'n', 'missing', "''", "'a'", "'1'", "'2020-01-31'"],
	...['0', '1', '42', '3.14', '.5', '99999999999999999999', '(', ')', '(', ')', ',', ',', '+', '-'],
	...['*', '/', '==', '!=', '<', '>', '<=', '>=', '{{', '}}', '$env["a"]', '$(a : (B) c)', "'"],
];

const NO_EXPRESSIONS = fc.string({ unit: 'binary', maxLength: 60 });
const WORD_SALAD = fc.array(fc.constantFrom(...WORDS), { maxLength: 25 });
const LITERALS = fc.constantFrom(
	...["'a'", "'1'", "''", '0', '2', '2.5', 'name', 'missing', "'2020-01-31'", "'10:30'"],
	...[
		'array(1,2)',
		'array()',
		"'[{(\\'",
		"'9e99'",
		"array('a',array('b'))",
		'99999999999999999999',
	],
);

describe('whatever the input', () => {
	test('text gives a value or an ExpressionError', async () => {
		await fc.assert(
			fc.asyncProperty(NO_EXPRESSIONS, async (source) => {
				await outcome(source);
			}),
			{ numRuns: 2_000 },
		);
	});

	test('words of the language in any order give a value or an ExpressionError', async () => {
		await fc.assert(
			fc.asyncProperty(WORD_SALAD, async (words) => {
				await outcome(words.join(' '));
			}),
			{ numRuns: 3_000 },
		);
	});

	test('any function with any arguments gives a value or an ExpressionError', async () => {
		const call = fc.tuple(
			fc.constantFrom(...functionNames()),
			fc.array(LITERALS, { maxLength: 5 }),
		);
		await fc.assert(
			fc.asyncProperty(call, async ([name, parameters]) => {
				await outcome(`${name}(${parameters.join(',')})`);
			}),
			{ numRuns: 5_000 },
		);
	});

	test('a template gives text or an ExpressionError', async () => {
		const template = fc.array(
			fc.oneof(
				fc.constantFrom('$', '$n', '$(', ') ', '$(a : (B) c)', '$(general : (__'),
				NO_EXPRESSIONS,
			),
		);
		await fc.assert(
			fc.asyncProperty(template, async (parts) => {
				const source = parts.join('');
				try {
					compileTemplate(source);
				} catch (error) {
					expect(error).toBeInstanceOf(ExpressionError);
					return;
				}
				expect(typeof (await renderTemplate(source, { fields: { n: 1 } }))).toBe('string');
			}),
			{ numRuns: 1_000 },
		);
	});

	test('whitespace between words changes no value', async () => {
		const spaces = fc.array(fc.constantFrom('', ' ', '\n', '\t  '), {
			minLength: 40,
			maxLength: 40,
		});
		const expression = fc.letrec((tie) => ({
			value: fc
				.constantFrom('1', '2.5', "'a'", "'12'", 'name', 'n', 'missing')
				.map((word) => [word]),
			call: fc
				.tuple(fc.constantFrom('concat', 'coalesce', 'max', 'AND', 'stringlength'), tie('node'))
				.map(([name, node]) => [name as string, '(', ...(node as string[]), ')']),
			sum: fc
				.tuple(tie('value'), fc.constantFrom('+', '-', '==', '<='), tie('node'))
				.map(([left, operator, right]) => [
					...(left as string[]),
					operator as string,
					...(right as string[]),
				]),
			choice: fc.tuple(tie('sum'), tie('value')).map(([test, value]) => {
				const result = value as string[];
				return ['(', 'if ', ...(test as string[]), ' then ', ...result, ' else ', '1', ' end', ')'];
			}),
			node: fc.oneof({ maxDepth: 3 }, tie('value'), tie('call'), tie('sum'), tie('choice')),
		})).node;
		await fc.assert(
			fc.asyncProperty(expression, spaces, async (node, gaps) => {
				const words = node as string[];
				const spaced = words.map((word, index) => gaps[index % gaps.length] + word).join('');
				expect(await outcomeOnly(spaced)).toEqual(await outcomeOnly(words.join('')));
			}),
			{ numRuns: 1_000 },
		);
	});
});

/** The value, or that there is none: the message holds the column, which spaces do change. */
async function outcomeOnly(source: string): Promise<unknown> {
	const result = await outcome(source);
	return typeof result === 'string' ? 'error' : result;
}
