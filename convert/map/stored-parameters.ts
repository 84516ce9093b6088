import type { INodeParameters, NodeParameterValueType } from 'n8n-workflow';
import { jsonValue, MapError } from '../../engine';

/**
 * Values as n8n stores them in a workflow, where a string that begins with `=` is an expression:
 * such a string is written as an expression that gives it.
 *
 * @param parameters values as they are meant
 */
export function storedParameters(parameters: object): INodeParameters {
	return changedTexts(parameters, 'parameters', storedText) as INodeParameters;
}

/**
 * Values as they are meant, of parameters as n8n stores them.
 *
 * @throws MapError for an expression that only n8n can evaluate, with the parameter's name
 */
export function meantParameters(parameters: INodeParameters): object {
	return changedTexts(parameters, '', meantText) as object;
}

type TextChange = (text: string, where: string) => string;

/** The same value, its texts changed; lists and objects to any depth. */
function changedTexts(value: unknown, where: string, change: TextChange): NodeParameterValueType {
	if (typeof value === 'string') return change(value, where);
	if (Array.isArray(value)) {
		return value.map((item, index) =>
			changedTexts(item, `${where}[${index}]`, change),
		) as NodeParameterValueType;
	}
	if (typeof value !== 'object' || value === null) return value as NodeParameterValueType;
	const entries = Object.entries(value).map(([name, item]): [string, unknown] => {
		return [name, changedTexts(item, where === '' ? name : `${where}.${name}`, change)];
	});
	return Object.fromEntries(entries) as INodeParameters;
}

function storedText(text: string): string {
	if (!text.startsWith('=')) return text;
	// Without braces the rest of an expression is its text. With them a string literal stands for
	// it that has none of its own.
	return text.includes('{{') ? `={{ ${withoutBraces(text)} }}` : `=${text}`;
}

function withoutBraces(text: string): string {
	return JSON.stringify(text).replaceAll('{', '\\u007b').replaceAll('}', '\\u007d');
}

/** An expression that is one string literal without braces. */
const LITERAL = /^=\{\{\s*("(?:[^"\\{}]|\\[^])*")\s*\}\}$/;

function meantText(text: string, where: string): string {
	if (!text.startsWith('=')) return text;
	if (!text.includes('{{')) return text.slice(1);
	const literal = LITERAL.exec(text)?.[1];
	// JavaScript has escapes that JSON has not: that is an expression like any other.
	const meant = literal === undefined ? undefined : jsonValue(literal);
	if (typeof meant === 'string') return meant;
	throw new MapError(`The parameter ${where} contains an n8n expression, which a map cannot hold`, {
		advice:
			"Run the node's operation Export Map in n8n, which evaluates it, or enter a fixed value",
	});
}
