import type { CoreBosClient, Environment } from '../../../engine/environment';
import { evaluateExpression } from '../../../engine/expression';

/** Rows as getRelatedRecords gives them: by column name, and by number in the order asked for. */
const TIMES = [
	{ id: '30x1', title: 'Visit', cost: '10.50', hours: '01:30:00', day: '2026-01-10', kind: 'A' },
	{ id: '30x2', title: 'visit', cost: '2.25', hours: '00:45:30', day: '2026-02-10', kind: 'B' },
	{ id: '30x3', title: 'Call', cost: '7.25', hours: '12:00:00', day: '2026-03-10', kind: null },
];
/** Field names that differ from the name of their column. */
const COLUMNS: Record<string, string> = { subject: 'title' };
const FIELDS = ['subject', 'cost', 'hours', 'day', 'kind'];

function rowsOf(columns: string): Array<Record<string, unknown>> {
	const names = columns.split(',').filter((name) => name !== 'id');
	return TIMES.map((record: Record<string, unknown>) => {
		const row: Record<string, unknown> = {};
		names.forEach((name, index) => {
			const column = COLUMNS[name] ?? name;
			row[String(index)] = record[column];
			row[column] = record[column];
		});
		return { ...row, [String(names.length)]: 'number', id: record.id };
	});
}

function refusal(code: string): Error {
	return Object.assign(new Error(code), { code });
}

type Parameters = Record<string, unknown>;

const ANSWERS: Record<string, (parameters: Parameters) => unknown> = {
	describe: ({ elementType }) =>
		elementType === 'Secret' ? {} : { fields: FIELDS.map((name) => ({ name })) },
	getRelatedRecords: ({ relatedModule, queryParameters }) => {
		if (relatedModule === 'Empty') return { records: [] };
		if (relatedModule !== 'Times') throw refusal('MODULES_NOT_RELATED');
		return { records: rowsOf(String((queryParameters as Parameters).columns)) };
	},
	query: ({ query }) =>
		/^select id,cost from Accounts limit 0,1000;$/.test(String(query))
			? [{ id: '11x1', cost: '1.5' }]
			: [],
};

function environment(): Environment {
	const coreBos: CoreBosClient = {
		call: async (operation, parameters = {}) => ANSWERS[operation](parameters),
	};
	const fields = { limit: '5', letter: 'B', name: 'Chemex' };
	return { fields, context: {}, module: 'Accounts', recordId: '11x74', coreBos };
}

describe('aggregation', () => {
	test.each<[string, unknown]>([
		["aggregation('sum','Times','cost')", '20.00'],
		["aggregation('SUM','Times','cost')", '20.00'],
		["aggregation('avg','Times','cost')", '6.666667'],
		["aggregation('min','Times','cost')", '2.25'],
		["aggregation('max','Times','cost')", '10.50'],
		["aggregation('max','Times','day')", '2026-03-10'],
		["aggregation('min','Times','subject')", 'Call'],
		["aggregation('count','Times','*')", '3'],
		["aggregation('count','Times','kind')", '2'],
		["aggregation('std','Times','cost')", 3.39321217858372],
		["aggregation('variance','Empty','cost')", 0],
		["aggregation('time_to_sec','Times','hours')", '5400'],
		["aggregation('group_concat','Times','subject')", 'Visit,visit,Call'],
		["aggregation('group_concat','Times','cost separator \\' / \\'')", '10.50 / 2.25 / 7.25'],
		["aggregation('sum','Times','nosuch')", 0],
		["aggregation('sum','Unrelated','cost')", 0],
		["aggregation('sum','Accounts','cost')", '1.5'],
		["aggregation('median','Times','cost')", 0],
		["aggregation('sum','','cost')", 0],
	])('%s', async (source, value) => {
		const result = await evaluateExpression(source, environment());
		if (source.includes("'std'")) expect(Number(result)).toBeCloseTo(Number(value), 10);
		else expect(result).toBe(value);
	});

	test.each<[string, string]>([
		['[cost,g,5,and]', '17.75'],
		['[cost,g,$limit,and]', '17.75'],
		['[cost,h,7.25,and],[cost,l,10.5,and]', '7.25'],
		['[cost,e,2.250,and]', '2.25'],
		['[cost,n,2.25,and]', '17.75'],
		['[subject,e,VISIT,and]', '12.75'],
		['[subject,s,vi,and]', '12.75'],
		['[subject,dnsw,vi,and]', '7.25'],
		['[subject,ew,ll,and]', '7.25'],
		['[subject,c,is,and]', '12.75'],
		['[subject,k,is,and]', '7.25'],
		['[day,b,2026-02-10,and]', '10.50'],
		['[day,a,2026-02-10,and]', '7.25'],
		['[day,m,2026-02-10,and]', '12.75'],
		['[kind,y,,and]', '7.25'],
		['[kind,ny,,and]', '12.75'],
		['[kind,i,(B,C),and]', '0'],
		['[kind,e,A,and],[kind,e,$letter,or]', '12.75'],
		['[kind,e,A,and],[cost,g,100,and],[subject,e,Call,or]', '7.25'],
		["[kind,e,uppercase(lowercase(\\'B\\')),and,expression]", '2.25'],
		['[cost,l,limit%20-%202,and,expression]', '2.25'],
	])('with the conditions %s', async (conditions, sum) => {
		const source = `aggregation('sum','Times','cost','${conditions}')`;
		expect(String(await evaluateExpression(source, environment()))).toBe(sum);
	});

	test.each<[string, RegExp]>([
		["aggregation('sum','Times','cost','[cost,xyz,1,and]')", /'xyz' in the condition/],
		["aggregation('sum','Times','cost','[cost;drop,e,1,and]')", /is not the name of a field/],
		["aggregation('sum','Times','cost','[cost,e,1+,and,expression]')", /expected a value/],
		["aggregation('group_concat','Times','kind separator \\',\\' name')", /leave it out/],
		["aggregation('sum','Times where','cost')", /is not the name of a module/],
	])('%s is refused', async (source, reason) => {
		await expect(evaluateExpression(source, environment())).rejects.toThrow(reason);
	});
});

describe('aggregation_fields_operation', () => {
	test.each<[string, unknown]>([
		["aggregation_fields_operation('sum','Times','cost*2')", '40.00'],
		["aggregation_fields_operation('sum','Times','1 + cost * 2 - (cost + 1)')", '20.00'],
		["aggregation_fields_operation('max','Times','-cost/2')", '-1.125000'],
		["aggregation_fields_operation('sum','Times','vtiger_times.cost')", '20.00'],
		["aggregation_fields_operation('sum','Times','time_to_sec(hours)/60')", '855.5000'],
		["aggregation_fields_operation('count','Times','cost/0')", 0],
		["aggregation_fields_operation('sum','Times','cost','[cost,l,3,and]')", '2.25'],
		["aggregation_fields_operation('group_concat','Times','cost')", '10.50,2.25,7.25'],
		["aggregation_fields_operation('nothing','Times','cost')", 0],
	])('%s', async (source, value) => {
		expect(await evaluateExpression(source, environment())).toBe(value);
	});

	test.each(['cost*', 'sleep(5)', 'cost; drop', '(cost', 'time_to_sec(5)', '('.repeat(2000), ''])(
		'%j cannot be calculated here',
		async (sql) => {
			const source = `aggregation_fields_operation('sum','Times','${sql}')`;
			await expect(evaluateExpression(source, environment())).rejects.toThrow(/calculated here/);
		},
	);
});

describe('aggregate_time', () => {
	test.each<[string, string]>([
		["aggregate_time('Times','hours')", '014:15:30'],
		["aggregate_time('Times','hours','[kind,ny,,and]')", '002:15:30'],
		["aggregate_time('Times','subject')", '000:00:00'],
		["aggregate_time('Empty','hours')", '000:00:00'],
		// A number is a time in its digits: 10.50, 2.25 and 7.25 are seconds.
		["aggregate_time('Times','cost')", '000:00:20'],
	])('%s', async (source, value) => {
		expect(await evaluateExpression(source, environment())).toBe(value);
	});
});

describe('functions that compare related records', () => {
	test.each<[string, boolean]>([
		["existsrelated('Times','subject','call')", true],
		["existsrelated('Times','subject','nothing')", false],
		["existsrelated('Times','subject','call','[cost,g,8,and]')", false],
		["existsrelated('Times','cost','10.5')", true],
		["existsrelated('Times','nosuch','1')", false],
		["existsrelated('Unrelated','subject','1')", false],
		["existsrelated('','subject','1')", false],
		["allrelatedare('Times','subject','visit')", false],
		["allrelatedare('Times','subject','visit','[cost,n,7.25,and]')", true],
		["allrelatedare('Empty','subject','visit')", true],
		["allrelatedarethesame('Times','subject','')", false],
		["allrelatedarethesame('Times','subject','','[subject,s,v,and]')", true],
		["allrelatedarethesame('Times','subject','visit','[subject,s,v,and]')", true],
		["allrelatedarethesame('Times','subject','call','[subject,s,v,and]')", false],
		["allrelatedarethesame('Empty','subject','')", true],
	])('%s', async (source, value) => {
		expect(await evaluateExpression(source, environment())).toBe(value);
	});

	test('need a record', async () => {
		const source = "existsrelated('Times','subject','call')";
		const without = { ...environment(), recordId: undefined };
		await expect(evaluateExpression(source, without)).rejects.toThrow(
			'existsrelated needs a record',
		);
	});
});
