import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { evaluateExpression } from '../../../engine/expression';
import { findFunction, functionNames } from '../../../engine/expression/functions/catalogue';

const DOCUMENT = readFileSync(join(__dirname, '../../../docs/expressions.md'), 'utf8');

/** Rows of the document's tables whose last two columns are an example and its result. */
const EXAMPLES = DOCUMENT.split('\n').flatMap((line) => {
	const match = /\| `((?:[^`|]|\\\|)+)` +\| `((?:[^`|]|\\\|)+)` +\|$/.exec(line);
	if (match === null) return [];
	return [[match[1].replaceAll('\\|', '|'), match[2].replaceAll('\\|', '|')] as const];
});

const TIMES = [
	{ id: '30x1', subject: 'Visit', cost: '10.50', hours: '01:30:00' },
	{ id: '30x2', subject: 'visit', cost: '2.25', hours: '00:45:30' },
	{ id: '30x3', subject: 'Call', cost: '7.25', hours: '12:00:00' },
];

const MAP = `<map><fields><field><fieldname>line</fieldname><Orgfields><Orgfield>
<OrgfieldName>concat(id, ' × ', qty)</OrgfieldName><OrgfieldID>EXPRESSION</OrgfieldID>
</Orgfield></Orgfields></field></fields></map>`;

/** The install that the document's examples ask. */
const ANSWERS: Record<string, (parameters: Record<string, unknown>) => unknown> = {
	retrieve: ({ id }) => {
		if (id === '37x9') return { maptype: 'Mapping', content: MAP };
		if (id === '19x1') {
			return { first_name: 'Zoë', last_name: 'Admin', email1: 'z@example.com' };
		}
		return { accountname: 'Chemex', id };
	},
	query: ({ query }) => {
		const found = [
			['groupname = ', { id: '20x3' }],
			["accountname = 'Chemex'", { id: '11x74' }],
			['from Currency', { conversion_rate: '1.125000' }],
			["mapname = 'Row to line'", { id: '37x9' }],
		].find(([part]) => String(query).includes(String(part)));
		return found === undefined ? [] : [found[1]];
	},
	describe: () => ({}),
	getReferenceValue: () =>
		'a:1:{s:5:"11x74";a:3:{s:6:"module";s:8:"Accounts";s:9:"reference";s:6:"Chemex";s:6:"cbuuid";s:2:"64";}}',
	getRelatedRecords: () => ({ records: TIMES }),
	getRecordImages: () => ({
		images: { photo: { name: 'photo.png', path: 'storage/2026/', id: '9' } },
	}),
	cbRule: () => 'gold',
	getSetting: ({ default: fallback }) => fallback,
	setSetting: () => null,
	delSetting: () => null,
	SearchGlobalVar: () => '20',
	gettranslation: () => ['Guardar'],
};

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
				account_id: '11x74',
			},
			context: {
				token: '4f2a9c7e',
				rows: [
					{ id: '11x1', qty: 3 },
					{ id: '11x2', qty: 5 },
				],
			},
			module: 'Accounts',
			recordId: '11x74',
			user: { id: '19x1', name: 'admin' },
			env: { order: '17' },
			now: new Date('2026-11-22T10:30:00Z'),
			timeZone: 'Europe/Madrid',
			accessKeyFor: () => '5f4dcc3b5aa765d61d8327deb882cf99',
			session: { name: async () => '4c8d9e12', drop: async () => undefined },
			vatCheck: async () => true,
			coreBos: { call: async (operation, parameters = {}) => ANSWERS[operation](parameters) },
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
