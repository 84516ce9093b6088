import type { Environment } from '../../environment';
import { renderTemplate, type Lookup } from '../../expression';
import { textOfBytes, toBytes } from '../../php';
import { template } from './sources';
import { createValueScope } from './value-scope';

/**
 * Renders a template as coreBOS writes it for people, in mails and maps: numbers, dates and
 * picklist values as the owner of the record sees them, in the time zone of the owner.
 *
 * @param environment the record or, without one, the context, which functions in the template
 * may write into; without a client, values are shown as they are stored
 * @param names how names are read, where this differs
 * @throws ExpressionError for an expression in it that cannot be read or evaluated, MapError for a
 * list instead of a string; whatever the client throws
 */
export async function renderShownTemplate(
	source: string,
	environment: Environment,
	names: Partial<Lookup> = {},
): Promise<string> {
	const { context, coreBos, fields } = environment;
	// Nothing is known of the record that is named.
	if (coreBos === undefined && fields === undefined)
		return await renderTemplate(source, environment);
	const scope = await createValueScope(undefined, environment, undefined, () => undefined);
	const text = await template(scope, source, names);
	if (context !== undefined) Object.assign(context, scope.context);
	return textOfBytes(toBytes(text));
}
