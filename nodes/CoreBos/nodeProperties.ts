import type { INodeProperties } from 'n8n-workflow';
import type { Action, Resource } from './action';
import { concurrentCallsOption } from './concurrency';
import { sizeLimitOption } from '../transport/n8nHttp';
import { outputOptions } from './outputOptions';

/**
 * The parameters of the node: the lists *Resource* and *Operation*, then those of each action,
 * shown if it is selected.
 */
export function createNodeProperties(
	resources: Resource[],
	defaultResource: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ choice }) => ({ ...choice })),
			default: defaultResource,
		},
		...resources.map(operationParameter),
		...resources.flatMap((resource) =>
			resource.actions.flatMap((action) => parametersOf(resource, action)),
		),
	];
}

function operationParameter({ choice, actions, defaultOperation }: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [choice.value] } },
		options: actions.map((action) => ({ ...action.choice })),
		default: defaultOperation,
	};
}

function parametersOf(resource: Resource, action: Action): INodeProperties[] {
	const ofOutput = action.handsItemsOn ? [] : outputOptions;
	const options: INodeProperties = {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [...(action.options ?? []), ...ofOutput, concurrentCallsOption, sizeLimitOption].sort(
			(one, other) => one.displayName.localeCompare(other.displayName),
		),
	};
	// Resource and operation come first: n8n shows a parameter as soon as it reaches a condition
	// on a parameter that contains an expression, and several operations may have a parameter of
	// the same name.
	return [...action.properties, options].map((property) => ({
		...property,
		displayOptions: {
			...property.displayOptions,
			show: {
				// First: n8n shows a parameter as soon as one that it depends on is an expression,
				// which may be a parameter of the same name of another operation.
				resource: [resource.choice.value],
				operation: [action.choice.value],
				...property.displayOptions?.show,
			},
		},
	}));
}
