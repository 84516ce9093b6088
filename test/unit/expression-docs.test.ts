import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateExpression } from '../../nodes/engine/expression';
import { findFunction, functionNames } from '../../nodes/engine/expression/functions/catalogue';

const DOCUMENT = readFileSync(join(__dirname, '../../docs/expressions.md'), 'utf8');

/** Rows of the document's tables whose last two columns are an example and its result. */
const EXAMPLES = DOCUMENT.split('\n').flatMap((line) => {
	const match = /\| `((?:[^`|]|\\\|)+)` +\| `((?:[^`|]|\\\|)+)` +\|$/.exec(line);
	if (match === null) return [];
	return [[match[1].replaceAll('\\|', '|'), match[2].replaceAll('\\|', '|')] as const];
});

describe('docs/expressions.md', () => {
	test('has examples', () => {
		expect(EXAMPLES.length).toBeGreaterThan(100);
	});

	test.each(EXAMPLES)('%s gives %s', async (expression, result) => {
		const value = await evaluateExpression(expression, {
			fields: {
				name: 'Chemex Labs',
				city: 'Los Angeles',
				empty: '',
				n131: '131',
				price: '5234.280000',
				date: '2016-05-22',
				json: '{"a":1,"b":[2]}',
			},
			context: {
				token: '4f2a9c7e',
				rows: [
					{ id: '11x1', qty: 3 },
					{ id: '11x2', qty: 5 },
				],
			},
			recordId: '11x74',
			env: { order: '17' },
			now: new Date('2026-11-22T10:30:00Z'),
			timeZone: 'Europe/Madrid',
			accessKeyFor: () => '5f4dcc3b5aa765d61d8327deb882cf99',
		});
		expect(value).toEqual(JSON.parse(result));
	});

	test.each(
		functionNames().filter(
			(name) => !/^get(?:GEODistance(?!FromCo)|GEODistanceFromCompany|L(?:at|ong)itude)/.test(name),
		),
	)('%s is in it', (name) => {
		expect(DOCUMENT).toMatch(new RegExp(`\`${name}[(\`]`));
	});

	test('names every function that is refused', () => {
		const refused = functionNames().filter((name) => findFunction(name).kind === 'refused');
		expect(refused).toEqual(expect.arrayContaining(['executeSQL', 'getLatitude', 'faker']));
	});
});
