import type { INodeProperties } from 'n8n-workflow';
import { SINGLE_SOURCES } from '../../convert';
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

/** What n8n shows without being asked; the other values of an entry are added one by one. */
export function shownAtOnce(parameter: INodeProperties): INodeProperties {
	return {
		...parameter,
		typeOptions: { ...parameter.typeOptions, showEvenWhenOptional: true },
	};
}

/** Entries of a list, with a title that tells them apart when they are closed. */
export function titledEntries(itemTitle: string): NonNullable<INodeProperties['typeOptions']> {
	return {
		multipleValues: true,
		sortable: true,
		hideOptionalFields: true,
		addOptionalFieldButtonText: 'Add Option',
		fixedCollection: { itemTitle },
	};
}

const isAlways = ({ always }: { always?: true }) => always === true;

const sourceValues: INodeProperties[] = [
	...[kindParameter, ...directiveFields('Orgfield', isAlways)].map(shownAtOnce),
	...directiveFields('Relfield', isAlways).map(shownAtOnce),
	...directiveFields('Relfield', (directive) => !isAlways(directive)),
	...directiveFields('Orgfield', (directive) => !isAlways(directive)),
	shownAtOnce(preservedXml),
];

const valueFromParameter: INodeProperties = {
	displayName: 'Value From',
	name: 'valueFrom',
	type: 'options',
	options: [
		{
			name: 'Constant',
			value: 'constant',
			description: 'A constant of the map, as in converted maps (CONST)',
		},
		{
			name: 'coreBOS Expression',
			value: 'expression',
			description: SOURCES.expression.help,
		},
		{ name: 'Record Field', value: 'field', description: SOURCES.field.help },
		{ name: 'Rule', value: 'rule', description: SOURCES.rule.help },
		{
			name: 'Several Sources',
			value: 'sources',
			description:
				'Pieces from the record and the coreBOS context, joined by a delimiter (Orgfields)',
		},
		{ name: 'Stored Value', value: 'stored', description: SOURCES.stored.help },
		{ name: 'Template', value: 'template', description: SOURCES.template.help },
		{
			name: 'Text',
			value: 'literal',
			description: 'A fixed value, or an n8n expression that returns one (value)',
		},
	],
	default: 'literal',
	description: 'Where the value of the field comes from',
};

const sourcesParameter: INodeProperties = {
	displayName: 'Sources',
	name: 'sources',
	type: 'fixedCollection',
	typeOptions: titledEntries(
		'={{ [$collection.item.value.kind, $collection.item.value.text].filter(Boolean).join(": ") }}',
	),
	placeholder: 'Add Source',
	default: {},
	displayOptions: { show: { valueFrom: ['sources'] } },
	description:
		'The pieces that make up the value, in this order (Orgfields). A field without sources is not sent.',
	options: [{ displayName: 'Source', name: 'source', values: sourceValues }],
};

const isName = ({ element }: { element: string }) => element === 'fieldname';

/** The text of a field with one source; the choice of the value says what it is. */
const sourceText: INodeProperties[] = directiveFields('Orgfield', isAlways).map(ofOneSource);

/** A parameter of a source, in a field that has no more than that one. */
function ofOneSource(parameter: INodeProperties): INodeProperties {
	const { show } = parameter.displayOptions ?? {};
	const { kind = SINGLE_SOURCES, ...others } = show ?? {};
	return { ...parameter, displayOptions: { show: { valueFrom: [...kind], ...others } } };
}

const fieldValues: INodeProperties[] = [
	...[
		...directiveFields('field', isName),
		valueFromParameter,
		...directiveFields('field', (directive) => directive.show !== undefined),
		...sourceText,
		sourcesParameter,
	].map(shownAtOnce),
	...directiveFields('Orgfields'),
	...directiveFields('Orgfield', ({ element }) => element === 'postProcess').map(ofOneSource),
	...directiveFields('field', (directive) => !isName(directive) && directive.show === undefined),
	shownAtOnce(preservedXml),
];

/** Name and value; the value of a field with sources comes from them. */
const FIELD_TITLE =
	'={{ [$collection.item.value.name, $collection.item.value.valueFrom === "literal" ? $collection.item.value.value : $collection.item.value.valueFrom === "sources" ? "" : $collection.item.value.text].filter((part) => part !== undefined && part !== "").join(": ") }}';

/** The `fields` of a map. */
export const fieldsParameter: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'fixedCollection',
	typeOptions: titledEntries(FIELD_TITLE),
	placeholder: 'Add Field',
	default: {},
	description:
		'Parameters of the call (fields). A later field replaces an earlier one of the same name.',
	options: [{ displayName: 'Field', name: 'field', values: fieldValues }],
};
