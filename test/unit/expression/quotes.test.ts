import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileExpression } from '../../../engine/expression';
import { bytesOfText, toPlain } from '../../../engine/php';

/** What a running coreBOS made of double quotes, `$` and other signs. */
interface Recorded {
	id: string;
	source: string;
	recordCase: 'record' | '0x0';
	fields: Record<string, unknown>;
	context: Record<string, unknown>;
	expect: unknown;
	contextAfter?: Record<string, unknown>;
}

const RECORDED = JSON.parse(
	readFileSync(join(__dirname, '../../recordings/expressions-quotes.json'), 'utf8'),
) as Recorded[];

/** Answered by coreBOS: a setting that is not set. */
const coreBos = { call: async () => '' };

/** coreBOS cannot read `''` alone; here it is the empty text. */
const KNOWN_BETTER = new Set(["''"]);

describe('quotes and other signs are read as by coreBOS', () => {
	test.each(
		RECORDED.filter(({ source }) => !KNOWN_BETTER.has(source)).map(
			(recorded) => [recorded.id, recorded] as const,
		),
	)('%s', async (_, { source, recordCase, fields, context, ...recorded }) => {
		const environment = {
			context: structuredClone(context),
			user: { id: '19x1', name: 'admin' },
			coreBos,
			...(recordCase === 'record' ? { fields } : { recordId: '0x0' }),
		};
		const run = async () =>
			toPlain(
				await compileExpression(source).evaluate(
					environment,
					recordCase === '0x0' ? { symbol: (name) => bytesOfText(name) } : undefined,
				),
			);
		const wanted = recorded.expect;
		if (typeof wanted === 'object' && wanted !== null && 'error' in wanted) {
			await expect(run()).rejects.toThrow(expect.objectContaining({ name: 'ExpressionError' }));
			return;
		}
		expect(await run()).toEqual(wanted);
		expect(environment.context).toMatchObject(recorded.contextAfter ?? {});
	});

	test('what is skipped is told', () => {
		const silent = RECORDED.filter(
			({ source, expect: wanted }) =>
				/^[^']*["#@;[\]{}]/.test(source) && !(wanted as { error?: string } | null)?.error,
		).filter(({ source }) => compileExpression(source).warnings.length === 0);
		expect(silent.map(({ source }) => source)).toEqual([]);
	});
});
