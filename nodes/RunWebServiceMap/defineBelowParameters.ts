import type { INodeProperties } from 'n8n-workflow';
import { METHODS, OTHER, SOAP_PARAMETERS_FROM } from '../../convert';
import { fieldsParameter } from './defineBelowFields';
import { soapOperationParameter } from './soapOperations';
import { soapParametersParameter } from './soapParameters';

/** Where a map is given as node parameters. */
const DEFINED = { mapSource: ['define'], operation: ['run', 'export'] };

/** A parameter that is shown where the map is defined in the node. */
function defined(parameter: INodeProperties, more: Record<string, string[]> = {}): INodeProperties {
	return { ...parameter, displayOptions: { show: { ...DEFINED, ...more } } };
}

const SOAP = { webServiceType: ['SOAP'] };

/** One that has no effect with SOAP. */
function exceptSoap(parameter: INodeProperties): INodeProperties {
	return { ...parameter, displayOptions: { ...parameter.displayOptions, hide: SOAP } };
}

/** The text beside a drop-down, for what is none of its choices. */
function otherText(displayName: string, name: string, choice: string, description: string) {
	const parameter: INodeProperties = {
		displayName,
		name,
		type: 'string',
		default: '',
		description,
	};
	return defined(parameter, { [choice]: [OTHER] });
}

const otherOption = { name: 'Other', value: OTHER };

const methodOptions = [
	...METHODS.map((name) => ({ name, value: name })),
	{ ...otherOption, description: 'Any other verb' },
];

/** One that is of use when the operation is chosen. */
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
						'Fields with the names of the parameters, as in coreBOS: literals, or sources such as expressions of coreBOS',
				},
				{
					name: 'WSDL',
					value: SOAP_PARAMETERS_FROM.wsdl,
					description: 'The parameters that the WSDL names, each with a value of its type',
				},
			],
			default: 'wsdl',
			description: 'How the parameters of the operation are given',
		},
		SOAP,
	),
	withOperation(
		defined(soapParametersParameter, { ...SOAP, soapParametersFrom: [SOAP_PARAMETERS_FROM.wsdl] }),
	),
	defined(fieldsParameter, { ...SOAP, soapParametersFrom: [SOAP_PARAMETERS_FROM.fields] }),
];

const callParameters: INodeProperties[] = [
	defined({
		displayName: 'Origin Module',
		name: 'originModule',
		type: 'string',
		default: '',
		placeholder: 'e.g. Accounts',
		description:
			'Module of the record that the map is for (originmodule). It tells how FIELD and TEMPLATE show its values.',
	}),
	defined({
		displayName: 'WS Type',
		name: 'webServiceType',
		type: 'options',
		options: [
			{ name: 'REST', value: 'REST', description: 'A call to the URL with the HTTP method' },
			{
				name: 'SOAP',
				value: 'SOAP',
				description: 'A call of an operation that the WSDL at the URL describes',
			},
			{ ...otherOption, description: 'Kept for a map that has another one; it cannot be run' },
		],
		default: 'REST',
		description: 'Kind of the web service (wstype)',
	}),
	otherText(
		'Other WS Type',
		'otherWebServiceType',
		'webServiceType',
		'What wstype says. Only REST and SOAP, spelled so, can be run.',
	),
	defined({
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/api/3/clientes/$codcliente',
		description:
			'Address to call, or of the WSDL with SOAP (wsurl). The calls getContext(name), getSetting(key) and getGlobalVariable(name) in it, without quotes around the names, are replaced by their values.',
	}),
	defined(soapOperationParameter, SOAP),
	...soapParameters,
	exceptSoap(
		defined({
			displayName: 'HTTP Method',
			name: 'method',
			type: 'options',
			options: methodOptions,
			default: 'POST',
			description:
				'Method of the call (wshttpmethod). Fields go into the body with GET and DELETE too, unless the input type is URL.',
		}),
	),
	exceptSoap(
		otherText(
			'Other HTTP Method',
			'otherMethod',
			'method',
			'The verb, sent as it is written, such as LINK',
		),
	),
	exceptSoap(
		defined({
			displayName: 'Method Name',
			name: 'methodName',
			type: 'string',
			default: '',
			placeholder: 'e.g. createCustomer',
			description: 'A name for the call, shown in the summary and in errors (methodname)',
		}),
	),
	exceptSoap(
		defined({
			displayName: 'Input Type',
			name: 'inputType',
			type: 'options',
			options: [
				{
					name: 'JSON',
					value: 'JSON',
					description: 'A JSON object of all fields in the body',
				},
				{
					name: 'URL',
					value: 'URL',
					description: 'The fields are appended to the URL as its query; there is no body',
				},
				{
					name: 'URLRESTFUL',
					value: 'URLRESTFUL',
					description:
						'The value of a field takes the place of $field in the URL, the others go into a JSON body',
				},
				{
					name: 'XML',
					value: 'XML',
					description: 'A URL-encoded form in the body, whatever its name says',
				},
				{ ...otherOption, description: 'Kept for a map that has another one, or none' },
			],
			default: 'JSON',
			description: 'How the fields are sent (inputtype)',
			hint: 'With JSON and URLRESTFUL, a Content-type header of a form makes the body a form',
		}),
	),
	exceptSoap(
		otherText(
			'Other Input Type',
			'otherInputType',
			'inputType',
			'What inputtype says. coreBOS sends no fields without one of its own.',
		),
	),
	defined({
		displayName: 'Output Type',
		name: 'outputType',
		type: 'options',
		options: [
			{ name: 'JSON', value: 'JSON', description: 'The answer is JSON' },
			{ name: 'XML', value: 'XML', description: 'The answer is XML, its root element is dropped' },
			{ ...otherOption, description: 'Kept for a map that has another one, or none' },
		],
		default: 'JSON',
		description: 'How the answer is read (outputtype)',
	}),
	otherText(
		'Other Output Type',
		'otherOutputType',
		'outputType',
		'What outputtype says. coreBOS keeps nothing of the answer without one of its own.',
	),
];

const headersParameter = defined({
	displayName: 'Headers',
	name: 'headers',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Header',
	default: {},
	description: 'Headers of the call (wsheader)',
	options: [
		{
			displayName: 'Header',
			name: 'header',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. Content-type',
					description: 'Name of the header (keyname)',
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. Bearer getContext(token)',
					description:
						'Value of the header (keyvalue). The calls getContext(name), getSetting(key) and getGlobalVariable(name) in it, without quotes around the names, are replaced. A header without value is not sent.',
				},
				keptPart(),
			],
		},
	],
});

const responseParameter = defined({
	displayName: 'Response',
	name: 'response',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Response Field',
	default: {},
	description: 'What to keep of the answer (Response)',
	options: [
		{
			displayName: 'Response Field',
			name: 'entry',
			values: [
				{
					displayName: 'Path',
					name: 'path',
					type: 'string',
					default: '',
					placeholder: 'e.g. result.token',
					description:
						'Dot path into the answer, list elements by their number (fieldname). A single dot is the whole body as text.',
				},
				{
					displayName: 'Record Field',
					name: 'field',
					type: 'string',
					default: '',
					placeholder: 'e.g. cf_1234',
					description: 'Field of the record that gets the value (destination/field)',
				},
				{
					displayName: 'Context Variable',
					name: 'context',
					type: 'string',
					default: '',
					placeholder: 'e.g. customer_id',
					description:
						'Variable of the workflow context that gets the value (destination/context). Default: wsctx_ and the path.',
				},
				keptPart(),
			],
		},
	],
});

const settingsParameter = defined({
	displayName: 'Call Settings',
	name: 'settings',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	description: 'Settings of the map that most calls do without',
	options: [
		{
			displayName: 'Certificate',
			name: 'certificate',
			type: 'string',
			default: '',
			description:
				'Path of a client certificate on the coreBOS server (cert). It is kept for coreBOS: here the certificate comes from a credential.',
		},
		{
			displayName: 'Certificate Insecure',
			name: 'certificateInsecure',
			type: 'string',
			default: '',
			description:
				'What coreBOS hands to cURL as "verify the certificate" (certinsecure), so 1 means that it does. It is kept for coreBOS: here certificates are verified unless an option of the node says otherwise.',
		},
		{
			displayName: 'Certificate Type',
			name: 'certificateType',
			type: 'string',
			default: '',
			placeholder: 'e.g. PEM',
			description: 'Kind of the client certificate (certtype)',
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Password of HTTP basic authentication (wspass)',
		},
		{
			displayName: 'Proxy Host',
			name: 'proxyHost',
			type: 'string',
			default: '',
			placeholder: 'e.g. proxy.example.com',
			description: 'Proxy that the call goes through (wsproxyhost), which coreBOS leaves unused',
		},
		{
			displayName: 'Proxy Port',
			name: 'proxyPort',
			type: 'string',
			default: '',
			placeholder: 'e.g. 3128',
			description: 'Port of the proxy (wsproxyport). Default: 1080, as cURL has it.',
		},
		{
			displayName: 'Response Time',
			name: 'responseTime',
			type: 'string',
			default: '',
			placeholder: 'e.g. 30',
			description: 'Seconds that the call may take (wsresponsetime), which coreBOS leaves unused',
		},
		{
			displayName: 'User',
			name: 'user',
			type: 'string',
			default: '',
			description: 'User of HTTP basic authentication (wsuser)',
		},
	],
});

/** What the form cannot show of a map that was XML: it goes along, out of sight. */
function keptPart(): INodeProperties {
	return { displayName: 'Kept XML', name: 'kept', type: 'hidden', default: '' };
}

/**
 * A Web Service Map as parameters of the node, shown where `mapSource` is `define`. Their values
 * are `MapParameters` of the engine; `definedMap` makes a map of them.
 */
export const defineBelowParameters: INodeProperties[] = [
	...callParameters,
	headersParameter,
	exceptSoap(defined(fieldsParameter)),
	responseParameter,
	settingsParameter,
	defined(keptPart()),
];
