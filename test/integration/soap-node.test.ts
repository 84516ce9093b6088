import type { INodeParameters } from 'n8n-workflow';
import { runNodes, type MapNode } from './n8nEngine';
import { startVies, VALID, type ViesServer } from './soap-vies/viesServer';

/** SOAP in the node, run by n8n's engine; VIES at the address of its stand-in. */
let mockVies: ViesServer;

jest.mock('../../nodes/engine/soap/vat-check', () => {
	const { checkVatNumber } = jest.requireActual('../../nodes/engine/soap/vat-check');
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
		expect(error?.message).toMatch(/EUVATValidation: VIES does not tell .*HTTP 404.*\[item 0\]/);
	});
});
