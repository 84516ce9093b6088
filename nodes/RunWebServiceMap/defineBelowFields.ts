import type { INodeProperties } from 'n8n-workflow';
import { POST_PROCESS_NAMES } from '../../engine';
import { OTHER } from '../../convert';

/** What the functions of PHP do that a postProcess may name. */
const POST_PROCESS_HELP: Readonly<Record<string, string>> = {
	addslashes: 'A backslash before quotes and backslashes',
	boolval: 'True or false',
	floatval: 'The number that the text begins with',
	html_entity_decode: 'HTML entities become characters',
	htmlentities: 'All characters that have an HTML entity become it',
	htmlspecialchars: 'The characters &, <, > and quotes become HTML entities',
	intval: 'The integer that the text begins with',
	json_decode: 'JSON text becomes a value, such as a list or an object',
	json_encode: 'The value becomes JSON text',
	quotemeta: 'A backslash before the characters of regular expressions',
	stripslashes: 'Without backslashes',
};

const postProcessOptions = [...POST_PROCESS_NAMES].sort().map((name) => ({
	name,
	value: name,
	description: POST_PROCESS_HELP[name],
}));

/** The `text` of a source under the name it has for some kinds of source. */
function sourceText(kind: string, displayName: string, more: Partial<INodeProperties>) {
	return {
		displayName,
		name: 'text',
		type: 'string',
		default: '',
		...more,
		displayOptions: { show: { kind: [kind] } },
	} as INodeProperties;
}

/** A parameter of a `Relfield`. */
function ofRelated(displayName: string, name: string, more: Partial<INodeProperties>) {
	const parameter = { displayName, name, type: 'string', default: '', ...more };
	return { ...parameter, displayOptions: { show: { kind: ['related'] } } } as INodeProperties;
}

const kept: INodeProperties = {
	displayName: 'Kept XML',
	name: 'kept',
	type: 'hidden',
	default: '',
};

const kindParameter: INodeProperties = {
	displayName: 'Kind',
	name: 'kind',
	type: 'options',
	options: [
		{ name: 'Constant', value: 'constant', description: 'The text itself (CONST)' },
		{
			name: 'Expression',
			value: 'expression',
			description: "An expression of coreBOS's expression language (EXPRESSION)",
		},
		{
			name: 'Field',
			value: 'field',
			description: 'A field of the record, as coreBOS shows it to the user (FIELD)',
		},
		{
			name: 'Related Field',
			value: 'related',
			description: 'A field of a record that the record links to (Relfield)',
		},
		{ name: 'Rule', value: 'rule', description: 'A business rule that coreBOS evaluates (RULE)' },
		{
			name: 'Stored Value',
			value: 'stored',
			description:
				'The value of a field as it is stored, or a context variable where the record has no such field (no OrgfieldID)',
		},
		{
			name: 'Template',
			value: 'template',
			description: 'Text with fields and functions in it (TEMPLATE)',
		},
	],
	default: 'constant',
	description: 'Where this piece of the value comes from (OrgfieldID)',
};

const sourceValues: INodeProperties[] = [
	kindParameter,
	sourceText('constant', 'Constant', { description: 'The text to send (OrgfieldName)' }),
	sourceText('expression', 'Expression', {
		typeOptions: { rows: 3 },
		placeholder: "e.g. concat(firstname, ' ', getFromContext('title'))",
		description:
			'Expression of coreBOS (OrgfieldName). A reference field gives the display name of the linked record.',
	}),
	sourceText('field', 'Field', {
		placeholder: 'e.g. accountname',
		description:
			'Name of a field, or $(link : (Module) field) for one of a linked record (OrgfieldName)',
		hint: 'As coreBOS does it, a value of 0 gives nothing, and numbers and dates come formatted for the user',
	}),
	sourceText('related', 'Related Field', {
		placeholder: 'e.g. vendorname',
		description: 'Name of the field in the linked record (RelfieldName)',
		hint: 'Of several related fields only the last counts, and none beside a source of another kind',
	}),
	sourceText('rule', 'Rule', {
		placeholder: 'e.g. 46x123',
		description: 'Name or ID of a business map of coreBOS (OrgfieldName)',
	}),
	sourceText('stored', 'Field', {
		placeholder: 'e.g. account_id',
		description: 'Name of a field or of a context variable (OrgfieldName)',
	}),
	sourceText('template', 'Template', {
		typeOptions: { rows: 3 },
		placeholder: 'e.g. Dear $firstname of $(account_id : (Accounts) accountname)',
		description: 'Text with $field and $(link : (Module) field) in it (OrgfieldName)',
	}),
	ofRelated('Related Module', 'module', {
		placeholder: 'e.g. Vendors',
		description: 'Module of the linked record (RelModule)',
	}),
	ofRelated('Link Field', 'linkField', {
		placeholder: 'e.g. vendor_id',
		description: 'Field of the record that holds the ID of the linked record (linkfield)',
	}),
	ofRelated('Related Values', 'values', {
		placeholder: "e.g. firstname,' ',lastname",
		description:
			"A comma list of fields of the linked record and of 'texts' to put together instead of the related field (Relfieldvalue). A single name has no effect.",
	}),
	ofRelated('Related Delimiter', 'relatedDelimiter', {
		description: 'Characters to take off the end of the value (delimiter of the Relfield)',
	}),
	{
		displayName: 'Rule Instead',
		name: 'rule',
		type: 'string',
		default: '',
		displayOptions: { show: { kind: ['rule'] } },
		description: 'Name or ID of the rule where it stands in an element of its own (Rule)',
	},
	{
		displayName: 'Post Process',
		name: 'postProcess',
		type: 'options',
		options: [
			{ name: 'None', value: '' },
			...postProcessOptions,
			{
				name: 'Other',
				value: OTHER,
				description: 'Kept for a map that has another one; it has no effect',
			},
		],
		default: '',
		displayOptions: { hide: { kind: ['related'] } },
		description:
			'Function of PHP that the value goes through: all that has been put together so far, delimiter included (postProcess)',
	},
	{
		displayName: 'Other Post Process',
		name: 'otherPostProcess',
		type: 'string',
		default: '',
		displayOptions: { show: { postProcess: [OTHER] }, hide: { kind: ['related'] } },
		description: 'What postProcess says',
	},
	kept,
];

const fieldValues: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. customerName',
		description: 'Name of the parameter of the call (fieldname)',
	},
	{
		displayName: 'Value From',
		name: 'valueFrom',
		type: 'options',
		options: [
			{
				name: 'Literal',
				value: 'literal',
				description: 'A value, or an expression of n8n that gives one (value)',
			},
			{
				name: 'Sources',
				value: 'sources',
				description:
					'Pieces from the record and the context of coreBOS, joined by a delimiter (Orgfields)',
			},
		],
		default: 'literal',
		description: 'What gives the value of the field',
	},
	{
		displayName: 'Value',
		name: 'value',
		type: 'string',
		default: '',
		displayOptions: { show: { valueFrom: ['literal'] } },
		description:
			'The value to send (value). Numbers, booleans, lists and objects of an n8n expression are sent as such, unless the compatibility is that of coreBOS.',
	},
	{
		displayName: 'Sources',
		name: 'sources',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Source',
		default: {},
		displayOptions: { show: { valueFrom: ['sources'] } },
		description: 'What the value is put together of, in this order (Orgfields)',
		hint: 'A field without sources is not sent',
		options: [{ displayName: 'Source', name: 'source', values: sourceValues }],
	},
	{
		displayName: 'Delimiter',
		name: 'delimiter',
		type: 'string',
		default: '',
		displayOptions: { show: { valueFrom: ['sources'] } },
		description: 'Text between the sources (delimiter)',
		hint: 'In coreBOS it is a set of characters, all of which are taken off the end of the value; a..z is a range',
	},
	{
		displayName: 'Master',
		name: 'master',
		type: 'string',
		default: '',
		description: 'Kept for coreBOS; it has no effect on a call (master)',
	},
	kept,
];

/** The `fields` of a map. */
export const fieldsParameter: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Field',
	default: {},
	description:
		'Parameters of the call (fields). A later field of a name takes the place of an earlier one.',
	options: [{ displayName: 'Field', name: 'field', values: fieldValues }],
};
