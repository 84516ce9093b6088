import {
	countRows,
	queryText,
	readRows,
	type ConditionOperator,
	type QueryParts,
} from '../../../engine';

const products = (more: Partial<QueryParts>) => queryText({ module: 'Products', ...more });
const where = (operator: ConditionOperator, value: unknown, field = 'productname') =>
	products({ conditions: [{ field, operator, value }] }).replace(
		/^.* where (.*) order by id;$/,
		'$1',
	);

describe('a query of parts', () => {
	test.each<[Partial<QueryParts>, string]>([
		[{}, 'select * from Products order by id;'],
		[{ fields: ['id', 'cf_1'] }, 'select id,cf_1 from Products order by id;'],
		[
			{ sortBy: 'unit_price', descending: true },
			'select * from Products order by unit_price desc;',
		],
		[{ offset: 20, limit: 10 }, 'select * from Products order by id limit 20,10;'],
		[{ limit: 3.9 }, 'select * from Products order by id limit 0,3;'],
	])('%j', (more, text) => {
		expect(products(more)).toBe(text);
	});

	test.each<[ConditionOperator, unknown, string]>([
		['equals', "O'Neil", "productname = 'O''Neil'"],
		['equals', "x' or '1'='1", "productname = 'x'' or ''1''=''1'"],
		['equals', 5, "productname = '5'"],
		['equals', true, "productname = '1'"],
		['notEquals', 'a', "productname != 'a'"],
		['contains', 'a', "productname like '%a%'"],
		['startsWith', 'a', "productname like 'a%'"],
		['endsWith', 'a', "productname like '%a'"],
		['greaterThan', 5, "productname > '5'"],
		['greaterOrEqual', 5, "productname >= '5'"],
		['lessThan', 5, "productname < '5'"],
		['lessOrEqual', 5, "productname <= '5'"],
		['in', 'a, b', "productname in ('a','b')"],
		['in', ['a,b', 2], "productname in ('a,b','2')"],
		['notIn', 'a', "productname != 'a'"],
		['notIn', 'a, b', "productname != 'a' and productname != 'b'"],
		['isEmpty', undefined, 'productname is null'],
		['isNotEmpty', 'left over', 'productname is not null'],
		['equals', 'a\\b', String.raw`productname = 'a\\b'`],
		['in', ['a\\b'], String.raw`productname in ('a\\b')`],
		['contains', '_', String.raw`productname like '%\_%'`],
		['startsWith', '100%', String.raw`productname like '100\%%'`],
		['endsWith', 'a\\b', String.raw`productname like '%a\\\\b'`],
		['contains', "O'Neil", "productname like '%O''Neil%'"],
		['notIn', "O'Neil", "productname != 'O''Neil'"],
		['notIn', 'a\\b', String.raw`productname != 'a\\b'`],
		['in', '"Acme, Ltd", Beta', "productname in ('Acme, Ltd','Beta')"],
		['in', '"Say ""hi"""', `productname in ('Say "hi"')`],
		['in', 'Acme, Ltd\nBeta', "productname in ('Acme, Ltd','Beta')"],
	])('%s %j is %s', (operator, value, text) => {
		expect(where(operator, value)).toBe(text);
	});

	test.each<[ConditionOperator, string, string]>([
		['contains', "O'Neil", String.raw`Accounts.phone like '%O\'Neil%'`],
		['startsWith', "'a", String.raw`Accounts.phone like '\'a%'`],
		['contains', "a'", String.raw`Accounts.phone like '%a\'%'`],
		['endsWith', 'a_b', "Accounts.phone like '%a_b'"],
		['contains', 'a\\b', String.raw`Accounts.phone like '%a\\b%'`],
		['equals', 'Acme, Ltd', "Accounts.phone = 'Acme, Ltd'"],
		['equals', 'a=b', "Accounts.phone = 'a=b'"],
	])('of another module, %s %j is %s', (operator, value, text) => {
		expect(where(operator, value, 'Accounts.phone')).toBe(text);
	});

	test.each<[() => string, string]>([
		[() => where('equals', ''), 'The condition on "productname" has no value'],
		[() => where('in', []), 'The condition on "productname" has no value'],
		[() => where('in', 'a,,b'), 'The condition on "productname" has no value'],
		[() => where('equals', undefined), 'The condition on "productname" has no value'],
		[() => where('equals', { a: 1 }), 'has an object as its value'],
		[() => where('equals', 'a', 'x; drop'), '"x; drop" is not the name'],
		[() => products({ fields: ['*, 1'] }), '"*, 1" is not the name'],
		[() => products({ sortBy: 'a,b' }), '"a,b" is not the name'],
		[() => queryText({ module: 'Products where' }), 'is not the name of a module or field'],
		[() => where('equals', 'a\\', 'Accounts.phone'), 'a backslash at its end or before a quote'],
		[() => where('equals', "a\\'b", 'Accounts.phone'), 'a backslash at its end or before a quote'],
		[() => where('equals', 'say "hi"', 'Accounts.phone'), 'a double quote'],
		[() => where('equals', 'this and that', 'Accounts.accountname'), 'cannot be sent'],
		[() => where('equals', 'a\tb'), 'a tab or a line break'],
		[() => where('contains', 'a\nb'), 'a tab or a line break'],
		[() => where('contains', 'a=b', 'Accounts.phone'), 'an equals sign'],
		[() => where('startsWith', '<b>', 'Accounts.phone'), 'an angle bracket'],
		[() => where('contains', "a',b", 'Accounts.phone'), 'a quote before a comma'],
		[() => where('endsWith', "a'", 'Accounts.phone'), 'a quote at its end'],
		[() => where('notEquals', 'Acme, Ltd', 'Accounts.phone'), 'a comma'],
		[() => where('notIn', ['Acme, Ltd', 'Beta'], 'Accounts.phone'), 'a comma'],
		[() => where('startsWith', 'Acme, L', 'Accounts.phone'), 'a comma'],
		[() => where('equals', 'Null', 'Accounts.phone'), 'the word null'],
	])('refuses what coreBOS would read as another query: %#', (make, said) => {
		expect(make).toThrow(said);
	});

	test.each<[string, 'and' | 'or', string]>([
		['', 'and', "a = '1' and b = '2'"],
		["city = 'Bonn'", 'and', "city = 'Bonn' and a = '1' and b = '2'"],
		["city = 'Bonn'", 'or', "city = 'Bonn' and (a = '1' or b = '2')"],
		["x = '1' or y = '2'", 'and', "(x = '1' or y = '2') and a = '1' and b = '2'"],
	])('keeps to the condition of a view: %s', (condition, combine, text) => {
		const conditions = ['a', 'b'].map((field, index) => ({
			field,
			operator: 'equals' as const,
			value: index + 1,
		}));
		expect(products({ conditions, combine, condition })).toBe(
			`select * from Products where ${text} order by id;`,
		);
	});

	test.each<[string, NonNullable<QueryParts['conditions']>, 'and' | 'or', string]>([
		[
			'is none of, beside an alternative',
			[
				{ field: 'a', operator: 'equals', value: '1' },
				{ field: 'b', operator: 'notIn', value: 'x,y' },
			],
			'or',
			"a = '1' or (b != 'x' and b != 'y')",
		],
		[
			'is one of, for the extended reader',
			[
				{ field: 'phone', operator: 'isEmpty' },
				{ field: 'b', operator: 'in', value: ["O'Neil", 'Acme, Ltd'] },
			],
			'and',
			String.raw`phone is null and (b = 'O\'Neil' or b = 'Acme, Ltd')`,
		],
	])('%s', (_name, conditions, combine, text) => {
		expect(products({ conditions, combine })).toBe(
			`select * from Products where ${text} order by id;`,
		);
	});

	test('has the condition of a view alone', () => {
		expect(products({ condition: "a = '1' or b = '2'" })).toBe(
			"select * from Products where a = '1' or b = '2' order by id;",
		);
	});
});

/** A database of rows that answers queries with a limit as coreBOS does. */
function database(
	rowsOf: (query: string) => Array<Record<string, unknown>>,
	totalIsText = true,
): {
	queries: string[];
	request: (operation: string, more?: Record<string, unknown>) => Promise<never>;
} {
	const queries: string[] = [];
	return {
		queries,
		request: async (_operation, more) => {
			const query = String(more?.query);
			queries.push(query);
			const rows = rowsOf(query);
			const [, offset, size] = /limit (\d+),(\d+);$/.exec(query) ?? [];
			const page = size === undefined ? rows : rows.slice(+offset, +offset + +size);
			const totalrows = totalIsText ? String(rows.length) : page.length;
			return { result: page, moreInfo: { totalrows }, warnings: [] } as never;
		},
	};
}

const numbered = (count: number) => Array.from({ length: count }, (_, id) => ({ id: `14x${id}` }));

describe('rows of a query', () => {
	test.each([0, 1, 249, 250, 251, 1000])('all %i come, page by page', async (count) => {
		const { queries, request } = database(() => numbered(count));
		const { rows, complete } = await readRows({ request }, 'select id from Products;');
		expect([rows, complete]).toEqual([numbered(count), true]);
		expect(queries).toHaveLength(Math.max(1, Math.ceil(count / 250)));
		expect(queries[0]).toBe('select id from Products order by id limit 0,250;');
	});

	test('come up to a limit, with no more asked for than needed', async () => {
		const { queries, request } = database(() => numbered(1000));
		const { rows } = await readRows({ request }, 'select id from Products', 260);
		expect(rows).toHaveLength(260);
		expect(queries[1]).toMatch(/limit 250,10;$/);
	});

	test('of what is not a CRM module come until a page is not full', async () => {
		const { request } = database(() => numbered(600), false);
		expect((await readRows({ request }, 'select * from Workflow')).rows).toHaveLength(600);
	});

	test('are read again at once when the order does not hold over the pages', async () => {
		let calls = 0;
		const { queries, request } = database(() => {
			const rows = numbered(300);
			return calls++ === 1 ? [...rows.slice(200), ...rows.slice(0, 200)] : rows;
		});
		const { rows, complete } = await readRows({ request }, 'select id from P order by name');
		expect(new Set(rows.map(({ id }) => id)).size).toBe(300);
		expect(complete).toBe(true);
		expect(queries.at(-1)).toMatch(/order by name limit 0,300;$/);
	});

	test('that do not all come are said to be incomplete', async () => {
		const { request } = database(() => numbered(299));
		const client = {
			request: async (operation: string, more?: Record<string, unknown>) => ({
				...((await request(operation, more)) as object),
				moreInfo: { totalrows: '300' },
			}),
		};
		const { rows, complete } = await readRows(client as never, 'select id from P');
		expect([rows.length, complete]).toEqual([299, false]);
	});

	test("069 two blanks in a row: coreBOS's count of 0 is not believed", async () => {
		const rows = numbered(300);
		const client = {
			request: async (_operation: string, more?: Record<string, unknown>) => {
				const [, offset, size] = /limit (\d+),(\d+);$/.exec(String(more?.query)) ?? [];
				const page = rows.slice(+offset, +offset + +size);
				return { result: page, moreInfo: { totalrows: '0' }, warnings: [] };
			},
		};
		const query = "select id from Accounts where accountname='two  spaces'";
		expect(await readRows(client as never, query)).toEqual({ rows, complete: true });
		expect(await countRows(client as never, query)).toBe(300);
	});

	test.each([
		['select id from P limit 5', 'select id from P limit 5;'],
		['select count(*) from P', 'select count(*) from P;'],
		['select a from P group by a', 'select a from P group by a;'],
	])('%s is sent as it is', async (query, sent) => {
		const { queries, request } = database(() => numbered(3));
		await readRows({ request }, query);
		expect(queries).toEqual([sent]);
	});

	test.each([
		["select a from P where a='order by x limit 1'", /limit 1' order by id limit 0,250;$/],
		["select a from P where a='it''s (' ORDER BY b desc ;", /\(' ORDER BY b desc limit 0,250;$/],
		["select a from P where (a='b' or a='c')", /\) order by id limit 0,250;$/],
		["select a from P where a in ('b')", /\('b'\) order by id limit 0,250;$/],
	])('%s gets an order and a limit', async (query, sent) => {
		const { queries, request } = database(() => []);
		await readRows({ request }, query);
		expect(queries[0]).toMatch(sent);
	});

	test.each([
		[
			"select a,b from P where a='from x' order by b limit 3;",
			"select count(*) from P where a='from x';",
		],
		['select * from P', 'select count(*) from P;'],
	])('%s is counted', async (query, sent) => {
		const { queries, request } = database(() => [{ count: '25' }]);
		expect(await countRows({ request }, query)).toBe(25);
		expect(queries).toEqual([sent]);
	});
});
