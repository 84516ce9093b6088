import type { Environment } from '../../../engine/environment';
import { parseMap, serializeMap, type WebServiceMap } from '../../../engine/map';
import { entry, runSmall, smallMap, source } from './small-map';

async function sentFields(
	fields: Record<string, string>,
	environment: Environment,
	native = false,
): Promise<{ values: Record<string, unknown>; warnings: string[] }> {
	const options = { compatibility: native ? ('native' as const) : ('coreBos' as const) };
	const { result, sent } = await runSmall(smallMap({ fields }), environment, {}, options);
	return {
		values: JSON.parse(String(sent[0].body ?? '{}')) as Record<string, unknown>,
		warnings: result.warnings,
	};
}

type Row = Record<string, unknown>;

/** A coreBOS with one module and one user, who wants numbers and dates in a certain way. */
function coreBosOf(user: Row, calls: string[] = []): Environment['coreBos'] {
	const field = (name: string, uitype: string, type: Row) => ({ name, uitype, type });
	const fields = [
		field('amount', '71', { name: 'currency' }),
		field('rate', '9', { name: 'double' }),
		field('count', '1', { name: 'integer' }),
		field('day', '5', { name: 'date', format: 'mm-dd-yyyy' }),
		field('size', '1', { name: 'string' }),
		field('link', '10', { name: 'reference', refersTo: ['Vendors'] }),
		field('assigned_user_id', '53', { name: 'owner' }),
	];
	return {
		call: async (operation, { id, elementType } = {}) => {
			calls.push(operation);
			if (operation === 'describe' && elementType === 'Things') return { idPrefix: '14', fields };
			if (operation === 'retrieve' && id === '19x5') return { id, ...user };
			throw Object.assign(new Error('denied'), { code: 'ACCESS_DENIED' });
		},
	};
}

const record = {
	id: '14x7',
	amount: '1234567.895000',
	rate: '-0.001',
	count: '1200',
	day: '2020-02-29',
	size: '10x20',
	link: '2x9',
	assigned_user_id: '19x5',
};
const names = Object.keys(record).filter((name) => name !== 'id');
const each = (id: string) => Object.fromEntries(names.map((name) => [name, source(id, name)]));

describe('formats of the user', () => {
	test.each<[title: string, user: Row, amount: string, day: string]>([
		["coreBOS's own", {}, '1,234,567.90', '02-29-2020'],
		[
			'of Germany',
			{
				currency_decimal_separator: ',',
				currency_grouping_separator: '.',
				date_format: 'dd-mm-yyyy',
			},
			'1.234.567,90',
			'29-02-2020',
		],
		[
			'of India',
			{ currency_grouping_pattern: '12,34,56,789', date_format: 'yyyy-mm-dd' },
			'12,34,567.90',
			'2020-02-29',
		],
		[
			'without groups',
			{ currency_grouping_pattern: '123456789', no_of_currency_decimals: '3' },
			'1234567.895',
			'02-29-2020',
		],
		[
			'one group',
			{ currency_grouping_pattern: '123456,789', no_of_currency_decimals: '0' },
			'1234,568',
			'02-29-2020',
		],
	])('%s', async (_title, user, amount, day) => {
		const environment = { fields: record, module: 'Things', coreBos: coreBosOf(user) };
		const { values, warnings } = await sentFields(each('FIELD'), environment);
		expect(values).toMatchObject({
			amount,
			day,
			count: '1200',
			size: '10x20',
			link: '2x9',
			assigned_user_id: '19x5',
		});
		expect(warnings).toEqual([]);
	});

	test('the stored value has bare ids and no formats', async () => {
		const environment = { fields: record, module: 'Things', coreBos: coreBosOf({}) };
		const { values } = await sentFields(each(''), environment);
		expect(values).toEqual({ ...record, id: undefined, link: '9', assigned_user_id: '5' });
	});

	test('without a credential values stay as they are, with one warning', async () => {
		const { values, warnings } = await sentFields(each('FIELD'), {
			fields: record,
			module: 'Things',
		});
		expect(values).toEqual({ ...record, id: undefined });
		expect(warnings).toEqual([expect.stringContaining('credential')]);
	});

	test('a module that is not described leaves values as they are, with one warning', async () => {
		const environment = { fields: record, module: 'Other', coreBos: coreBosOf({}) };
		const { values, warnings } = await sentFields(each('FIELD'), environment);
		expect(values).toMatchObject({ amount: record.amount });
		expect(warnings).toEqual([expect.stringContaining('describe the module Other')]);
	});

	test('coreBOS is asked once for what many fields need', async () => {
		const calls: string[] = [];
		const environment = { fields: record, module: 'Things', coreBos: coreBosOf({}, calls) };
		await sentFields(
			{ ...each('FIELD'), again: source('TEMPLATE', '$amount $rate $day') },
			environment,
		);
		expect(calls.sort()).toEqual(['describe', 'retrieve']);
	});

	test('functions inside a template calculate with stored values', async () => {
		const environment = { fields: record, module: 'Things', coreBos: coreBosOf({}) };
		const text = '$amount: $(general : (__WorkflowFunction__) count + 1 ).';
		const { values } = await sentFields({ t: source('TEMPLATE', text) }, environment);
		expect(values).toEqual({ t: '1,234,567.90: 1201.' });
	});

	test('a linked record that is not there is empty, with a warning', async () => {
		const environment = { fields: record, module: 'Things', coreBos: coreBosOf({}) };
		const text = '[$(link : (Vendors) vendorname)]';
		const { values, warnings } = await sentFields({ t: source('TEMPLATE', text) }, environment);
		expect(values).toEqual({ t: '[]' });
		expect(warnings).toEqual([expect.stringContaining('2x9')]);
	});
});

describe('post processing, as PHP does it', () => {
	test.each<[name: string, text: string, want: unknown]>([
		['intval', ' 12abc', 12],
		['intval', '1e3', 1000],
		[' intval ', '7x', 7],
		['boolval', '0.0', true],
		['boolval', '0', false],
		['floatval', '1.50x', 1.5],
		['floatval', '1e3', 1000],
		['addslashes', `a'b"c\\d`, `a\\'b\\"c\\\\d`],
		['stripslashes', `it\\'s \\\\ \\n`, `it's \\ n`],
		['quotemeta', '1+1=2? [a] (b) $', '1\\+1=2\\? \\[a\\] \\(b\\) \\$'],
		[
			'htmlentities',
			`<ñ & "q" 's' €>`,
			'&lt;&ntilde; &amp; &quot;q&quot; &#039;s&#039; &euro;&gt;',
		],
		['htmlspecialchars', `<ñ & 's'>`, '&lt;ñ &amp; &#039;s&#039;&gt;'],
		[
			'html_entity_decode',
			'&lt;&ntilde;&euro;&#039;&#x41;&apos;&nosuch;&#1;',
			`<ñ€'A&apos;&nosuch;&#1;`,
		],
		['json_decode', '{"a":[1,2.5,{"b":null}],"c":true}', { a: [1, 2.5, { b: null }], c: true }],
		['json_decode', '{"a":"line\none"}', { a: 'line\none' }],
		['json_decode', 'notjson', null],
		['json_decode', '', null],
		['json_encode', '15', '15'],
		['json_encode', 'ñ/', '"\\u00f1\\/"'],
		['strtoupper', 'abc', 'abc'],
	])('%s of %j', async (name, text, want) => {
		const more = `<postProcess>${name}</postProcess>`;
		const { values, warnings } = await sentFields({ v: source('CONST', text, more) }, {});
		expect(values).toEqual({ v: want });
		expect(warnings.length).toBe(name === 'strtoupper' ? 1 : 0);
	});
});

describe('delimiters', () => {
	const two = (delimiter: string) =>
		`<Orgfields>${['single', 'x'].map((text) => `<Orgfield><OrgfieldName>${text}</OrgfieldName><OrgfieldID>CONST</OrgfieldID></Orgfield>`).join('')}<delimiter>${delimiter}</delimiter></Orgfields>`;
	const one = `<Orgfields><Orgfield><OrgfieldName>single</OrgfieldName><OrgfieldID>CONST</OrgfieldID></Orgfield><delimiter>--None--</delimiter></Orgfields>`;

	test.each<[title: string, native: boolean, want: Row]>([
		[
			'coreBOS takes every character of it off the end',
			false,
			{ a: 'single--None--x', b: 'singl', c: 'single€x' },
		],
		[
			'natively one of them is taken off',
			true,
			{ a: 'single--None--x', b: 'single', c: 'single€x' },
		],
	])('%s', async (_title, native, want) => {
		const fields = { a: two('--None--'), b: one, c: two('€') };
		expect((await sentFields(fields, {}, native)).values).toEqual(want);
	});
});

describe('natively a single source keeps its type', () => {
	test.each<[expression: string, want: unknown]>([
		['1+2', 3],
		['1==1', true],
		['7/2', 3.5],
		["'3'", '3'],
	])('%s', async (expression, want) => {
		const fields = { v: source('EXPRESSION', expression) };
		expect((await sentFields(fields, { fields: {} }, true)).values).toEqual({ v: want });
		expect((await sentFields(fields, { fields: {} })).values).toEqual({
			v: String(want === true ? 1 : want),
		});
	});
});

test('an empty postProcess leaves nothing of its source in coreBOS, and that is told', async () => {
	const fields = { a: source('CONST', 'text', '<postProcess></postProcess>') };
	const { values, warnings } = await sentFields(fields, {});
	expect(values).toEqual({ a: '' });
	expect(warnings).toEqual([expect.stringMatching(/postProcess of field "a" is empty/)]);
	expect((await sentFields(fields, {}, true)).values).toEqual({ a: 'text' });
});

test('a Relfield knows number and module of the linked record', async () => {
	const related = (name: string) =>
		`<Orgfields><Relfield><RelfieldName>${name}</RelfieldName><RelModule>Users</RelModule><linkfield>assigned_user_id</linkfield></Relfield></Orgfields>`;
	const fields = { a: related('record_id'), b: related('record_module'), c: related('nosuch') };
	const environment = { fields: record, module: 'Things', coreBos: coreBosOf({}) };
	expect((await sentFields(fields, environment)).values).toEqual({ a: '5', b: 'Users', c: '' });
});

test('a Relfield takes an item that holds the linked record itself', async () => {
	const related =
		'<Orgfields><Relfield><RelfieldName>name</RelfieldName><RelModule>Vendors</RelModule><linkfield>link</linkfield></Relfield></Orgfields>';
	const fields = { link: { id: '2x9', name: 'Vendor' } };
	expect((await sentFields({ a: related }, { fields })).values).toEqual({ a: 'Vendor' });
});

describe('number fields as the database keeps them', () => {
	test.each([
		['"12.5"', '12.500000'],
		['12', '12.000000'],
		['"12.3456789"', '12.345679'],
		['"7 pieces"', '7.000000'],
		['"none"', '0.000000'],
		['""', '0.000000'],
		['null', '0.000000'],
		['"1e400"', '1e400'],
	])('%s', async (answer, want) => {
		const map = smallMap({ response: entry('a.b', 'amount') });
		const environment = { fields: record, module: 'Things', coreBos: coreBosOf({}) };
		const { result } = await runSmall(map, environment, { body: `{"a":{"b":${answer}}}` });
		expect(result.fields).toEqual({ amount: want });
	});
});

test('a literal is sent, and sources win over it', async () => {
	const fields = {
		a: '<value>fixed</value>',
		b: `<value>fixed</value>${source('CONST', 'source')}`,
		c: '<value>0</value>',
		nothing: '',
	};
	expect((await sentFields(fields, {})).values).toEqual({ a: 'fixed', b: 'source', c: '0' });
});

test('<Rule> names the rule, the name beside it the value', async () => {
	const asked: unknown[] = [];
	const call = async (operation: string, parameters: Row = {}) => {
		asked.push([operation, parameters]);
		return true;
	};
	const environment: Environment = {
		fields: { id: '14x7', a: '1' },
		recordId: '14x7',
		context: { c: 2 },
		coreBos: { call },
	};
	const { values } = await sentFields({ r: source('RULE', 'a', '<Rule>37x5</Rule>') }, environment);
	expect(values).toEqual({ r: '1' });
	expect(asked).toEqual([
		['cbRule', { conditionid: '37x5', context: { c: 2, id: '14x7', a: '1', record_id: '14x7' } }],
	]);
});

test('a map that was never XML is written in the usual order', () => {
	const map: WebServiceMap = {
		root: 'map',
		originModule: 'Products',
		config: {
			url: 'http://host/?a=1&b=<2>',
			method: 'POST',
			webServiceType: 'REST',
			inputType: 'JSON',
			outputType: 'JSON',
			headers: [{ name: 'Content-type', value: 'application/json' }],
		},
		fields: [
			{ name: 'a', value: 'x ]]> y', sources: [] },
			{
				name: 'b',
				sources: [
					{ kind: 'expression', text: "concat('<', code)", postProcess: 'trim' },
					{ kind: 'related', text: 'vendorname', module: 'Vendors', linkField: 'vendor_id' },
				],
				delimiter: ', ',
			},
		],
		response: [{ path: 'result.id', field: 'remote_id' }, { path: '.' }],
	};
	const xml = serializeMap(map);
	expect(xml).toContain('<wsurl><![CDATA[http://host/?a=1&b=<2>]]></wsurl>');
	expect(xml).toContain('<value>x ]]&gt; y</value>');
	expect(withoutLayout(parseMap(xml))).toEqual({
		...map,
		fields: [
			map.fields[0],
			{
				...map.fields[1],
				sources: [{ ...map.fields[1].sources[0], id: 'EXPRESSION' }, map.fields[1].sources[1]],
			},
		],
	});
	expect(serializeMap(parseMap(xml))).toBe(xml);
});

function withoutLayout(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutLayout);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).filter(([name]) => !/layout$/i.test(name));
	return Object.fromEntries(entries.map(([name, member]) => [name, withoutLayout(member)]));
}

test('a setting that the map itself writes is read again', async () => {
	const settings: Row = { counter: '1' };
	const coreBos: Environment['coreBos'] = {
		call: async (operation, { key, value } = {}) => {
			if (operation === 'setSetting') settings[String(key)] = value;
			return settings[String(key)];
		},
	};
	const { values } = await sentFields(
		{
			before: source('EXPRESSION', "getSetting('counter')"),
			written: source('EXPRESSION', "setSetting('counter','2')"),
			after: source('EXPRESSION', "getSetting('counter')"),
		},
		{ fields: { name: 'x' }, coreBos },
	);
	expect(values).toEqual({ before: '1', written: '2', after: '2' });
});

test.each([
	['FIELD', 'size', false, 'café & €'],
	['TEMPLATE', 'is $size', false, 'is café & €'],
	['FIELD', 'size', true, 'café &amp; &euro;'],
])('043 entities in a stored text, %s %s, native %p', async (kind, text, native, wanted) => {
	const environment = { fields: { id: '14x1', size: 'café &amp; &euro;' } };
	const { values } = await sentFields({ a: source(kind, text) }, environment, native);
	expect(values).toEqual({ a: wanted });
});
