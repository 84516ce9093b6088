import { compileExpression, evaluateExpression, ExpressionError } from '../../../engine/expression';
import type { Compatibility } from '../../../engine/compatibility';

const FIELDS = { name: 'Chemex', n: '131', empty: '' };

function errorOf(source: string, compatibility?: Compatibility): ExpressionError {
	try {
		compileExpression(source, compatibility);
	} catch (error) {
		if (error instanceof ExpressionError) return error;
		throw error;
	}
	throw new Error(`no error for ${source}`);
}

describe('faults of a source', () => {
	test.each<[string, number, number, RegExp]>([
		['', 1, 1, /the expression is empty/],
		['   ', 1, 4, /the expression is empty/],
		['1 +', 1, 4, /expected a value, found the end of the expression/],
		["concat('a'", 1, 11, /expected ',' or '\)' for the bracket opened at character 7/],
		["concat('a',)", 1, 12, /expected a value, found '\)'/],
		['(1', 1, 3, /expected '\)'/],
		['if 1 then 2', 1, 12, /expected 'else' after the 'then' part/],
		['if 1 2', 1, 6, /expected 'then' after the condition of 'if'/],
		['if 1 then 2 else 3', 1, 19, /expected 'end' after the 'else' part/],
		["concat('a', 'b", 1, 13, /a string starts here and is not closed/],
		['`name`', 1, 1, /'`' has no meaning in an expression: field names have no quotes/],
		['""', 1, 1, /text goes in single quotes/],
		['if a = 1 then 2 else 3 end', 1, 6, /'==' compares/],
		['* 2', 1, 1, /expected a value before '\*'/],
		['-round(2)', 1, 7, /write 0-round\(…\)/],
		['$', 1, 2, /the expression is empty/],
		["''=='0'", 1, 1, /coreBOS cannot read an expression that starts with ''/],
		['{{name}', 1, 1, /'\{\{' is not closed/],
		['{{1 +}}', 1, 1, /in the inner expression: expected a value/],
		['conct(1)', 1, 1, /there is no function 'conct': did you mean 'concat'\?/],
		['1+stringLenght(name)', 1, 3, /did you mean 'stringlength'\?/],
		['xyzzyplugh(1)', 1, 1, /there is no function 'xyzzyplugh' \(/],
		["executeSQL('select 1')", 1, 1, /'executeSQL' works only inside coreBOS: use the query/],
		["if 0 then sendMessage('x') else 1 end", 1, 11, /'sendMessage' works only inside coreBOS/],
		["getGEODistance('a','b')", 1, 1, /getGEODistanceFromCoordinates/],
		["faker('name')", 1, 1, /'faker' works only inside coreBOS/],
	])('%j', (source, line, column, reason) => {
		const error = errorOf(source);
		expect(error.message).toMatch(reason);
		expect([error.line, error.column]).toEqual([line, column]);
	});

	test('a caret stands below the place', () => {
		const [, line, caret] = errorOf("concat('a',\n  name name)").message.split('\n');
		expect(line).toBe('  name name)');
		expect(caret).toBe('       ^');
	});

	test('a long line is cut around the place', () => {
		const [, line, caret] = errorOf(`${'1+'.repeat(500)} ;`, 'native').message.split('\n');
		expect(line.length).toBeLessThan(80);
		expect(line[caret.length - 1]).toBe(';');
	});

	test('a fault of the operands has its place too', async () => {
		await expect(
			evaluateExpression("1+concat('a','b')*2", { fields: FIELDS }),
		).rejects.toMatchObject({
			line: 1,
			column: 18,
		});
	});
});

describe('sources', () => {
	test.each<[string, unknown]>([
		["''", ''],
		["concat('','x')", 'x'],
		["'it\\'s'", "it's"],
		["'a\\\\'", 'a\\'],
		["'\\x41\\101\\n\\q'", 'AA\nq'],
		["'a\\'", 'a\\'],
		["'caf\\xc3\\xa9'", 'café'],
		['&#039;a&#039; == &#39;a&#39;', true],
		['n &gt; 100', true],
		["'&amp;lt;'", '&lt;'],
		['  n\n+\t1 ', 132],
		['+ - + 5', -5],
		['((n))', '131'],
		['(n)+1', 132],
		['- (2)', -2],
		['if n then (1) else (2) end', 1],
		["if n==1 then 'a' else if n==2 then 'b' else if n==131 then 'c' else 'd' end", 'c'],
		["if n==1 then 'a' else if n==2 then 'b' else 'c' end end", 'c'],
		['1 + if n then 2 else 3 end', 3],
		['{{ n }} + 1', 132],
		["{{ concat('1','2') }} * 2", 24],
		['{{ name }}', 'Chemex'],
		["concat({{ concat({{ n }}, '}}') }}, '{{')", '131}}{{'],
		['$env["a"]', 'x'],
		["$env['list']", [1, 2]],
		['$env["missing"]', null],
		['$(acc : (Accounts) city)', 'Köln'],
		['$(acc:(Accounts)city)', 'Köln'],
		["evaluateExpression('n+1')", 132],
		["evaluateExpression(concat('1+','2'))", 3],
	])('%s', async (source, value) => {
		const environment = {
			fields: { ...FIELDS, acc: { city: 'Köln' } },
			env: { a: 'x', list: [1, 2] },
		};
		expect(await evaluateExpression(source, environment)).toEqual(value);
	});

	test('text of a record never becomes code', async () => {
		const fields = { name: "x'),getAccessKey('t" };
		const accessKeyFor = jest.fn(() => 'secret');
		expect(await evaluateExpression('concat({{ name }})', { fields, accessKeyFor })).toBe(
			fields.name,
		);
		expect(accessKeyFor).not.toHaveBeenCalled();
	});

	test.each([
		["concat('&lt;&eacute;&#241;&hellip;&#x20AC;', '')", '<éñ…€'],
		['concat(&#039;a&#39;, &#039;b&#039;)', 'ab'],
		["concat('&amp;eacute;&nosuch;&apos;&#0;', '')", '&eacute;&nosuch;&apos;&#0;'],
	])('entities in %s', async (source, value) => {
		expect(await evaluateExpression(source)).toBe(value);
	});

	test('without a record a name stands for itself', async () => {
		expect(await evaluateExpression("concat(name,'!')")).toBe('name!');
	});
});

describe('what coreBOS ignores and recordings show', () => {
	test.each<[string, unknown, RegExp]>([
		['1e3', 1, /numbers have no exponent/],
		['if 1 then 2 else 3 end + 4', 2, /put the 'if … end' in brackets/],
		['if 0 then 1 else if 1 then 2 else 3 end end * 5', 2, /ignores what follows/],
		['if 1 then 2 else 3 end - (if 1 then 2 else 3 end * 4)', 2, /ignores what follows/],
		['if 0 then 1 else if 1 then 2 else 3 end * 5 - if 1 then 2 else 3 end end', 2, /ignores/],
	])('%s is evaluated as there, with a warning', async (source, value, warning) => {
		const { warnings } = compileExpression(source);
		expect(warnings).toHaveLength(1);
		expect(warnings[0]).toMatch(warning);
		expect(warnings[0]).toMatch(/line 1, column \d+/);
		expect(await evaluateExpression(source)).toBe(value);
	});

	test.each(['1+1', 'if 1 then 2 else 3 end', 'if 0 then 1 else if 1 then 2 else 3 end end'])(
		'%s gives none',
		(source) => {
			expect(compileExpression(source).warnings).toEqual([]);
		},
	);

	test.each<[string, unknown, number, number, RegExp]>([
		['1 2', 1, 1, 3, /ends the expression before '2' and ignores what follows/],
		['name name', 'name', 1, 6, /before 'name'/],
		['1)', 1, 1, 2, /before '\)'/],
		['if 1 then 2 else 3 end + )', 2, 1, 24, /ignores what follows/],
		['if 1 then 2 else 3 end 4', 2, 1, 24, /ignores what follows/],
		['1e3+1', 1, 1, 2, /before 'e3'/],
		['1 e3', 1, 1, 3, /before 'e3'/],
		['1x3', 1, 1, 2, /before 'x3'/],
		['a\n  &', 'a', 2, 3, /AND\(a, b\) joins conditions/],
		['{name', 'name', 1, 1, /'\{' has no meaning/],
		["concat('a', b; )", 'ab', 1, 14, /';' has no meaning/],
		["'unclosed", 'unclosed', 1, 1, /a string starts here and is not closed/],
	])(
		'%j is read as there with a warning, and refused natively',
		async (source, value, line, column, warning) => {
			const { warnings } = compileExpression(source);
			expect(warnings).toHaveLength(1);
			expect(warnings[0]).toMatch(warning);
			expect(warnings[0]).toContain(`(line ${line}, column ${column})`);
			expect(await evaluateExpression(source)).toBe(value);
			expect(errorOf(source, 'native').line).toBe(line);
		},
	);

	test('text in double quotes is names, natively a text', async () => {
		const source = 'concat("n", \'b\')';
		expect(compileExpression(source).warnings[0]).toMatch(/reads double quotes as names/);
		expect(await evaluateExpression(source, { fields: FIELDS })).toBe('131b');
		expect(await compileExpression(source, 'native').evaluate({ fields: FIELDS })).toBe('nb');
		expect(compileExpression(source, 'native').warnings).toEqual([]);
	});

	test('warns once for each kind of sign, also inside an inner expression', () => {
		expect(compileExpression('concat("a", "b", [c])').warnings).toHaveLength(3);
		expect(compileExpression('concat({{ "a" }})').warnings).toEqual([
			expect.stringMatching(/^in the inner expression: '"' has no meaning/),
		]);
	});
});

describe('compiling once', () => {
	test('gives the same object for the same source', () => {
		expect(compileExpression('n + 17')).toBe(compileExpression('n + 17'));
	});

	test('keeps no state between runs', async () => {
		const compiled = compileExpression("concat(setToContext('x', n), getFromContext('x'))");
		const results = await Promise.all(
			['1', '2', '3'].map((n) => compiled.evaluate({ fields: { n }, context: {} })),
		);
		expect(results).toEqual(['11', '22', '33']);
	});

	test('names can be read another way', async () => {
		const lookup = {
			symbol: async (name: string) => `<${name}>`,
			reference: ({ link, field }: { link: string; field: string }) => `${link}.${field}`,
		};
		const compiled = compileExpression('concat(a, $(b : (C) d), max(e, $(f : (G) h)))');
		expect(await compiled.evaluate({}, lookup)).toBe('<a>b.df.h');
	});

	test('only the taken branch of an if runs', async () => {
		const context: Record<string, unknown> = {};
		const source = "if n then 'yes' else setToContext('touched', 1) end";
		await evaluateExpression(source, { fields: FIELDS, context });
		expect(context).toEqual({});
	});
});
