import type { IExecuteFunctions } from 'n8n-workflow';
import { escapeXml } from '../../engine';

/** More than these would push the output out of the panel. */
const MAX_WARNINGS = 10;

/**
 * Shows warnings above the node's output. n8n shows a hint as HTML, in which names of elements
 * would disappear.
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
	for (const text of shown)
		context.addExecutionHints({ message: escapeXml(text), type: 'warning' });
}

/** More calls than these are only counted. */
const MAX_OUTCOMES = 3;

/**
 * Shows above the node's output what its calls did.
 *
 * @param context the node's execute context
 * @param outcomes what each call did; the same text is shown once, with the number of its calls
 */
export function showOutcomes(
	context: Pick<IExecuteFunctions, 'addExecutionHints'>,
	outcomes: string[],
): void {
	const counts = new Map<string, number>();
	for (const text of outcomes) counts.set(text, (counts.get(text) ?? 0) + 1);
	const told = [...counts].slice(0, MAX_OUTCOMES);
	const rest = outcomes.length - told.reduce((sum, [, count]) => sum + count, 0);
	const texts = told.map(([text, count]) => (count === 1 ? text : `${text} (${count} items)`));
	if (rest > 0) texts.push(`${rest} more items were run.`);
	for (const text of texts) {
		context.addExecutionHints({ message: escapeXml(text), type: 'info', location: 'outputPane' });
	}
}
