import type { IExecuteFunctions } from 'n8n-workflow';
import { fixedPaths, withParametersOnce } from '../transport/parametersOnce';

/** The contexts that parameters are read from. */
type ParameterContext = Pick<IExecuteFunctions, 'getNode' | 'getNodeParameter'>;

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
		return names.every(this.isFixed);
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

	/** What a resource locator points to. */
	locatorValue(name: string, itemIndex: number): string {
		const value = this.context.getNodeParameter(name, itemIndex, '', { extractValue: true });
		return String(value ?? '').trim();
	}
}
