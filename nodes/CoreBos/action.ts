import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import type { CoreBosWebService, ModuleDescription, UserFormats } from '../../engine';
import type { NodeConnection } from '../transport/coreBosConnection';

/** One output item of an action; the router adds which input item it came from. */
export type Output = Pick<INodeExecutionData, 'json' | 'binary'>;

/** What became of one item where all items of a run are worked on together. */
export type Outcome = { outputs: Output[] } | { error: Error };

/** What an action works with. The same for all items of a run. */
export interface ActionRun {
	/** The node: its parameters, input items and helpers. */
	node: IExecuteFunctions;
	/** Calls operations in the session of the node's credential. */
	client: CoreBosWebService;
	/** The install of the node's credential. */
	connection: NodeConnection;
	/** A module's description, asked for at most once a minute. */
	describe(module: string): Promise<ModuleDescription>;
	/** How the user of the credential writes, asked for at most once a minute. */
	formats(): Promise<UserFormats>;
	/** How coreBOS writes its answers; undefined: as the database does. Asked once a minute, too. */
	answerFormats(): Promise<UserFormats | undefined>;
	/**
	 * Tells the user something above the node's output.
	 *
	 * @param itemIndex the item that it is about
	 */
	warn(text: string, itemIndex: number): void;
}

/** A choice in one of the two lists at the top of the node. */
export type Choice = Required<Pick<INodePropertyOptions, 'name' | 'description'>> & {
	value: string;
};

/** One operation of a resource: what the user fills in, and what is done with it. */
export interface Action {
	/** `action` is what n8n's node panel shows: "Create a record". */
	choice: Choice & { action: string };
	/** Its parameters, without `displayOptions` for resource and operation: the router adds them. */
	properties: INodeProperties[];
	/** Its entries of the collection *Options* (`options`); the router adds those of all actions. */
	options?: INodeProperties[];
	/**
	 * Works on one item. An error, also a CoreBosError, is made the item's error by the router.
	 *
	 * @returns the output of the item: none, one or many
	 */
	execute(run: ActionRun, itemIndex: number): Promise<Output[]>;
	/** A form of the action that works on all items at once. */
	bulk?: {
		/** Whether the node's parameters ask for it. */
		isWanted(run: ActionRun): boolean;
		/** @returns what became of each item, in the order of the items */
		execute(run: ActionRun): Promise<Outcome[]>;
	};
}

/** A kind of thing that the node works with, and what it does with it. */
export interface Resource {
	choice: Choice;
	/** Operation of a node that was just added; never one that changes or deletes anything. */
	defaultOperation: string;
	actions: Action[];
}

/**
 * A result of coreBOS as output items: a list is an item for each entry, an object is one item,
 * any other value stands in the property `result`.
 */
export function outputsOf(result: unknown): Output[] {
	if (Array.isArray(result)) return result.map(asOutput);
	return [asOutput(result)];
}

function asOutput(value: unknown): Output {
	const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
	return { json: isObject ? (value as IDataObject) : { result: value as IDataObject[string] } };
}
