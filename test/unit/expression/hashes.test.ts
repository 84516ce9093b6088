import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { evaluateExpression } from '../../../engine';

/** crypto-js is not maintained any more: what it computes is compared with Node's own. */
describe.each(['md5', 'sha1', 'sha256'])("hash(text, '%s')", (method) => {
	test('gives what Node gives, for any text', async () => {
		await fc.assert(
			fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
				const given = await evaluateExpression(`hash(text, '${method}')`, { fields: { text } });
				expect(given).toBe(createHash(method).update(text).digest('hex'));
			}),
		);
	});
});
