/**
 * A table of Markdown, with columns as wide as Prettier makes them.
 *
 * @param rows cells by row, the heading first
 */
export function markdownTable(rows: Array<Array<string | number>>): string {
	const cells = rows.map((row) => row.map(String));
	const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
	const lines = cells.map(
		(row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`,
	);
	lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
	return lines.join('\n');
}
