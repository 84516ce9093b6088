import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { locatorValue } from './corebos-node';
import { CORE_BOS, runNodes } from './n8n-engine';

let coreBos: CoreBosStandIn;

beforeAll(async () => {
	coreBos = await startCoreBos({
		records: {
			Accounts: [{ id: '11x900', accountname: 'Acme', industry: 'Banking' }],
			Workflow: [
				{
					id: '48x7',
					module_name: 'Potentials',
					summary: 'Big deals',
					test: '[{"fieldname":"amount","operation":"greater than","value":"1000"}]',
				},
				{ id: '48x8', module_name: 'Potentials', summary: 'Twin', test: '[]' },
				{ id: '48x9', module_name: 'Contacts', summary: 'Twin', test: '[]' },
			],
		},
	});
});
afterAll(async () => {
	await coreBos.close();
});

interface Checked {
	met: IDataObject[];
	notMet: IDataObject[];
	error: (Error & { description?: string | null }) | undefined;
}

/** Runs the node; `withCredential: false` leaves the credential out. */
async function check(
	parameters: INodeParameters,
	items: IDataObject[],
	{ withCredential = true, onError }: { withCredential?: boolean; onError?: INode['onError'] } = {},
): Promise<Checked> {
	const { error, items: itemsOf } = await runNodes(items, [
		{
			name: 'Check',
			type: CORE_BOS,
			parameters: {
				resource: 'workflow',
				operation: 'checkConditions',
				module: locatorValue('Potentials', 'name'),
				...parameters,
			},
			...(withCredential && { credential: coreBos.connection }),
			onError,
		},
	]);
	const json = (output: number) => itemsOf('Check', output).map((item) => item.json);
	return { met: json(0), notMet: json(1), error };
}

const row = (
	name: string,
	operation: string,
	value = '',
	more: INodeParameters = {},
): INodeParameters => ({ field: locatorValue(name, 'name'), operation, value, ...more });

const below = (...groups: INodeParameters[][]): INodeParameters => ({
	conditionsFrom: 'below',
	conditionGroups: { groups: groups.map((rows) => ({ conditions: { rows } })) },
});

const json = (conditions: unknown): INodeParameters => ({
	conditionsFrom: 'json',
	conditionsJson: JSON.stringify(conditions),
});

const DEALS = [
	{ id: '13x1', amount: '500', stage: 'New', related_to: '11x900' },
	{ id: '13x2', amount: '5000', stage: 'Won', related_to: '' },
];

describe('without a credential', () => {
	const cases: Array<[string, INodeParameters, string[]]> = [
		['no conditions', below(), ['13x1', '13x2']],
		['a text', below([row('stage', 'is', 'Won')]), ['13x2']],
		[
			'an expression',
			below([row('amount', 'greater than', '400 * 2', { valuetype: 'expression' })]),
			['13x2'],
		],
		[
			'another field',
			below([row('amount', 'equal to', 'amount', { valuetype: 'fieldname' })]),
			['13x1', '13x2'],
		],
		[
			'or inside a group, and between groups',
			below(
				[row('stage', 'is', 'New', { joincondition: 'or' }), row('stage', 'is', 'Won')],
				[row('amount', 'less than', '1000')],
			),
			['13x1'],
		],
		[
			'conditions as JSON',
			json([{ fieldname: 'amount', operation: 'less than', value: '1000' }]),
			['13x1'],
		],
		['case counts on a save', json([{ fieldname: 'stage', operation: 'is', value: 'won' }]), []],
		[
			'and not in a scheduled run',
			{
				...json([{ fieldname: 'stage', operation: 'is', value: 'won' }]),
				conditionsReading: 'scheduled',
			},
			['13x2'],
		],
	];
	test.each(cases)('%s', async (_, parameters, ids) => {
		const { met, notMet, error } = await check(parameters, DEALS, { withCredential: false });
		expect(error).toBeUndefined();
		expect(met.map(({ id }) => id)).toEqual(ids);
		expect(met.length + notMet.length).toBe(DEALS.length);
		expect([...met, ...notMet]).toEqual(expect.arrayContaining(DEALS));
	});

	test('other operations say that they need one', async () => {
		const { error } = await check({ operation: 'list' }, DEALS, { withCredential: false });
		expect(error?.message).toBe('No coreBOS credential is selected');
	});

	test('conditions of a workflow need one', async () => {
		const wanted = { conditionsFrom: 'workflow', workflowId: locatorValue('7') };
		const { error } = await check(wanted, DEALS, { withCredential: false });
		expect(error?.message).toMatch(/credential/);
	});
});

test('has changed looks at the values before the save', async () => {
	const items = [
		{ stage: 'Won', before: { stage: 'New' } },
		{ stage: 'Won', before: { stage: 'Won' } },
		{ stage: 'Won' },
	];
	const { met } = await check(below([row('stage', 'has changed')]), items);
	expect(met).toEqual([items[0]]);
	const named = items.map(({ before, ...item }) => ({ ...item, old: before }));
	const options = { beforeProperty: 'old' };
	const { met: other } = await check({ ...below([row('stage', 'has changed')]), options }, named);
	expect(other).toEqual([named[0]]);
});

test('fields of linked records come from coreBOS', async () => {
	const linked = row('related_to : (Accounts) industry', 'is', 'Banking');
	const { met, error } = await check(below([linked]), DEALS);
	expect(error).toBeUndefined();
	expect(met.map(({ id }) => id)).toEqual(['13x1']);
});

test.each(['7', '48x7', 'Big deals'])('conditions of the workflow %s', async (workflow) => {
	const wanted = { conditionsFrom: 'workflow', workflowId: locatorValue(workflow) };
	const { met, notMet, error } = await check(wanted, DEALS);
	expect(error).toBeUndefined();
	expect(met.map(({ id }) => id)).toEqual(['13x2']);
	expect(notMet.map(({ id }) => id)).toEqual(['13x1']);
});

test('one output with the result in a property', async () => {
	const parameters = { ...below([row('stage', 'is', 'Won')]), options: { resultProperty: 'won' } };
	const { met, notMet } = await check(parameters, DEALS);
	expect(met.map(({ won }) => won)).toEqual([false, true]);
	expect(notMet).toEqual([]);
});

describe('what cannot be checked', () => {
	const cases: Array<[string, INodeParameters, RegExp]> = [
		['no field', below([row('', 'is', 'x')]), /Condition 1 of group 1 has no field/],
		['no operation', below([row('stage', '')]), /Condition 1 of group 1 has no operation/],
		['an unknown operation', json([{ fieldname: 'a', operation: 'resembles' }]), /resembles/],
		[
			'no such workflow',
			{ conditionsFrom: 'workflow', workflowId: locatorValue('99') },
			/no workflow "99"/,
		],
		[
			'two workflows of a name',
			{ conditionsFrom: 'workflow', workflowId: locatorValue('Twin', 'name') },
			/^Several workflows are named "Twin"/,
		],
	];
	test.each(cases)('%s', async (_, parameters, message) => {
		const { error } = await check(parameters, DEALS);
		expect(error?.message).toMatch(message);
	});

	test('goes to Not Met where the node continues', async () => {
		const { met, notMet, error } = await check(json([{ fieldname: 'a', operation: 'no' }]), DEALS, {
			onError: 'continueRegularOutput',
		});
		expect(error).toBeUndefined();
		expect(met).toEqual([]);
		expect(notMet).toEqual(DEALS.map((deal) => ({ ...deal, error: expect.stringMatching(/no/) })));
	});
});
