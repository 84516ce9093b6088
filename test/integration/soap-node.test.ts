import type { INodeParameters } from 'n8n-workflow';
import { parseMap, serializeMap } from '../../engine';
import { mapToParameters } from '../../convert';
import { runNodes, type MapNode } from './n8n-engine';
import { startVies, VALID, type ViesServer } from './soap-vies/vies-server';

/** SOAP in the node, run by n8n's engine; VIES at the address of its stand-in. */
let mockVies: ViesServer;

jest.mock('../../engine/soap/vat-check', () => {
	const { checkVatNumber } = jest.requireActual('../../engine/soap/vat-check');
	return {
		checkVatNumber: async (country: string, number: string, http: unknown, options: object) =>
			await checkVatNumber(country, number, http, { ...options, wsdlUrl: mockVies.wsdlUrl }),
	};
});

beforeEach(async () => {
	mockVies = await startVies();
});
afterEach(async () => await mockVies.close());

const numbers = () => mockVies.asked.filter((asked) => asked !== 'GET');
const wsdlFetches = () => mockVies.asked.filter((asked) => asked === 'GET');

/** A map of one field, as XML. */
function checkVatMap(countryCode: string, vatNumber: string): string {
	const field = (name: string, expression: string) =>
		`<field><fieldname>${name}</fieldname><Orgfields><Orgfield><OrgfieldName>${expression}</OrgfieldName><OrgfieldID>EXPRESSION</OrgfieldID></Orgfield></Orgfields></field>`;
	return `<map><originmodule><originname>Accounts</originname></originmodule><wsconfig><wsurl>${mockVies.wsdlUrl}</wsurl><methodname>checkVat</methodname><wstype>SOAP</wstype><outputtype>JSON</outputtype></wsconfig><fields>${field('countryCode', countryCode)}${field('vatNumber', vatNumber)}</fields><Response><field><fieldname>valid</fieldname><destination><context>ok</context></destination></field></Response></map>`;
}

async function run(items: number, node: Omit<MapNode, 'name'>) {
	const records = Array.from({ length: items }, (_, index) => ({ siccode: `B${index}` }));
	return await runNodes(records, [{ name: 'Node', ...node }]);
}

test.each([1, 5])('the WSDL is fetched once for all items, %i at a time', async (concurrency) => {
	const mapXml = checkVatMap("'ES'", 'siccode');
	const { error, items } = await run(20, { parameters: { mapXml, options: { concurrency } } });
	expect(error).toBeUndefined();
	expect(items('Node')).toHaveLength(20);
	expect(wsdlFetches()).toHaveLength(1);
	expect(numbers().sort()).toEqual(Array.from({ length: 20 }, (_, n) => `ESB${n}`).sort());
});

describe('EUVATValidation asks VIES', () => {
	const evaluate = (expression: string): INodeParameters => ({ operation: 'evaluate', expression });

	test('in an expression of the node, its WSDL fetched once', async () => {
		const expression = `EUVATValidation(concat('ES', if siccode == 'B1' then '${VALID}' else siccode end))`;
		const { error, items } = await run(3, { parameters: evaluate(expression) });
		expect(error).toBeUndefined();
		expect(items('Node').map(({ json }) => json.value)).toEqual([false, true, false]);
		expect(mockVies.asked).toEqual(['GET', 'ESB0', `ES${VALID}`, 'ESB2']);
	});

	test('in a map, whose own WSDL it shares', async () => {
		const mapXml = checkVatMap(
			`if EUVATValidation('ES${VALID}') then 'ES' else 'XX' end`,
			'siccode',
		);
		const { error } = await run(2, { parameters: { mapXml } });
		expect(error).toBeUndefined();
		expect(wsdlFetches()).toHaveLength(1);
		expect(numbers()).toEqual([`ES${VALID}`, 'ESB0', `ES${VALID}`, 'ESB1']);
	});

	test('a service that does not answer is an error: nothing is known of the number', async () => {
		mockVies.wsdlUrl += 'x';
		const { error } = await run(1, { parameters: evaluate(`EUVATValidation('ES${VALID}')`) });
		expect(error?.message).toMatch(/EUVATValidation: VIES does not say .*HTTP 404/);
	});
});

describe('Define Below with SOAP', () => {
	const response = {
		entry: [
			{ path: 'valid', context: 'ok' },
			{ path: 'name', field: 'checkedName' },
		],
	};
	/** Parameters of the node, for the operation and from where its parameters come. */
	const defined = (more: INodeParameters): Omit<MapNode, 'name'> => ({
		typeVersion: 1.1,
		parameters: {
			mapSource: 'define',
			webServiceType: 'SOAP',
			url: mockVies.wsdlUrl,
			soapOperation: { __rl: true, mode: 'list', value: 'checkVat' },
			response,
			...more,
		},
	});

	test('parameters by name, evaluated for each item', async () => {
		const field = (id: string) => ({ id, displayName: id, display: true, type: 'string' });
		const soapParameters = {
			mappingMode: 'defineBelow',
			value: { countryCode: 'ES', vatNumber: '={{ $json.siccode }}' },
			matchingColumns: [],
			schema: [field('countryCode'), field('vatNumber')],
		};
		const records = [{ siccode: VALID }, { siccode: 'B2' }];
		const node = defined({ soapParameters } as never);
		const { error, items } = await runNodes(records, [{ name: 'Node', ...node }]);
		expect(error).toBeUndefined();
		expect(items('Node').map(({ json }) => json)).toEqual([
			{
				siccode: VALID,
				checkedName: 'Ñandú & Co',
				context: { ok: true, wsctx_name: 'Ñandú & Co' },
			},
			{ siccode: 'B2', checkedName: '---', context: { ok: false, wsctx_name: '---' } },
		]);
		expect(mockVies.asked).toEqual(['GET', `ES${VALID}`, 'ESB2']);
	});

	test('fields with sources of coreBOS', async () => {
		const expression = { kind: 'expression', text: `concat('B', '12345678')` };
		const field = [
			{ name: 'countryCode', value: 'ES' },
			{ name: 'vatNumber', valueFrom: 'sources', sources: { source: [expression] } },
		];
		const node = defined({ soapParametersFrom: 'fields', fields: { field } } as never);
		const { error, items } = await run(1, node);
		expect(error).toBeUndefined();
		expect(items('Node')[0].json).toMatchObject({ context: { ok: true } });
		expect(numbers()).toEqual([`ES${VALID}`]);
	});

	test('a map that was converted calls and is exported as it was', async () => {
		const xml = checkVatMap("'ES'", 'siccode').replace(
			'<wstype>',
			'<wshttpmethod>LINK</wshttpmethod><inputtype>URL</inputtype><wstype>',
		);
		const parameters = mapToParameters(parseMap(xml));
		const { error } = await run(1, { typeVersion: 1.1, parameters });
		expect(error).toBeUndefined();
		expect(numbers()).toEqual(['ESB0']);
		const exported = await run(1, {
			typeVersion: 1.1,
			parameters: { ...parameters, operation: 'export' },
		});
		expect(exported.items('Node')[0].json.xml).toBe(serializeMap(parseMap(xml)));
	});

	test.each<[title: string, more: INodeParameters, message: RegExp]>([
		[
			'no operation',
			{ soapOperation: { __rl: true, mode: 'name', value: "={{ '' }}" } },
			/no "Operation Name"/,
		],
		[
			'an operation that the WSDL lacks',
			{ soapOperation: { __rl: true, mode: 'name', value: 'chekVat' } },
			/no operation "chekVat".*checkVat/,
		],
		[
			'a parameter that is missing',
			{ soapParameters: { value: { countryCode: 'ES' } } as never },
			/vatNumber/,
		],
	])('%s is an error that says so', async (_title, more, message) => {
		const { error } = await run(1, defined(more));
		expect(error?.message).toMatch(message);
		expect(error?.message).not.toMatch(/\[item/);
		expect(numbers()).toEqual([]);
	});
});
