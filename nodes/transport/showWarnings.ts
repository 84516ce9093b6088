import type { IExecuteFunctions } from 'n8n-workflow';

/** More than these push the output out of the panel. */
const SHOWN_WARNINGS = 10;

/**
 * Shows warnings above the node's output.
 *
 * @param context the node's execute context
 * @param warnings what the user should know of the run
 */
export function showWarnings(
	context: Pick<IExecuteFunctions, 'addExecutionHints'>,
	warnings: string[],
): void {
	const more = warnings.length - SHOWN_WARNINGS;
	const shown = warnings.slice(0, SHOWN_WARNINGS);
	if (more > 0) shown.push(`and ${more} more warnings`);
	for (const text of shown) context.addExecutionHints({ message: asHtml(text), type: 'warning' });
}

/** n8n takes a hint for HTML: names of elements would vanish from it. */
function asHtml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
