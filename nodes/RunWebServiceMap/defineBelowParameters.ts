import type { INodeProperties } from 'n8n-workflow';
import { FIELDS_AS, SOAP_PARAMETERS_FROM } from '../../convert';
import { fieldsParameter, shownAtOnce, titledEntries } from './defineBelowFields';
import { directiveFields } from './directiveFields';
import { preservedXml } from './preservedXml';
import { soapOperationParameter } from './soapOperations';
import { soapParametersParameter } from './soapParameters';

/** Where a map is given as node parameters. */
const DEFINED = { mapSource: ['define'], operation: ['run', 'dryRun', 'export'] };

/** A parameter that is shown where the map is defined in the node. */
function defined(parameter: INodeProperties, more: Record<string, string[]> = {}): INodeProperties {
	const { show, hide } = parameter.displayOptions ?? {};
	return {
		...parameter,
		displayOptions: { show: { ...DEFINED, ...show, ...more }, ...(hide && { hide }) },
	};
}

const SOAP = { webServiceType: ['SOAP'] };

/** A parameter that is shown once the operation is chosen. */
function withOperation(parameter: INodeProperties): INodeProperties {
	return {
		...parameter,
		displayOptions: { ...parameter.displayOptions, hide: { soapOperation: [''] } },
	};
}

/** What a SOAP operation is called with: the parameters that the WSDL names, or fields. */
const soapParameters: INodeProperties[] = [
	defined(
		{
			displayName: 'Parameters From',
			name: 'soapParametersFrom',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Fields',
					value: SOAP_PARAMETERS_FROM.fields,
					description:
						'Fields named like the parameters, as in coreBOS: literals, or sources such as coreBOS expressions',
				},
				{
					name: 'WSDL',
					value: SOAP_PARAMETERS_FROM.wsdl,
					description: 'The parameters listed in the WSDL, each with a value of its type',
				},
			],
			default: 'wsdl',
			description: 'How to enter the parameters of the operation',
		},
		SOAP,
	),
	withOperation(
		defined(soapParametersParameter, { ...SOAP, soapParametersFrom: [SOAP_PARAMETERS_FROM.wsdl] }),
	),
	defined(fieldsParameter, { ...SOAP, soapParametersFrom: [SOAP_PARAMETERS_FROM.fields] }),
];

/** Parameters of their own before version 1.2 of the node, and optional settings since. */
const SETTINGS_SINCE = ['originname', 'methodname'];
const BEFORE = { '@version': [1, 1.1] };
const isMoved = ({ element }: { element: string }) => SETTINGS_SINCE.includes(element);

/** The directives of the call that are shown at once, by what they are called in a map. */
function ofCall(...elements: string[]): INodeProperties[] {
	return directiveFields('wsconfig', ({ element }) => elements.includes(element)).map((parameter) =>
		defined(parameter),
	);
}

const movedParameters = [
	...directiveFields('originmodule', isMoved),
	...directiveFields('wsconfig', isMoved),
].map((parameter) => {
	const { show, hide } = parameter.displayOptions ?? {};
	return defined({
		...parameter,
		displayOptions: { show: { ...show, ...BEFORE }, ...(hide && { hide }) },
	});
});

const soapCallParameters = [defined(soapOperationParameter, SOAP), ...soapParameters];

const headersParameter = defined({
	displayName: 'Headers',
	name: 'headers',
	type: 'fixedCollection',
	typeOptions: titledEntries(
		'={{ [$collection.item.value.name, $collection.item.value.value].filter(Boolean).join(": ") }}',
	),
	placeholder: 'Add Header',
	default: {},
	description: 'Headers of the call (wsheader)',
	options: [
		{
			displayName: 'Header',
			name: 'header',
			values: [...directiveFields('header'), preservedXml].map(shownAtOnce),
		},
	],
});

const responseParameter = defined({
	displayName: 'Response',
	name: 'response',
	type: 'fixedCollection',
	typeOptions: titledEntries(
		'={{ [$collection.item.value.path, $collection.item.value.context || $collection.item.value.field].filter(Boolean).join(" → ") }}',
	),
	placeholder: 'Add Response Field',
	// Open from the start, as the parameters of n8n's HTTP Request node are.
	default: { entry: [{ path: '', context: '', field: '' }] },
	description: 'What to keep of the answer (Response)',
	options: [
		{
			displayName: 'Response Field',
			name: 'entry',
			values: [...directiveFields('entry'), ...directiveFields('destination'), preservedXml].map(
				shownAtOnce,
			),
		},
	],
});

const settingsParameter = defined({
	displayName: 'Call Settings',
	name: 'settings',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'Settings of the map that most calls do not need',
	options: [
		...directiveFields('originmodule'),
		...directiveFields('wsconfig', ({ group, element }) => {
			return group === 'settings' || SETTINGS_SINCE.includes(element);
		}),
	].sort((one, other) => one.displayName.localeCompare(other.displayName)),
});

/** With SOAP the parameters of the operation take the place of the fields. */
const restFields = (parameter: INodeProperties, fieldsAs: string): INodeProperties => ({
	...parameter,
	displayOptions: { show: { ...DEFINED, fieldsAs: [fieldsAs] }, hide: SOAP },
});

/** The fields of a call with REST: each by itself, or all at once. */
const restFieldsParameters: INodeProperties[] = [
	defined({
		displayName: 'Specify Fields',
		name: 'fieldsAs',
		type: 'options',
		noDataExpression: true,
		displayOptions: { hide: SOAP },
		options: [
			{
				name: 'Using Fields Below',
				value: FIELDS_AS.list,
				description: 'Each field with the source of its value: text, a coreBOS expression, …',
			},
			{
				name: 'Using JSON',
				value: FIELDS_AS.json,
				description: 'All fields as an object with names and values',
			},
			{
				name: 'Using a Query String',
				value: FIELDS_AS.query,
				description: 'All fields as in a URL, such as operation=getchallenge&username=admin',
			},
		],
		default: 'list',
		description: 'How to enter the parameters of the call (fields)',
	}),
	restFields(fieldsParameter, FIELDS_AS.list),
	restFields(
		{
			displayName: 'Fields (JSON)',
			name: 'fieldsJson',
			type: 'json',
			default: '{}',
			description:
				'Names and values of the fields (fields). Numbers, lists and objects keep their type, unless the compatibility is coreBOS.',
		},
		FIELDS_AS.json,
	),
	restFields(
		{
			displayName: 'Fields (Query String)',
			name: 'fieldsQuery',
			type: 'string',
			default: '',
			placeholder: 'e.g. operation=getchallenge&username=admin',
			description:
				'Names and values of the fields, as in a URL (fields). Input Type says how they are sent.',
		},
		FIELDS_AS.query,
	),
];

/**
 * A Web Service Map as parameters of the node, shown where `mapSource` is `define`. Their values
 * are `MapParameters` of `convert/`; `mapOfParameters` makes a map of them.
 */
export const defineBelowParameters: INodeProperties[] = [
	...ofCall('wshttpmethod'),
	...ofCall('wsurl'),
	...soapCallParameters,
	...restFieldsParameters,
	...ofCall('inputtype'),
	responseParameter,
	headersParameter,
	...ofCall('outputtype'),
	...ofCall('wstype'),
	...movedParameters,
	settingsParameter,
	defined(preservedXml),
];
