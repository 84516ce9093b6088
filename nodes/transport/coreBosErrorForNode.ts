import type { IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { CoreBosError, WorkflowError } from '../../engine';
import { ParameterError } from './parameterError';

/**
 * An error as n8n shows it: what happened as the message, what to do about it as the
 * description, and the item.
 *
 * Only texts are taken over, not the error itself: its cause may hold the request with its
 * session, and n8n stores errors with the execution.
 *
 * @param error of the engine or of n8n; n8n's own are returned as they are
 * @param itemIndex the item that failed; a trigger has none
 * @param isOnly whether there is no other item: then nobody needs to be told which one it was
 */
export function errorForNode(
	node: INode,
	error: Error,
	itemIndex?: number,
	isOnly = false,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	const { message: reason, description } = textsOf(error);
	const message =
		itemIndex === undefined || isOnly ? reason : `${reason} ${placeOfItem(itemIndex)}`;
	const isOfCall = error instanceof CoreBosError;
	const httpCode = isOfCall ? httpCodeOf(error) : undefined;
	const failure = nodeFailure(node, { message, description, itemIndex, isOfCall, httpCode });
	if (isOfCall) failure.context.outcome = error.outcome;
	return failure;
}

/** Names an item in a text, as n8n counts items. */
export function placeOfItem(itemIndex: number): string {
	return `[item ${itemIndex}]`;
}

/**
 * The error of an item that continues, as one text: nobody sees a description there, and
 * whether a lost create may be repeated must not depend on it.
 *
 * @param isOnly whether there is no other item
 */
export function errorOfItem(error: Error, itemIndex: number, isOnly: boolean): string {
	const { message, description = '' } = textsOf(error);
	const place = placeOfItem(itemIndex);
	const reason = description === '' ? message : message.replace(/\.$/, '');
	const text = [reason, description].filter((part) => part !== '').join('. ');
	return isOnly || text.includes(place) ? text : `${text} ${place}`;
}

/**
 * An item that failed in a node that continues. n8n recognizes an item for the error output by having
 * nothing but an error, and adds the input item itself.
 *
 * @param error what happened and what to do about it
 */
export function failedItem(
	node: IExecuteFunctions,
	itemIndex: number,
	error: string,
): INodeExecutionData {
	const { json, binary } = node.getInputData()[itemIndex];
	const toErrorOutput = node.getNode().onError === 'continueErrorOutput';
	return {
		json: { ...(!toErrorOutput && json), error },
		binary,
		pairedItem: { item: itemIndex },
	};
}

/** What n8n shows of an error, and where. */
interface Failure {
	message: string;
	description?: string;
	itemIndex?: number;
	/** Whether a call failed. */
	isOfCall: boolean;
	/** Status of the answer to the call. */
	httpCode?: string;
}

/** The error of a node, with its message as given. */
export function nodeFailure(
	node: INode,
	{ isOfCall, ...texts }: Failure,
): NodeApiError | NodeOperationError {
	const { message } = texts;
	const failure = isOfCall
		? new NodeApiError(node, { message }, texts)
		: new NodeOperationError(node, message, texts);
	// n8n replaces a message that contains a word such as ECONNREFUSED by one of its own.
	failure.message = message;
	return failure;
}

/** What happened, and what to do about it. */
function textsOf(error: Error): { message: string; description?: string } {
	const { message } = error;
	if (error instanceof ParameterError) return { message, description: error.advice };
	if (error instanceof CoreBosError && error.advice !== '') {
		// The message of a CoreBosError ends with its advice.
		return { message: message.replace(error.advice, '').trim(), description: error.advice };
	}
	const isTold =
		error instanceof WorkflowError ||
		error instanceof NodeOperationError ||
		error instanceof NodeApiError;
	return isTold && error.description ? { message, description: error.description } : { message };
}

/** coreBOS answers HTTP 200 to what it refuses, which would mislead as the code of an error. */
function httpCodeOf({ status }: CoreBosError): string | undefined {
	return status === undefined || status === 200 ? undefined : String(status);
}
