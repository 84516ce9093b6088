import {
	compileExpression,
	evaluateTypedExpression,
	type TypedValue,
} from '../../../engine/expression';
import { failure } from '../map/small-map';

/**
 * What coreBOS's expression language is, sentence by sentence, each with its cases: an expression,
 * its value and PHP's type of it.
 */
const RECORD = {
	id: '14x8651',
	productcode: 'W-100',
	qty: '12',
	zero: '0',
	empty: '',
	word: 'abc',
	spaced: ' ',
};
const CONTEXT = {
	obj: { a: { b: [10, { c: 'deep' }] }, zero: 0, no: false, none: null, text: '' },
	name: 'in the context',
};

type Case = [expression: string, value: unknown, type: TypedValue['type']];

const SENTENCES: ReadonlyArray<[sentence: string, cases: Case[]]> = [
	[
		'HTML entities in the source are decoded first',
		[
			['1 &lt; 2', true, 'bool'],
			['&#039;a&#039;', 'a', 'string'],
			['concat(&#039;a&amp;b&#039;, &#039;&quot;&#039;)', 'a&b"', 'string'],
		],
	],
	[
		'a symbol is a letter, then letters, digits and _',
		[
			['productcode', 'W-100', 'string'],
			['nosuch_field2', null, 'null'],
		],
	],
	[
		'texts stand in single quotes, with the escapes of stripcslashes',
		[
			["'it\\'s'", "it's", 'string'],
			["'a\\\\b'", 'a\\b', 'string'],
			["'a\\nb\\tc'", 'a\nb\tc', 'string'],
			["'\\x41\\101'", 'AA', 'string'],
			["'\\d'", 'd', 'string'],
		],
	],
	[
		'integers and floats; an integer past 64 bits becomes the largest one',
		[
			['42', 42, 'int'],
			['3.14', 3.14, 'float'],
			['.5', 0.5, 'float'],
			['99999999999999999999', 9223372036854775807n, 'int'],
		],
	],
	[
		"a '' at the very start is the empty text",
		[
			["''", '', 'string'],
			["concat('', 'a')", 'a', 'string'],
		],
	],
	[
		'nothing binds stronger, and everything associates to the right',
		[
			['10-4-3', 9, 'int'],
			['2*3+4', 14, 'int'],
			['100/10/2', 20, 'int'],
			['1+1==2', 1, 'int'],
			['(1+2)*3', 9, 'int'],
			['-2+3', 1, 'int'],
			['-(2+3)', -5, 'int'],
		],
	],
	[
		'if … then … else … end, with one end for a chain of else if',
		[
			["if qty > 10 then 'many' else 'few' end", 'many', 'string'],
			["if zero then 1 else if qty == 12 then 'a' else 'b' end", 'a', 'string'],
			["if empty then 1 else if zero then 2 else 'b' end", 'b', 'string'],
		],
	],
	[
		'an operator after an if that is a right operand goes on',
		[
			['2 * if 1 then 3 else 4 end + 1', 7, 'int'],
			['5 - if 1 then 2 else 3 end > 2', true, 'bool'],
		],
	],
	[
		'a $ before a name and double quotes are skipped',
		[
			['$productcode', 'W-100', 'string'],
			['concat("word")', 'abc', 'string'],
		],
	],
	[
		'a text is bytes',
		[
			["stringlength('Ñ')", 2, 'int'],
			["stringlength('€')", 3, 'int'],
		],
	],
	[
		'a field is a text as stored, a missing one null',
		[
			['qty', '12', 'string'],
			['nosuch', null, 'null'],
		],
	],
	[
		'int and float differ in text',
		[
			['10/5', 2, 'int'],
			["concat(10/5, '')", '2', 'string'],
			["concat(131.0*2, '')", '262', 'string'],
			['131.0*2', 262, 'float'],
			['jsonEncode(131.0*2)', '262', 'string'],
		],
	],
	[
		'a float as text has 14 significant digits',
		[
			["concat(0.1+0.2, '')", '0.3', 'string'],
			["concat(1000000000000000000000000.0*1, '')", '1.0E+24', 'string'],
		],
	],
	[
		"null, false, 0, 0.0, '', '0' and [] are false",
		[
			['if nosuch then 1 else 0 end', 0, 'int'],
			['if 1 > 2 then 1 else 0 end', 0, 'int'],
			['if 0 then 1 else 0 end', 0, 'int'],
			['if 0.0 then 1 else 0 end', 0, 'int'],
			['if empty then 1 else 0 end', 0, 'int'],
			['if zero then 1 else 0 end', 0, 'int'],
		],
	],
	[
		'everything else is true',
		[
			["if '0.0' then 1 else 0 end", 1, 'int'],
			['if spaced then 1 else 0 end', 1, 'int'],
			["if 'false' then 1 else 0 end", 1, 'int'],
		],
	],
	[
		'comparisons are loose as in PHP 8',
		[
			["'abc'==0", false, 'bool'],
			["'1'=='01'", true, 'bool'],
			["nosuch==''", true, 'bool'],
			["'10' > '9'", true, 'bool'],
			["'10' > '9a'", false, 'bool'],
			["'abc' < 'abd'", true, 'bool'],
			["'a' != 'A'", true, 'bool'],
			['qty >= 12', true, 'bool'],
			['qty <= 11', false, 'bool'],
		],
	],
	[
		'+ and -: both numeric, one numeric, none',
		[
			["'1' + '2'", 3, 'int'],
			["'a' + 2", 2, 'int'],
			["'a' + 'b'", 0, 'int'],
			["5 - 'b'", 5, 'int'],
		],
	],
	['*: a missing operand counts as 0 beside a number', [['nosuch * 2', 0, 'int']]],
	[
		'/ by zero or nothing is 0',
		[
			['5/0', 0, 'int'],
			['5/zero', 0, 'int'],
			['5/empty', 0, 'int'],
		],
	],
	['only the taken branch of an if runs', [["if 1 then 'a' else 'x' * 'y' end", 'a', 'string']]],
	[
		'a missing step of a path is skipped',
		[
			["getFromContext('obj.a.b.0')", 10, 'int'],
			["getFromContext('obj.a.b.1.c')", 'deep', 'string'],
			["getFromContext('obj.nosuch.a.b.1.c')", 'deep', 'string'],
		],
	],
	[
		"what is empty, 0, false or null at the end of a path gives ''",
		[
			["getFromContext('obj.zero')", '', 'string'],
			["getFromContext('obj.no')", '', 'string'],
			["getFromContext('obj.none')", '', 'string'],
			["getFromContext('obj.text')", '', 'string'],
			["getFromContext('nothing')", '', 'string'],
		],
	],
	[
		'wrong argument counts give a defined result',
		[
			['hash()', -1, 'int'],
			["substring('x')", 'x', 'string'],
		],
	],
];

const cases = SENTENCES.flatMap(([sentence, rows]) =>
	rows.map(([expression, value, type]) => [sentence, expression, value, type] as const),
);

test.each(cases)('%s: %s', async (_sentence, expression, value, type) => {
	const environment = { fields: RECORD, context: structuredClone(CONTEXT) };
	expect(await evaluateTypedExpression(expression, environment)).toEqual({ value, type });
});

/** What is refused, with line and column. */
const REFUSED: ReadonlyArray<[sentence: string, expression: string, said: RegExp]> = [
	['a text times a number is an error', "'a' * 2", /line 1, column/],
	['names of functions are case-sensitive', "Concat('a')", /there is no function 'Concat'/],
	['what works only inside coreBOS is refused by name', "executeSQL('a')", /only inside coreBOS/],
	['so is sendMessage', "sendMessage('a', 'b')", /only inside coreBOS/],
	['what needs coreBOS says so', "getSetting('a')", /getSetting/],
];

test.each(REFUSED)('%s: %s', async (_sentence, expression, said) => {
	const run = evaluateTypedExpression(expression, { fields: RECORD });
	expect((await failure(run)).message).toMatch(said);
});

/** What coreBOS loses: refused natively, and told where an expression of coreBOS is read. */
test.each([
	['what is left over', 'a b', /ignores what follows \(line 1, column 3\)/],
	['keywords in capitals, which are names', 'IF 1 THEN 2 ELSE 3 END', /ignores what follows/],
	['a sign that means nothing', 'a # b', /'#' has no meaning/],
	['a text that is never closed', "concat('a)", /is not closed/],
])('%s: %s', (_what, expression, said) => {
	expect(() => compileExpression(expression, 'native')).toThrow(/line 1, column/);
	const told = (): string => compileExpression(expression).warnings.join();
	expect(messageOf(told)).toMatch(said);
});

/** What an expression's reading says, or what it is refused with. */
function messageOf(read: () => string): string {
	try {
		return read();
	} catch (error) {
		return (error as Error).message;
	}
}
