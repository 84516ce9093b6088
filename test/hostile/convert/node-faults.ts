import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeTypeDescription,
} from 'n8n-workflow';
import type { N8nWorkflow } from '../../../convert';

type Node = N8nWorkflow['nodes'][number];

/** Whether all of a value is in another one, as n8n completes it. */
function holds(whole: unknown, part: unknown): boolean {
	if (Array.isArray(part)) {
		return (
			Array.isArray(whole) &&
			whole.length === part.length &&
			part.every((one, index) => holds(whole[index], one))
		);
	}
	if (typeof part !== 'object' || part === null) return whole === part;
	const members = Object(whole) as Record<string, unknown>;
	return Object.entries(part).every(([name, value]) => holds(members[name], value));
}

/**
 * What n8n would say of the parameters of a node: those that it does not know or does not show
 * with the others, and required ones without a value.
 */
export function parameterFaults(node: Node, description: INodeTypeDescription): string[] {
	const { parameters, name } = node;
	const full: INodeParameters =
		NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			{ typeVersion: node.typeVersion },
			description,
		) ?? {};
	const unknown = Object.entries(parameters)
		// n8n itself gives a polling node its times.
		.filter(([key]) => description.polling !== true || key !== 'pollTimes')
		.filter(([key, value]) => !holds(full[key], value))
		.map(([key]) => `${name}: ${key} is unknown`);
	const complete = { ...node, parameters: full } as INode;
	const issues = NodeHelpers.getNodeParametersIssues(description.properties, complete, description);
	const missing = Object.entries(issues?.parameters ?? {}).map(
		([key, texts]) => `${name}: ${key}: ${texts.join(' ')}`,
	);
	return [...unknown, ...missing];
}
