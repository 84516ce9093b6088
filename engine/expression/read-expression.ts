import type { Compatibility } from '../compatibility';
import { decodeHtml, textOfBytes } from '../php';
import { compileNode, type Step } from './compiler';
import { ExpressionError } from './expression-error';
import { parse } from './parser';
import { partsOfNode, type Node } from './syntax-tree';

/** An expression that can run, and what there is to say of it before. */
interface ReadExpression {
	step: Step;
	/** What coreBOS reads otherwise than it looks, and what is refused when it runs. */
	warnings: string[];
}

/**
 * Reads and compiles an expression. The expressions that it hands to `evaluateExpression` as
 * constant text are read as well: they are refused only when they run, so a warning tells of them.
 *
 * @param source the expression, HTML entities already decoded
 * @throws ExpressionError with the place of the fault
 */
export function readExpression(source: string, compatibility: Compatibility): ReadExpression {
	const { root, warnings } = parse(source, compatibility);
	const step = compileNode(root, source);
	const inside = evaluatedTexts(root).flatMap(({ text, offset }) =>
		warningsInside(text, compatibility).map(
			(reason) => new ExpressionError(`in evaluateExpression: ${reason}`, source, offset).message,
		),
	);
	return { step, warnings: [...warnings, ...inside] };
}

interface EvaluatedText {
	text: string;
	/** Where it is in the outermost expression. */
	offset: number;
}

function evaluatedTexts(node: Node): EvaluatedText[] {
	const inside = partsOfNode(node).flatMap(evaluatedTexts);
	if (node.kind === 'inner') return inside.map(({ text }) => ({ text, offset: node.offset }));
	if (node.kind !== 'call' || node.name !== 'evaluateExpression') return inside;
	const [source] = node.parameters;
	if (source?.kind !== 'string') return inside;
	return [{ text: textOfBytes(source.value), offset: source.offset }, ...inside];
}

function warningsInside(text: string, compatibility: Compatibility): string[] {
	try {
		return readExpression(decodeHtml(text), compatibility).warnings.map(withoutPlace);
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		return [`the text cannot be evaluated: ${error.reason}`];
	}
}

/** A warning without its place, which is one in the inner text. */
function withoutPlace(warning: string): string {
	return warning.split('\n', 1)[0].replace(/ \(line \d+, column \d+\)$/, '');
}
