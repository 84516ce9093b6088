import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { asRecord } from '../../../../engine';
import { optionsOf } from '../../../editor/parameterValues';
import type { ActionRun, Output } from '../../action';

/** Where the token is in the context, as the maps of coreBOS read it. */
export const TOKEN = 'cb_token';
/** Where the session is in the context, as the maps of coreBOS read it. */
export const SESSION_ID = 'cb_sessionid';

/** The entry of *Options* that names the property with the context of an item. */
export const contextOption: INodeProperties = {
	displayName: 'Context Property',
	name: 'contextProperty',
	type: 'string',
	default: 'context',
	description: 'Property of the item that contains the workflow context, as in Run Web Service Map',
};

/** A value of the item's context as text; empty if it has none. */
export function contextParameter({ node }: ActionRun, itemIndex: number, name: string): string {
	const { context } = contextOf(node, itemIndex);
	return String(context[name] ?? '');
}

/**
 * The item with values added to its context, for the maps that follow the node.
 *
 * @param values undefined removes a value
 */
export function withContext(
	{ node }: ActionRun,
	itemIndex: number,
	values: Record<string, string | undefined>,
	more: IDataObject = {},
): Output[] {
	const { property, context } = contextOf(node, itemIndex);
	const after: IDataObject = { ...context };
	for (const [name, value] of Object.entries(values)) {
		if (value === undefined) delete after[name];
		else after[name] = value;
	}
	const item = node.getInputData()[itemIndex];
	return [{ json: { ...item.json, ...more, [property]: after }, binary: item.binary }];
}

function contextOf(
	node: ActionRun['node'],
	itemIndex: number,
): { property: string; context: IDataObject } {
	const { contextProperty } = optionsOf<{ contextProperty?: string }>(node, itemIndex);
	const property = contextProperty || 'context';
	const context = node.getInputData()[itemIndex].json[property];
	return { property, context: asRecord(context) as IDataObject };
}
