import { Workflow, type INode, type INodeType, type INodeTypes } from 'n8n-workflow';
import { filterConditions } from '../../../nodes/editor/filterParameters';
import { CoreBos } from '../../../nodes/CoreBos/CoreBos.node';
import { resources } from '../../../nodes/CoreBos/resources';
import { CoreBosTrigger } from '../../../nodes/CoreBosTrigger/CoreBosTrigger.node';
import { CoreBosWatchTrigger } from '../../../nodes/CoreBosWatchTrigger/CoreBosWatchTrigger.node';
import { RunWebServiceMap } from '../../../nodes/RunWebServiceMap/RunWebServiceMap.node';

/** What the editor shows below the name of a node. */
function subtitle(type: INodeType, parameters: INode['parameters'], typeVersion = 1): unknown {
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	} satisfies INodeTypes;
	const node: INode = {
		...{ id: 'n', name: 'Node', type: 'n', typeVersion, position: [0, 0], parameters },
	};
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getSimpleParameterValue(
		workflow.getNode('Node') as INode,
		type.description.subtitle,
		'internal',
		{},
	);
}

const locator = (value: string) => ({ __rl: true, mode: 'list', value });
const cases: Array<[INodeType, INode['parameters'], string]> = [
	[new CoreBos(), { operation: 'create', module: locator('Products') }, 'Create: Products'],
	[new CoreBos(), { operation: 'getAll', module: locator('') }, 'Get Many: Record'],
	[new CoreBos(), { resource: 'query', operation: 'run' }, 'Run: Query'],
	[new CoreBosWatchTrigger(), { module: locator('Products') }, 'Products: created, updated'],
	[new CoreBosWatchTrigger(), { events: '={{ ["created"] }}' }, ''],
	[new CoreBosWatchTrigger(), {}, 'created, updated'],
	[new CoreBosTrigger(), { path: 'corebos' }, 'corebos'],
	[new CoreBosTrigger(), {}, ''],
	[new RunWebServiceMap(), {}, ''],
];

test.each(cases.map((one) => [one[0].description.displayName, ...one] as const))(
	'%s',
	(_name, type, parameters, expected) => {
		const shown = String(subtitle(type, parameters));
		if (expected !== '') expect(shown).toBe(expected);
		expect(shown).not.toMatch(/undefined|null|\[object/);
	},
);

test('every operation has one that says what it is', () => {
	for (const { choice, actions } of resources) {
		for (const action of actions) {
			const parameters = { resource: choice.value, operation: action.choice.value };
			const shown = String(subtitle(new CoreBos(), parameters));
			expect(shown).toBe(`${action.choice.name}: ${choice.name}`);
		}
	}
});

test.each([
	[{ conditions: [{ field: '', operator: 'equals' }] }, 'Filter 1 has no field'],
	[{ conditions: [{ field: 'a', operator: 'equals' }, { operator: 'equals' }] }, 'Filter 2 has no'],
])('a filter without a field: %j', (value, message) => {
	expect(() => filterConditions(value)).toThrow(message);
});

test('filters with fields are taken as they are', () => {
	const conditions = [{ field: 'a', operator: 'equals', value: '1' }];
	expect(filterConditions({ conditions })).toEqual(conditions);
	expect(filterConditions({})).toEqual([]);
});
