import {
	directivesOf,
	isShown,
	otherParameterName,
	parameterName,
	type Directive,
	type DirectivePlace,
	type DirectiveTexts,
} from '../../engine';
import { OTHER } from './parameters';
import { parameterText } from './parameter-values';

/** Values of the drop-downs that say which directives have an effect. */
export type ChosenValues = Readonly<Record<string, string | undefined>>;

type Texts = Readonly<Record<string, string | undefined>>;

/**
 * The directives of a place as parameters, without those that have no effect.
 *
 * @param place where the directives are
 * @param part the part of a map that has their texts
 * @param chosen what was chosen next to them
 * @param empty whether parameters that are as their default, an empty text, are left out
 */
export function directiveParameters<Place extends DirectivePlace>(
	place: Place,
	part: DirectiveTexts<Place>,
	chosen: ChosenValues,
	empty: 'kept' | 'omitted',
): Record<string, unknown> {
	const texts: Texts = part;
	const parameters: Record<string, unknown> = {};
	for (const directive of directivesOf(place)) {
		if (directive.kind === 'sourceKind' || !isShown(directive, chosen)) continue;
		const { property, always, group } = directive;
		const text = texts[property] ?? '';
		const isOmitted = (empty === 'omitted' && !always) || group !== undefined;
		if (text === '' && isOmitted) continue;
		const values = parameterValues(directive, text);
		if (group === undefined) Object.assign(parameters, values);
		else parameters[group] = { ...(parameters[group] as object), ...values };
	}
	return parameters;
}

/** A string, or the choice of a drop-down with the text next to it. */
function parameterValues(directive: Directive, text: string): Record<string, string> {
	const name = parameterName(directive);
	const isOther = directive.kind === 'choice' && !Object.hasOwn(directive.choices, text);
	return isOther ? { [name]: OTHER, [otherParameterName(directive)]: text } : { [name]: text };
}

/** What the texts of directives are read from. */
interface DirectiveValues<Place extends DirectivePlace> {
	/** Values by the names of the parameters. */
	parameters: object;
	/**
	 * The part of a map that the parameters were made of. Its empty elements stay, and what has no
	 * effect; without one a new part has the elements that maps of coreBOS have.
	 */
	preserved: Partial<DirectiveTexts<Place>> | undefined;
	/** What was chosen next to the parameters; default nothing. */
	chosen?: ChosenValues;
	/** Names a parameter in errors; default its own name. */
	where?: (name: string) => string;
}

/**
 * The texts of a place's directives that parameters give.
 *
 * @throws MapError for a value that a map cannot hold
 */
export function directiveTexts<Place extends DirectivePlace>(
	place: Place,
	{ parameters, preserved, chosen = {}, where = (name) => name }: DirectiveValues<Place>,
): DirectiveTexts<Place> {
	const before = preserved as Texts | undefined;
	const texts = directivesOf(place).flatMap((directive) => {
		const { property, always, writtenEmpty, group } = directive;
		if (directive.kind === 'sourceKind') return [];
		const known = before?.[property];
		if (!isShown(directive, chosen)) return known === undefined ? [] : [[property, known] as const];
		const holder = (group === undefined ? parameters : valueOf(parameters, group)) ?? {};
		const text = textOf(directive, holder, (name) =>
			where(group === undefined ? name : `${group}.${name}`),
		);
		const isUsual = before === undefined ? writtenEmpty : known !== undefined;
		return text !== '' || always || isUsual ? [[property, text] as const] : [];
	});
	return Object.fromEntries(texts) as DirectiveTexts<Place>;
}

/** The text of a parameter, or of the one next to a drop-down. */
function textOf(directive: Directive, holder: unknown, where: (name: string) => string): string {
	const name = parameterName(directive);
	const given = valueOf(holder, name);
	if (directive.kind !== 'choice') return parameterText(given, where(name));
	const choice = parameterText(given ?? directive.default, where(name));
	if (choice !== OTHER) return choice;
	const other = otherParameterName(directive);
	return parameterText(valueOf(holder, other), where(other));
}

function valueOf(holder: unknown, name: string): unknown {
	return (holder as Readonly<Record<string, unknown>>)[name];
}
