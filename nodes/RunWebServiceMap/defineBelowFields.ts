import type { INodeProperties } from 'n8n-workflow';
import { SOURCES } from '../../engine';
import { directiveFields } from './directiveFields';
import { preservedXml } from './preservedXml';

const kindParameter: INodeProperties = {
	displayName: 'Kind',
	name: 'kind',
	type: 'options',
	options: Object.entries(SOURCES).map(([value, { label, help }]) => ({
		name: label,
		value,
		description: help,
	})),
	default: 'constant',
	description: 'Where this piece of the value comes from (OrgfieldID)',
};

const sourceValues: INodeProperties[] = [
	kindParameter,
	...directiveFields('Orgfield', ({ always }) => always === true),
	...directiveFields('Relfield'),
	...directiveFields('Orgfield', ({ always }) => always !== true),
	preservedXml,
];

const valueFromParameter: INodeProperties = {
	displayName: 'Value From',
	name: 'valueFrom',
	type: 'options',
	options: [
		{
			name: 'Literal',
			value: 'literal',
			description: 'A fixed value, or an n8n expression that gives one (value)',
		},
		{
			name: 'Sources',
			value: 'sources',
			description:
				'Pieces from the record and the coreBOS context, joined by a delimiter (Orgfields)',
		},
	],
	default: 'literal',
	description: 'What gives the value of the field',
};

const sourcesParameter: INodeProperties = {
	displayName: 'Sources',
	name: 'sources',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, sortable: true },
	placeholder: 'Add Source',
	default: {},
	displayOptions: { show: { valueFrom: ['sources'] } },
	description: 'The pieces that the value is put together from, in this order (Orgfields)',
	hint: 'A field without sources is not sent',
	options: [{ displayName: 'Source', name: 'source', values: sourceValues }],
};

const isName = ({ element }: { element: string }) => element === 'fieldname';

const fieldValues: INodeProperties[] = [
	...directiveFields('field', isName),
	valueFromParameter,
	...directiveFields('field', (directive) => directive.show !== undefined),
	sourcesParameter,
	...directiveFields('Orgfields'),
	...directiveFields('field', (directive) => !isName(directive) && directive.show === undefined),
	preservedXml,
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
		'Parameters of the call (fields). A later field replaces an earlier one of the same name.',
	options: [{ displayName: 'Field', name: 'field', values: fieldValues }],
};
