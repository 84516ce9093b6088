import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { parseMap, serializeMap } from '../../../engine/map';
import { mapOfParameters, mapToParameters, parametersToMap } from '../../../convert';
import { RunWebServiceMap } from '../../../nodes/RunWebServiceMap/RunWebServiceMap.node';
import { smallMap, source } from '../map/small-map';

const description: INodeTypeDescription = new RunWebServiceMap().description;

/** What is left of parameters when n8n has dropped what it does not show, with or without defaults. */
function shownByN8n(parameters: INodeParameters, withDefaults = false): INodeParameters {
	const node: INode = {
		id: '1',
		name: 'Map',
		type: 'n8n-nodes-corebos.runWebServiceMap',
		typeVersion: 1.1,
		position: [0, 0],
		parameters,
	};
	const { properties } = description;
	const shown = NodeHelpers.getNodeParameters(
		properties,
		parameters,
		withDefaults,
		false,
		node,
		description,
	);
	return shown ?? {};
}

const soap = (more: INodeParameters = {}): INodeParameters => ({
	mapSource: 'define',
	webServiceType: 'SOAP',
	url: 'http://host/wsdl',
	soapOperation: { __rl: true, mode: 'list', value: 'call' },
	...more,
});

describe('a SOAP map from XML', () => {
	const config = { wstype: 'SOAP', methodname: 'checkVat', wshttpmethod: 'LINK', inputtype: 'URL' };
	const fields = { a: source('EXPRESSION', 'siccode'), b: '<value>ES</value>' };
	const xml = serializeMap(parseMap(smallMap({ config, fields })));

	test('is an operation and fields, which n8n shows; the rest is kept', () => {
		const parameters = shownByN8n(mapToParameters(parseMap(xml)));
		expect(parameters).toMatchObject({
			soapOperation: { mode: 'name', value: 'checkVat' },
			soapParametersFrom: 'fields',
			fields: {
				field: [
					{ name: 'a', valueFrom: 'expression', text: 'siccode' },
					{ name: 'b', value: 'ES' },
				],
			},
		});
		expect(parameters).not.toHaveProperty('method');
		expect(parameters).not.toHaveProperty('methodName');
		expect(serializeMap(parametersToMap(parameters))).toBe(xml);
		const running = shownByN8n(parameters, true);
		expect(serializeMap(parametersToMap(running))).toBe(xml);
	});

	test('keeps what is not shown when another operation is chosen', () => {
		const parameters = shownByN8n({
			...mapToParameters(parseMap(xml)),
			soapOperation: { __rl: true, mode: 'list', value: 'checkVatApprox' },
		});
		expect(serializeMap(parametersToMap(parameters))).toBe(
			xml.replace('>checkVat<', '>checkVatApprox<'),
		);
	});
});

describe('a SOAP map that is defined in the node', () => {
	const value = { text: 'x', number: 0, no: false, list: [{ sku: 'a' }], empty: null };

	test('sends the parameters that are filled in, with their types', () => {
		const parameters = soap({ soapParameters: { mappingMode: 'defineBelow', value } as never });
		const map = parametersToMap(shownByN8n(parameters));
		expect(map.config).toMatchObject({ webServiceType: 'SOAP', methodName: 'call' });
		expect(map.fields.map(({ name, value: text, typed }) => [name, text, typed])).toEqual([
			['text', 'x', undefined],
			['number', '0', 0],
			['no', '', false],
			['list', '[{"sku":"a"}]', [{ sku: 'a' }]],
		]);
		expect(map.fields.every(({ sources }) => sources.length === 0)).toBe(true);
	});

	test('takes lists and structures as JSON, where n8n knows that they are', () => {
		const schema = [
			{ id: 'list', type: 'array' },
			{ id: 'first', type: 'object' },
			{ id: 'text', type: 'string' },
		];
		const given = (more: object) =>
			soap({ soapParameters: { value: { text: '[1]', ...more }, schema } as never });
		const json = { list: '[1, 2]', first: '{"a": 1}' };
		const { fields } = parametersToMap(given(json));
		expect(fields.map(({ typed }) => typed)).toEqual([undefined, [1, 2], { a: 1 }]);
		expect(() => parametersToMap(given({ list: 'a, b' }))).toThrow(/"list".* needs a list.*JSON/);
		expect(() => parametersToMap(given({ first: 'a' }))).toThrow(/"first".* needs a structure/);
	});

	test('becomes XML and fields of the same map', () => {
		const parameters = soap({ soapParameters: { mappingMode: 'defineBelow', value } as never });
		const map = parametersToMap(parameters);
		const again = mapToParameters(map);
		expect(again).toMatchObject({ soapParametersFrom: 'fields' });
		expect(parametersToMap(again)).toEqual(map);
	});

	const fields = { field: [{ name: 'a', value: '1' }] };
	const soapParameters = { value: { b: '2' } };
	test.each<[title: string, parameters: INodeParameters, names: string[]]>([
		['from the WSDL', { soapParametersFrom: 'wsdl', soapParameters, fields }, ['b']],
		['from the WSDL by default', { soapParameters, fields }, ['b']],
		['from the fields', { soapParametersFrom: 'fields', soapParameters, fields }, ['a']],
		['from the fields where there is nothing else', { fields }, ['a']],
		['none at all', { soapParameters: { value: null } }, []],
	])('has its parameters %s', (_title, parameters, names) => {
		const map = parametersToMap(soap(parameters));
		expect(map.fields.map(({ name }) => name)).toEqual(names);
	});

	test.each<[title: string, operation: INodeParameters, name: string]>([
		['chosen', { soapOperation: { __rl: true, mode: 'list', value: 'a' } }, 'a'],
		['as text', { soapOperation: 'b' }, 'b'],
		['as methodName', { soapOperation: undefined, methodName: 'c' }, 'c'],
		['not yet', { soapOperation: { __rl: true, mode: 'list', value: '' } }, ''],
	])('names its operation: %s', (_title, operation, name) => {
		expect(mapOfParameters(soap(operation)).config.methodName).toBe(name);
	});

	test.each([[[1]], ['text']])('%j is not a value of parameters', (wrong) => {
		const parameters = soap({ soapParameters: { value: wrong } as never });
		expect(() => parametersToMap(parameters)).toThrow(/soapParameters needs an object/);
	});
});

test.each<[type: string, shown: string[], hidden: RegExp]>([
	['REST', ['method', 'methodName', 'inputType', 'fields'], /^soap/],
	['SOAP', ['soapOperation', 'soapParametersFrom', 'soapParameters'], /^(method|input|fields)/],
])('with %s n8n shows %j alone', (webServiceType, names, hidden) => {
	const shown = Object.keys(shownByN8n(soap({ webServiceType }), true));
	expect(shown).toEqual(expect.arrayContaining(names));
	expect(shown.filter((name) => hidden.test(name))).toEqual([]);
});
