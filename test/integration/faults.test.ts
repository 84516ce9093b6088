import fc from 'fast-check';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { emptyAccount, enter, type Account, type Said } from '../faults/accounts';
import { FAULTS, startFaultProxy, type Fault, type FaultProxy } from '../faults/faultProxy';
import { entry, smallMap, source } from '../unit/map-small';
import { locatorValue } from './coreBosNode';
import { CORE_BOS, runNodes, type MapNode, type WorkflowOutcome } from './n8nEngine';
import { startRecordingServer, type RecordingServer } from './recordingServer';

/**
 * Every operation against every fault. Each item has a marker, by which the server tells how often
 * its work was done; the node has to have said the same. `CI` takes a sample, whose seed is
 * printed; `FAULTS=all` takes all of it, `FAULTS_SEED` another sample.
 */
const ITEMS = 6;
const SEED = Number(process.env.FAULTS_SEED ?? 20261128);
const SAMPLE = process.env.FAULTS === 'all' ? Infinity : 60;

let crm: CoreBosStandIn;
let api: RecordingServer;
let atCrm: FaultProxy;
let atApi: FaultProxy;

beforeEach(async () => {
	crm = await startCoreBos({ settings: {} });
	api = await startRecordingServer();
	atCrm = await startFaultProxy(crm.url);
	atApi = await startFaultProxy(api.url);
});
afterEach(async () => {
	await Promise.all([atCrm.close(), atApi.close(), crm.close(), api.close()]);
});

interface Operation {
	/** How many items run at a time comes in here. */
	node(concurrency: number): Pick<MapNode, 'type' | 'parameters'>;
	proxy: () => FaultProxy;
	/** Whether a call is the one that does the work. */
	works: (body: string) => boolean;
	times: (marker: string) => number;
}

const coreBosOperation =
	(parameters: IDataObject, options: IDataObject = {}) =>
	(concurrency: number) => ({
		type: CORE_BOS,
		parameters: {
			...parameters,
			options: { parallelCalls: concurrency, ...options },
		} as INodeParameters,
	});

const toCreate = {
	resource: 'record',
	module: locatorValue('Products', 'name') as unknown as IDataObject,
	valuesFrom: 'json',
	fieldsJson: '={{ JSON.stringify({ productname: $json.marker, assigned_user_id: "19x1" }) }}',
};
const named = (marker: string) =>
	crm.records('Products').filter(({ productname }) => productname === marker).length;
const called = (operation: string) => (body: string) =>
	body.includes(`operation=${operation}&`) && body.includes('sessionName');

const OPERATIONS: Record<string, Operation> = {
	'Record: Create': {
		node: coreBosOperation({ ...toCreate, operation: 'create' }),
		proxy: () => atCrm,
		works: called('create'),
		times: named,
	},
	'Record: Create, items together': {
		node: coreBosOperation(
			{ ...toCreate, operation: 'create' },
			{ together: true, itemsPerCall: 2 },
		),
		proxy: () => atCrm,
		works: called('MassCreate'),
		times: named,
	},
	'Setting: Set': {
		node: coreBosOperation({
			resource: 'setting',
			operation: 'set',
			key: '={{ $json.marker }}',
			value: 'v',
		}),
		proxy: () => atCrm,
		works: called('setSetting'),
		times: (marker) =>
			crm.requests.filter(
				({ operation, parameters }) => operation === 'setSetting' && parameters.key === marker,
			).length,
	},
	'Run Web Service Map: POST': {
		node: (concurrency) => ({
			parameters: {
				mapXml: smallMap({
					config: { wsurl: `${atApi.url}/orders`, wsresponsetime: '1' },
					fields: { order: source('', 'marker') },
					response: entry('result', undefined, 'answer'),
				}),
				options: { concurrency },
			},
		}),
		proxy: () => atApi,
		works: () => true,
		times: (marker) => api.requests.filter(({ body }) => body.includes(`"${marker}"`)).length,
	},
};

type Case = [operation: string, fault: Fault, concurrency: number, onError: 'continue' | 'stop'];

const ALL: Case[] = Object.keys(OPERATIONS).flatMap((operation) =>
	FAULTS.filter((fault) => fault !== 'late' || operation.startsWith('Run')).flatMap((fault) =>
		[1, 4].flatMap((concurrency) =>
			(['continue', 'stop'] as const).map((mode): Case => [operation, fault, concurrency, mode]),
		),
	),
);

function sample(): Case[] {
	if (SAMPLE >= ALL.length) return ALL;
	return fc.sample(fc.shuffledSubarray(ALL, { minLength: SAMPLE, maxLength: SAMPLE }), {
		seed: SEED,
		numRuns: 1,
	})[0];
}

const table = new Map<string, Account>();

afterAll(() => {
	const rows = [...table].map(([operation, account]) => ({ operation, ...account }));
	console.log(`faults, seed ${SEED}: ${JSON.stringify(rows, undefined, '\t')}`);
});

/** What the text of an error says of its item. */
function saidBy(text: string): Said {
	if (text.includes('look before repeating')) return 'unknown';
	return text.includes('do not repeat it') ? 'done' : 'failed';
}

function saidOf({ items, error }: WorkflowOutcome): Said[] {
	if (error === undefined) {
		return items('Node').map(({ json }) =>
			typeof json.error === 'string' ? saidBy(json.error) : 'done',
		);
	}
	const said: Said[] = Array.from({ length: ITEMS }, () => 'nothing');
	const told = `${error.message} ${error.description ?? ''}`;
	const {
		done = [],
		notBegun = [],
		unknown = [],
		failed = [],
	} = (error.context?.items ?? {}) as Record<string, number[]>;
	for (const index of done) said[index] = 'done';
	for (const index of notBegun) said[index] = 'not begun';
	for (const index of unknown) said[index] = 'unknown';
	for (const index of failed) said[index] = 'failed';
	// Every item that failed is told with its number behind its own message.
	for (const [whole, index] of told.matchAll(/[^[\]]*\[item (\d+)\]/g)) {
		const place = Number(index);
		if (said[place] === 'nothing') said[place] = saidBy(whole);
	}
	const first = Number(error.context?.itemIndex ?? 0);
	said[first] = error.context?.outcome === 'unknown' ? 'unknown' : said[first];
	return said;
}

test.each(sample())('%s, %s, %i at a time, %s', async (name, fault, concurrency, mode) => {
	const { node, proxy, works, times } = OPERATIONS[name];
	let calls = 0;
	// The third call that works goes wrong, and where it is made again, the next one does not.
	proxy().plan = (body) => (works(body) && ++calls === 3 ? fault : 'none');
	const markers = Array.from({ length: ITEMS }, (_, index) => `marker-${index}-x`);
	const outcome = await runNodes(
		markers.map((marker) => ({ marker })),
		[
			{
				name: 'Node',
				...node(concurrency),
				credential: { ...crm.connection, url: atCrm.url },
				onError: (mode === 'continue' ? 'continueRegularOutput' : undefined) as INode['onError'],
			},
		],
	);
	const account = table.get(name) ?? emptyAccount();
	const own = emptyAccount();
	const said = saidOf(outcome);
	markers.forEach((marker, index) => {
		enter(account, said[index] ?? 'nothing', times(marker));
		enter(own, said[index] ?? 'nothing', times(marker));
	});
	table.set(name, account);
	expect(own).toMatchObject({
		sent: ITEMS,
		lost: 0,
		twice: 0,
		saidFailedButDone: 0,
		saidDoneButNotDone: 0,
	});
});
