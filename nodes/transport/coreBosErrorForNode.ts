import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { CoreBosError } from '../../engine';

/**
 * An error as n8n shows it: coreBOS's message and code, what to do about it as the description,
 * and the item that it happened to.
 *
 * Only texts are taken over, not the error itself: what failed underneath may hold the request
 * with its session, and n8n keeps errors with the execution.
 *
 * @param error of the engine or of n8n; n8n's own are passed on
 * @param itemIndex where it belongs to an item; a trigger has none
 */
export function errorForNode(
	node: INode,
	error: Error,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	const description = error instanceof CoreBosError ? error.advice : undefined;
	const whole = description ? error.message.replace(description, '').trim() : error.message;
	const message = itemIndex === undefined ? whole : `${whole} [item ${itemIndex}]`;
	const failure =
		error instanceof CoreBosError
			? new NodeApiError(
					node,
					{ message },
					{ message, description, itemIndex, httpCode: httpCodeOf(error) },
				)
			: new NodeOperationError(node, message, { description, itemIndex });
	// n8n replaces a message that holds a word such as ECONNREFUSED by one of its own.
	failure.message = message;
	if (error instanceof CoreBosError) failure.context.outcome = error.outcome;
	return failure;
}

/**
 * The error of an item that is passed on, in one text: nobody sees a description there, and
 * whether a lost create may be repeated must not depend on it.
 */
export function errorOfItem(error: Error, itemIndex: number): string {
	// The message of a CoreBosError ends with its advice.
	const { description } = error as { description?: string | null };
	const told = [error.message, description ?? ''].filter((text) => text !== '').join('. ');
	const place = `[item ${itemIndex}]`;
	return told.includes(place) ? told : `${told} ${place}`;
}

/** coreBOS answers HTTP 200 to what it refuses: as the code of an error it would mislead. */
function httpCodeOf({ status }: CoreBosError): string | undefined {
	return status === undefined || status === 200 ? undefined : String(status);
}
