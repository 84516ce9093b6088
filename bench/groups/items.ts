/**
 * What a node costs for each item beyond the bare HTTP call: processor time of n8n's process, with
 * the calls answered in it. Connections cost ten times what is looked for here and vary by more, so
 * they are left out for the nodes and for the bare calls alike.
 */
import type { IDataObject } from 'n8n-workflow';
import {
	figureOf,
	inTurns,
	processorTimeOf,
	ROUNDS,
	scaled,
	type Figure,
	type Results,
} from '../measure';
import { runNodes, startExpressions, type BenchNode, type ExpressionEngine } from '../n8n';
import { addBareNode, bareCall, bareNode } from '../bare';
import { answerInProcess, remembered } from '../answered';
import { startStandIn, type BenchStandIn } from '../stand-in';
import { exampleMap, syncedFields } from '../../scripts/n8n/example-workflow';
import { product, httpRequestNode, coreBosNode, createMapNode, mapNode } from './sync';

/** Items of a run: what a run takes once, whatever its items, is hardly in their cost. */
const ITEMS = 500;
/** Records that the items are about: what is sent and answered repeats after them. */
const RECORDS = 10;
/** Runs of a round. The cheapest one counts: what else the machine does can only add to it. */
const RUNS = 5;
/** Rounds before the measured ones, in which Node compiles what it will run. */
const WARM_UP = 2;

/** A call as this package and as HTTP Request make it. */
interface Compared {
	title: string;
	own: BenchNode;
	request: BenchNode;
	item(index: number): IDataObject;
	/** Parameters of the bare call for an item. */
	call(item: IDataObject): Record<string, string>;
	method: 'GET' | 'POST';
}

async function sessionIn({ connection }: BenchStandIn): Promise<{ name: string; ids: string[] }> {
	const { createCoreBosClient } = await import('../../engine/corebos');
	const { fetchHttp } = await import('../../test/corebos/http');
	const client = createCoreBosClient(connection, fetchHttp);
	const ids: string[] = [];
	for (let index = 0; index < RECORDS; index++) {
		const { productname } = product();
		const made = await client.call('create', {
			elementType: 'Products',
			element: { productname, assigned_user_id: '19x1' },
		});
		ids.push((made as { id: string }).id);
	}
	return { name: await client.session.name(), ids };
}

async function compared(b: BenchStandIn): Promise<Compared[]> {
	const { name: sessionName, ids } = await sessionIn(b);
	const query = (id: unknown) => `SELECT * FROM Products WHERE id = '${String(id)}' LIMIT 0, 50;`;
	const element = (item: IDataObject) =>
		JSON.stringify({ assigned_user_id: '19x1', productname: item.productname });
	const written =
		'={{ JSON.stringify({ assigned_user_id: "19x1", productname: $json.productname }) }}';
	const change = '={{ JSON.stringify({ id: $json.id, productname: $json.productname }) }}';
	const module = { __rl: true, mode: 'list', value: 'Products' };
	const fields = {
		valuesFrom: 'fields',
		fields: { mappingMode: 'defineBelow', value: { productname: '={{ $json.productname }}' } },
	};
	const record = { resource: 'record', module };
	const names = ids.map(() => product().productname);
	const records = ids.map(() => product());
	const sentFields = (item: IDataObject) =>
		Object.fromEntries(syncedFields.map((name) => [name, item[name]]));
	const references = syncedFields.map((name) => `${name}: $json.${name}`).join(', ');
	const writtenFields = `={{ JSON.stringify({ assigned_user_id: '19x1', ${references} }) }}`;
	return [
		{
			title: 'Run Web Service Map, a read without expressions',
			own: mapNode('Own', exampleMap('challenge', b.connection.url), {}, b),
			request: httpRequestNode('Request', b, {
				operation: 'getchallenge',
				username: 'admin',
			}),
			item: () => ({}),
			call: () => ({ operation: 'getchallenge', username: 'admin' }),
			method: 'GET',
		},
		{
			title: 'Run Web Service Map, a record created of its fields',
			own: createMapNode(b),
			request: httpRequestNode(
				'Request',
				b,
				{ operation: 'create', sessionName, elementType: 'Products', element: writtenFields },
				'POST',
			),
			item: (index) => records[index],
			call: (item) => ({
				operation: 'create',
				sessionName,
				elementType: 'Products',
				element: JSON.stringify({ assigned_user_id: '19x1', ...sentFields(item) }),
			}),
			method: 'POST',
		},
		{
			title: 'coreBOS: Create',
			own: coreBosNode('Own', { ...record, operation: 'create', ...fields }, b),
			request: httpRequestNode(
				'Request',
				b,
				{ operation: 'create', sessionName, elementType: 'Products', element: written },
				'POST',
			),
			item: (index) => ({ productname: names[index] }),
			call: (item) => ({
				operation: 'create',
				sessionName,
				elementType: 'Products',
				element: element(item),
			}),
			method: 'POST',
		},
		{
			title: 'coreBOS: Get Many',
			own: coreBosNode(
				'Own',
				{
					...record,
					operation: 'getAll',
					filters: {
						conditions: [{ field: 'id', operator: 'equals', value: '={{ $json.id }}' }],
					},
				},
				b,
			),
			request: httpRequestNode('Request', b, {
				operation: 'query',
				sessionName,
				query: `=${query('{{ $json.id }}')}`,
			}),
			item: (index) => ({ id: ids[index] }),
			call: ({ id }) => ({ operation: 'query', sessionName, query: query(id) }),
			method: 'GET',
		},
		{
			title: 'coreBOS: Update',
			own: coreBosNode(
				'Own',
				{
					...record,
					operation: 'update',
					recordId: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
					...fields,
				},
				b,
			),
			request: httpRequestNode(
				'Request',
				b,
				{ operation: 'revise', sessionName, element: change },
				'POST',
			),
			item: (index) => ({ id: ids[index], productname: names[index] }),
			call: ({ id, productname }) => ({
				operation: 'revise',
				sessionName,
				element: JSON.stringify({ id, productname }),
			}),
			method: 'POST',
		},
	];
}

/** The node of a kind, and the same call as it has to be made, compared with HTTP Request. */
async function figuresOf(one: Compared, b: BenchStandIn, engine: string): Promise<Figure[]> {
	const items = Array.from({ length: scaled(ITEMS) }, (_unused, index) =>
		one.item(index % RECORDS),
	);
	const bareCalls = items.map((item) => bareCall(b, one.method, one.call(item)) as IDataObject);
	// Anew for each: the token of a challenge is good for one login.
	answerInProcess(remembered());
	const run = (node: BenchNode, given: IDataObject[]) => async (): Promise<number> => {
		const taken = await processorTimeOf(async () => {
			const output = await runNodes(given, [node]);
			if (output.length < items.length)
				throw new Error(`${one.title}: only ${output.length} items`);
		});
		return (taken * 1000) / items.length;
	};
	const runs = await inTurns(
		[
			run(one.own, items),
			run(one.request, items),
			run(bareNode(1), bareCalls),
			run(bareNode(1, true), bareCalls),
		],
		(WARM_UP + ROUNDS) * RUNS,
	);
	const [own, request, bare, limited] = runs.map((costs) =>
		Array.from({ length: ROUNDS }, (_unused, round) =>
			Math.min(...costs.slice((WARM_UP + round) * RUNS, (WARM_UP + round + 1) * RUNS)),
		),
	);
	const beyond = (costs: number[]) => costs.map((cost, round) => cost - bare[round]);
	const about = {
		peer: 'HTTP Request, the same call',
		engine,
		kind: 'cost' as const,
		unit: 'µs of processor time',
	};
	const title = `each item beyond the bare call: ${one.title}`;
	return [
		figureOf({ ...about, title, goal: { atMost: 0.5 } }, beyond(own), beyond(request)),
		figureOf(
			{ ...about, title: `${title}: the same call with time and size limits, without a node` },
			beyond(limited),
			beyond(request),
		),
	];
}

/** The cost of each item with one of n8n's expression engines. */
export async function measure(engine: ExpressionEngine): Promise<Results> {
	addBareNode();
	await startExpressions(engine);
	const b = await startStandIn();
	try {
		const figures: Figure[] = [];
		for (const one of await compared(b)) figures.push(...(await figuresOf(one, b, engine)));
		return { figures, curves: [] };
	} finally {
		b.stop();
	}
}
