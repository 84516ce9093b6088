import type { IDataObject } from 'n8n-workflow';
import type { Action } from '../../action';
import { ParameterError } from '../../../transport/parameterError';

/** coreBOS's answer for a tracking ID that it does not know, or whose call is not finished. */
const NOT_FINISHED = /not queued or not finished/i;

/** `getQueuedOperationResult`, which returns a result once. */
export const getQueuedResult: Action = {
	choice: {
		name: 'Get Queued Result',
		value: 'getQueuedResult',
		action: 'Get the result of a queued call',
		description: 'Get the result of a call that coreBOS queued. Each result can be read only once.',
	},
	properties: [
		{
			displayName: 'Operation Tracking ID',
			name: 'operationTrackingID',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 62a1f0c0e6a5c1.12345678',
			description: 'The operationTrackingID that the queued call returned',
		},
	],
	async execute({ node, client }, itemIndex) {
		const operationTrackingID = String(
			node.getNodeParameter('operationTrackingID', itemIndex),
		).trim();
		if (operationTrackingID === '') {
			throw new ParameterError(
				'The parameter "Operation Tracking ID" is empty',
				'Enter the operationTrackingID that the queued call returned.',
			);
		}
		const answer = await client.call('getQueuedOperationResult', { operationTrackingID });
		const finished = !(typeof answer === 'string' && NOT_FINISHED.test(answer));
		const result = answer as IDataObject[string];
		return [{ json: { operationTrackingID, finished, ...(finished && { result }) } }];
	},
};
