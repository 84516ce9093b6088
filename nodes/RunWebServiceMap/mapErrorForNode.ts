import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { CoreBosError, MapCallError } from '../engine';

/** Where an error of a run happened. */
export interface ErrorPlace {
	itemIndex: number;
	/** The map's methodname, when the map could be read. */
	methodName?: string;
}

/**
 * An error of the engine as n8n shows it: the engine's message, which says what happened, where
 * and what to do, with the map and the item that it happened to.
 *
 * Only texts are taken over, not the error itself: what failed underneath may hold the request
 * with its session or key, and n8n keeps errors with the execution.
 */
export function mapErrorForNode(
	node: INode,
	error: Error,
	{ itemIndex, methodName }: ErrorPlace,
): NodeApiError | NodeOperationError {
	const message = messageOf(error, itemIndex, methodName);
	const status = statusOf(error);
	const failure =
		status === undefined
			? new NodeOperationError(node, message, { itemIndex })
			: new NodeApiError(node, { message }, { message, httpCode: String(status), itemIndex });
	// n8n replaces a message that holds a word such as ECONNREFUSED by one of its own, which
	// does not know the map.
	failure.message = message;
	return failure;
}

/** The source's line and a caret below the place, with which errors of expressions end. */
const SHOWN_PLACE = /\n[^\n]*\n *\^$/;

/**
 * n8n shows a message as running text, in which the caret points nowhere; and the source's line
 * may hold an access key. Line and column say where it is.
 */
function messageOf(error: Error, itemIndex: number, methodName: string | undefined): string {
	const message = error.message.replace(SHOWN_PLACE, '');
	const ofMap = methodName && !message.includes(`"${methodName}"`);
	return `${ofMap ? `Map "${methodName}": ` : ''}${message} [item ${itemIndex}]`;
}

function statusOf(error: Error): number | undefined {
	if (error instanceof MapCallError || error instanceof CoreBosError) return error.status;
	return error.cause instanceof Error ? statusOf(error.cause) : undefined;
}
