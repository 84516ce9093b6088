import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { canBeQueued, takesRequestIdentifier } from '../../engine';

/** Entries for operations that coreBOS can put into its queue. */
const queueOptions: INodeProperties[] = [
	{
		displayName: 'Queue the Call',
		name: 'queue',
		type: 'boolean',
		default: false,
		description:
			'Whether coreBOS puts the call into its queue and answers at once. The output is an operationTrackingID then, for Custom: Get Queued Result; the install has to run its queue (executeOperationsFromQueue.php).',
	},
	{
		displayName: 'Queue Delay (Seconds)',
		name: 'queueDelay',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: 'How long a queued call waits at least before it is done',
	},
];

/** Entry for operations that coreBOS takes an identifier for; a real install did them twice (recorded). */
export const requestIdentifierOption: INodeProperties = {
	displayName: 'Client Request Identifier',
	name: 'requestIdentifier',
	type: 'string',
	default: '',
	placeholder: 'e.g. order-4711',
	description:
		'Any text that names this call. An install that keeps such identifiers answers a repeated call with the first result; many do the call again, so do not rely on it. With "generate" the values of the call name it.',
};

/** All that calls may be asked for with, for operations that are chosen when the node runs. */
export const allCallOptions: INodeProperties[] = [...queueOptions, requestIdentifierOption];

/** Entries of *Options* for calls of an operation: those that coreBOS has for it. */
export function callOptionsOf(operation: string): INodeProperties[] {
	return [
		...(canBeQueued(operation) ? queueOptions : []),
		...(takesRequestIdentifier(operation) ? [requestIdentifierOption] : []),
	];
}

/** What the options of an item ask for. */
export interface CallOptions {
	/** Parameter of the call; none where nothing is asked for. */
	parameters: { cbwsOptions?: IDataObject };
	/** True: coreBOS answers with a tracking id instead of the result. */
	isQueued: boolean;
}

/** Reads {@link allCallOptions} of an item. */
export function callOptions(node: IExecuteFunctions, itemIndex: number): CallOptions {
	const { queue, queueDelay, requestIdentifier } = node.getNodeParameter(
		'options',
		itemIndex,
		{},
	) as { queue?: boolean; queueDelay?: number; requestIdentifier?: string };
	const identifier = String(requestIdentifier ?? '').trim();
	const cbwsOptions: IDataObject = {
		...(queue && { launchfromqueue: 1, queuedelay: Number(queueDelay) || 0 }),
		...(identifier !== '' && { ClientRequestIdentifier: identifier }),
	};
	const isAsked = Object.keys(cbwsOptions).length > 0;
	return { parameters: isAsked ? { cbwsOptions } : {}, isQueued: queue === true };
}
