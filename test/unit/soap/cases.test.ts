import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Http } from '../../../engine/environment';
import { toPlainValue } from './plain';
import {
	bodyOf,
	buildEnvelope,
	findOperation,
	readSoapAnswer,
	WsdlCache,
	type Wsdl,
} from '../../../engine/soap';
import { canonicalXml } from './canonical-xml';

/**
 * WSDLs that once could not be called or were called wrongly, one folder each: the WSDL and what
 * it imports, the values, and the envelope that PHP or the standard has (`expected.xml`) or the
 * values of the answer (`expected.json`: natively, and as PHP has them).
 */
const CASES = join(__dirname, '../../recordings/soap-cases');

interface Values {
	operation: string;
	parameters: Record<string, unknown>;
	response?: string;
}

interface Expected {
	expected?: unknown;
	php?: unknown;
}

const folders = readdirSync(CASES);
const hasFile = (name: string) => (folder: string) => existsSync(join(CASES, folder, name));

function json(folder: string, name: string): unknown {
	return JSON.parse(readFileSync(join(CASES, folder, name), 'utf8'));
}

async function wsdlOf(folder: string): Promise<Wsdl> {
	const http: Http = async ({ url }) => {
		const path = join(CASES, folder, new URL(url).pathname);
		const isThere = existsSync(path);
		const body = isThere ? readFileSync(path) : '';
		return await Promise.resolve({ status: isThere ? 200 : 404, headers: {}, body });
	};
	const request = { method: 'GET', url: 'http://files/service.wsdl', headers: {} };
	return await new WsdlCache().read(request, http);
}

describe.each(folders.filter(hasFile('expected.xml')))('%s', (folder) => {
	test.each(['native', 'coreBos'] as const)('is called (%s)', async (compatibility) => {
		const { operation, parameters } = json(folder, 'values.json') as Values;
		const wsdl = await wsdlOf(folder);
		const options = { compatibility, warn: () => undefined };
		const { body } = buildEnvelope(wsdl, findOperation(wsdl, operation), parameters, options);
		const wanted = readFileSync(join(CASES, folder, 'expected.xml'), 'utf8');
		expect(canonicalXml(body)).toBe(canonicalXml(wanted));
	});
});

const answers = folders.filter(hasFile('expected.json')).flatMap((folder) => {
	const { expected, php } = json(folder, 'expected.json') as Expected;
	return [
		...(expected === undefined ? [] : [[folder, 'native', expected] as const]),
		...(php === undefined ? [] : [[folder, 'coreBos', php] as const]),
	];
});

test.each(answers)('%s is read (%s)', async (folder, compatibility, wanted) => {
	const { operation, response = '' } = json(folder, 'values.json') as Values;
	const wsdl = await wsdlOf(folder);
	const body = bodyOf(response);
	if (body === undefined) throw new Error('the response is not an envelope');
	const { value } = readSoapAnswer(wsdl, findOperation(wsdl, operation), body, compatibility);
	expect(toPlainValue(value)).toEqual(wanted);
});

test('attributes of elements that the schema does not name', async () => {
	const folder = 'answer-any-attributes';
	const { operation, response = '' } = json(folder, 'values.json') as Values;
	const wsdl = await wsdlOf(folder);
	const body = bodyOf(response);
	if (body === undefined) throw new Error('the response is not an envelope');
	const { value } = readSoapAnswer(wsdl, findOperation(wsdl, operation), body, 'native');
	expect(toPlainValue(value)).toEqual({ tree: { _: 'leaf', id: '5', kind: 'x' } });
});
