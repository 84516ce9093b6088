import type { IExecuteFunctions } from 'n8n-workflow';

/** More than these would push the output out of the panel. */
const MAX_WARNINGS = 10;

/**
 * Shows warnings above the node's output.
 *
 * @param context the node's execute context
 * @param warnings what the user should know about the run
 */
export function showWarnings(
	context: Pick<IExecuteFunctions, 'addExecutionHints'>,
	warnings: string[],
): void {
	const shown = warnings.slice(0, MAX_WARNINGS);
	const more = warnings.length - shown.length;
	if (more > 0) shown.push(`and ${more} more warnings`);
	for (const text of shown) context.addExecutionHints({ message: asHtml(text), type: 'warning' });
}

/** n8n shows a hint as HTML, in which names of elements would disappear. */
function asHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
