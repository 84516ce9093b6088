import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { createPermissions, type Permissions } from '../../engine';
import { callOutputNames, callOutputs, workflowIdOf } from '../../nodes/CoreBosTrigger/outputs';
import { nodeOf, startTriggerServer, workflowOf, type TriggerServer } from './trigger-server';

const addresses = '127.0.0.1';
const permissions = {
	permission: [
		{ title: 'Shop', addresses, workflows: '43, 77', triggers: 'CUSTOM_43' },
		{ title: 'Again', addresses, workflows: '77 99', triggers: '' },
	],
};
const open = { permission: [{ title: 'Open', addresses, workflows: '43 *', triggers: '' }] };

const setups: Array<[parameters: IDataObject, names: string[]]> = [
	[{}, ['']],
	[{ permissions }, ['']],
	[{ permissions, outputs: 'one' }, ['']],
	[{ permissions, outputs: 'perId' }, ['Workflow 43', 'Workflow 77', 'CUSTOM_43', 'Workflow 99']],
	[{ permissions: open, outputs: 'perId' }, ['Workflow 43', 'All Others']],
	[{ permissions: {}, outputs: 'perId' }, ['All Others']],
	[
		{ permissions: { permission: [{ addresses, workflows: '43;77' }] }, outputs: 'perId' },
		['Workflow 43', 'Workflow 77'],
	],
	[
		{ permissions: { permission: [{ addresses, workflows: 43 }] }, outputs: 'perId' },
		['Workflow 43'],
	],
	[
		{
			permissions: {
				permission: [
					{
						addresses: '10.0.0.1 workflow_id=7, 10.0.0.2 workflow_trigger=CUSTOM_7 workflow_id=43',
						deniedAddress: { __rl: true, mode: 'list', value: '10.0.0.3 workflow_id=8' },
						workflows: '43',
						triggers: 'CUSTOM_43',
					},
				],
			},
			outputs: 'perId',
		},
		['Workflow 43', 'Workflow 7', 'Workflow 8', 'CUSTOM_43', 'CUSTOM_7'],
	],
];

test.each(setups)('outputs of %j', (parameters, names) => {
	expect(callOutputNames(parameters as INodeParameters)).toEqual(names);
	// What the editor draws, and what n8n checks connections against, is the expression.
	const workflow = workflowOf({ parameters });
	const drawn = workflow.expression.getSimpleParameterValue(
		nodeOf(workflow),
		callOutputs,
		'internal',
		{},
	);
	expect(drawn).toEqual(names.map((displayName) => ({ type: 'main', displayName })));
});

test('the expression has no braces that would end it early', () => {
	expect(callOutputs.match(/\}\}/g)).toHaveLength(1);
});

const IDS = ['43', '44', 'A', 'B=1', 'workflow_id=43'];
const anyId = fc.constantFrom(...IDS, ...IDS, '*');
const blank = fc.constantFrom(' ', ' ', '\t', '\u00a0', '\u2028', '  ');
const separator = fc.oneof(blank, fc.constantFrom(',', ';', ', ', ' ;', '\n', '\r\n'));
/** An ID behind an address, seldom one that is none. */
const ownId = fc
	.tuple(
		fc.constantFrom('workflow_id=', 'workflow_trigger='),
		fc.oneof(anyId, anyId, fc.constant('')),
	)
	.map((pair) => pair.join(''));

/** Parts of a text as a person writes it, each after something that separates it. */
function textOf(between: fc.Arbitrary<string>, part: fc.Arbitrary<string>, maxLength: number) {
	return fc.array(fc.tuple(between, part), { maxLength }).map((parts) => parts.flat().join(''));
}

const entry = fc
	.tuple(fc.constantFrom('10.0.0.1', '10.0.0.0/24', '*'), textOf(blank, ownId, 2))
	.map((parts) => parts.join(''));

test('each ID that a permission lists has an output, in any text that can be read', () => {
	const form = fc.record({
		addresses: textOf(separator, entry, 3).map((text) => `10.0.0.1${text}`),
		workflows: textOf(separator, anyId, 3),
		triggers: textOf(separator, anyId, 3),
	});
	let read = 0;
	fc.assert(
		fc.property(fc.array(form, { minLength: 1, maxLength: 2 }), (forms) => {
			const permissions = readableOf(forms);
			if (permissions === undefined) return;
			read++;
			const parameters = { outputs: 'perId', permissions: { permission: forms } };
			const names = callOutputNames(parameters as unknown as INodeParameters);
			const isKnown = (asked: Parameters<Permissions['decide']>[1]) =>
				permissions.decide('10.0.0.1', asked).outcome !== 'unknownWorkflow';
			const anyWorkflow = isKnown({ workflowId: 'none' });
			const anyTrigger = isKnown({ workflowTrigger: 'none' });
			expect(names.includes('All Others')).toBe(anyWorkflow || anyTrigger);
			for (const id of IDS) {
				if (!anyWorkflow) {
					expect(names.includes(`Workflow ${id}`)).toBe(isKnown({ workflowId: id }));
				}
				if (!anyTrigger) expect(names.includes(id)).toBe(isKnown({ workflowTrigger: id }));
			}
			for (const name of names.filter((one) => one !== 'All Others')) {
				const workflowId = workflowIdOf(name);
				expect(isKnown(workflowId ? { workflowId } : { workflowTrigger: name })).toBe(true);
			}
		}),
		{ numRuns: 1000 },
	);

	expect(read).toBeGreaterThan(100);
});

/** The permissions; undefined where one cannot be read, so that the workflow is not published. */
function readableOf(
	forms: Array<{ addresses: string; workflows: string; triggers: string }>,
): Permissions | undefined {
	try {
		return createPermissions(forms.map((form) => ({ ...form, title: '' })));
	} catch {
		return undefined;
	}
}

describe('a call leaves by the output of its id', () => {
	let server: TriggerServer;
	beforeAll(async () => {
		server = await startTriggerServer({ parameters: {} });
	});
	afterAll(async () => await server.close());

	const calls: Array<[query: string, permissions: IDataObject, output: number, of: number]> = [
		['workflow_id=43', permissions, 0, 4],
		['workflow_id=77', permissions, 1, 4],
		['workflow_trigger=CUSTOM_43', permissions, 2, 4],
		['workflow_id=99', permissions, 3, 4],
		['workflow_trigger=CUSTOM_43&workflow_id=77', permissions, 1, 4],
		['workflow_id=43', open, 0, 2],
		['workflow_id=1000', open, 1, 2],
	];
	test.each(calls)('%s', async (query, own, output, of) => {
		server.setup = { parameters: { permissions: own, outputs: 'perId' } };
		await fetch(`${server.url}?${query}`, { method: 'POST' });
		const items = server.started().map((branch) => branch.length);
		expect(items).toEqual(Array.from({ length: of }, (_, index) => (index === output ? 1 : 0)));
	});

	test.each(['workflow_id=5', 'workflow_trigger=X', 'workflow_trigger=43'])(
		'%s, which no permission knows: 404',
		async (query) => {
			server.setup = { parameters: { permissions, outputs: 'perId' } };
			const response = await fetch(`${server.url}?${query}`, { method: 'POST' });
			expect(response.status).toBe(404);
			expect(server.returned).toEqual({ noWebhookResponse: true });
		},
	);
});
