/**
 * A sync of products into coreBOS: maps, a kept session, bulk, and n8n's own nodes, one behind
 * the other in one n8n engine against one stand-in.
 */
import type { IDataObject } from 'n8n-workflow';
import {
	figureOf,
	inTurns,
	millisecondsOf,
	ROUNDS,
	scaled,
	type Figure,
	type Results,
	type Work,
} from '../measure';
import { runNodes, startExpressions, type BenchNode, type ExpressionEngine } from '../n8n';
import { addBareNode, bareCall, bareNode } from '../bare';
import { createCoreBosClient } from '../../engine/corebos';
import { exampleMap, exampleWorkflow, syncedFields } from '../../scripts/n8n/exampleWorkflow';
import { fetchHttp } from '../../test/corebos/http';
import { startStandIn, type BenchStandIn } from '../stand-in';

const FORM = { contentType: 'form-urlencoded', sendBody: true, method: 'POST' };

/** Where calls go. */
type Connected = Pick<BenchStandIn, 'connection'>;

/** A product that no round has made before: coreBOS finds equal ones instead of making them. */
let made = 0;
export function product(): IDataObject {
	const number = ++made;
	return {
		id: `14x${number}`,
		productname: `Drill "D'Artagnan" ${number}`,
		productcode: `C-${number}`,
		unit_price: '99.950000',
		qtyinstock: '3.000',
		website: 'https://example.com/?q=a+b%20c&d=1',
		description: 'one line\nand another, with Ñ and €',
		cf_remote_id: '',
	};
}

const start: BenchNode = {
	name: 'Start',
	type: 'n8n-nodes-base.noOp',
	typeVersion: 1,
	parameters: {},
};

/** A map node as it is filled in. */
export function mapNode(name: string, xml: string, options: IDataObject, b: Connected): BenchNode {
	return {
		name,
		type: 'n8n-nodes-corebos.runWebServiceMap',
		typeVersion: 1,
		parameters: { mapXml: xml, options },
		credential: b.connection,
	};
}

/** The four maps as they are published. */
function fourMaps(b: BenchStandIn, concurrency: number): BenchNode[] {
	const options = concurrency === 1 ? {} : { concurrency };
	return [
		start,
		...['challenge', 'login', 'create', 'logout'].map((name) =>
			mapNode(name, exampleMap(name, b.connection.url), options, b),
		),
	];
}

/** The create map alone, in the session that is kept for the credential. */
function keptSession(b: BenchStandIn, options: IDataObject): BenchNode[] {
	const xml = exampleMap('create', b.connection.url).replace(
		"getFromContext('cb_sessionid')",
		'getSessionName()',
	);
	return [start, mapNode('create', xml, options, b)];
}

/** A coreBOS node with the credential of the stand-in. */
export function coreBosNode(name: string, parameters: IDataObject, b: BenchStandIn): BenchNode {
	return {
		name,
		type: 'n8n-nodes-corebos.coreBos',
		typeVersion: 1,
		parameters,
		credential: b.connection,
	};
}

function coreBosCreate(b: BenchStandIn, options: IDataObject): BenchNode[] {
	const parameters = {
		resource: 'record',
		operation: 'create',
		module: { __rl: true, mode: 'list', value: 'Products' },
		valuesFrom: 'fields',
		fields: { mappingMode: 'autoMapInputData', value: null },
		options,
	};
	return [start, coreBosNode('Create', parameters, b)];
}

/** The node of the product sync with records, which creates or updates in bulk. */
function syncWithRecords(b: BenchStandIn): BenchNode[] {
	const { nodes } = exampleWorkflow('product-sync-records');
	const written = nodes.find(({ name }) => name === 'Products in B');
	if (written === undefined) throw new Error('the product sync has no node "Products in B"');
	return [start, coreBosNode('Records', written.parameters as IDataObject, b)];
}

/** An HTTP Request node that sends these values to the web service. */
export function httpRequestNode(
	name: string,
	{ connection }: Connected,
	values: Record<string, string>,
	method: 'GET' | 'POST' = 'GET',
): BenchNode {
	const named = {
		parameters: Object.entries(values).map(([key, value]) => ({ name: key, value })),
	};
	const sent =
		method === 'GET'
			? { sendQuery: true, queryParameters: named }
			: { ...FORM, bodyParameters: named };
	return {
		name,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: { url: `${connection.url}/webservice.php`, ...sent, options: {} },
	};
}

/** The same four calls by n8n's own nodes, as somebody would write them. */
function nativeNodes(b: BenchStandIn): BenchNode[] {
	const { username, accessKey } = b.connection;
	const values = syncedFields.map((name) => `${name}: $('Start').item.json.${name}`).join(', ');
	return [
		start,
		httpRequestNode('Challenge', b, { operation: 'getchallenge', username }),
		{
			name: 'Hash',
			type: 'n8n-nodes-base.crypto',
			typeVersion: 1,
			parameters: {
				action: 'hash',
				type: 'MD5',
				value: `={{ $json.result.token + '${accessKey}' }}`,
				dataPropertyName: 'accessKey',
			},
		},
		httpRequestNode(
			'Login',
			b,
			{ operation: 'login', username, accessKey: '={{ $json.accessKey }}' },
			'POST',
		),
		httpRequestNode(
			'Create',
			b,
			{
				operation: 'create',
				sessionName: '={{ $json.result.sessionName }}',
				elementType: 'Products',
				element: `={{ JSON.stringify({ assigned_user_id: '19x1', ${values} }) }}`,
			},
			'POST',
		),
		httpRequestNode(
			'Logout',
			b,
			{
				operation: 'logout',
				sessionName: "={{ $('Login').item.json.result.sessionName }}",
			},
			'POST',
		),
	];
}

/** The calls of a sync by n8n's helper and nothing around them: one for each product, or in bulk. */
function bareSyncOf(b: BenchStandIn, sessionName: string, products: number, chunk: number): Work {
	return async (isWarmUp) => {
		const elements = Array.from({ length: isWarmUp ? Math.ceil(products / 10) : products }, () => {
			const { productname, productcode, unit_price, qtyinstock, website, description } = product();
			const values = { productname, productcode, unit_price, qtyinstock, website, description };
			return { assigned_user_id: '19x1', ...values };
		});
		const calls: IDataObject[] = [];
		for (let from = 0; from < elements.length; from += chunk) {
			const some = elements.slice(from, from + chunk);
			const one = {
				operation: 'create',
				elementType: 'Products',
				element: JSON.stringify(some[0]),
			};
			const many = {
				operation: 'MassCreate',
				elements: JSON.stringify(
					some.map((element, index) => ({
						elementType: 'Products',
						referenceId: `record${index}`,
						element,
					})),
				),
			};
			calls.push(bareCall(b, 'POST', { sessionName, ...(chunk === 1 ? one : many) }));
		}
		return await millisecondsOf(async () => {
			for (const { json } of await runNodes(calls, [bareNode(false)])) {
				if (json.success !== true) throw new Error(`refused: ${JSON.stringify(json)}`);
			}
		});
	};
}

/** Syncs so many products. @throws Error where not all of them were made */
function syncOf(nodes: BenchNode[], b: BenchStandIn, products: number, isBulk = false): Work {
	return async (isWarmUp) => {
		const count = isWarmUp ? Math.ceil(products / 10) : products;
		const items = Array.from({ length: count }, product);
		await b.calls('create');
		let output: unknown[] = [];
		const taken = await millisecondsOf(async () => {
			output = await runNodes(items, nodes);
		});
		const calls = isBulk ? output.length : await b.calls('create');
		if (calls !== count || output.length !== count) {
			throw new Error(`${calls} of ${count} products were made, ${output.length} came out`);
		}
		return taken;
	};
}

/** The figures of the sync with one of n8n's expression engines. */
export async function measure(engine: ExpressionEngine): Promise<Results> {
	await startExpressions(engine);
	addBareNode();
	const b = await startStandIn();
	// It looks for each record among all that there are: those of the other works would count.
	const matched = await startStandIn();
	const sessionName = await createCoreBosClient(b.connection, fetchHttp).session.name();
	// The ratio does not depend on the number of products: one round at full size shows that.
	const products = scaled(engine === 'vm' ? 300 : 200);
	try {
		const variants = [
			{ title: 'the four maps as written', nodes: fourMaps(b, 1), goal: 1 },
			{ title: 'the four maps, concurrency 10', nodes: fourMaps(b, 10), goal: 1.5 },
			{ title: 'one map in the kept session', nodes: keptSession(b, {}), goal: 4 },
			{
				title: 'one map in the kept session, concurrency 10',
				nodes: keptSession(b, { concurrency: 10 }),
				goal: 4,
			},
			{
				title: 'one map in the kept session, in bulk',
				nodes: keptSession(b, { together: true }),
				goal: 20,
				isBulk: true,
			},
			{ title: 'coreBOS: Create', nodes: coreBosCreate(b, {}), goal: 4 },
			{
				title: 'coreBOS: Create, 10 calls at a time',
				nodes: coreBosCreate(b, { parallelCalls: 10 }),
				goal: 4,
			},
			{
				title: 'coreBOS: Create in bulk',
				nodes: coreBosCreate(b, { together: true }),
				goal: 20,
				isBulk: true,
			},
			{
				title: 'the example with records, Create or Update in bulk',
				nodes: syncWithRecords(matched),
				isBulk: true,
			},
		];
		const limits = [
			{ title: 'the bare create calls of a kept session, without a node', chunk: 1 },
			{ title: 'the bare MassCreate calls of 100 products, without a node', chunk: 100 },
		];
		const measured = async (count: number, rounds: number): Promise<Figure[]> => {
			const [other, ...own] = await inTurns(
				[
					syncOf(nativeNodes(b), b, count),
					...variants.map(({ nodes, isBulk }) => syncOf(nodes, b, count, isBulk)),
					...limits.map(({ chunk }) => bareSyncOf(b, sessionName, count, chunk)),
				],
				rounds,
			);
			return [...variants, ...limits].map((variant, index) => {
				const { title } = variant;
				const about = {
					title: `sync of ${count} products${rounds === 1 ? ' (one round)' : ''}: ${title}`,
					peer: 'the same four calls by HTTP Request and Crypto',
					engine,
					kind: 'speed' as const,
					...('goal' in variant &&
						variant.goal !== undefined && { goal: { atLeast: variant.goal } }),
					unit: 'ms',
				};
				return figureOf(about, own[index], other);
			});
		};
		const figures = await measured(products, ROUNDS);
		if (engine === 'vm') figures.push(...(await measured(scaled(1_000), 1)));
		return { figures, curves: [] };
	} finally {
		b.stop();
		matched.stop();
	}
}
