import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';
import { defineBelowParameters } from '../../../nodes/RunWebServiceMap/defineBelowParameters';

/** The parameters as they are after n8n has stored and read a workflow. */
export function storedByN8n(parameters: INodeParameters): INodeParameters {
	const node: INode = {
		id: '1',
		name: 'Map',
		type: 'n8n-nodes-corebos.runWebServiceMap',
		typeVersion: 1,
		position: [0, 0],
		parameters: { operation: 'run', ...parameters },
	};
	const hidden: INodeParameters = { operation: 'run', mapSource: 'define' };
	const properties = [
		...Object.entries(hidden).map(([name, value]) => ({
			displayName: name,
			name,
			type: 'hidden' as const,
			default: value as string,
		})),
		...defineBelowParameters,
	];
	const stored = NodeHelpers.getNodeParameters(
		properties,
		node.parameters,
		false,
		false,
		node,
		null,
	);
	return JSON.parse(JSON.stringify(stored)) as INodeParameters;
}

/** What a map says. Its layouts say how it is written, which its XML shows. */
export function withoutLayouts(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(withoutLayouts);
	if (typeof value !== 'object' || value === null) return value;
	const said = Object.entries(value).filter(([name]) => !/layout$/i.test(name));
	return Object.fromEntries(said.map(([name, member]) => [name, withoutLayouts(member)]));
}
