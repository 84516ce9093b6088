import { runSmall, smallMap, source } from './small-map';

const orgfield = (text: string) =>
	`<Orgfield><OrgfieldName>${text}</OrgfieldName><OrgfieldID>CONST</OrgfieldID></Orgfield>`;
const field = (content: string) => `<field><fieldname>a</fieldname>${content}</field>`;

/** The body of a map with these field elements. */
async function body(fields: string, native = false): Promise<unknown> {
	const xml = smallMap({}).replace('<fields></fields>', `<fields>${fields}</fields>`);
	const compatibility = native ? 'native' : 'coreBos';
	const { sent } = await runSmall(xml, {}, {}, { compatibility });
	return sent[0].body === undefined ? undefined : JSON.parse(String(sent[0].body));
}

describe('what coreBOS reads differently than it looks', () => {
	const empty = `<Orgfields><Orgfield/>${orgfield('x')}</Orgfields>`;
	const two = `<Orgfields>${orgfield('x')}${orgfield('y')}<delimiter>-</delimiter></Orgfields>`;
	const undelimited = `<Orgfields>${orgfield('x')}${orgfield('y')}</Orgfields>`;
	const blank = '<Orgfields><Orgfield></Orgfield></Orgfields>';
	test.each<[title: string, fields: string, coreBos: unknown, native: unknown]>([
		['an empty first Orgfield', field(empty), undefined, { a: 'x' }],
		['nothing but an empty Orgfield', field(blank), undefined, { a: null }],
		['a literal beside it', field(`${empty}<value>v</value>`), { a: 'v' }, { a: 'x' }],
		[
			'the delimiter of an earlier field',
			field(two) + field(undelimited),
			{ a: 'x-y' },
			{ a: 'xy' },
		],
		[
			'a delimiter of its own',
			field(two) + field(two.replace('>-<', '>+<')),
			{ a: 'x+y' },
			{ a: 'x+y' },
		],
		[
			'an empty one of its own',
			field(two) + field(two.replace('>-<', '><')),
			{ a: 'xy' },
			{ a: 'xy' },
		],
	])('%s', async (_title, fields, coreBos, native) => {
		expect(await body(fields)).toEqual(coreBos);
		expect(await body(fields, true)).toEqual(native);
	});

	const related = (name: string) =>
		`<Orgfields><Relfield><RelfieldName>${name}</RelfieldName><RelModule>Accounts</RelModule><linkfield>account_id</linkfield></Relfield></Orgfields>`;
	const REFERENCES = {
		name: 'Accounts',
		idPrefix: '11',
		fields: ['account_id', 'campaign_id'].map((name) => ({
			name,
			type: { name: 'reference', refersTo: ['Accounts'] },
		})),
	};
	const LINKED = { accountname: 'Acme', account_id: '', id: '11x8' };
	const coreBos = {
		call: async (operation: string) => (operation === 'describe' ? REFERENCES : LINKED),
	};
	const RECORD = { accountname: 'Own', account_id: '11x8', campaign_id: '', phone: '', id: '11x7' };
	/** Run by coreBOS itself, January 2025, but for the first two, which it leaves empty. */
	test.each<[title: string, content: string, kind: 'record' | 'stub' | 'none', value: string]>([
		['id is the web service id of the record', source('', 'id'), 'record', '11x7'],
		['Relfield: and of the linked record', related('id'), 'record', '11x8'],
		['record_id is the number', source('', 'record_id'), 'record', '7'],
		['FIELD shows the id', source('FIELD', 'id'), 'record', '11x7'],
		['a stored link is a number', source('', 'account_id'), 'record', '8'],
		['an empty link is stored as 0', source('', 'campaign_id'), 'record', '0'],
		['an empty text is not', source('', 'phone'), 'record', ''],
		['FIELD shows nothing of an empty link', source('FIELD', 'campaign_id'), 'record', ''],
		['Relfield: its empty link is 0', related('account_id'), 'record', '0'],
		['Relfield: its name', related('accountname'), 'record', 'Acme'],
		['the stand-in has an id in expressions', source('EXPRESSION', 'id'), 'stub', '0x0'],
		['which is of no module', source('EXPRESSION', 'getEntityType(id)'), 'stub', ''],
		['and no other field', source('EXPRESSION', 'phone'), 'stub', 'phone'],
		['nor a linked one', source('EXPRESSION', '$(account_id : (Accounts) phone)'), 'stub', ''],
		['without a record a name is itself', source('EXPRESSION', 'id'), 'none', 'id'],
		[
			'and so is a reference',
			source('EXPRESSION', '$(account_id : (Accounts) phone)'),
			'none',
			'$(account_id : (Accounts) phone)',
		],
	])('%s', async (_title, content, kind, value) => {
		const xml = smallMap({}).replace('<fields></fields>', `<fields>${field(content)}</fields>`);
		const environment = {
			module: 'Accounts',
			coreBos,
			...(kind === 'record' ? { fields: RECORD, recordId: '11x7' } : {}),
			...(kind === 'stub' ? { recordId: '0x0' } : {}),
		};
		const { sent } = await runSmall(xml, environment, {}, { compatibility: 'coreBos' });
		expect(JSON.parse(String(sent[0].body))).toEqual({ a: value });
	});

	const delimited = (name: string) =>
		related(name).replace('</Relfield>', '<delimiter>-</delimiter>$&');
	const orgfields = `<Orgfields>${orgfield('x')}${orgfield('y')}</Orgfields>`;
	/** Run by coreBOS itself, January 2025. */
	test.each<[title: string, fields: string, coreBos: unknown, native: unknown]>([
		['Relfield, then Orgfields', field(related('accountname')) + field(two), 'Acmex-y', 'x-y'],
		['Orgfields, then Relfield', field(two) + field(related('accountname')), 'Acmex-y', 'Acme'],
		[
			'with the delimiter of the Relfield',
			field(delimited('accountname')) + field(orgfields),
			'Acmex-y',
			'xy',
		],
		[
			'the last Relfield of two',
			field(related('phone')) + field(related('accountname')) + field(two),
			'Acmex-y',
			'x-y',
		],
		[
			'the last Orgfields of two',
			field(related('accountname')) + field(two) + field(`<Orgfields>${orgfield('z')}</Orgfields>`),
			'Acmez',
			'z',
		],
		[
			'a Relfield beside Orgfields of its own',
			field(related('accountname').replace('<Orgfields>', `<Orgfields>${orgfield('z')}`)),
			'z',
			'z',
		],
	])('two fields of a name: %s', async (_title, fields, inCoreBos, native) => {
		const xml = smallMap({}).replace('<fields></fields>', `<fields>${fields}</fields>`);
		const environment = { module: 'Accounts', coreBos, fields: RECORD, recordId: '11x7' };
		const bodies = await Promise.all(
			(['coreBos', 'native'] as const).map(async (compatibility) => {
				const { sent } = await runSmall(xml, environment, {}, { compatibility });
				return JSON.parse(String(sent[0].body)) as unknown;
			}),
		);
		expect(bodies).toEqual([{ a: inCoreBos }, { a: native }]);
	});

	test('a destination called 0 is none', async () => {
		const response =
			'<field><fieldname>n</fieldname><destination><field>0</field><context>0</context></destination></field>';
		const answer = { body: '{"n":1}' };
		const { result } = await runSmall(smallMap({ response }), {}, answer);
		expect([result.fields, result.context]).toEqual([{}, { wsctx_n: '1' }]);
		const native = await runSmall(smallMap({ response }), {}, answer, { compatibility: 'native' });
		expect([native.result.fields, native.result.context]).toEqual([{ 0: 1 }, { 0: 1 }]);
	});

	/** PHP 8.2: json_encode(simplexml_load_string(…)) */
	test.each<[xml: string, value: unknown]>([
		['<r><?pi x?><a>1</a></r>', { pi: [], a: '1' }],
		['<r><a><?pi x?>t</a></r>', { a: { pi: [] } }],
		['<r><a>t<?pi x?></a></r>', { a: 't' }],
		['<r><a><?pi x?><?pi y?></a></r>', { a: { pi: [[], []] } }],
		['<?pi x?><r><a>1</a></r>', { a: '1' }],
	])('processing instructions of %s are empty elements', async (xml, value) => {
		const paths = ['a', 'pi'].map((path) => `<field><fieldname>${path}</fieldname></field>`);
		const map = smallMap({ config: { outputtype: 'XML' }, response: paths.join('') });
		const { result } = await runSmall(map, {}, { body: xml });
		const { wsctx_a: a, wsctx_pi: pi } = result.context;
		expect({ a, pi }).toEqual({ a: '', pi: '', ...(value as object) });
	});
});
