import type { Compatibility } from '../compatibility';
import type { Environment } from '../environment';
import { runStep, startRun } from './expression';
import { fromPlain, getOwn, textOfBytes, toBytes, type Value } from '../php';
import type { Lookup, Run } from './run';
import { templateOfText } from './template-text';

/** A template that has been read and can be rendered any number of times. */
interface CompiledTemplate {
	readonly source: string;
	/** What coreBOS reads differently than it looks in the template's expressions. */
	readonly warnings: readonly string[];
	/**
	 * @param environment what the template sees
	 * @param lookup how names are read, where this differs from reading the record's
	 * fields (without a record: the context)
	 * @returns the text, as a value of the language
	 */
	render(environment: Environment, lookup?: Partial<Lookup>): Promise<Value>;
}

/**
 * Reads a template: text with `$field`, `$(link : (Module) field)`,
 * `$(general : (__VtigerMeta__) name)`, `$(general : (__WorkflowFunction__) expression )`,
 * `$recordid` and `$env["name"]`.
 *
 * @throws ExpressionError for an expression in it that cannot be read
 */
export function compileTemplate(
	source: string,
	compatibility: Compatibility = 'coreBos',
): CompiledTemplate {
	const { step, warnings } = templateOfText(source, compatibility);
	return {
		source,
		warnings,
		render: async (environment, lookup) =>
			await runStep(step, startTemplateRun(environment, compatibility, lookup)),
	};
}

function startTemplateRun(
	environment: Environment,
	compatibility: Compatibility,
	lookup?: Partial<Lookup>,
): Run {
	if (environment.fields !== undefined || lookup?.symbol !== undefined) {
		return startRun(environment, compatibility, lookup);
	}
	const symbol = (name: string): Value => fromPlain(getOwn(environment.context, name));
	return startRun(environment, compatibility, { symbol, readsContextPaths: true, ...lookup });
}

/**
 * Checks that a template and the expressions in it can be read, without evaluating anything.
 *
 * @throws ExpressionError with its place in the template
 */
export function checkTemplate(source: string): void {
	compileTemplate(source);
}

/**
 * Renders a template in one step.
 *
 * @throws ExpressionError for an expression in it that cannot be read or evaluated
 */
export async function renderTemplate(
	source: string,
	environment: Environment = {},
): Promise<string> {
	return textOfBytes(toBytes(await compileTemplate(source).render(environment)));
}
