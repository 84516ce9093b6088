import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { ParameterError } from '../transport/parameterError';
import { filledInByAgents } from './agentParameters';

/**
 * The parameter *Query*, which an agent fills in.
 *
 * @param texts its placeholder, description and hint
 * @param forAgents what the agent is told to fill in
 * @returns the parameter of the node, and that of the tool
 */
export function queryParameter(
	texts: Pick<INodeProperties, 'placeholder' | 'description' | 'hint'>,
	forAgents: string,
): INodeProperties[] {
	return filledInByAgents(
		{
			displayName: 'Query',
			name: 'query',
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			required: true,
			...texts,
		},
		forAgents,
	);
}

/** The query of an item. @throws ParameterError where it is empty */
export function givenQuery(node: IExecuteFunctions, itemIndex: number): string {
	const query = node.getNodeParameter('query', itemIndex) as string;
	if (query.trim() === '') {
		throw new ParameterError('The query is empty', 'Enter a query in VTQL.');
	}
	return query;
}
