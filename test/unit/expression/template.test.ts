import { compileTemplate, renderTemplate } from '../../../engine/expression';
import { stepsOf } from '../../hostile/work-counter';

const NOW = new Date('2026-03-29T00:30:00Z');

describe('templates', () => {
	const environment = {
		fields: {
			name: 'Ñandú & "Co"',
			zero: '0',
			count: 3,
			vendor_id: '2x8649',
			linked: { city: 'Köln', zero: '0' },
		},
		context: { name: 'from the context' },
		recordId: '14x8651',
		env: { a: 'posted', 'b c': 'spaced' },
		now: NOW,
		timeZone: 'Europe/Madrid',
	};

	test.each([
		['', ''],
		['no variables', 'no variables'],
		['Name: $name!', 'Name: Ñandú & "Co"!'],
		['$name$count', 'Ñandú & "Co"3'],
		['$name_x|', '|'],
		['$zero|$missing|', '||'],
		['cost 5$ and $$count', 'cost 5$ and $3'],
		['{"n":"$count"}', '{"n":"3"}'],
		['$vendor_id', '2x8649'],
		['$(linked : (Accounts) city).', 'Köln.'],
		['$(linked : (Accounts) zero).', '.'],
		['$(linked:(Accounts)city)', '$(linked:(Accounts)city)'],
		['$(missing : (Accounts) city).', '.'],
		['$(general : (__VtigerMeta__) recordId)', '8651'],
		['$(general : (__VtigerMeta__) dbtimezone)', 'Europe/Madrid'],
		[
			'$(general : (__VtigerMeta__) date) $(general : (__VtigerMeta__) time)',
			'2026-03-29 01:30:00',
		],
		['$(general : (__VtigerMeta__) logo)', '<img src="cid:logo" />'],
		['$recordid', '8651'],
		['$env["a"] $env[\'b c\'] $env["missing"].', 'posted spaced .'],
		['x $(general : (__WorkflowFunction__) uppercase(name) ) y', 'x ÑANDú & "CO" y'],
		["$(general : (__WorkflowFunction__) concat('(', count, ')') ), end", '(3), end'],
		["$(general : (__WorkflowFunction__) concat('it\\'s )', '&lt;') )", "it's )<"],
		['$(general : (__WorkflowFunction__) 2 * 3 )$(general : (__WorkflowFunction__) 0 )', '60'],
	])('%j', async (template, text) => {
		expect(await renderTemplate(template, environment)).toBe(text);
	});

	test.each([
		['Çname|Çzero|Çcount', 'Ñandú & "Co"||3'],
		['Çlinked.city Çlinked.nosuch.city Çmissing.city.', 'Köln Köln .'],
		['Çrecordid', '8651'],
		['FRANÇA, Ça va', 'FRANÇA, Ça va'],
	])('with Ç and a record: %j', async (template, text) => {
		expect(await renderTemplate(template, environment)).toBe(text);
	});

	test('without a record read the context', async () => {
		expect(await renderTemplate('$name|$zero|', { context: { name: 'N', zero: '0' } })).toBe('N||');
	});

	test('names can be read another way', async () => {
		const lookup = {
			symbol: async (name: string) => (name === 'price' ? '1,234.50' : null),
			reference: () => 'linked',
		};
		const template = compileTemplate('$price $(a : (B) c) $other.');
		expect(await template.render({ fields: {} }, lookup)).toBe('1,234.50 linked .');
	});

	test.each([
		["a $(general : (__WorkflowFunction__) concat('a' ", /not closed/, 38],
		['a $(general : (__WorkflowFunction__) 1 + ) b', /expected a value/, 42],
		['a\n$(general : (__WorkflowFunction__) nosuch(1) )', /there is no function/, 36],
	])('%j is refused with its place in the template', (template, reason, column) => {
		expect(() => compileTemplate(template)).toThrow(
			expect.objectContaining({ message: expect.stringMatching(reason), column }),
		);
	});

	test('is compiled once for its text and compatibility', async () => {
		const source = '$(general : (__WorkflowFunction__) concat(a, 1) ) '.repeat(50);
		const first = await stepsOf(() => compileTemplate(source));
		expect(await stepsOf(() => compileTemplate(source))).toBeLessThan(first / 10);
		expect(await stepsOf(() => compileTemplate(source, 'native'))).toBeGreaterThan(first / 10);
	});

	test('is rendered many times', async () => {
		const template = compileTemplate('<$n>');
		const texts = [1, 2, 3].map((n) => template.render({ fields: { n } }));
		expect(await Promise.all(texts)).toEqual(['<1>', '<2>', '<3>']);
	});
});
