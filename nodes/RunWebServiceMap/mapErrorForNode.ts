import type { INode, NodeApiError, NodeOperationError } from 'n8n-workflow';
import {
	CoreBosError,
	MapCallError,
	MapError,
	SaveError,
	type CallOutcome,
	type SaveFault,
} from '../../engine';
import { nodeFailure, placeOfItem } from '../transport/coreBosErrorForNode';
import { ParameterError } from '../transport/parameterError';
import { inParameterNames } from './parameterNames';

/** Where an error of a run happened. */
interface ErrorPlace {
	itemIndex: number;
	/** Whether there is no other item, which the message then need not tell apart. */
	isOnly?: boolean;
	/** The map's methodname, when the map could be read. */
	methodName?: string;
	/** What was written in coreBOS before, such as `the setting "x" was set`. */
	written?: string[];
	/** Whether the map is made of the node's own parameters. */
	isDefinedInNode?: boolean;
}

/**
 * An error of the engine as n8n shows it: the message says what happened to which map and item,
 * the description where it is in the map and what to do.
 *
 * Only texts are taken over, not the error itself: what failed underneath may hold the request
 * with its session or key, and n8n keeps errors with the execution.
 */
export function mapErrorForNode(
	node: INode,
	error: Error,
	{ itemIndex, isOnly = false, methodName, written = [], isDefinedInNode = false }: ErrorPlace,
): NodeApiError | NodeOperationError {
	const told = isOnly ? messageOf(error) : `${messageOf(error)} ${placeOfItem(itemIndex)}`;
	const message = isDefinedInNode ? inParameterNames(told) : told;
	const description = descriptionOf(error, methodName, written);
	const status = statusOf(error);
	const failure = nodeFailure(withoutParameters(node), {
		...{ message, description, itemIndex },
		isOfCall: status !== undefined,
		httpCode: status?.toString(),
	});
	failure.context.outcome = outcomeOf(error);
	return failure;
}

/**
 * n8n stores an error with its node. The XML of a map, and headers and fields that are defined in the
 * node, may hold keys; nobody reads them from an error.
 */
function withoutParameters(node: INode): INode {
	const { operation, mapSource } = node.parameters;
	return { ...node, parameters: { operation, mapSource } };
}

/** What became of the map's call: whether it may be repeated depends on it. */
function outcomeOf(error: Error): CallOutcome {
	if (error instanceof SaveError) return error.fault === 'notSaved' ? 'done' : 'notDone';
	const isTold =
		error instanceof MapCallError || error instanceof MapError || error instanceof CoreBosError;
	return isTold ? error.outcome : 'notDone';
}

/** What to do and where, as far as the error knows. */
function descriptionOf(error: Error, methodName = '', written: string[] = []): string | undefined {
	const warnings = error instanceof MapCallError ? error.warnings : [];
	const parts = [
		adviceOf(error),
		writtenBefore(written),
		callOf(error, methodName),
		locationOf(error),
		shownPlace(error),
		...warnings,
	].filter((part) => part !== undefined && part !== '');
	return parts.length === 0 ? undefined : parts.join('. ').replaceAll('.. ', '. ');
}

/** What a run of the item again would write again. */
function writtenBefore(written: string[]): string | undefined {
	return written.length === 0 ? undefined : `Done before the failure: ${written.join(', ')}`;
}

function adviceOf(error: Error): string | undefined {
	if (error instanceof SaveError) return SAVE_ADVICE[error.fault];
	if (error instanceof MapCallError) return error.hint;
	return error instanceof MapError || error instanceof ParameterError ? error.advice : undefined;
}

/** Which call of which map it was: the message says the cause alone. */
function callOf(error: Error, methodName: string): string | undefined {
	const name = methodName === '' ? undefined : `Map "${methodName}"`;
	if (!(error instanceof MapCallError)) {
		return error.message.includes(`"${methodName}"`) ? undefined : name;
	}
	return name === undefined ? `Call: ${error.call}` : `${name}, call: ${error.call}`;
}

function locationOf(error: Error): string | undefined {
	const location = error instanceof MapError ? error.location : undefined;
	return location && `In the map: ${location}`;
}

/** What to do in the node where values could not be saved. */
const SAVE_ADVICE: Readonly<Record<SaveFault, string | undefined>> = {
	noClient:
		'Select the coreBOS credential of the install that has the record, or turn "Save Fields to the Record" off.',
	noRecordId:
		'Give the item a property "id" with a web service ID (14x852) or a property "record_id", or set the option "Record ID".',
	noLogin: 'Check the coreBOS credential of the node.',
	notSaved:
		'Do not run the map again for this item: its call was done, and only the saving is missing. Save the values with the coreBOS node, or enter them in coreBOS.',
};

/** The source's line and a caret below the place, with which errors of expressions end. */
const SHOWN_PLACE = /\n([^\n]*)\n *\^$/;

/**
 * The line of an expression with a mark before the place, because a caret below it would point
 * nowhere in n8n's running text. Texts in quotes may be keys and are not shown; of a line whose
 * beginning is cut off nobody knows what is in quotes.
 */
function shownPlace({ message }: Error): string | undefined {
	const [shown, line] = SHOWN_PLACE.exec(message) ?? [];
	if (shown === undefined || line.startsWith('…')) return undefined;
	const column = shown.length - shown.lastIndexOf('\n') - 2;
	const masked = line.replace(/'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?/g, maskedText);
	return `In the expression at the mark ▸: ${masked.slice(0, column)}▸${masked.slice(column)}`;
}

function maskedText(literal: string): string {
	const quote = literal[0];
	const isClosed = literal.length > 1 && literal.endsWith(quote);
	const hidden = '·'.repeat(literal.length - (isClosed ? 2 : 1));
	return `${quote}${hidden}${isClosed ? quote : ''}`;
}

function messageOf(error: Error): string {
	if (error instanceof MapCallError) {
		const { failure, status = 0 } = error;
		return `${capitalized(failure)}${status >= 400 ? ` (HTTP ${status})` : ''}`;
	}
	const message = error instanceof MapError ? error.reason : error.message;
	return message.replace(SHOWN_PLACE, '');
}

function capitalized(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

function statusOf(error: Error): number | undefined {
	if (error instanceof MapCallError || error instanceof CoreBosError) return error.status;
	return error.cause instanceof Error ? statusOf(error.cause) : undefined;
}
