import type { INode, INodeParameters } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';
import { CoreBos } from '../../../nodes/CoreBos/CoreBos.node';
import { resources } from '../../../nodes/CoreBos/resources';

/**
 * n8n shows a parameter as soon as one that it depends on is an expression, and does not start a
 * node that has a required one without a value: a parameter of another operation must not be it.
 */
const { description } = new CoreBos();

const operations = resources.flatMap(({ choice, actions }) =>
	actions.map(
		(action) => [String(choice.value), String(action.choice.value), action.properties] as const,
	),
);

test.each(operations)(
	'%s: %s runs with its parameters as expressions',
	(resource, operation, own) => {
		const names = new Set(own.map(({ name }) => name));
		const texts = own.filter(({ type }) => type === 'string' || type === 'options');
		const parameters: INodeParameters = {
			resource,
			operation,
			...Object.fromEntries(texts.map(({ name }) => [name, '={{ $json.value }}'])),
		};
		const node: INode = {
			id: 'x',
			name: 'coreBOS',
			type: 'coreBos',
			typeVersion: 1,
			position: [0, 0],
			parameters,
		};
		const issues = NodeHelpers.getNodeParametersIssues(description.properties, node, description);
		const foreign = Object.keys(issues?.parameters ?? {}).filter((name) => !names.has(name));
		expect(foreign).toEqual([]);
	},
);
