/**
 * A sync of products into coreBOS: maps, a kept session, bulk, and n8n's own nodes, one behind
 * the other in one n8n engine against one stand-in.
 */
import { createHash } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import {
	figureOf,
	inTurns,
	millisecondsOf,
	scaled,
	type Figure,
	type Results,
	type Work,
} from '../measure';
import { runNodes, startExpressions, type BenchNode, type ExpressionEngine } from '../n8n';
import { addBareNode, bareCall, bareNode } from '../bare';
import { createCoreBosClient } from '../../engine/corebos';
import { exampleMap, exampleWorkflow, syncedFields } from '../../scripts/n8n/example-workflow';
import { fetchHttp } from '../../test/corebos/http';
import { startStandIn, type BenchStandIn } from '../stand-in';

const FORM = { contentType: 'form-urlencoded', sendBody: true, method: 'POST' };

/** Products of a bulk call. */
const CHUNK = 100;

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
export function createMapNode(b: Connected, options: IDataObject = {}): BenchNode {
	const xml = exampleMap('create', b.connection.url).replace(
		"getFromContext('cb_sessionid')",
		'getSessionName()',
	);
	return mapNode('create', xml, options, b);
}

function keptSession(b: BenchStandIn, options: IDataObject): BenchNode[] {
	return [start, createMapNode(b, options)];
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

/** A sync by n8n's helper and nothing around its calls. */
interface BareSync {
	title: string;
	/** The calls for these products. @throws Error where one was refused */
	make(products: IDataObject[]): Promise<unknown>;
}

/** What no node can go below: the calls that a sync cannot do without. */
function bareSyncs(b: BenchStandIn, sessionName: string): BareSync[] {
	const made = async (atATime: number, calls: Array<Record<string, string>>, limited = false) => {
		const sent = calls.map((call) => bareCall(b, 'POST', call) as IDataObject);
		return resultsOf(await runNodes(sent, [bareNode(atATime, limited)]));
	};
	const fourCalls = async (atATime: number, products: IDataObject[]) => {
		const { username, accessKey } = b.connection;
		const challenge = bareCall(b, 'GET', { operation: 'getchallenge', username }) as IDataObject;
		const challenges = products.map(() => ({ ...challenge }));
		const tokens = resultsOf(await runNodes(challenges, [bareNode(atATime)]));
		const logins = tokens.map(({ token }) => {
			const hash = createHash('md5')
				.update(`${String(token)}${accessKey}`)
				.digest('hex');
			return { operation: 'login', username, accessKey: hash };
		});
		const sessions = (await made(atATime, logins)).map((login) => String(login.sessionName));
		const creates = products.map((values, index) => createCall(sessions[index], values));
		await made(atATime, creates);
		await made(
			atATime,
			sessions.map((name) => ({ operation: 'logout', sessionName: name })),
		);
	};
	return [
		{
			title: 'the four bare calls of each product, without a node',
			make: async (products) => await fourCalls(1, products),
		},
		{
			title: 'the four bare calls, 10 at a time, without a node',
			make: async (products) => await fourCalls(10, products),
		},
		...[1, 10].flatMap((atATime) =>
			[false, true].map((limited) => ({
				title: `the bare create calls of a kept session${limited ? ' with time and size limits' : ''}${atATime === 1 ? '' : `, ${atATime} at a time`}, without a node`,
				make: async (products: IDataObject[]) =>
					await made(
						atATime,
						products.map((values) => createCall(sessionName, values)),
						limited,
					),
			})),
		),
		{
			title: `the bare MassCreate calls of ${CHUNK} products, without a node`,
			make: async (products) => {
				const chunks = Array.from({ length: Math.ceil(products.length / CHUNK) }, (_, index) =>
					products.slice(index * CHUNK, (index + 1) * CHUNK),
				);
				await made(
					1,
					chunks.map((chunk) => massCreateCall(sessionName, chunk)),
				);
			},
		},
	];
}

/** @throws Error where coreBOS refused a call */
function resultsOf(answers: Array<{ json: IDataObject }>): IDataObject[] {
	return answers.map(({ json }) => {
		if (json.success !== true) throw new Error(`refused: ${JSON.stringify(json)}`);
		return json.result as IDataObject;
	});
}

function createCall(sessionName: string, values: IDataObject): Record<string, string> {
	const element = JSON.stringify(values);
	return { operation: 'create', sessionName, elementType: 'Products', element };
}

function massCreateCall(sessionName: string, products: IDataObject[]): Record<string, string> {
	const elements = products.map((element, index) => ({
		elementType: 'Products',
		referenceId: `record${index}`,
		element,
	}));
	return { operation: 'MassCreate', sessionName, elements: JSON.stringify(elements) };
}

/** Makes the calls for so many products. */
function bareSyncOf({ make }: BareSync, products: number): Work {
	return async (isWarmUp) => {
		const given = Array.from({ length: isWarmUp ? Math.ceil(products / 10) : products }, () => {
			const { productname, productcode, unit_price, qtyinstock, website, description } = product();
			const values = { productname, productcode, unit_price, qtyinstock, website, description };
			return { assigned_user_id: '19x1', ...values };
		});
		return await millisecondsOf(async () => await make(given));
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
	// Fewer with the engine that is not n8n's default: the whole benchmark takes a quarter of an hour.
	const products = scaled(engine === 'vm' ? 1_000 : 600);
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
		const limits = bareSyncs(b, sessionName);
		const [other, ...own] = await inTurns([
			syncOf(nativeNodes(b), b, products),
			...variants.map(({ nodes, isBulk }) => syncOf(nodes, b, products, isBulk)),
			...limits.map((limit) => bareSyncOf(limit, products)),
		]);
		const figures = [...variants, ...limits].map((variant, index): Figure => {
			const about = {
				title: `sync of ${products} products: ${variant.title}`,
				peer: 'the same four calls by HTTP Request and Crypto',
				engine,
				kind: 'speed' as const,
				...('goal' in variant && variant.goal !== undefined && { goal: { atLeast: variant.goal } }),
				unit: 'ms',
			};
			return figureOf(about, own[index], other);
		});
		return { figures, curves: [] };
	} finally {
		b.stop();
		matched.stop();
	}
}
