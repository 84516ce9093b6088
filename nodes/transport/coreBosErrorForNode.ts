import type { INode } from 'n8n-workflow';
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
	const failure =
		error instanceof CoreBosError
			? new NodeApiError(
					node,
					{ message },
					{ message, description, itemIndex, httpCode: httpCodeOf(error) },
				)
			: new NodeOperationError(node, message, { description, itemIndex });
	// n8n replaces a message that contains a word such as ECONNREFUSED by one of its own.
	failure.message = message;
	if (error instanceof CoreBosError) failure.context.outcome = error.outcome;
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
