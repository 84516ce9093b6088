/**
 * What a node costs for each item beyond the bare HTTP call: processor time of n8n's process, the
 * stand-in's left out. HTTP Request makes the calls of all items at once and this package one
 * after the other, so each is compared with bare calls made in its own way.
 */
import type { IDataObject } from 'n8n-workflow';
import { figureOf, inTurns, processorTimeOf, scaled, type Figure, type Results } from '../measure';
import { runNodes, startExpressions, type BenchNode, type ExpressionEngine } from '../n8n';
import { addBareNode, bareCall, bareNode } from '../bare';
import { startStandIn, type BenchStandIn } from '../stand-in';
import { exampleMap } from '../../scripts/n8n/exampleWorkflow';
import { product, httpRequestNode, coreBosNode, mapNode } from './sync';

const ITEMS = 200;
/** The differences are small beside a call: more rounds than elsewhere. */
const ITEM_ROUNDS = 11;
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
	for (let index = 0; index < 10; index++) {
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
	const byName = () => ({ productname: product().productname });
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
			title: 'coreBOS: Create',
			own: coreBosNode('Own', { ...record, operation: 'create', ...fields }, b),
			request: httpRequestNode(
				'Request',
				b,
				{ operation: 'create', sessionName, elementType: 'Products', element: written },
				'POST',
			),
			item: byName,
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
			item: (index) => ({ id: ids[index % ids.length] }),
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
			item: (index) => ({ id: ids[index % ids.length], ...byName() }),
			call: ({ id, productname }) => ({
				operation: 'revise',
				sessionName,
				element: JSON.stringify({ id, productname }),
			}),
			method: 'POST',
		},
	];
}

async function figure(one: Compared, b: BenchStandIn, engine: string): Promise<Figure> {
	const work = (node: BenchNode, isBare: boolean) => async (): Promise<number> => {
		const items = Array.from({ length: scaled(ITEMS) }, (_unused, index) => one.item(index));
		const given = isBare ? items.map((item) => bareCall(b, one.method, one.call(item))) : items;
		const taken = await processorTimeOf(async () => {
			const output = await runNodes(given as unknown as IDataObject[], [node]);
			if (output.length < items.length)
				throw new Error(`${one.title}: only ${output.length} items`);
		});
		return (taken * 1000) / items.length;
	};
	const [own, request, inTurn, atOnce] = await inTurns(
		[
			work(one.own, false),
			work(one.request, false),
			work(bareNode(false), true),
			work(bareNode(true), true),
		],
		ITEM_ROUNDS,
	);
	// The bare calls' median, so that one slow round does not make a difference negative.
	const beyond = (costs: number[], bareCosts: number[]) => {
		const base = [...bareCosts].sort((left, right) => left - right)[bareCosts.length >> 1];
		return costs.map((cost) => Math.max(cost - base, 1));
	};
	return figureOf(
		{
			title: `each item beyond the bare call: ${one.title}`,
			peer: 'HTTP Request, the same call',
			engine,
			kind: 'cost',
			goal: { atMost: 0.5 },
			unit: 'µs of processor time',
		},
		beyond(own, inTurn),
		beyond(request, atOnce),
	);
}

/** The cost of each item with one of n8n's expression engines. */
export async function measure(engine: ExpressionEngine): Promise<Results> {
	addBareNode();
	await startExpressions(engine);
	const b = await startStandIn();
	try {
		const figures: Figure[] = [];
		for (const one of await compared(b)) figures.push(await figure(one, b, engine));
		return { figures, curves: [] };
	} finally {
		b.stop();
	}
}
