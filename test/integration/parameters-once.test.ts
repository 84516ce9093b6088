/**
 * How often nodes ask n8n for a parameter, counted in n8n's engine: once in a run, or once for
 * each item where it holds an expression.
 */
import { ExecuteContext } from 'n8n-core';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { locatorValue, runCoreBos } from './corebos-node';
import { runNodes } from './n8n-engine';

interface Counted {
	asked: number;
	json: IDataObject[];
}

/** The questions of a run; the engine itself asks for nothing. */
async function counting(run: () => Promise<IDataObject[]>): Promise<Counted> {
	const asked = jest.spyOn(
		ExecuteContext.prototype as unknown as { _getNodeParameter: () => unknown },
		'_getNodeParameter',
	);
	try {
		const json = await run();
		return { asked: asked.mock.calls.length, json };
	} finally {
		asked.mockRestore();
	}
}

function products(count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => ({ productname: `P ${index}`, part: index }));
}

const MAP = (url: string) =>
	`<map><originmodule><originname>Products</originname></originmodule><wsconfig><wsurl>${url}</wsurl><wshttpmethod>GET</wshttpmethod><methodname>getchallenge</methodname><wstype>REST</wstype><inputtype>URL</inputtype><outputtype>JSON</outputtype></wsconfig><fields><field><fieldname>operation</fieldname><Orgfields><Orgfield><OrgfieldName>getchallenge</OrgfieldName><OrgfieldID>const</OrgfieldID></Orgfield></Orgfields></field><field><fieldname>username</fieldname><Orgfields><Orgfield><OrgfieldName>admin</OrgfieldName><OrgfieldID>const</OrgfieldID></Orgfield></Orgfields></field></fields><Response><field><fieldname>success</fieldname><destination><field>done</field></destination></field></Response></map>`;

describe('parameters that n8n is asked for', () => {
	let coreBos: CoreBosStandIn;
	beforeAll(async () => {
		coreBos = await startCoreBos();
	});
	afterAll(async () => await coreBos.close());

	const create = (more: INodeParameters, options: INodeParameters = {}): INodeParameters => ({
		resource: 'record',
		operation: 'create',
		module: locatorValue('Products', 'list'),
		...more,
		options,
	});
	const mapped = create({
		valuesFrom: 'fields',
		fields: { mappingMode: 'autoMapInputData', value: null },
	});
	const below = create({
		valuesFrom: 'fields',
		fields: {
			mappingMode: 'defineBelow',
			value: { productname: '={{ $json.productname }} of {{ $json.part }}' },
		},
	});

	const cases: Array<
		[title: string, parameters: INodeParameters, perItem: number, name: (index: number) => string]
	> = [
		['coreBOS: Create without expressions', mapped, 0, (index) => `P ${index}`],
		[
			'coreBOS: Create in bulk without expressions',
			{ ...mapped, options: { together: true } },
			0,
			(index) => `P ${index}`,
		],
		['coreBOS: Create with one expression', below, 1, (index) => `P ${index} of ${index}`],
		[
			'coreBOS: Create with a field of the item',
			create({
				valuesFrom: 'fields',
				fields: { mappingMode: 'defineBelow', value: { productname: '={{ $json.productname }}' } },
			}),
			0,
			(index) => `P ${index}`,
		],
	];
	it.each(cases)('%s', async (_, parameters, perItem, name) => {
		const run = async (count: number) =>
			await counting(async () => (await runCoreBos(coreBos, parameters, products(count))).json);
		const [few, many] = [await run(3), await run(13)];
		expect(many.asked - few.asked).toBe(10 * perItem);
		expect(many.json.map(({ productname }) => productname)).toEqual(
			products(13).map((_item, index) => name(index)),
		);
	});

	it.each([
		['all parameters are fixed', 'mapXml', 0],
		['the map holds an expression', 'mapXml with an expression', 1],
	])('Run Web Service Map: %s', async (_, kind, perItem) => {
		const xml = MAP(coreBos.webServiceUrl);
		const mapXml =
			kind === 'mapXml' ? xml : `=${xml.replace('admin', "{{ $json.part >= 0 ? 'admin' : '' }}")}`;
		const run = async (count: number) =>
			await counting(async () => {
				const outcome = await runNodes(products(count), [
					{ name: 'Map', parameters: { mapXml, options: {} } },
				]);
				return outcome.items('Map').map(({ json }) => json);
			});
		const [few, many] = [await run(3), await run(13)];
		expect(many.asked - few.asked).toBe(10 * perItem);
		expect(many.json.map(({ done }) => done)).toEqual(Array(13).fill('true'));
	});

	describe('a field of the item, which the node reads itself, is what n8n makes of it', () => {
		/** Volatile fields say nothing; the others and the errors have to be the same. */
		const told = ({ productname, unit_price, discontinued, error }: IDataObject) => ({
			productname,
			unit_price,
			discontinued,
			error,
		});

		/** The outcome with references as they are, and with such that only n8n can work out. */
		const bothWays = async (parameters: INodeParameters, items: IDataObject[]) => {
			const written = JSON.stringify(parameters);
			const alike = JSON.parse(written.replaceAll('$json.v ', '($json.v) ')) as INodeParameters;
			expect(alike).not.toEqual(parameters);
			const outcome = async (given: INodeParameters) => {
				const { json, error } = await runCoreBos(coreBos, given, items, 'continueRegularOutput');
				return { json: json.map(told), error: error?.message };
			};
			const [own, n8ns] = [await outcome(parameters), await outcome(alike)];
			expect(own).toEqual(n8ns);
			return own;
		};

		const values = [
			'P 1',
			'',
			' 2 ',
			'5',
			'true',
			'=1 + 1',
			'{{ 1 + 1 }}',
			'2026-01-31',
			'Ñandú € 😀',
			12.5,
			0,
			-1e21,
			true,
			false,
			null,
			{ a: 1 },
			['x'],
		];
		const items = [...values.map((v) => ({ v })), {}];

		it.each([undefined, 'string', 'number', 'boolean', 'dateTime', 'options', 'array'])(
			'in a resource mapper, of type %s',
			async (type) => {
				for (const name of ['productname', 'unit_price', 'discontinued']) {
					const field = { id: name, displayName: name, required: false, display: true, type };
					const options = [{ name: 'Yes', value: 'P 1' }];
					await bothWays(
						create({
							valuesFrom: 'fields',
							fields: {
								mappingMode: 'defineBelow',
								value: { productname: 'fixed', [name]: '={{ $json.v }}' },
								schema: type === undefined ? [] : [{ ...field, options }],
							} as unknown as INodeParameters,
						}),
						items,
					);
				}
			},
		);

		it('in JSON, locators and filters', async () => {
			const { json } = await runCoreBos(coreBos, mapped, products(3));
			const ids = json.map(({ id }) => ({ v: String(id) }));
			const url = 'https://crm.example.com/index.php?module=Products&action=DetailView&record=';
			const places = [...ids, ...ids.map(({ v }) => ({ v: url + v.slice(3) })), ...items];
			for (const mode of ['id', 'url']) {
				const read = {
					resource: 'record',
					operation: 'get',
					recordId: locatorValue('={{ $json.v }}', mode),
				};
				const { json: found } = await bothWays(read, places);
				expect(found.filter(({ error }) => error === undefined)).toHaveLength(3);
			}
			const filtered = {
				resource: 'record',
				operation: 'getAll',
				module: locatorValue('Products', 'list'),
				filters: { conditions: [{ field: 'id', operator: 'equals', value: '={{ $json.v }}' }] },
			};
			expect((await bothWays(filtered, ids)).json).toHaveLength(3);
			const asJson = create({ valuesFrom: 'json', fieldsJson: '={{ $json.v }}' });
			const texts = [{ v: '{"productname":"J"}' }, { v: { productname: 'J' } }, { v: '{' }, {}];
			expect((await bothWays(asJson, texts)).json[0]).toMatchObject({ productname: 'J' });
		});
	});
});
