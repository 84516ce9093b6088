import { escapeXml } from '../../engine';

/**
 * n8n expressions inside the text of a code editor, where n8n puts a field that is dropped: n8n
 * evaluates a text as a whole or not at all, so the node does it.
 */

/** Braces alone are text of a map; with one of n8n's variables in them they are an expression. */
const EXPRESSION =
	/\{\{\s*\$(?:json|input|node|now|today|vars|workflow|execution|itemIndex|runIndex|prevNode|env|items|binary|secrets|parameter|\()[^]*?\}\}/g;

const CDATA = /<!\[CDATA\[[^]*?\]\]>/g;

/** Whether text holds expressions. */
export function hasEmbeddedExpressions(text: string): boolean {
	return text.search(EXPRESSION) !== -1;
}

/**
 * XML in which its expressions are replaced by their values, written so that they stay texts. An
 * expression outside of every element gives XML itself, such as a whole map.
 *
 * @param evaluate gives the value of an expression, braces included
 * @throws what `evaluate` throws
 */
export function evaluatedXml(xml: string, evaluate: (expression: string) => unknown): string {
	const sections = [...xml.matchAll(CDATA)].map(({ index, 0: text }) => [
		index,
		index + text.length,
	]);
	const firstTag = xml.indexOf('<');
	const lastTag = xml.lastIndexOf('>');
	return xml.replace(EXPRESSION, (expression: string, offset: number) => {
		const text = textOf(evaluate(expression));
		if (firstTag === -1 || offset < firstTag || offset > lastTag) return text;
		const inCdata = sections.some(([start, end]) => offset > start && offset < end);
		return inCdata
			? text.replaceAll(']]>', ']]]]><![CDATA[>')
			: escapeXml(text).replaceAll('"', '&quot;');
	});
}

function textOf(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
