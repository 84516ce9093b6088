import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { canBeQueued, takesRequestIdentifier } from '../../engine';
import { optionsOf } from '../editor/parameterValues';

/** Entries for operations that coreBOS can queue. */
const queueOptions: INodeProperties[] = [
	{
		displayName: 'Queue the Call',
		name: 'queue',
		type: 'boolean',
		default: false,
		description:
			'Whether coreBOS queues the call and answers immediately. The output is then an operationTrackingID for Custom: Get Queued Result. The install must process its queue (executeOperationsFromQueue.php).',
	},
	{
		displayName: 'Queue Delay (Seconds)',
		name: 'queueDelay',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'The minimum time that a queued call waits before it is run',
	},
];

/** Entry for operations that accept an identifier; a real install ran them twice (recorded). */
export const requestIdentifierOption: INodeProperties = {
	displayName: 'Client Request Identifier',
	name: 'requestIdentifier',
	type: 'string',
	default: '',
	placeholder: 'e.g. order-4711',
	description:
		'Any text that identifies this call. An install that stores such identifiers answers a repeated call with the first result; many installs run the call again, so do not rely on it. With "generate", the values of the call identify it.',
};

/** All entries, for operations that are known only when the node runs. */
export const allCallOptions: INodeProperties[] = [...queueOptions, requestIdentifierOption];

/** The entries of *Options* that an operation of the web service supports. */
export function callOptionsOf(operation: string): INodeProperties[] {
	return [
		...(canBeQueued(operation) ? queueOptions : []),
		...(takesRequestIdentifier(operation) ? [requestIdentifierOption] : []),
	];
}

/** The call options of an item. */
export interface CallOptions {
	/** Parameter of the call; empty if no option is set. */
	parameters: { cbwsOptions?: IDataObject };
	/** True: coreBOS answers with a tracking ID instead of the result. */
	isQueued: boolean;
}

/** Reads {@link allCallOptions} of an item. */
export function callOptions(node: IExecuteFunctions, itemIndex: number): CallOptions {
	const { queue, queueDelay, requestIdentifier } = optionsOf<{
		queue?: boolean;
		queueDelay?: number;
		requestIdentifier?: string;
	}>(node, itemIndex);
	const identifier = String(requestIdentifier ?? '').trim();
	const cbwsOptions: IDataObject = {
		...(queue && { launchfromqueue: 1, queuedelay: Number(queueDelay) || 0 }),
		...(identifier !== '' && { ClientRequestIdentifier: identifier }),
	};
	const hasOptions = Object.keys(cbwsOptions).length > 0;
	return { parameters: hasOptions ? { cbwsOptions } : {}, isQueued: queue === true };
}
