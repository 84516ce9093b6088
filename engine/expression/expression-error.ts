import { PhpError } from '../php';

/** Where in a source something is, both counted from 1. */
interface Position {
	line: number;
	column: number;
}

/**
 * Whatever goes wrong with an expression or a template: a source that cannot
 * be read, a function that does not exist, operands that do not fit. The
 * message is for the person who wrote the source and ends in the source's line
 * with a caret below the place, where the place is known.
 */
export class ExpressionError extends Error {
	/** Line of the source, from 1; undefined where the fault has no place in it. */
	readonly line?: number;
	/** Column of the source, from 1. */
	readonly column?: number;
	/** Index into the source. */
	readonly offset?: number;
	/** The message without place and caret. */
	readonly reason: string;

	/**
	 * @param reason what happened and what to do about it
	 * @param source the expression or template
	 * @param offset index into the source where it happened
	 */
	constructor(reason: string, source?: string, offset?: number) {
		if (source === undefined || offset === undefined) {
			super(reason);
		} else {
			const { line, column } = positionOf(source, offset);
			super(`${reason} (line ${line}, column ${column})\n${caretLines(source, offset)}`);
			this.line = line;
			this.column = column;
			this.offset = offset;
		}
		this.name = 'ExpressionError';
		this.reason = reason;
	}
}

/** The same fault with its place in the source, unless it has one already. */
export function locateError(error: unknown, source: string, offset: number): unknown {
	if (error instanceof PhpError) return new ExpressionError(error.message, source, offset);
	if (error instanceof ExpressionError && error.line === undefined) {
		return new ExpressionError(error.reason, source, offset);
	}
	return error;
}

/** A fault of an inner expression with its place in the outer one. */
export function innerError(error: unknown, source: string, offset: number): unknown {
	if (!(error instanceof ExpressionError)) return error;
	return new ExpressionError(`in the inner expression: ${error.reason}`, source, offset);
}

function positionOf(source: string, offset: number): Position {
	const before = source.slice(0, offset);
	const lineStart = before.lastIndexOf('\n') + 1;
	return { line: before.split('\n').length, column: offset - lineStart + 1 };
}

/** Columns of a long line that are shown around the caret. */
const SHOWN_COLUMNS = 72;

function caretLines(source: string, offset: number): string {
	const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
	const newline = source.indexOf('\n', offset);
	const lineEnd = newline === -1 ? source.length : newline;
	const from = Math.max(lineStart, offset - SHOWN_COLUMNS / 2);
	const to = Math.min(lineEnd, from + SHOWN_COLUMNS);
	const lead = from > lineStart ? '…' : '';
	const shown = source.slice(from, to).replace(/[\t\r]/g, ' ');
	const caret = ' '.repeat(lead.length + offset - from) + '^';
	return `${lead}${shown}${to < lineEnd ? '…' : ''}\n${caret}`;
}
