import fc from 'fast-check';
import {
	compileTemplate,
	evaluateExpression,
	ExpressionError,
	renderTemplate,
} from '../../../engine/expression';
import { functionNames } from '../../../engine/expression/functions/catalogue';

/** A value, or the message of the error. */
async function outcome(source: string): Promise<unknown> {
	try {
		return { value: await evaluateExpression(source, { fields: { name: 'Chemex', n: '131' } }) };
	} catch (error) {
		if (error instanceof ExpressionError) return error.message;
		throw error;
	}
}

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
