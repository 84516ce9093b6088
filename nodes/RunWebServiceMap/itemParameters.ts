import type { IExecuteFunctions } from 'n8n-workflow';
import { fixedPaths, withParametersOnce } from '../transport/parametersOnce';
import { evaluatedXml, hasEmbeddedExpressions } from './embeddedExpressions';

/** The contexts that parameters are read from. */
type ParameterContext = Pick<
	IExecuteFunctions,
	'getNode' | 'getNodeParameter' | 'getWorkflowDataProxy' | 'evaluateExpression'
>;

/** The node's parameters by item, each read once. */
export class ItemParameters {
	private readonly context: ParameterContext;
	private readonly isFixed: (path: string) => boolean;

	constructor(context: ParameterContext) {
		this.context = withParametersOnce(context);
		this.isFixed = fixedPaths(context.getNode().parameters);
	}

	/** Whether parameters are the same for all items. */
	areFixed(names: string[]): boolean {
		return names.every((name) => this.isFixed(name) && !this.hasEmbedded(name));
	}

	/**
	 * @param name name of a parameter
	 * @param itemIndex the item that expressions see
	 * @param fallback value of a parameter that the node does not show
	 * @throws n8n's error for an expression that cannot be evaluated
	 */
	get<Value>(name: string, itemIndex: number, fallback: Value): Value {
		return this.context.getNodeParameter(name, itemIndex, fallback) as Value;
	}

	/**
	 * The XML of the code editor, in which expressions may be mixed with text. Nodes before version
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
		const { typeVersion, parameters } = this.context.getNode();
		const written = parameters[name];
		if (typeVersion < 1.2 || typeof written !== 'string') return false;
		return this.isFixed(name) && hasEmbeddedExpressions(written);
	}

	/** What a resource locator points to. */
	locatorValue(name: string, itemIndex: number): string {
		const value = this.context.getNodeParameter(name, itemIndex, '', { extractValue: true });
		return String(value ?? '').trim();
	}
}
