/**
 * How coreBOS reads a query. It has two readers (recorded: webservice-more, section 3):
 *
 * - `plain`: a quote is doubled, and so is a backslash;
 * - `extended`, which it takes for `is null`, `not in`, brackets and fields with a dot: a quote has
 *   a backslash before it, and a backslash stays as it is.
 */
export type QuerySyntax = 'plain' | 'extended';

/**
 * A string in quotes, to compare with by `=`, `<`, `in` and the like.
 *
 * @param text what to look for
 * @param syntax the reader of the whole query
 */
export function quoteText(text: string, syntax: QuerySyntax = 'plain'): string {
	if (syntax === 'extended') return `'${text.replaceAll("'", String.raw`\'`)}'`;
	return `'${text.replaceAll('\\', String.raw`\\`).replaceAll("'", "''")}'`;
}

/**
 * A pattern in quotes for `like`. The characters `%` and `_` of the text stand for themselves.
 *
 * @param text what to look for
 * @param wildcards where anything may precede and follow the text
 * @param syntax the reader of the whole query
 */
export function quotePattern(
	text: string,
	wildcards: { before?: boolean; after?: boolean },
	syntax: QuerySyntax = 'plain',
): string {
	const literal = text
		.split(/([\\%_])/)
		.map((part) => quotedPart(part, syntax))
		.join('');
	return `'${wildcards.before ? '%' : ''}${literal}${wildcards.after ? '%' : ''}'`;
}

/**
 * In a pattern a backslash is doubled once more. The extended reader takes `_` for itself, and the
 * text up to a doubled quote for the whole (seen on a real coreBOS: `'O''B%'` finds what starts
 * with an O, and nothing before another condition).
 */
function quotedPart(part: string, syntax: QuerySyntax): string {
	const isPlain = syntax === 'plain';
	if (part === '%' || (part === '_' && isPlain)) return `\\${part}`;
	if (part === '\\') return isPlain ? String.raw`\\\\` : String.raw`\\`;
	return part.replaceAll("'", isPlain ? "''" : String.raw`\'`);
}
