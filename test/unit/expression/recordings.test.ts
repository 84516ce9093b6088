import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateTypedExpression } from '../../../engine/expression';

interface RecordedCase {
	group: string;
	expression: string;
	type?: string;
	value?: unknown;
	error?: string;
	contextChanges?: Record<string, unknown>;
}

interface Recordings {
	fields: Record<string, unknown>;
	context: Record<string, unknown>;
	cases: RecordedCase[];
}

const recordings = JSON.parse(
	readFileSync(join(__dirname, '../../recordings/expressions.json'), 'utf8'),
) as Recordings;

/** Equal, floats to 9 digits: C and JavaScript libraries differ in the last one. */
function expectSame(got: unknown, wanted: unknown): void {
	if (typeof got === 'number' && typeof wanted === 'number') {
		const tolerance = 1e-9 * Math.max(1, Math.abs(got), Math.abs(wanted));
		expect(Math.abs(got - wanted)).toBeLessThanOrEqual(tolerance);
	} else if (wanted === null || typeof wanted !== 'object') {
		expect(typeof got === 'bigint' ? Number(got) : got).toBe(wanted);
	} else {
		expect(got).toEqual(wanted);
	}
}

describe('expressions recorded from a running coreBOS', () => {
	const cases = recordings.cases.map((one) => [one.group, one.expression, one] as const);

	test.each(cases)('%s: %s', async (_group, expression, recorded) => {
		const context = structuredClone(recordings.context);
		const result = evaluateTypedExpression(expression, {
			fields: recordings.fields,
			context,
			timeZone: 'UTC',
		});
		if (recorded.error !== undefined) {
			await expect(result).rejects.toMatchObject({ name: 'ExpressionError' });
			return;
		}
		const { value, type } = await result;
		expectSame(value, recorded.value);
		expect(type).toBe(recorded.type);
		for (const [name, value] of Object.entries(recorded.contextChanges ?? {})) {
			expectSame(context[name], value);
		}
	});
});
