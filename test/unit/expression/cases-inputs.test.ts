import type { Environment } from '../../../engine/environment';
import { CoreBosError } from '../../../engine/corebos';
import { runSmall, smallMap, source } from '../map/small-map';
import { compileExpression, evaluateExpression, renderTemplate } from '../../../engine/expression';

/** What an install answers, by operation; what is not named here is not found. */
type Answers = Record<string, (parameters: Record<string, unknown>) => unknown>;

function notFound(): never {
	throw Object.assign(new Error('Record not found'), { code: 'RECORD_NOT_FOUND' });
}

const PRODUCT = {
	id: '14x8593',
	productcode: 'W-100',
	productname: 'Widget',
	vendor_id: '2x8588',
	vendor_idename: { module: 'Vendors', reference: 'Vendor', cbuuid: '' },
};

const USER = {
	id: '19x1',
	user_name: 'admin',
	first_name: '',
	last_name: 'Administrator',
	currency_id: '21x1',
	roleid: 'H2',
	rolename: 'CEO',
};

const CONTACT = {
	id: '12x8591',
	lastname: "O'Hara",
	account_id: '11x8589',
	account_idename: { module: 'Accounts', reference: 'Chemex', cbuuid: '' },
};

const RECORDS: Record<string, Record<string, unknown>> = {
	'19x1': USER,
	'14x8593': PRODUCT,
	'12x8591': CONTACT,
	'11x74': { id: '11x74', accountname: 'A', account_id: '11x75' },
	'11x75': { id: '11x75', accountname: 'B', account_id: '' },
};

const ANSWERS: Answers = {
	retrieve: ({ id }) => RECORDS[String(id)] ?? notFound(),
	getReferenceValue: ({ id }) =>
		String(id).includes('14x8593')
			? 'a:1:{s:7:"14x8593";a:2:{s:6:"module";s:8:"Products";s:9:"reference";s:6:"Widget";}}'
			: 'a:0:{}',
	query: ({ query }) =>
		/ from Currency /.test(String(query))
			? [{ id: '21x1', currency_code: 'EUR', conversion_rate: '1.000000' }]
			: [{ id: '14x8593' }],
	getRelatedRecords: () => {
		throw Object.assign(new Error('not related'), { code: 'MODULES_NOT_RELATED' });
	},
};

function environment(changes: Partial<Environment> = {}, answers: Answers = {}): Environment {
	return {
		fields: PRODUCT,
		recordId: PRODUCT.id,
		module: 'Products',
		context: {},
		user: { id: '19x1', name: 'admin' },
		coreBos: {
			call: async (operation, parameters = {}) =>
				({ ...ANSWERS, ...answers })[operation]?.(parameters) ?? notFound(),
		},
		...changes,
	};
}

const ROWS: Array<[string, string, unknown]> = [
	['001', 'getCurrentUserID()', '19x1'],
	['002', "getCurrentUserName('FULL')", 'Administrator'],
	['002', "getCurrentUserName('full')", 'Administrator'],
	['002', "getCurrentUserName('x')", 'admin'],
	['003', "getCurrentUserField('parentrole')", 'H1'],
	['003', "getCurrentUserField('currency_code')", 'EUR'],
	['003', "getCurrentUserField('id')", ''],
	['003', "getCurrentUserField('nosuch')", ''],
	['003', 'getCurrentUserField()', ''],
	['005', '$productcode', 'W-100'],
	['005', 'uppercase($productcode)', 'W-100'],
	['005', "if $productcode == 'W-100' then 1 else 0 end", 1],
	['005', '$$productcode', 'W-100'],
	['006', 'getFromContext("cb_token")', ''],
	['006', 'concat("a",\'b\')', 'b'],
	['006', 'productcode == "W-100"', false],
	['007', "getEntityType('14x1')", ''],
	['007', "getEntityType('14x8593')", 'Products'],
	['007', 'getEntityType(vendor_id)', 'Vendors'],
	['007', "getRelatedIDs('Vendors')", []],
	['007', "getFieldsOF('14x1','Products')", []],
	['007', "flattenarray('x')", ['x']],
	['007', "getIDof('Accounts','accountname','')", 0],
	['008', 'char()', ''],
	['008', 'getIDof()', 0],
	['008', "getIDof('Accounts','accountname')", 0],
	['008', "aggregation('nosuch')", 0],
	['008', "evaluateRule('5','x')", 0],
	['008', "applyMaptoArrayElementsAndSubarray('x',1,'lines',2)", false],
	['008', 'getRelatedIDs()', []],
	['008', "base64encode('a','b')", -1],
	['008', "base64decode('a','b')", -1],
	['008', "cleanArrayElements(productcode,'one')", false],
	['008', "substring(uniqid('pfx'), 0, 3)", 'pfx'],
	['008', "stringlength(uniqid('pfx'))", 16],
	['008', "getRequest('x')", ''],
	['008', "getRequest('order')", '17'],
	['040', "statistics('median',array(1,3,2))", 3],
	['040', "getCurrentUserField('currency_id')", '1'],
	['040', "getFieldsOF('12x8591','Contacts','account_id')", { accountid: '8589' }],
	['049', '2 * if 1 then 3 else 4 end + 1', 7],
	['049', '5 - if 1 then 2 else 3 end > 2', true],
	['049', "concat(5 - if 1 then 2 else 3 end > 2,'x')", '1x'],
	['049', '1 + 2 * if 1 then 3 else 4 end + 1', 8],
	['049', '2 * (if 1 then 3 else 4 end) + 1', 8],
	['050', "jsonEncode(array('2.00',5.0))", '[2,5]'],
	['051', "getFieldsOF('11x74,11x75','Accounts','accountname')", ['A', 'B']],
	['051', "getFieldsOF('11x75, 11x74, 11x75','Accounts','accountname')", ['A', 'B']],
	[
		'051',
		"getFieldsOF('11x75,11x74,11x9','Accounts','accountname,account_id')",
		[
			{ accountname: 'A', parentid: '75' },
			{ accountname: 'B', parentid: '' },
		],
	],
	['051', "getFieldsOF('11x74,11x75','Accounts','account_id')", [null, null]],
	['051', "cleanArrayElements(jsonDecode('{\"one\":1,\"two\":2}'),'one','false')", { two: 2 }],
	['051', "cleanArrayElements(jsonDecode('{\"one\":1,\"two\":2}'),'one','yes')", { one: 1 }],
	['051', "getCurrentUserField('rolename')", 'CEO'],
	['051', "getCurrentUserField('RoleName')", 'CEO'],
	['003', "getCurrentUserField('ParentRole')", 'H1'],
	['051', "networkdays(get_date('2026-11-02'), '2026-11-09')", 0],
	['051', "networkdays('2026-11-02', '2026-11-09')", 6],
	['051', "holidaydifference(concat('2026-11-02'), '2026-11-09', 1, '')", 0],
	['051', "statistics('median',array(5,1,9))", 1],
	['051', "statistics('mode',array(1,1,2,2,3),1)", [1, 2]],
	['051', "frequency('frequencyTable',array(5))", { 5: 0 }],
	['051', 'flattenarray(array())', null],
	['053', "num2str('10,279.00','en')", 'TEN THOUSAND TWO HUNDRED SEVENTY NINE point ZERO'],
	['053', "num2str(21,'nl')", 'EENENTWINTIG'],
	['053', "num2str(12.5,'nl')", 'TWAALF punt VIJF'],
	['064', 'flattenarray(array(1),array(2))', [1, 2]],
	['064', "sub_days('2026-11-27',3.5)", '2026-11-23'],
	['064', "time_diffyears('abc')", 0],
	['064', "getGroupID('')", 0],
	['064', 'Importing()', null],
	['064', "frequency('frequencyTable',array(5))", { 5: 0 }],
];

describe('inputs of ../shared/cases/inputs.json: expressions', () => {
	test.each(ROWS)('%s %s', async (_, source, value) => {
		expect(await evaluateExpression(source, environment({ env: { order: '17' } }))).toEqual(value);
	});

	test.each([
		["051 add_days('2026-11-27','abc')"],
		["008 allrelatedarethesame('HelpDesk','ticketstatus')"],
		["008 aggregation_fields_operation('sum','Potentials','amount','*','probability','')"],
		["008 aggregation('sum','Potentials')"],
		["008 aggregate_time('Potentials')"],
		["008 exists('productcode')"],
		["008 evaluateExpression('1','2')"],
		["008 getRelatedIDs('Contacts',missing)"],
		["008 getCRUDMode('x')"],
		['008 getimageurl()'],
		["003 getCurrentUserField('parentrolename')"],
	])('%s is refused', async (titled) => {
		const source = titled.slice(4);
		await expect(evaluateExpression(source, environment())).rejects.toThrow(
			expect.objectContaining({ name: 'ExpressionError' }),
		);
	});

	test.each([
		['006', 'getFromContext("cb_token")', /double quotes as names.*column 16/s],
		['006', 'concat("a",\'b\')', /double quotes as names.*column 8/s],
		['040', "statistics('median',array(1,3,2))", /sort/],
	])('%s %s warns', (_, source, warning) => {
		expect(compileExpression(source).warnings.join('\n')).toMatch(warning);
	});

	test.each([
		['006', 'getFromContext("cb_token")', { cb_token: 'T' }, 'T'],
		['006', 'concat("a",\'b\')', {}, 'ab'],
		['012', 'id', {}, '0x0'],
		['012', '$(assigned_user_id : (Users) last_name)', {}, 'Administrator'],
	])('%s %s with the record id 0x0', async (_, source, context, value) => {
		const stub = environment({ fields: undefined, recordId: '0x0', context });
		expect(await evaluateExpression(source, stub)).toBe(value);
	});

	test('009 exists finds out the module of a record', async () => {
		const asked: string[] = [];
		const query = ({ query: text }: Record<string, unknown>) => {
			asked.push(String(text));
			return [{ id: '14x8593' }, { id: '14x9999' }];
		};
		const nameless = environment({ module: undefined }, { query });
		expect(await evaluateExpression("exists('productcode','W-100')", nameless)).toBe(true);
		expect(asked[0]).toContain(' from Products ');
	});

	test.each([
		["exists('productcode','W-100')", false],
		["exists('productcode','W-100','true')", false],
		["exists('productcode','W-100','false')", true],
	])('051 %s where only the record itself has the value', async (source, value) => {
		expect(await evaluateExpression(source, environment())).toBe(value);
	});

	test.each([
		["getRelatedIDs('Contacts')", ['12x1', '12x2']],
		["aggregation('count','Contacts','lastname')", '2'],
		["existsrelated('Contacts','lastname','B')", true],
		["allrelatedare('Contacts','lastname','A')", false],
		["aggregation('group_concat','Contacts','lastname separator \"newline\"')", 'A\r\nB'],
		["aggregation('group_concat','Contacts','lastname separator \"\\\\n\"')", 'A\nB'],
	])('010 %s asks again without columns where the install dies on them', async (source, value) => {
		const getRelatedRecords = ({ queryParameters }: Record<string, unknown>) => {
			if (Object.hasOwn(Object(queryParameters), 'columns')) {
				throw new CoreBosError({
					code: 'EMPTY_ANSWER',
					operation: 'getRelatedRecords',
					reason: 'empty',
					status: 500,
				});
			}
			return {
				records: [
					{ id: '12x1', lastname: 'A' },
					{ id: '12x2', lastname: 'B' },
				],
			};
		};
		const install = environment({}, { getRelatedRecords, describe: () => ({ fields: [] }) });
		expect(await evaluateExpression(source, install)).toEqual(value);
	});

	test('045 getIDof takes all field names, then all values', async () => {
		const query = jest.fn<unknown, [Record<string, unknown>]>(() => [{ id: '11x74' }]);
		const source = "getIDof('Accounts','accountname','phone','Chemex','03')";
		expect(await evaluateExpression(source, environment({}, { query }))).toBe('74');
		expect(query.mock.calls[0][0].query).toContain(
			"where accountname = 'Chemex' and phone = '03' ",
		);
	});
});

describe('046 conditions of aggregations', () => {
	const LINKS: Record<string, [string, string]> = {
		'11x74': ['Accounts', 'Chemex Labs Ltd'],
		'11x75': ['Accounts', 'X-Ceed'],
		'12x80': ['Contacts', 'Chemex Labs Ltd'],
	};
	const POTENTIALS = [
		{ id: '13x1', amount: '1', related_to: '74', account: '74' },
		{ id: '13x2', amount: '2', related_to: '11x75', account: '75' },
		{ id: '13x4', amount: '4', related_to: '80', account: '0' },
	];
	const ACCOUNTS = [
		{ id: '11x74', annualrevenue: '5.00', accountname: 'Chemex', parent: '75' },
		{ id: '11x75', annualrevenue: '5.0', accountname: 'X-Ceed', parent: '' },
		{ id: '11x76', annualrevenue: '7', accountname: 'annual', parent: '74' },
	];
	const link = (name: string, ...refersTo: string[]) => ({
		name,
		type: { name: 'reference', refersTo },
	});
	const plain = (name: string) => ({ name, type: { name: 'string' } });
	const DESCRIBED: Record<string, unknown> = {
		Potentials: {
			idPrefix: '13',
			fields: [
				plain('amount'),
				link('related_to', 'Accounts', 'Contacts'),
				link('account', 'Accounts'),
			],
		},
		Accounts: {
			idPrefix: '11',
			fields: [plain('annualrevenue'), plain('accountname'), link('parent', 'Accounts')],
		},
	};
	const answers: Answers = {
		describe: ({ elementType }) => DESCRIBED[String(elementType)],
		getRelatedRecords: ({ relatedModule }) => {
			if (relatedModule === 'Potentials') return { records: POTENTIALS };
			throw Object.assign(new Error('not related'), { code: 'MODULES_NOT_RELATED' });
		},
		query: () => ACCOUNTS,
		retrieve: ({ id }) => ({
			id: Object.keys(LINKS).find((known) => known.endsWith(`x${String(id)}`)),
		}),
		getReferenceValue: ({ id }) => {
			const [known, [module, reference]] =
				Object.entries(LINKS).find(([one]) => String(id).includes(one)) ?? notFound();
			return { [known]: { module, reference } };
		},
	};

	test.each([
		['Potentials', 'amount', '[related_to,e,Chemex Labs Ltd,and]', '5'],
		['Potentials', 'amount', '[related_to,n,Chemex Labs Ltd,and]', '2'],
		['Potentials', 'amount', '[related_to,s,x-,and]', '2'],
		['Potentials', 'amount', '[account,c,labs,and]', '1'],
		['Potentials', 'amount', '[account,y,,and]', '4'],
		['Potentials', 'amount', '[account,e,74,and]', 0],
		['Potentials', 'amount', '[id,n,1]', '6'],
		['Potentials', 'amount', '[id,e,1,and],[id,e,4,or]', '5'],
		['Potentials', 'amount', '[id,g,1]', '6'],
		['Accounts', 'annualrevenue', '[id,n,74]', '12.0'],
		['Accounts', 'annualrevenue', '[id,n,id]', '12.0'],
		['Accounts', 'annualrevenue', '[annualrevenue,e,annualrevenue]', '10.00'],
		['Accounts', 'annualrevenue', '[annualrevenue,g,2%2B4]', '7'],
		['Accounts', 'annualrevenue', '[accountname,e,$accountname]', '5.00'],
		['Accounts', 'annualrevenue', '[accountname,e,annual]', '7'],
		['Accounts', 'annualrevenue', '[parent,e,Chemex Labs Ltd,and]', '7'],
		['Accounts', 'annualrevenue', '[id,e,74,and],[id,e,75,or]', 0],
	])('046 %s %s %s', async (module, field, conditions, sum) => {
		const account = environment(
			{ fields: ACCOUNTS[0], recordId: '11x74', module: 'Accounts' },
			answers,
		);
		const source = `aggregation('sum','${module}','${field}','${conditions}')`;
		expect(await evaluateExpression(source, account)).toBe(sum);
	});
});

describe('inputs of ../shared/cases/inputs.json: linked fields, owners, templates, context', () => {
	const field = (name: string, uitype: string, type: Record<string, unknown>) => ({
		name,
		uitype,
		type,
	});
	const DESCRIPTIONS: Record<string, unknown> = {
		HelpDesk: {
			idPrefix: '17',
			fields: [
				field('ticketstatus', '15', { name: 'picklist' }),
				field('account_id', '10', { name: 'reference', refersTo: ['Accounts'] }),
				{
					...field('assigned_user_id', '53', {
						name: 'owner',
						assignto: { groups: { options: [{ groupid: '20x3', groupname: 'Support' }] } },
					}),
				},
			],
		},
		Accounts: {
			idPrefix: '11',
			fields: [
				field('total', '71', { name: 'currency' }),
				field('since', '5', { name: 'date' }),
				field('zero', '1', { name: 'string' }),
				field('parent', '10', { name: 'reference', refersTo: ['Accounts'] }),
			],
		},
		Contacts: { idPrefix: '12', fields: [] },
	};
	const INSTALL: Record<string, Record<string, unknown>> = {
		'19x5': {
			id: '19x5',
			user_name: 'comma',
			time_zone: 'America/New_York',
			language: 'es_es',
			date_format: 'dd-mm-yyyy',
			currency_decimal_separator: ',',
			currency_grouping_separator: '.',
		},
		'19x1': { id: '19x1', user_name: 'admin', language: 'en_us' },
		'11x746': {
			id: '11x746',
			total: '266.700000',
			since: '2020-12-31',
			zero: '0',
			parent: '11x1',
			lastname: 'none of an account',
			assigned_user_id: '19x1',
		},
		'17x9': { id: '17x9', lastname: 'Loaded' },
		'8879': { id: '17x8879', lastname: 'Loaded' },
	};
	const TICKET = {
		id: '17x9',
		ticketstatus: 'Open',
		account_id: '11x746',
		assigned_user_id: '19x5',
	};
	const coreBos: Environment['coreBos'] = {
		call: async (operation, { id, elementType } = {}) => {
			if (operation === 'describe') return DESCRIPTIONS[String(elementType)] ?? notFound();
			if (operation === 'retrieve') return INSTALL[String(id)] ?? notFound();
			if (operation === 'gettranslation') return ['Abierta'];
			return operation === 'getSetting' ? '' : notFound();
		},
	};
	const ticket: Environment = {
		fields: TICKET,
		module: 'HelpDesk',
		user: { id: '19x1', name: 'admin' },
		coreBos,
	};

	async function sent(kind: string, text: string, changes: Partial<Environment> = {}) {
		const { sent: requests } = await runSmall(smallMap({ fields: { a: source(kind, text) } }), {
			...ticket,
			...changes,
		});
		return (JSON.parse(String(requests[0].body)) as { a: unknown }).a;
	}

	test.each<[string, string, string, unknown]>([
		['048', 'EXPRESSION', '$(account_id : (Accounts) record_id)', '746'],
		['048', 'EXPRESSION', '$(account_id : (Accounts) record_module)', 'Accounts'],
		['048', 'EXPRESSION', '$(account_id : (Contacts) lastname)', ''],
		['048', 'EXPRESSION', '$(account_id : (Accounts) since)', '31-12-2020'],
		['048', 'EXPRESSION', '$(account_id : (Accounts) zero)', ''],
		['048', 'EXPRESSION', '$(account_id : (Accounts) parent)', '1'],
		['057', 'FIELD', '$(account_id : (Accounts) total)', '266,70'],
		['059', 'TEMPLATE', '$(general : (__WorkflowFunction__) getCurrentUserName())', 'comma'],
		['059', 'TEMPLATE', '$(general : (__VtigerMeta__) dbtimezone)', 'America/New_York'],
		['061', 'FIELD', 'ticketstatus', 'Abierta'],
		['062', 'EXPRESSION', "getFromContext('current_row.ticketstatus')", 'Open'],
	])('%s %s %s', async (_, kind, text, value) => {
		expect(await sent(kind, text)).toBe(value);
	});

	test('058 EXPRESSION assigned_user_id of a group is its id', async () => {
		const fields = { ...TICKET, assigned_user_id: '20x3' };
		expect(await sent('EXPRESSION', 'assigned_user_id', { fields })).toBe('20x3');
	});

	test('060 a template without a record reads paths out of the context', async () => {
		const context = { resp: { a: { b: 'deep' }, list: [{ x: 1 }, { x: 2 }] } };
		const text = '1 Çresp.a.b 2 Çresp.list.1.x 3';
		expect(await renderTemplate(text, { context })).toBe('1 deep 2 2 3');
		expect(await sent('TEMPLATE', text, { fields: undefined, context })).toBe('1 deep 2 2 3');
	});

	test('063 the record that the context names is loaded', async () => {
		const context = { record_id: '8879', lastname: 'of the context' };
		expect(await sent('FIELD', 'lastname', { fields: undefined, context })).toBe('Loaded');
	});

	test('039 an address that begins with a setting that is not set names it', async () => {
		const map = smallMap({ config: { wsurl: 'getSetting(fs_url)/clientes' } });
		await expect(runSmall(map, ticket)).rejects.toThrow(/getSetting\(fs_url\)/);
	});

	test.each([
		['true', [{ id: '11x1', qty: 3, zero: 0, other: 'k', line: '3', none: '' }]],
		['no', [{ line: '3', none: '' }]],
	])('047 applyMaptoArrayElements with %s', async (keeps, value) => {
		const content = `<map><fields>${[
			['line', '$qty'],
			['none', 'zero'],
		]
			.map(
				([target, name]) =>
					`<field><fieldname>${target}</fieldname><Orgfields><Orgfield><OrgfieldName>${name}</OrgfieldName><OrgfieldID>FIELD</OrgfieldID></Orgfield></Orgfields></field>`,
			)
			.join('')}</fields></map>`;
		const mapping = environment(
			{ context: { rows: [{ id: '11x1', qty: 3, zero: 0, other: 'k' }] } },
			{ retrieve: () => ({ maptype: 'Mapping', content }), query: () => [] },
		);
		const expression = `applyMaptoArrayElements(getFromContext('rows'), 5, '${keeps}')`;
		expect(await evaluateExpression(expression, mapping)).toEqual(value);
		const unknown = "applyMaptoArrayElements(getFromContext('rows'), 'no such')";
		expect(await evaluateExpression(unknown, mapping)).toHaveLength(1);
	});

	const orgfield = (name: string, kind: string, more = '') =>
		`<Orgfield><OrgfieldName>${name}</OrgfieldName><OrgfieldID>${kind}</OrgfieldID>${more}</Orgfield>`;
	const process = (name: string) => `<postProcess>${name}</postProcess>`;

	function mapping(sources: string, cbRule: Answers[string] = notFound): Environment {
		const content = `<map><fields><field><fieldname>line</fieldname><Orgfields>${sources}</Orgfields></field></fields></map>`;
		const rows = [{ qty: 3, price: '12.5 EUR', text: '&lt;b&gt;', list: [1, 2] }];
		return environment(
			{ context: { rows } },
			{ retrieve: () => ({ maptype: 'Mapping', content }), query: () => [], cbRule },
		);
	}

	const APPLIED = "applyMaptoArrayElements(getFromContext('rows'), 5, 'no')";

	test.each<[string, unknown]>([
		[orgfield('$price', 'FIELD', process('intval')), 12],
		[orgfield('$price', 'FIELD', process(' floatval ')), 12.5],
		[orgfield('text', 'FIELD', process('html_entity_decode')), '<b>'],
		[orgfield('list', '', process('json_encode')), '[1,2]'],
		[orgfield('{"a":1}', 'CONST', process('json_decode')), { a: 1 }],
		[orgfield('no JSON', 'CONST', process('json_decode')), null],
		[orgfield('$price', 'FIELD', process('nosuch')), '12.5 EUR'],
		[
			orgfield('1', 'CONST') + orgfield('2x', 'CONST', process('intval')) + orgfield('z', 'CONST'),
			'12z',
		],
		[
			orgfield('a', 'CONST') +
				orgfield("'", 'CONST', process('addslashes')) +
				'<delimiter>;</delimiter>',
			"a;\\'",
		],
		[orgfield('$price', 'FIELD', process('')), ''],
		[orgfield('a', 'CONST', '<Rule>b</Rule>'), 'b'],
	])('047 a source %s', async (sources, line) => {
		expect(await evaluateExpression(APPLIED, mapping(sources))).toEqual([{ line }]);
	});

	test('047 postProcess of texts on a list is refused', async () => {
		const sources = orgfield('list', '', process('addslashes'));
		await expect(evaluateExpression(APPLIED, mapping(sources))).rejects.toThrow(
			/postProcess addslashes needs text/,
		);
	});

	test.each([
		[orgfield('qty', 'RULE', '<Rule>77</Rule>'), { conditionid: '77', context: 3 }],
		[orgfield('qty', 'RULE', `<Rule>77</Rule>${process('intval')}`), { conditionid: '77' }],
		[orgfield('77', 'RULE'), { conditionid: '77', context: expect.stringContaining('12.5 EUR') }],
	])('047 a source %s asks coreBOS for the rule', async (sources, asked) => {
		const cbRule = jest.fn<unknown, [Record<string, unknown>]>(() => '5 pieces');
		const line = sources.includes('intval') ? 5 : '5 pieces';
		expect(await evaluateExpression(APPLIED, mapping(sources, cbRule))).toEqual([{ line }]);
		expect(cbRule).toHaveBeenCalledWith(expect.objectContaining(asked));
	});
});
