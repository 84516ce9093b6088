import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { checkVatNumber, SoapFault } from '../../engine';
import { runNodes } from './n8n-engine';
import { fetchHttp } from './soap-peers/call';
import { startVies, VALID, type ViesServer } from './soap-vies/vies-server';

/** The example workflow and EUVATValidation, with a stand-in for the real VIES. */
const folder = join(__dirname, '..', '..', 'examples', 'vies');
const map = readFileSync(join(folder, 'check-vat.xml'), 'utf8');
const workflow = JSON.parse(readFileSync(join(folder, 'vies.json'), 'utf8')) as {
	nodes: Array<{ name: string; parameters: INodeParameters }>;
};

let vies: ViesServer;

beforeEach(async () => {
	vies = await startVies();
});
afterEach(async () => await vies.close());

function atStandIn(xml: string): string {
	return xml.replace('https://ec.europa.eu', `http://${vies.address}`);
}

test('the workflow holds the map', () => {
	const node = workflow.nodes.find(({ name }) => name === 'Check VAT');
	expect(node?.parameters.mapXml).toBe(map);
});

test('the map checks each account', async () => {
	const accounts = [
		{ accountname: 'Ñandú & Co', siccode: `ES${VALID}` },
		{ accountname: 'Nobody Ltd', siccode: 'de000000000' },
		{ accountname: 'Without', siccode: '12' },
	];
	const { items, error } = await runNodes(accounts, [
		{ name: 'Check', parameters: { mapXml: atStandIn(map) }, onError: 'continueRegularOutput' },
	]);
	expect(error).toBeUndefined();
	const [valid, invalid, faulty] = items('Check').map(({ json }) => json);
	expect(valid).toMatchObject({
		accountname: 'Ñandú & Co',
		context: {
			vat_valid: true,
			vat_name: 'Ñandú & Co',
			vat_address: 'Calle 1\n08001 Barcelona',
			vat_checked: '2026-01-31+01:00',
		},
	});
	expect(invalid).toMatchObject({ context: { vat_valid: '', vat_name: '---' } });
	expect(faulty.error).toMatch(/^INVALID_INPUT \(SOAP fault env:Server\).*\[item 2\]/);
	expect(faulty.context).toBeUndefined();
	expect(vies.asked.filter((asked) => asked !== 'GET')).toEqual([
		`ES${VALID}`,
		'DE000000000',
		'12',
	]);
});

describe('checkVatNumber', () => {
	test.each([
		['ES', VALID, true, `ES${VALID}`],
		['es', 'es B1234-5678', true, `ES${VALID}`],
		['ES', 'B1', false, 'ESB1'],
		['GR', 'GR 123.456', false, 'EL123456'],
		['EL', '123456', false, 'EL123456'],
	])('%s %s: %s', async (country, number, valid, asked) => {
		const { wsdlUrl } = vies;
		await expect(checkVatNumber(country, number, fetchHttp, { wsdlUrl })).resolves.toBe(valid);
		expect(vies.asked).toEqual(['GET', asked]);
	});

	test('a fault is an error, not an invalid number', async () => {
		const { wsdlUrl } = vies;
		const asked = checkVatNumber('12', 'x', fetchHttp, { wsdlUrl });
		await expect(asked).rejects.toThrow(SoapFault);
		await expect(asked).rejects.toThrow('INVALID_INPUT');
	});
});
