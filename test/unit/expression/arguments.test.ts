import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateTypedExpression } from '../../../engine/expression';
import { argumentRows, installCalls, recordedCalls, writtenCall } from './arguments-table';

const CONTEXT = {
	token: '4f2a',
	rows: [
		{ id: '11x1', qty: 3 },
		{ id: '11x2', qty: 5 },
	],
};

/** What is refused here where PHP calculates with text that is none of its business. */
const REFUSED = new Map([
	['add_workdays("2026-11-27", 3, 0, "abc")', 'abc could name a map that cannot be read here'],
	['sub_workdays("2026-11-27", 3, 1, "abc")', 'abc could name a map that cannot be read here'],
	['frequency("frequencyTable", [1,"b"], 3)', 'classes of text'],
	['frequency("frequencyTable", {"a":1,"b":"x"}, 3)', 'classes of text'],
	['frequency("frequencyTableBySize", [1,"b"], 2)', 'classes of text'],
	['frequency("frequencyTableBySize", {"a":1,"b":"x"}, 2)', 'classes of text'],
]);

/** Every argument as a field: this is how a value of any type reaches a function. */
function fieldsOf(values: unknown[]): Record<string, unknown> {
	return Object.fromEntries(values.map((value, index) => [`argument${'abcdefgh'[index]}`, value]));
}

/** Equal, floats to 9 digits: C and JavaScript libraries differ in the last one. */
function expectSame(got: unknown, wanted: unknown): void {
	if (typeof got === 'number' && typeof wanted === 'number') {
		const tolerance = 1e-9 * Math.max(1, Math.abs(wanted));
		expect(Math.abs(got - wanted)).toBeLessThanOrEqual(tolerance);
	} else if (typeof got === 'number') {
		expect(String(got)).toBe(wanted);
	} else if (typeof got === 'bigint') {
		expect(Number(got)).toBe(wanted);
	} else if (Array.isArray(got) && Array.isArray(wanted)) {
		expect(got).toHaveLength(wanted.length);
		got.forEach((item, index) => expectSame(item, wanted[index]));
	} else {
		expect(got).toEqual(wanted);
	}
}

describe('functions called with none, too few, too many and other arguments', () => {
	const calls = recordedCalls.cases.map((call) => [writtenCall(call), call] as const);

	test('every function is called in many ways', () => {
		expect(calls.length).toBeGreaterThan(2_900);
	});

	test.each(calls)('%s', async (written, call) => {
		const fields = fieldsOf(call.arguments);
		const result = evaluateTypedExpression(`${call.function}(${Object.keys(fields).join(',')})`, {
			fields,
			context: structuredClone(CONTEXT),
			timeZone: 'UTC',
			now: new Date(recordedCalls.now),
		});
		if (call.error !== undefined || REFUSED.has(written)) {
			await expect(result).rejects.toMatchObject({ name: 'ExpressionError' });
			return;
		}
		const { value, type } = await result;
		expect(type).toBe(call.type);
		expectSame(value, call.value);
	});
});

describe('functions that ask the install, called in many ways', () => {
	const { answers, cases, fields, now } = installCalls;
	const coreBos = {
		call: async (operation: string, parameters: Record<string, unknown> = {}) => {
			// A rule is sent all that the expression sees; only which one is asked matters here.
			const { conditionid } = parameters;
			const asked = operation === 'cbRule' ? { conditionid } : parameters;
			const answer = answers[`${operation} ${JSON.stringify(asked)}`];
			if (answer === undefined) throw new Error(`${operation} has not been recorded`);
			if (answer.code === undefined) return answer.result;
			throw Object.assign(new Error(answer.message), { code: answer.code });
		},
	};

	test.each(cases.map((call) => [writtenCall(call), call] as const))('%s', async (_title, call) => {
		const values = fieldsOf(call.arguments);
		const source = `${call.function}(${Object.keys(values).join(',')})`;
		const result = evaluateTypedExpression(source, {
			fields: { ...fields, ...values },
			context: structuredClone(CONTEXT),
			module: 'Accounts',
			recordId: fields.id,
			user: { id: '19x1', name: 'admin' },
			timeZone: 'UTC',
			now: new Date(now),
			coreBos,
		});
		if (call.error !== undefined || call.here === 'error') {
			await expect(result).rejects.toThrow(/^(?!.*has not been recorded)/);
			return;
		}
		const { value, type } = await result;
		expect(type).toBe(call.type);
		expectSame(value, call.value);
	});
});

describe('docs/expression-arguments.md', () => {
	test('has the tables of the recorded calls', () => {
		const document = readFileSync(join(__dirname, '../../../docs/expression-arguments.md'), 'utf8');
		const rows = document
			.split('\n')
			.filter((line) => line.startsWith('| `'))
			.map((line) =>
				line
					.split(/(?<!\\)\|/)
					.slice(1, -1)
					.map((cell) => cell.trim()),
			);
		expect(rows).toEqual([...argumentRows(recordedCalls), ...argumentRows(installCalls)]);
	});
});
