import type { CoreBosClient, Environment } from '../../../engine/environment';
import { evaluateExpression } from '../../../engine/expression';

interface Source {
	text: string;
	kind: string;
}

function mapXml(fields: Record<string, { sources: Source[]; delimiter?: string }>): string {
	const parts = Object.entries(fields).map(([name, { sources, delimiter }]) => {
		const all = sources.map(
			({ text, kind }) =>
				`<Orgfield><OrgfieldName><![CDATA[${text}]]></OrgfieldName><OrgfieldID>${kind}</OrgfieldID></Orgfield>`,
		);
		const end = delimiter === undefined ? '' : `<delimiter>${delimiter}</delimiter>`;
		return `<field>\n<fieldname>${name}</fieldname><Orgfields>${all.join('\n')}${end}</Orgfields></field>`;
	});
	return `<map><originmodule><originname>A</originname></originmodule><fields>${parts.join('')}</fields></map>`;
}

function one(kind: string, text: string): { sources: Source[] } {
	return { sources: [{ kind, text }] };
}

const MAPS: Record<string, Record<string, unknown>> = {
	'5': {
		maptype: 'Mapping',
		content: mapXml({
			title: one('FIELD', 'name'),
			city: one('FIELD', 'address.city'),
			paid: one('42', 'paid'),
			kind: one('CONST', ' a & b '),
			sum: one('EXPRESSION', 'price * 2'),
			text: one('TEMPLATE', 'Order of $name'),
			missing: one('FIELD', 'nosuch'),
			both: {
				sources: [
					{ kind: 'FIELD', text: 'name' },
					{ kind: 'CONST', text: 'x' },
					{ kind: 'FIELD', text: 'nosuch' },
				],
				delimiter: '; ',
			},
		}),
	},
	'6': {
		maptype: 'Mapping',
		content: mapXml({
			'element.subject': one('FIELD', 'name'),
			'element.lines': one('FIELD', 'lines'),
			referenceId: one('FIELD', 'id'),
			elementType: one('CONST', 'SalesOrder'),
		}),
	},
	'7': { maptype: 'Mapping', content: mapXml({ productid: one('FIELD', 'title') }) },
	'8': { maptype: 'Webservice Mapping', content: '<map/>' },
	'9': { maptype: 'Mapping', content: '<map><fields>' },
	'11': {
		maptype: 'Mapping',
		content: mapXml({ a: one('CONST', '1') }).replace('</OrgfieldName>', '</OrgfieldNam>'),
	},
	'12': {
		maptype: 'Mapping',
		content: `<!DOCTYPE map [<!ENTITY a "1">]>${mapXml({ a: one('CONST', '1') })}`,
	},
	'10': { maptype: 'Mapping', content: mapXml({ projectname: one('FIELD', 'accountname') }) },
};

const NAMES: Record<string, string> = { 'My map': '5', Workflow_Accounts2Project: '10' };

type Parameters = Record<string, unknown>;

const ANSWERS: Record<string, (parameters: Parameters) => unknown> = {
	query: ({ query }) => {
		const name = /mapname = '(.*)' limit 1;$/.exec(String(query))?.[1] ?? '';
		return Object.hasOwn(NAMES, name) ? [{ id: NAMES[name] }] : [];
	},
	retrieve: ({ id }) => {
		const record = {
			accountname: 'Chemex',
			phone: '1',
			assigned_user_idename: { module: 'Users' },
		};
		if (id === '11x74' || id === '74') return { ...record, id: '11x74' };
		return MAPS[String(id)];
	},
	getReferenceValue: () =>
		'a:1:{s:5:"11x74";a:3:{s:6:"module";s:8:"Accounts";s:9:"reference";s:6:"Chemex";s:6:"cbuuid";s:2:"64";}}',
	getRelatedRecords: () => ({
		records: [{ 0: 'Deal', potentialname: 'Deal', 1: '9', amount: '9', id: '13x1' }],
	}),
	describe: ({ elementType }) => {
		const modules: Parameters = {
			Accounts: {
				relatedModules: {
					Opportunities: { related_module: 'Potentials', relatedfield: 'related_to' },
				},
			},
			Project: { fields: [{ name: 'projectname' }, { name: 'phone' }, { name: 'id' }] },
			ProjectTask: { fields: [{ name: 'amount' }, { name: 'projecttaskname' }] },
		};
		return modules[String(elementType)] ?? {};
	},
};

function evaluate(source: string, context: Record<string, unknown> = {}): Promise<unknown> {
	const coreBos: CoreBosClient = {
		call: async (operation, parameters = {}) => ANSWERS[operation](parameters),
	};
	const environment: Environment = {
		fields: { name: 'the record' },
		context,
		module: 'Accounts',
		recordId: '11x74',
		coreBos,
	};
	return evaluateExpression(source, environment);
}

const ORDER = { name: 'Ñ', price: '2.5', paid: false, address: { city: 'Köln' } };

const MAPPED = {
	name: 'Ñ',
	price: '2.5',
	address: { city: 'Köln' },
	title: 'Ñ',
	city: 'Köln',
	paid: '',
	kind: ' a & b ',
	sum: 5,
	text: 'Order of Ñ',
	missing: '',
	both: 'Ñ; x',
};

describe('applyMaptoArrayElements', () => {
	test('without a map', async () => {
		await expect(evaluate("applyMaptoArrayElements(getFromContext('orders'))")).rejects.toThrow(
			/needs a map/,
		);
	});

	test.each([
		["applyMaptoArrayElements(getFromContext('orders'), 5)", [MAPPED]],
		["applyMaptoArrayElements(getFromContext('orders'), '37x5')", undefined],
		["applyMaptoArrayElements(getFromContext('orders'), 'My map')", [MAPPED]],
		["applyMaptoArrayElements('no list', 5)", []],
		["applyMaptoArrayElements('no list', 'No such map')", 'no list'],
		["applyMaptoArrayElements(getFromContext('orders'), 'No such map')", [ORDER, 'no map']],
	])('%s', async (source, value) => {
		MAPS['37x5'] = MAPS['5'];
		expect(await evaluate(source, { orders: [ORDER, 'no map'] })).toEqual(value ?? [MAPPED]);
	});

	test.each([
		["applyMaptoArrayElements(getFromContext('orders'), 8)", /of type 'Webservice Mapping'/],
		[
			"applyMaptoArrayElements(getFromContext('orders'), 9)",
			/map 9 cannot be read: The XML breaks off/,
		],
		["applyMaptoArrayElements(getFromContext('orders'), 11)", /map 11 cannot be read/],
		["applyMaptoArrayElements(getFromContext('orders'), 12)", /DOCTYPE/],
	])('%s says why it cannot', async (source, reason) => {
		await expect(evaluate(source, { orders: [ORDER] })).rejects.toThrow(
			expect.objectContaining({ name: 'ExpressionError', message: expect.stringMatching(reason) }),
		);
	});
});

describe('applyMaptoArrayElementsAndSubarray', () => {
	const orders = [
		{ id: 1, name: 'first', lines: [{ title: 'A', quantity: 6, sku: '' }] },
		{ id: 2, name: 'second', lines: [] },
	];

	test.each<[string, string, unknown]>([
		['drops what is cleaned', "'title,sku'", { quantity: 6, productid: 'A' }],
		[
			'keeps only what is named, inverted',
			"'quantity,sku', 1",
			{ quantity: 6, sku: '', productid: 'A' },
		],
		['keeps all', "''", { title: 'A', quantity: 6, sku: '', productid: 'A' }],
	])('%s', async (_, cleaning, line) => {
		const source = `applyMaptoArrayElementsAndSubarray(getFromContext('orders'), 6, 'lines', 7, ${cleaning})`;
		expect(await evaluate(source, { orders })).toEqual([
			{ element: { subject: 'first', lines: [line] }, referenceId: '1', elementType: 'SalesOrder' },
			{ element: { subject: 'second', lines: [] }, referenceId: '2', elementType: 'SalesOrder' },
		]);
	});
});

describe('lists for MassCreate', () => {
	const deal = { potentialname: 'Deal', amount: '9', id: '13x1' };

	test.each<[string, unknown]>([
		[
			"getRelatedMassCreateArray('Potentials')",
			[
				{
					elementType: 'Accounts',
					referenceId: '11x74',
					element: { accountname: 'Chemex', phone: '1', id: '11x74' },
				},
				{
					elementType: 'Potentials',
					referenceId: '13x1',
					element: { ...deal, related_to: '@{11x74}' },
				},
			],
		],
		[
			"getRelatedMassCreateArrayConverting('Potentials', 'Project', 'ProjectTask', 74)",
			[
				{
					elementType: 'Project',
					referenceId: 74,
					element: { projectname: 'Chemex', phone: '' },
				},
				{
					elementType: 'ProjectTask',
					referenceId: '13x1',
					element: { amount: '9', projecttaskname: '', related_to: '@{74}' },
				},
			],
		],
		[
			"getRelatedRecordCreateArrayConverting('Potentials', 'ProjectTask')",
			[{ ...deal, record_id: '1' }],
		],
		["getRelatedMassCreateArray('')", []],
		["getRelatedMassCreateArrayConverting('Potentials')", []],
		["getRelatedRecordCreateArrayConverting('Potentials')", []],
	])('%s', async (source, value) => {
		expect(await evaluate(source)).toEqual(value);
	});
});
