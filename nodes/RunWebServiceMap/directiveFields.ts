import type { INodeProperties } from 'n8n-workflow';
import { OTHER } from '../../convert';
import {
	directivesOf,
	elementPath,
	otherParameterName,
	parameterName,
	type Directive,
	type DirectivePlace,
	type Presentation,
} from '../../engine';

/**
 * The editor's fields of the directives of a place, in the order of the table.
 *
 * @param place where the directives are
 * @param wanted which of them; default all
 */
export function directiveFields(
	place: DirectivePlace,
	wanted: (directive: Directive) => boolean = () => true,
): INodeProperties[] {
	return directivesOf(place).filter(wanted).flatMap(fieldsOfDirective);
}

function fieldsOfDirective(directive: Directive): INodeProperties[] {
	const name = parameterName(directive);
	switch (directive.kind) {
		case 'sourceKind':
			// The choice of the kind is above the texts of a source.
			return [];
		case 'variants':
			return Object.entries(directive.variants).map(([kind, presentation]) => ({
				...textField(name, presentation, elementPath(directive)),
				displayOptions: { show: { kind: [kind] } },
			}));
		case 'choice':
			return choiceFields(directive, name);
		case 'secret':
		case 'text':
			return [textOfDirective(directive, name)];
	}
}

function textOfDirective(
	directive: Extract<Directive, { kind: 'text' | 'secret' }>,
	name: string,
): INodeProperties {
	const field = textField(name, directive, elementPath(directive));
	if (directive.kind === 'secret') field.typeOptions = { ...field.typeOptions, password: true };
	if (directive.mandatory) field.required = true;
	return { ...field, ...conditionsOf(directive) };
}

function textField(name: string, presentation: Presentation, element: string): INodeProperties {
	const { label, help, example, rows } = presentation;
	return {
		displayName: label,
		name,
		type: 'string',
		default: '',
		...(rows !== undefined && { typeOptions: { rows } }),
		...(example !== undefined && { placeholder: `e.g. ${example}` }),
		description: withElement(help, element),
	};
}

/** A drop-down, and the field for any other text. */
function choiceFields(
	directive: Extract<Directive, { kind: 'choice' }>,
	name: string,
): INodeProperties[] {
	const { label, help, choices, choiceLabels, none, other, default: byDefault } = directive;
	const conditions = conditionsOf(directive);
	const options = Object.entries(choices).map(([value, description]) => ({
		name: choiceLabels?.[value] ?? value,
		value,
		...(description !== '' && { description }),
	}));
	const choice: INodeProperties = {
		displayName: label,
		name,
		type: 'options',
		options: [
			...(none === undefined ? [] : [{ name: none, value: '' }]),
			...options,
			{ name: 'Other', value: OTHER, description: other.choiceHelp },
		],
		default: byDefault,
		description: withElement(help, elementPath(directive)),
		...conditions,
	};
	const text: INodeProperties = {
		displayName: other.label,
		name: otherParameterName(directive),
		type: 'string',
		default: '',
		description: other.help,
		displayOptions: {
			...conditions.displayOptions,
			show: { ...conditions.displayOptions?.show, [name]: [OTHER] },
		},
	};
	return [choice, text];
}

function conditionsOf({ show, hide }: Directive): Pick<INodeProperties, 'displayOptions'> {
	if (show === undefined && hide === undefined) return {};
	const copied = (conditions: Directive['show']) =>
		Object.fromEntries(Object.entries(conditions ?? {}).map(([name, list]) => [name, [...list]]));
	return {
		displayOptions: {
			...(show !== undefined && { show: copied(show) }),
			...(hide !== undefined && { hide: copied(hide) }),
		},
	};
}

/** The name of the directive in the XML, after the first sentence. */
function withElement(help: string, element: string): string {
	const [, sentence, rest] = /^(.*?)(\.(?: .*)?)?$/.exec(help) ?? ['', help, ''];
	return `${sentence} (${element})${rest ?? ''}`;
}
