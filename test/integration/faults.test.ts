import fc from 'fast-check';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import { startCoreBos, type CoreBosStandIn } from '../corebos';
import { emptyAccount, enter, type Account, type Said } from '../faults/accounts';
import { FAULTS, startFaultProxy, type Fault, type FaultProxy } from '../faults/faultProxy';
import { itemOf, ITEMS, OPERATIONS, SEED as RECORDS } from '../faults/operations';
import { runNodes, type WorkflowOutcome } from './n8nEngine';
import { startRecordingServer, type RecordingServer } from './recordingServer';

/**
 * Every operation against every fault. The proxy keeps what the server has really done, item by
 * item; the node has to have said the same. `CI` takes a sample, whose seed is printed; `FAULTS=all`
 * takes all of it, `FAULTS_SEED` another sample, `FAULTS_ONLY` the operations whose name holds it.
 */
const SEED = Number(process.env.FAULTS_SEED ?? 20261128);
const SAMPLE = process.env.FAULTS === 'all' ? Infinity : Number(process.env.FAULTS ?? 60);
const ONLY = process.env.FAULTS_ONLY ?? '';

/** Milliseconds that a call may take here, where a user waits a minute. */
const PATIENCE = 1500;

// The waits between the look-ups of a unique field: a call that is held back arrives within them.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async () => await new Promise((resolve) => setTimeout(resolve, 100)),
}));

let crm: CoreBosStandIn;
let api: RecordingServer;
let atCrm: FaultProxy;
let atApi: FaultProxy;

beforeEach(async () => {
	const limited = AbortSignal.timeout.bind(AbortSignal);
	jest
		.spyOn(AbortSignal, 'timeout')
		.mockImplementation((milliseconds) => limited(Math.min(milliseconds, PATIENCE)));
	crm = await startCoreBos({ settings: {}, records: RECORDS });
	api = await startRecordingServer();
	atCrm = await startFaultProxy(crm.url);
	atApi = await startFaultProxy(api.url);
});
afterEach(async () => {
	await Promise.all([atCrm.close(), atApi.close()]);
	await Promise.all([crm.close(), api.close()]);
	jest.restoreAllMocks();
});

/** Where a fault strikes: the third call that works, the first login, or the first other call. */
const STEPS = ['work', 'login', 'question'] as const;
type Step = (typeof STEPS)[number];

type Case = [
	operation: string,
	fault: Fault,
	step: Step,
	concurrency: number,
	onError: 'continue' | 'stop',
];

const ALL: Case[] = Object.entries(OPERATIONS)
	.filter(([name]) => name.includes(ONLY))
	.flatMap(([name, { at }]) =>
		FAULTS.flatMap((fault) =>
			(at === 'api' || fault === 'none' ? STEPS.slice(0, 1) : STEPS).flatMap((step) =>
				[1, 4].flatMap((concurrency) =>
					(['continue', 'stop'] as const).map(
						(mode): Case => [name, fault, step, concurrency, mode],
					),
				),
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
	if (/look before you repeat/.test(text)) return 'unknown';
	return /do not (?:repeat|create|add|run) /i.test(text) ? 'done' : 'failed';
}

/** What an output says of each item: an item may have several, or none. */
function saidOf({ items, error }: WorkflowOutcome): Said[] {
	const said: Said[] = Array.from({ length: ITEMS }, () => 'nothing');
	if (error === undefined) {
		said.fill('done');
		for (const { json, pairedItem } of items('Node')) {
			const { item } = pairedItem as { item: number };
			if (typeof json.error === 'string') said[item] = saidBy(json.error);
		}
		return said;
	}
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

/** The operation that a call asks coreBOS for; empty for another service. */
function operationIn(text: string): string {
	return /\boperation=(\w+)/.exec(text)?.[1] ?? '';
}

test.each(sample())(
	'%s, %s at the %s, %i at a time, %s',
	async (...[name, fault, step, concurrency, mode]) => {
		const { node, at, works, reads, marked = 'marker' } = OPERATIONS[name];
		const proxy = at === 'crm' ? atCrm : atApi;
		const isWork = (text: string) => works === undefined || works.includes(operationIn(text));
		const isStep: Record<Step, (text: string) => boolean> = {
			work: isWork,
			login: (text) => operationIn(text) === 'login',
			question: (text) => !isWork(text) && !/^(login|getchallenge)$/.test(operationIn(text)),
		};
		const items = Array.from({ length: ITEMS }, (_, index) => itemOf(index));
		const run = async (connection: { url: string; username: string; accessKey: string }) =>
			await runNodes(items, [
				{
					name: 'Node',
					...node(concurrency, atApi.url),
					credential: connection,
					onError: (mode === 'continue' ? 'continueRegularOutput' : undefined) as INode['onError'],
				},
			]);
		const expected = reads === true ? (await run(crm.connection)).items('Node') : [];
		let calls = 0;
		// The third call that works goes wrong, and where it is made again, the next one does not.
		const strikes = step === 'work' ? 3 : 1;
		proxy.calls.length = 0;
		proxy.plan = (text) => (isStep[step](text) && ++calls === strikes ? fault : 'none');
		const outcome = await run({ ...crm.connection, url: atCrm.url });
		await proxy.idle();
		const said = saidOf(outcome);
		const done = proxy.calls.filter((call) => call.done && isWork(call.text));
		const times = (index: number): number => {
			if (reads === true) return isExpected(outcome, expected, index) ? 1 : 0;
			const mark = new RegExp(`(?<![\\w-])${items[index][marked]}(?![\\w-])`);
			return done.filter(({ text }) => mark.test(text)).length;
		};
		const account = table.get(name) ?? emptyAccount();
		const own = emptyAccount();
		items.forEach((_, index) => {
			const told = said[index] ?? 'nothing';
			// A read that was told as failed changed nothing, whatever came of it.
			const count = reads === true && told !== 'done' ? 0 : times(index);
			enter(account, told, count);
			enter(own, told, count);
		});
		table.set(name, account);
		expect(own).toMatchObject({
			sent: ITEMS,
			...(fault === 'none' && { done: ITEMS }),
			lost: 0,
			twice: 0,
			saidFailedButDone: 0,
			saidDoneButNotDone: 0,
		});
	},
);

/** Whether the output of an item is what the same run without a fault gave. */
function isExpected(outcome: WorkflowOutcome, expected: INodeExecutionData[], index: number) {
	if (outcome.error !== undefined) return true;
	const of = (all: INodeExecutionData[]) =>
		all.filter(({ pairedItem }) => (pairedItem as { item: number }).item === index);
	const json = (all: INodeExecutionData[]) => JSON.stringify(of(all).map((item) => item.json));
	return json(outcome.items('Node')) === json(expected);
}
