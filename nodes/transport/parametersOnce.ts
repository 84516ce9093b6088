import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { BoundedCache } from '../../engine';
import { plainReferences } from './plainReferences';

/** The contexts that parameters are read from by item. */
type ParameterContext = Pick<
	IExecuteFunctions,
	'getNode' | 'getNodeParameter' | 'getWorkflowDataProxy'
>;

type Options = Parameters<IExecuteFunctions['getNodeParameter']>[3];

/** Evaluated values kept at a time: those of the items that are under way. */
const MOST_EVALUATED = 500;

/**
 * The same context, whose parameters are read once. n8n works a parameter out again whenever it
 * is asked for, with its expressions and the check against its form, which costs more than all
 * that a node does with it. A parameter without an expression is the same for all items and read
 * once in the run; one with an expression is evaluated once for each item, and one that only
 * refers to a field of the item is not evaluated at all ({@link plainReferences}).
 *
 * Values are shared by all who read them: they are not to be changed.
 *
 * @param context the node's execute context
 * @returns a context for one run; everything but `getNodeParameter` is that of `context`
 */
export function withParametersOnce<Context extends ParameterContext>(context: Context): Context {
	const { parameters } = context.getNode();
	const fixed = new Map<string, unknown>();
	const evaluated = new BoundedCache<string, { value: unknown }>(MOST_EVALUATED);
	const isFixed = fixedPaths(parameters);
	const plain = plainReferences(parameters, itemOf(context));
	const getNodeParameter = (
		name: string,
		itemIndex: number,
		fallback?: unknown,
		options?: Options,
	): unknown => {
		const own = isFixed(name) ? undefined : plain(name, itemIndex, options);
		if (own !== undefined) return own;
		const isPlain = fallback === undefined && options === undefined;
		const key = isPlain ? name : `${name} ${JSON.stringify([fallback, options])}`;
		const read = () => context.getNodeParameter(name, itemIndex, fallback, options) as unknown;
		if (!isFixed(name)) {
			return evaluated.getOrMake(`${itemIndex} ${key}`, () => ({ value: read() })).value;
		}
		if (!fixed.has(key)) fixed.set(key, read());
		return fixed.get(key);
	};
	return Object.create(context, {
		getNodeParameter: { value: getNodeParameter },
	}) as Context;
}

/** What `$json` is for the expressions of an item; undefined where n8n has an error to tell. */
function itemOf(
	context: Pick<ParameterContext, 'getWorkflowDataProxy'>,
): (itemIndex: number) => IDataObject | undefined {
	let last: { itemIndex: number; json: IDataObject | undefined } | undefined;
	const read = (itemIndex: number) => {
		try {
			return context.getWorkflowDataProxy(itemIndex).$json as IDataObject;
		} catch {
			// The same error comes when n8n evaluates the expression, with its place.
			return undefined;
		}
	};
	return (itemIndex) => {
		if (last?.itemIndex !== itemIndex) last = { itemIndex, json: read(itemIndex) };
		return last.json;
	};
}

/** Says whether a path such as `fields.mappingMode` is without an expression. */
export function fixedPaths(parameters: INodeParameters): (path: string) => boolean {
	const known = new Map<string, boolean>();
	return (path) => {
		const found = known.get(path) ?? !hasExpression(valueAt(parameters, path));
		known.set(path, found);
		return found;
	};
}

function valueAt(parameters: INodeParameters, path: string): unknown {
	let at: unknown = parameters;
	for (const step of path.split('.')) {
		// An expression instead of a collection decides about everything below it.
		if (typeof at !== 'object' || at === null) return at;
		at = (at as Record<string, unknown>)[step];
	}
	return at;
}

/** n8n marks an expression by `=` at the beginning of a string. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(hasExpression);
}
