import fc from 'fast-check';
import {
	evaluateConditions,
	WorkflowError,
	type ConditionEnvironment,
	type CoreBosClient,
} from '../../../engine';
import { compileConditions } from '../../../engine/workflow/conditions/condition-list';
import {
	momentIn,
	recordedClient,
	recording,
	type RecordedFields,
	type RecordedInstall,
} from './recorded-workflows';

interface StoredCondition {
	fieldname: string;
	operation: string;
	value: string;
}

/** A case of conditions.json: its record by name, what it changes beside. */
interface NamedCase {
	id: string;
	group: string;
	record: string;
	fields?: RecordedFields;
	change?: Record<string, { from: unknown; to: unknown }>;
	now: string;
	condition: string;
	expect: boolean | { error: string };
}

/** A case of conditions-more.json, which holds all it needs. */
interface OwnCase {
	id: string;
	group: string;
	module: string;
	record: RecordedFields & { id: string };
	before: RecordedFields | null;
	related?: Record<string, RecordedFields>;
	otherRecords?: RecordedFields[];
	children?: string[];
	now?: string;
	timezone?: string;
	condition: string;
	expect: boolean | { error: string };
}

const named = recording<
	RecordedInstall & {
		user: RecordedFields & { id: string; user_name: string };
		records: Record<string, { module: string; fields: RecordedFields }>;
		cases: NamedCase[];
	}
>('conditions.json');
const own = recording<RecordedInstall & { cases: OwnCase[] }>('conditions-more.json');

const ADMIN = { id: '19x1', name: 'admin' };

function namedEnvironment(recorded: NamedCase): ConditionEnvironment {
	const { module, fields: known } = named.records[recorded.record];
	const fields = { ...known, ...recorded.fields };
	const changes = Object.entries(recorded.change ?? {}).map(([name, { from }]) => [name, from]);
	const records = Object.values(named.records);
	const find = (vtql: string): RecordedFields[] =>
		found(
			vtql,
			records.filter((record) => record.module === module).map((record) => record.fields),
		);
	return {
		fields,
		before: recorded.change && { ...fields, ...Object.fromEntries(changes) },
		module,
		recordId: String(fields.id),
		user: ADMIN,
		now: momentIn('UTC', recorded.now),
		coreBos: recordedClient(
			named,
			[...records.map((record) => record.fields), named.user, fields],
			find,
		),
	};
}

function ownEnvironment(recorded: OwnCase): ConditionEnvironment {
	const { record, module, related = {}, otherRecords = [], children, timezone } = recorded;
	const others = children?.map((id): RecordedFields => ({ ...record, id })) ?? otherRecords;
	return {
		fields: record,
		before: recorded.before ?? undefined,
		module,
		recordId: record.id,
		user: ADMIN,
		timeZone: timezone,
		now: recorded.now === undefined ? undefined : momentIn(timezone ?? 'UTC', recorded.now),
		coreBos: recordedClient(
			own,
			[record, { id: '19x1', user_name: 'admin' }, ...Object.values(related)],
			(vtql) => found(vtql, others),
		),
	};
}

/** What a query on one field finds, as coreBOS does: without case. */
function found(vtql: string, records: RecordedFields[]): RecordedFields[] {
	const [, field, value = ''] = /where (\w+) (?:= '(.*)'|is null) order by/.exec(vtql) ?? [];
	const wanted = value.replaceAll("''", "'").toLowerCase();
	const [, offset = '0', limit = '9'] = /limit (\d+),(\d+);$/.exec(vtql) ?? [];
	return records
		.filter((record) => String(record[field]).toLowerCase() === wanted)
		.slice(Number(offset), Number(offset) + Number(limit));
}

type Recorded = { id: string; condition: string; expect: boolean | { error: string } };

/** Ids of the cases of a group that come out otherwise. */
async function differing<Case extends Recorded>(
	cases: Case[],
	environment: (recorded: Case) => ConditionEnvironment,
): Promise<string[]> {
	const ids: string[] = [];
	for (const recorded of cases) {
		if (typeof recorded.expect !== 'boolean') continue;
		const result = await evaluateConditions(recorded.condition, environment(recorded));
		if (result !== recorded.expect) ids.push(`${recorded.id} ${recorded.condition}`);
	}
	return ids;
}

function byGroup<Case extends { group: string }>(cases: Case[]): Array<[string, Case[]]> {
	const groups = [...new Set(cases.map(({ group }) => group))];
	return groups.map((name) => [name, cases.filter(({ group }) => group === name)]);
}

describe('conditions recorded on a save', () => {
	test.each(byGroup(named.cases))('conditions.json: %s', async (_group, cases) => {
		expect(await differing(cases, namedEnvironment)).toEqual([]);
	});

	test.each(byGroup(own.cases))('conditions-more.json: %s', async (_group, cases) => {
		expect(await differing(cases, ownEnvironment)).toEqual([]);
	});

	const dead = [
		...named.cases.map((recorded) => ({ ...recorded, environment: namedEnvironment(recorded) })),
		...own.cases.map((recorded) => ({ ...recorded, environment: ownEnvironment(recorded) })),
	].filter(({ expect: wanted }) => typeof wanted !== 'boolean');
	test('coreBOS dies of an operation that it has not: an error here, too', async () => {
		const unknown = dead.filter(({ expect: wanted }) =>
			JSON.stringify(wanted).includes('unexpected condition'),
		);
		expect(unknown.length).toBeGreaterThan(3);
		for (const { condition, environment } of unknown) {
			await expect(evaluateConditions(condition, environment)).rejects.toThrow(WorkflowError);
		}
	});

	test('coreBOS dies of "does not start with" and "does not end with": they mean what they say', async () => {
		const negative = dead.filter(({ condition }) => /does not (?:start|end) with/.test(condition));
		expect(negative.length).toBeGreaterThan(40);
		for (const { id, condition, environment } of negative) {
			const [{ fieldname, operation, value }] = JSON.parse(condition) as StoredCondition[];
			const text = String(environment.fields?.[fieldname]);
			const part = value.trim().replace('&amp;', '&').replace('&lt;', '<');
			const meant =
				operation === 'does not start with' ? !text.startsWith(part) : !text.endsWith(part);
			expect([id, await evaluateConditions(condition, environment)]).toEqual([id, meant]);
		}
	});

	test('coreBOS dies of looking for the nth child of some modules: the nth child is meant', async () => {
		const children = own.cases.filter(
			({ group, expect: wanted }) => group === 'nth child' && typeof wanted !== 'boolean',
		);
		expect(children.length).toBeGreaterThan(2);
		for (const recorded of children) {
			const [{ value }] = JSON.parse(recorded.condition) as StoredCondition[];
			const meant = recorded.children?.[Number(value) - 1] === recorded.record.id;
			expect(await evaluateConditions(recorded.condition, ownEnvironment(recorded))).toBe(meant);
		}
	});
});

describe('seen on a real coreBOS', () => {
	const condition = (fieldname: string, operation: string, value: string, valuetype: string) =>
		JSON.stringify([
			{ fieldname, operation, value, valuetype, joincondition: 'and', groupid: '0' },
		]);

	test.each([
		['a field that the record has not', 'nosuch', 'fieldname'],
		['an expression without a result', 'nosuch', 'expression'],
	])('"has changed to" %s is met by any change', async (_what, value, valuetype) => {
		const changed = { fields: { city: 'Altea' }, before: { city: 'Calp' } };
		const text = condition('city', 'has changed to', value, valuetype);
		expect(await evaluateConditions(text, changed)).toBe(true);
		const same = { ...changed, before: changed.fields };
		expect(await evaluateConditions(text, same)).toBe(false);
	});

	test.each([
		['account_id', 'Acme', "account_id = 'Acme' and createdtime is not null"],
		['assigned_user_id', 'Jones', "assigned_user_id = 'Jones' and createdtime is not null"],
		['employees', '5', "employees = '5'"],
		['phone', '', 'phone is null'],
	])('"exists" looks for %s of "%s" by: %s', async (field, value, where) => {
		const asked: unknown[] = [];
		const kinds = {
			account_id: 'reference',
			assigned_user_id: 'owner',
			employees: 'integer',
			phone: 'string',
		};
		const fields = Object.entries(kinds).map(([name, kind]) => ({ name, type: { name: kind } }));
		const coreBos: CoreBosClient = {
			call: async (operation, parameters) => {
				if (operation !== 'query') return { fields };
				asked.push(parameters?.query);
				return [{ id: '11x2' }];
			},
		};
		const environment = { fields: { id: '11x1' }, module: 'Accounts', coreBos };
		const met = await evaluateConditions(condition(field, 'exists', value, 'rawtext'), environment);
		expect(met).toBe(true);
		expect(asked).toEqual([`select id from Accounts where ${where} order by id limit 0,2;`]);
	});

	test.each([
		['an empty number', 'integer', '', 'rawtext'],
		['an empty choice', 'picklist', '', 'rawtext'],
		['no choice of several', 'multipicklist', '', 'rawtext'],
		['a field that the record has not', 'string', 'nosuch', 'fieldname'],
		['an expression without a result', 'string', 'nosuch', 'expression'],
	])('"exists" finds %s nowhere', async (_what, kind, value, valuetype) => {
		const coreBos: CoreBosClient = {
			call: async (operation) =>
				operation === 'query'
					? [{ id: '11x2' }]
					: { fields: [{ name: 'field', type: { name: kind } }] },
		};
		const environment = { fields: { id: '11x1' }, module: 'Accounts', coreBos };
		const text = condition('field', 'exists', value, valuetype);
		expect(await evaluateConditions(text, environment)).toBe(false);
	});
});

describe('how conditions are joined', () => {
	interface Line {
		holds: boolean;
		groupid: string;
		joincondition: string;
		groupjoin: string;
	}

	/** The rule of the reference, step by step: lines in order, groups as they first appear. */
	function recordedRule(lines: Line[]): boolean {
		const order: string[] = [];
		const result: Record<string, boolean> = {};
		const operator: Record<string, string> = {};
		lines.forEach((line, index) => {
			const group = ['', '0'].includes(line.groupid) ? '0' : line.groupid;
			const before = lines[index - 1];
			const sameGroup =
				before !== undefined &&
				(['', '0'].includes(before.groupid) ? '0' : before.groupid) === group;
			if (!order.includes(group)) order.push(group);
			if (!sameGroup) result[group] = line.holds;
			else if (['', 'and'].includes(before.joincondition)) result[group] &&= line.holds;
			else result[group] ||= line.holds;
			operator[group] = line.groupjoin;
		});
		return order.reduce(
			(whole, group) =>
				['', 'and'].includes(operator[group]) ? whole && result[group] : whole || result[group],
			true,
		);
	}

	const joins = fc.constantFrom('', 'and', 'or', 'OR', 'xor');
	const line = fc.record({
		holds: fc.boolean(),
		groupid: fc.constantFrom('', '0', '1', '2', '3'),
		joincondition: joins,
		groupjoin: joins,
	});

	test('any list of groups comes out as the recorded rule says', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
				const conditions = lines.map(({ holds, ...join }) => ({
					...join,
					fieldname: 'city',
					operation: 'is',
					value: holds ? 'Altea' : 'Calp',
				}));
				const met = await evaluateConditions(JSON.stringify(conditions), {
					fields: { city: 'Altea' },
				});
				expect(met).toBe(recordedRule(lines));
			}),
		);
	});
});

describe('the work of conditions', () => {
	const twenty = Array.from({ length: 20 }, (_, index) => ({
		fieldname: `field${index}`,
		operation: 'is not',
		value: 'x',
		joincondition: 'and',
	}));

	test('a text is read once for all records', () => {
		const text = JSON.stringify(twenty);
		expect(compileConditions(text)).toBe(compileConditions(`${text}`));
	});

	test('each condition reads its field once, and nothing else', async () => {
		let reads = 0;
		const fields = new Proxy<Record<string, unknown>>(
			Object.fromEntries(twenty.map(({ fieldname }) => [fieldname, 'y'])),
			{
				get: (target, name) => {
					reads++;
					return target[String(name)];
				},
			},
		);
		for (let record = 0; record < 10; record++) {
			expect(await evaluateConditions(JSON.stringify(twenty), { fields })).toBe(true);
		}
		expect(reads).toBe(10 * 20);
	});

	test('an install is asked once for each record and module', async () => {
		const calls: string[] = [];
		const coreBos = recordedClient(own, [{ id: '11x5', accountname: 'Chemex', website: 'w' }]);
		const counting = {
			call: async (operation: string, parameters?: Record<string, unknown>) => {
				calls.push(operation);
				return await coreBos.call(operation, parameters);
			},
		};
		const linked = ['accountname', 'website', 'accountname'].map((name) => ({
			fieldname: `account_id : (Accounts) ${name}`,
			operation: 'is not empty',
		}));
		const met = await evaluateConditions(JSON.stringify(linked), {
			module: 'Contacts',
			fields: { account_id: '11x5' },
			coreBos: counting,
		});
		expect([met, calls.sort()]).toEqual([true, ['describe', 'retrieve']]);
	});
});

describe('conditions without an install', () => {
	const is = (fieldname: string, value: string): string =>
		JSON.stringify([{ fieldname, operation: 'is', value }]);

	test.each([
		['a reference by its number', { vendor_id: '2x8588' }, 'vendor_id', '8588', true],
		['an owner by its number', { assigned_user_id: '19x5' }, 'assigned_user_id', '5', false],
		['a choice of several', { hobbies: 'Sport |##| Music' }, 'hobbies', 'Music', true],
		['choices that n8n has as a list', { hobbies: ['Sport', 'Music'] }, 'hobbies', 'Music', true],
		['a check box that n8n has as true', { active: true }, 'active', 'true:boolean', true],
		['a number that n8n has as one', { amount: 12 }, 'amount', '12.0', true],
	])('%s', async (_what, fields, name, value, met) => {
		expect(await evaluateConditions(is(name, value), { fields })).toBe(met);
	});

	test('a linked record needs one: the error says so', async () => {
		const conditions = is('account_id : (Accounts) phone', '1');
		const evaluated = evaluateConditions(conditions, { fields: { account_id: '11x5' } });
		await expect(evaluated).rejects.toMatchObject({
			name: 'WorkflowError',
			description: expect.stringContaining('coreBOS API credential') as string,
		});
	});

	test.each([
		['is empty', true],
		['is', true],
		['is not', false],
		['does not contain', false],
	])('an empty link asks for none: %s an empty text is %s', async (operation, met) => {
		const conditions = [{ fieldname: 'account_id : (Accounts) phone', operation, value: '' }];
		const fields = { account_id: '' };
		expect(await evaluateConditions(JSON.stringify(conditions), { fields })).toBe(met);
	});
});

describe('patterns of "matches"', () => {
	test.each([
		['/^chem/i', true],
		['#labs/ltd#', false],
		['{Chemex}', true],
		['(C(hem)ex)', true],
		['~Labs # comment\n Ltd~x', false],
		['/labs/ui', true],
		['/Labs/A', false],
		['Labs', false],
		['/Labs', false],
		['/Labs/q', false],
		['\\Labs\\', false],
	])('%s', async (value, met) => {
		const conditions = JSON.stringify([{ fieldname: 'name', operation: 'matches', value }]);
		const fields = { name: 'Chemex Labs Ltd' };
		expect(await evaluateConditions(conditions, { fields })).toBe(met);
	});
});

describe('hostile lists', () => {
	test.each([
		['deeper than JSON of PHP', '['.repeat(100_000)],
		['of nothing', '[null,1,"x",[],{}]'],
	])('%s: no error', async (_what, text) => {
		await expect(evaluateConditions(text, { fields: {} })).resolves.toEqual(expect.any(Boolean));
	});

	test('too many conditions are refused before any is read', async () => {
		const text = `[${'{},'.repeat(20_000)}{}]`;
		await expect(evaluateConditions(text, { fields: {} })).rejects.toThrow(/too long/);
	});
});
