import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import {
	isRecord,
	type CoreBosWebService,
	type ModuleDescription,
	type UserFormats,
} from '../../engine';
import type { NodeConnection } from '../transport/coreBosConnection';

/** One output item of an action; the router adds which input item it came from. */
export type Output = Pick<INodeExecutionData, 'json' | 'binary'> & {
	/** Number of the node's output that it goes to; default the first, 0. */
	output?: number;
};

/** The outcome of one item. */
export type Outcome = { outputs: Output[] } | { error: Error };

/** What an action works with: the same for all items of a run. */
export interface ActionRun {
	/** The node: its parameters, input items and helpers. */
	node: IExecuteFunctions;
	/** Calls operations in the session of the node's credential. */
	client: CoreBosWebService;
	/** The install of the node's credential. */
	connection: NodeConnection;
	/** The description of a module, read at most once a minute. */
	describe(module: string): Promise<ModuleDescription>;
	/** The formats of the user of the credential, read at most once a minute. */
	formats(): Promise<UserFormats>;
	/** The formats of coreBOS's answers, read at most once a minute; undefined: as in the database. */
	answerFormats(): Promise<UserFormats | undefined>;
	/**
	 * Shows a warning above the node's output.
	 *
	 * @param itemIndex the item that it is about
	 */
	warn(text: string, itemIndex: number): void;
	/**
	 * Sets variables of the workflow context of an item, as its expressions do; they go along with
	 * the item if the node outputs it.
	 */
	setContext(variables: Record<string, unknown>, itemIndex: number): void;
}

/** A choice in one of the two lists at the top of the node. */
export type Choice = Required<Pick<INodePropertyOptions, 'name' | 'description'>> & {
	value: string;
};

/** What the user sees of an operation. */
interface ActionForm {
	/** `action` is the text in n8n's node panel: "Create a record". */
	choice: Choice & { action: string };
	/** Its parameters, without `displayOptions` for resource and operation: the router adds them. */
	properties: INodeProperties[];
	/** Its entries of the collection *Options* (`options`); the router adds those of all actions. */
	options?: INodeProperties[];
	/** The output is the items themselves: the options of the output have nothing to choose. */
	handsItemsOn?: true;
}

/** An operation of a resource that works with an install. */
export interface ConnectedAction extends ActionForm {
	/**
	 * Runs for one item. The router turns every error into the error of the item.
	 *
	 * @returns the output of the item: none, one or many
	 */
	execute(run: ActionRun, itemIndex: number): Promise<Output[]>;
	/** Runs for all items at once. */
	bulk?: {
		/** Whether the parameters of the node ask for it. */
		isWanted(run: ActionRun): boolean;
		/** @returns the outcome of each item, in the order of the items */
		execute(run: ActionRun): Promise<Outcome[]>;
	};
}

/** An operation that can do without a credential. */
interface IndependentAction extends ActionForm {
	/**
	 * Begins a run.
	 *
	 * @returns runs for one item; the router turns every error into the error of the item
	 */
	start(node: IExecuteFunctions): (itemIndex: number) => Promise<Output[]>;
}

/** One operation of a resource: its parameters, and what it does. */
export type Action = ConnectedAction | IndependentAction;

/** A kind of thing that the node works with, and its operations. */
export interface Resource {
	choice: Choice;
	/** The operation of a new node; never one that changes or deletes anything. */
	defaultOperation: string;
	actions: Action[];
}

/**
 * A result of coreBOS as output items: one item for each entry of a list, one item for an object;
 * any other value becomes the property `result`.
 */
export function outputsOf(result: unknown): Output[] {
	if (Array.isArray(result)) return result.map(asOutput);
	return [asOutput(result)];
}

function asOutput(value: unknown): Output {
	return { json: (isRecord(value) ? value : { result: value }) as IDataObject };
}
