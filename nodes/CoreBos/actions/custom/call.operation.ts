import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { jsonValue, readPhpSerialized } from '../../../../engine';
import { operationLocator } from '../../../editor/listSearch/locators';
import { outputsOf, type Action, type Output } from '../../action';
import { allCallOptions, callOptions } from '../../callOptions';
import { jsonObject, locatorValue, optionsOf } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';

/** Any operation of the install, including its own ones. */
export const call: Action = {
	choice: {
		name: 'Call Operation',
		value: 'call',
		action: 'Call a web service operation',
		description: 'Call any operation of the web service by name',
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
			description: 'How to enter the parameters',
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
								'The value; if the operation expects JSON, enter JSON text, or an object by an expression',
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
			description: 'The parameters by name; objects and lists are sent as JSON text',
		},
	],
	options: [
		{
			displayName: 'Decode Result',
			name: 'decode',
			type: 'options',
			options: [
				{ name: 'None', value: 'none' },
				{ name: 'JSON Text', value: 'json', description: 'The format of getAssignedUserList' },
				{
					name: 'PHP Serialized Text',
					value: 'php',
					description: 'The format of getReferenceValue and getSearchResults',
				},
			],
			default: 'none',
			description: 'How to decode a result that is text',
		},
		{
			displayName: 'Include More Info',
			name: 'includeMoreInfo',
			type: 'boolean',
			default: false,
			description:
				'Whether to return the whole answer as one item: result and moreinfo, such as the row count of a query',
		},
		...allCallOptions,
		{
			displayName: 'Split Lists',
			name: 'split',
			type: 'boolean',
			default: true,
			description: 'Whether to return one item for each entry of a result that is a list',
		},
	],
	async execute({ node, client }, itemIndex) {
		const operation = locatorValue(node, 'webServiceOperation', itemIndex, 'Web Service Operation');
		const given = parametersOf(node, itemIndex);
		const { parameters } = callOptions(node, itemIndex);
		const answer = await client.request(operation, { ...given, ...parameters });
		const options = optionsOf(node, itemIndex);
		const result = decoded(answer.result, String(options.decode ?? 'none'));
		if (options.includeMoreInfo !== true) return outputsFor(result, options.split !== false);
		return [{ json: { result, moreinfo: answer.moreInfo } as IDataObject }];
	},
};

/** @throws ParameterError for a name that the node sets itself */
function parametersOf(node: IExecuteFunctions, itemIndex: number): IDataObject {
	const isJson = node.getNodeParameter('specifyParameters', itemIndex) === 'json';
	const given = isJson
		? jsonObject(node, 'parametersJson', itemIndex, 'Parameters')
		: namedValues(node, itemIndex);
	if (Object.keys(given).some((name) => name.toLowerCase() === 'operation')) {
		throw new ParameterError(
			'The parameters contain "operation"',
			'Remove it: the name of the operation is in "Web Service Operation".',
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

/** @throws ParameterError for text that is in another format */
function decoded(result: unknown, as: string): unknown {
	if (as === 'none' || typeof result !== 'string') return result;
	const value = as === 'php' ? phpValue(result) : jsonValue(result);
	if (value !== undefined) return value;
	const kind = as === 'php' ? 'PHP serialized text' : 'JSON';
	throw new ParameterError(
		`The result is not ${kind}: ${result.slice(0, 200)}`,
		'Change or remove the option "Decode Result".',
	);
}

/** @returns undefined for text that is not PHP-serialized */
function phpValue(text: string): unknown {
	try {
		return readPhpSerialized(text);
	} catch {
		return undefined;
	}
}

function outputsFor(result: unknown, split: boolean): Output[] {
	return split || !Array.isArray(result) ? outputsOf(result) : [{ json: { result } }];
}
