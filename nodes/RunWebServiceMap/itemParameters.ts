import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';
import { evaluatedXml, hasEmbeddedExpressions } from './embeddedExpressions';

/** The contexts that parameters are read from. */
type ParameterContext = Pick<
	IExecuteFunctions,
	'getNode' | 'getNodeParameter' | 'evaluateExpression'
>;

/**
 * The node's parameters by item. n8n evaluates a parameter again for every item, which costs time;
 * one without an expression in it is the same for all of them and read once.
 */
export class ItemParameters {
	private readonly written: INodeParameters;
	private readonly fixed = new Map<string, unknown>();

	constructor(private readonly context: ParameterContext) {
		this.written = context.getNode().parameters;
	}

	/** Whether parameters are the same for all items. */
	areFixed(names: string[]): boolean {
		return !names.some((name) => hasExpression(this.written[name]) || this.hasEmbedded(name));
	}

	/**
	 * @param name name of a parameter
	 * @param itemIndex the item that expressions see
	 * @param fallback value of a parameter that the node does not show
	 * @throws n8n's error for an expression that cannot be evaluated
	 */
	get<Value>(name: string, itemIndex: number, fallback: Value): Value {
		if (!this.fixed.has(name)) {
			const value: unknown = this.context.getNodeParameter(name, itemIndex, fallback);
			if (!this.areFixed([name])) return value as Value;
			this.fixed.set(name, value);
		}
		return this.fixed.get(name) as Value;
	}

	/**
	 * The XML of the code editor, in which expressions may stand beside text. Nodes before version
	 * 1.2 have no such editor.
	 *
	 * @throws n8n's error for an expression that cannot be evaluated
	 */
	xml(name: string, itemIndex: number): string {
		const text = String(this.get<unknown>(name, itemIndex, '') ?? '');
		if (!this.hasEmbedded(name)) return text;
		return evaluatedXml(text, (expression) => {
			return this.context.evaluateExpression(expression, itemIndex);
		});
	}

	private hasEmbedded(name: string): boolean {
		const written = this.written[name];
		if (this.context.getNode().typeVersion < 1.2 || typeof written !== 'string') return false;
		return !hasExpression(written) && hasEmbeddedExpressions(written);
	}

	/** What a resource locator points to. */
	locatorValue(name: string, itemIndex: number): string {
		const value = this.context.getNodeParameter(name, itemIndex, '', { extractValue: true });
		return String(value ?? '').trim();
	}
}

/** n8n marks an expression by `=` at the beginning of a text. */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'string') return value.startsWith('=');
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some(hasExpression);
}
