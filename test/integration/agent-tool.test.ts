import { createNodeAsTool } from 'n8n-core/dist/execution-engine/node-execution-context/utils/create-node-as-tool';
import { NodeHelpers, type INode, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { isHarmless, isReading } from '../../engine/corebos/operations';
import { CoreBos } from '../../nodes/CoreBos/CoreBos.node';
import { resources } from '../../nodes/CoreBos/resources';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { locatorValue, runCoreBos } from './corebos-node';
import { CORE_BOS, runNodes } from './n8n-engine';

/** The operations that change something, or may; all others are for a reading agent. */
const CHANGING: Record<string, string[]> = {
	businessMap: ['createCallingMap', 'process', 'save'],
	comment: ['add'],
	custom: ['call', 'getQueuedResult'],
	document: ['create'],
	lead: ['convert'],
	record: ['create', 'delete', 'replace', 'update', 'upsert'],
	relation: ['relate', 'unrelate'],
	session: ['extend', 'getChallenge', 'login', 'logout'],
	setting: ['delete', 'set'],
	workflow: ['execute', 'executeWithContext'],
};

const actions = resources.flatMap(({ choice, actions: all }) =>
	all.map((action) => ({ resource: choice.value as string, action })),
);
const reading = actions.filter(
	({ resource, action }) => !CHANGING[resource]?.includes(action.choice.value as string),
);

/** What an agent may say, misled by a text that it has read. */
const HOSTILE = [
	'delete from Contacts;',
	"x'; delete from Contacts where id = '12x1",
	'12x1&operation=delete&id=12x1',
	'{"operation":"delete","id":"12x1"}',
	'../webservice.php?operation=delete',
];

let coreBos: CoreBosStandIn;
beforeAll(async () => {
	coreBos = await startCoreBos({
		records: { Contacts: [{ lastname: 'Smith' }, { lastname: 'Jones' }] },
	});
});
afterAll(async () => await coreBos.close());

/** A tool of an agent, as n8n makes it of a node. */
function toolOf(parameters: INodeParameters) {
	const node: INode = {
		...{ id: 'tool', name: 'coreBOS tool', type: `${CORE_BOS}Tool`, typeVersion: 1 },
		...{ position: [0, 0], parameters: { descriptionType: 'auto', ...parameters } },
	};
	const { response } = createNodeAsTool({
		node,
		nodeType: new CoreBos(),
		handleToolInvocation: async () => 'done',
	});
	return response as unknown as { description: string; schema: { shape: object } };
}

/** Every text that the agent could fill in, filled in by an expression, as `$fromAI` is one. */
function filledIn(properties: INodeProperties[], said: string): INodeParameters {
	const text = `={{ ${JSON.stringify(said)} }}`;
	const filled: INodeParameters = {};
	for (const { name, type } of properties) {
		if (type === 'string') filled[name] = text;
		if (type === 'resourceLocator') {
			filled[name] = locatorValue(text, name === 'module' ? 'name' : 'id');
		}
	}
	return filled;
}

test('every operation is either for a reading agent or listed as changing', () => {
	const known = actions.map(({ resource, action }) => `${resource}: ${action.choice.value}`);
	for (const [resource, operations] of Object.entries(CHANGING)) {
		for (const operation of operations) expect(known).toContain(`${resource}: ${operation}`);
	}
	expect(reading.length).toBeGreaterThan(20);
});

test.each(reading.map((one) => ({ ...one, operation: one.action.choice.value as string })))(
	'$resource: $operation changes nothing, whatever an agent fills in',
	async ({ resource, operation, action }) => {
		const before = JSON.stringify(coreBos.records('Contacts'));
		coreBos.requests.length = 0;
		for (const text of HOSTILE) {
			const parameters = { resource, operation, ...filledIn(action.properties, text) };
			await runCoreBos(coreBos, parameters, [{}], 'continueRegularOutput');
		}
		const changing = coreBos.requests
			.map((request) => request.operation)
			.filter((name) => !isReading(name) && !isHarmless(name) && !/^(login|logout)$/.test(name));
		expect(changing).toEqual([]);
		expect(JSON.stringify(coreBos.records('Contacts'))).toBe(before);
	},
);

test.each(actions)('$resource: a tool of it says what it does', ({ resource, action }) => {
	const { choice } = action;
	const { description } = toolOf({ resource, operation: choice.value as string });
	expect(description).toContain(choice.action ?? choice.name);
});

test('an agent fills in what $fromAI names and nothing else', () => {
	const { schema } = toolOf({
		resource: 'query',
		operation: 'run',
		query: "={{ $fromAI('query', 'A VTQL query', 'string') }}",
		returnAll: false,
		limit: 10,
	});
	expect(Object.keys(schema.shape)).toEqual(['query']);
});

/** The node as n8n offers it to agents, with the defaults filled in as in a workflow. */
function withDefaults(parameters: INodeParameters): INodeParameters {
	const description = { ...new CoreBos().description, name: 'coreBosTool' };
	const { properties } = description;
	const node = { typeVersion: 1 };
	const all = NodeHelpers.getNodeParameters(properties, parameters, true, false, node, description);
	return all ?? {};
}

const FILLED_IN: Record<string, string> = {
	'query: run': 'Query',
	'query: count': 'Query',
	'record: get': 'Record',
	'module: describe': 'Module',
};

test.each(actions)('$resource: what an agent fills in unless the user does', (one) => {
	const { resource } = one;
	const operation = one.action.choice.value as string;
	const { schema } = toolOf(withDefaults({ resource, operation }));
	const filled = FILLED_IN[`${resource}: ${operation}`];
	expect(Object.keys(schema.shape)).toEqual(filled === undefined ? [] : [filled]);
});

test('what the user enters, the agent does not fill in', () => {
	const query = 'select accountname from Accounts limit 5;';
	const parameters = withDefaults({ resource: 'query', operation: 'run', query });
	expect(Object.keys(toolOf(parameters).schema.shape)).toEqual([]);
});

test('a node that is not a tool has no such default', () => {
	const { description } = new CoreBos();
	for (const { resource, action } of actions) {
		const parameters = { resource, operation: action.choice.value as string };
		const all = NodeHelpers.getNodeParameters(
			description.properties,
			parameters,
			true,
			false,
			{ typeVersion: 1 },
			description,
		);
		expect(JSON.stringify(all)).not.toContain('$fromAI');
	}
});

const WRONG = { resource: 'query', operation: 'run', query: 'select * from Contact;' };

test('what an agent got wrong comes back with what to do next', async () => {
	const { error } = await runCoreBos(coreBos, WRONG);
	const type = `${CORE_BOS}Tool`;
	const tool = { name: 'coreBOS', type, parameters: WRONG, credential: coreBos.connection };
	const told = await runNodes([{ chatInput: 'a long question' }], [tool]);
	expect(told.error).toBeUndefined();
	expect(told.items('coreBOS').map(({ json }) => json)).toEqual([
		{ error: `${error?.message.replace(/\.$/, '')}. ${error?.description}` },
	]);
	expect(error?.description).toMatch(/\.$/);
});

test('a tool without a credential tells the agent so', async () => {
	const tool = { name: 'coreBOS', type: `${CORE_BOS}Tool`, parameters: WRONG };
	const told = await runNodes([{}], [tool]);
	expect(told.items('coreBOS')).toMatchObject([
		{ json: { error: expect.stringMatching(/credential/i) } },
	]);
});
