import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { readPhpSerialized } from '../../../../engine';
import { operationLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type Output } from '../../action';
import { allCallOptions, callOptions } from '../../callOptions';
import { jsonObject, locatorValue, ParameterError } from '../../../editor/parameterValues';

/** Any operation of the install, also one that only this install has. */
export const call: Action = {
	choice: {
		name: 'Call Operation',
		value: 'call',
		action: 'Call a web service operation',
		description: 'Call any operation of the web service by its name, with parameters by name',
	},
	properties: [
		operationLocator(),
		{
			displayName: 'Specify Parameters',
			name: 'specifyParameters',
			type: 'options',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
			],
			default: 'fields',
			description: 'How to give the parameters',
		},
		{
			displayName: 'Parameters',
			name: 'parameters',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add Parameter',
			default: {},
			displayOptions: { show: { specifyParameters: ['fields'] } },
			description: 'The parameters of the operation',
			options: [
				{
					displayName: 'Parameter',
					name: 'parameter',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. elementType',
							description: 'The name of the parameter',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description:
								'The value; where the operation takes JSON, its text, or an object from an expression',
						},
					],
				},
			],
		},
		{
			displayName: 'Parameters',
			name: 'parametersJson',
			type: 'json',
			default: '{}',
			displayOptions: { show: { specifyParameters: ['json'] } },
			description: 'The parameters by their names; objects and lists are sent as JSON text',
		},
	],
	options: [
		{
			displayName: 'Decode Result',
			name: 'decode',
			type: 'options',
			options: [
				{ name: 'As It Is', value: 'none' },
				{ name: 'JSON Text', value: 'json', description: 'As getAssignedUserList answers' },
				{
					name: 'PHP Serialized Text',
					value: 'php',
					description: 'As getReferenceValue and getSearchResults answer',
				},
			],
			default: 'none',
			description: 'What a result that is a text holds',
		},
		{
			displayName: 'Include More Info',
			name: 'includeMoreInfo',
			type: 'boolean',
			default: false,
			description:
				'Whether the output is one item with the whole answer: result and moreinfo, such as the number of rows of a query',
		},
		...allCallOptions,
		{
			displayName: 'Split Lists',
			name: 'split',
			type: 'boolean',
			default: true,
			description: 'Whether a result that is a list becomes one output item for each entry',
		},
	],
	async execute({ node, client }, itemIndex) {
		const operation = locatorValue(node, 'webServiceOperation', itemIndex, 'Web Service Operation');
		const given = parametersOf(node, itemIndex);
		const { parameters } = callOptions(node, itemIndex);
		const answer = await client.request(operation, { ...given, ...parameters });
		const options = node.getNodeParameter('options', itemIndex, {}) as IDataObject;
		const result = decoded(answer.result, String(options.decode ?? 'none'));
		if (options.includeMoreInfo !== true) return outputsFor(result, options.split !== false);
		return [{ json: { result, moreinfo: answer.moreInfo } as IDataObject }];
	},
};

/** @throws ParameterError for names that the node sets itself */
function parametersOf(node: IExecuteFunctions, itemIndex: number): IDataObject {
	const isJson = node.getNodeParameter('specifyParameters', itemIndex) === 'json';
	const given = isJson
		? jsonObject(node, 'parametersJson', itemIndex, 'Parameters')
		: namedValues(node, itemIndex);
	if (Object.keys(given).some((name) => name.toLowerCase() === 'operation')) {
		throw new ParameterError(
			'The parameter "operation" is what Web Service Operation says: leave it out of the parameters',
		);
	}
	return given;
}

function namedValues(node: IExecuteFunctions, itemIndex: number): IDataObject {
	const { parameter = [] } = node.getNodeParameter('parameters', itemIndex, {}) as {
		parameter?: Array<{ name: string; value: IDataObject[string] }>;
	};
	const named = parameter.filter(({ name }) => name.trim() !== '');
	return Object.fromEntries(named.map(({ name, value }) => [name.trim(), value]));
}

/** @throws ParameterError for a text that is none of what it was said to be */
function decoded(result: unknown, as: string): unknown {
	if (as === 'none' || typeof result !== 'string') return result;
	const value = as === 'php' ? readPhpSerialized(result) : jsonValue(result);
	if (value !== undefined) return value;
	const kind = as === 'php' ? 'PHP serialized text' : 'JSON text';
	throw new ParameterError(
		`The result is no ${kind} (option Decode Result), but: ${result.slice(0, 200)}`,
	);
}

function jsonValue(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function outputsFor(result: unknown, split: boolean): Output[] {
	return split || !Array.isArray(result) ? outputsOf(result) : [{ json: { result } }];
}
