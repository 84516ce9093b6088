import { withoutFullStop } from '../without-full-stop';
import { compileExpression } from './expression';
import { ExpressionError } from './expression-error';
import { compileTemplate } from './template';

/** What there is to say about an expression or a template before it runs. */
interface SourceReport {
	/** Whether a run refuses it; if not, coreBOS reads it differently than it looks. */
	isRefused: boolean;
	/** What, with line and column. The source is not quoted: it may hold a secret. */
	text: string;
}

/**
 * Reads an expression or a template and says why a run refuses it (it cannot be read, or calls a
 * function that works only inside coreBOS) or what coreBOS reads differently than it looks.
 *
 * @param kind what the source is
 * @param source an expression or a template of coreBOS
 * @returns nothing for one that does what it says
 */
export function reportOfSource(kind: 'expression' | 'template', source: string): SourceReport[] {
	try {
		const { warnings } =
			kind === 'expression' ? compileExpression(source) : compileTemplate(source);
		return warnings.map((warning) => ({ isRefused: false, text: firstLine(warning) }));
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		return [{ isRefused: true, text: withoutFullStop(firstLine(error.message)) }];
	}
}

/** A message without the source and the caret below it. */
function firstLine(message: string): string {
	return message.split('\n', 1)[0];
}
