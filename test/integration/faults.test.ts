import type { INode, INodeExecutionData } from 'n8n-workflow';
import { resources } from '../../nodes/CoreBos/resources';
import { RunWebServiceMap } from '../../nodes/RunWebServiceMap/RunWebServiceMap.node';
import { accountOf, emptyAccount, enter, printAccounts, type Said } from '../faults/accounts';
import { FAULTS, type Fault } from '../faults/fault-proxy';
import {
	BINARY,
	itemsFor,
	ITEMS,
	OPERATIONS,
	RELATIONS,
	SEED as RECORDS,
	type FaultItem,
	type Operation,
	type Place,
	type Work,
} from '../faults/operations';
import { isChosen, sampled } from '../faults/sample';
import { isSilence, limitPatience, onStage, type Stage } from '../faults/stage';
import type * as Stages from '../faults/stage';
import { CORE_BOS, runNodes, type WorkflowOutcome } from './n8n-engine';

/**
 * Every operation against every fault. The proxy keeps what the server has really done, item by
 * item; the node has to have said the same. Which cases are taken: `test/faults/sample.ts`.
 */

// Where a node waits, what was held back arrives, however busy the machine is.
jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	sleep: async () => await jest.requireActual<typeof Stages>('../faults/stage').untilIdle(),
}));

beforeAll(() => limitPatience());
afterAll(() => {
	jest.restoreAllMocks();
	printAccounts();
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

/**
 * Lies in good form: nobody can tell them from a list without rows, a setting without a value, what
 * a rule comes to, or from what a service keeps.
 */
const CANNOT_BE_KNOWN: Array<[fault: Fault, operations: RegExp]> = [
	[
		'an empty list after',
		/^(?:Business Map: List|Query: (?:Run|Count)|Record: Get Many|Workflow: List|Setting: Get|User: Get Groups.*|Relation: Get Related Modules.*|Business Rule: Evaluate|Run Web Service Map: (?:GET|Set Context|Dry Run))$/,
	],
	[
		'null after',
		/^(?:Setting: Get|Business Rule: Evaluate|Run Web Service Map: (?:GET|Set Context|Dry Run))$/,
	],
];
const canBeKnown = ([name, fault, step]: Case): boolean =>
	step !== 'work' ||
	!CANNOT_BE_KNOWN.some(([lie, operations]) => lie === fault && operations.test(name));

/** A service has no login; what a SOAP service is asked besides is its WSDL. */
const STEPS_AT: Record<Place, readonly Step[]> = {
	crm: STEPS,
	api: ['work'],
	soap: ['work', 'question'],
};

const ALL: Case[] = Object.entries(OPERATIONS)
	.filter(([name]) => isChosen(name))
	.flatMap(([name, { at }]) =>
		FAULTS.flatMap((fault) =>
			(fault === 'none' ? STEPS.slice(0, 1) : STEPS_AT[at]).flatMap((step) =>
				[1, 4].flatMap((concurrency) =>
					(['continue', 'stop'] as const).map(
						(mode): Case => [name, fault, step, concurrency, mode],
					),
				),
			),
		),
	)
	.filter(canBeKnown);

/** What makes no call of its own, and why it is not in the table. */
const WITHOUT_CALLS: Record<string, string> = {
	'Run Web Service Map: convert': 'works on its parameters; maps are read as by Run Map',
	'Run Web Service Map: export': 'works on its parameters; maps are read as by Run Map',
};

test('every operation of the nodes is in the table, or says why not', () => {
	const origins = { crm: '', api: '', soap: '' };
	const tested = new Set(
		Object.values(OPERATIONS).map(({ node }) => {
			const { type, parameters = {} } = node(1, origins);
			const { resource, operation = 'run' } = parameters;
			return `${type === CORE_BOS ? String(resource) : 'Run Web Service Map'}: ${String(operation)}`;
		}),
	);
	const ofMaps = new RunWebServiceMap().description.properties.find(
		({ name }) => name === 'operation',
	);
	const all = [
		...resources.flatMap(({ choice, actions }) =>
			actions.map((action) => `${choice.value}: ${action.choice.value}`),
		),
		...(ofMaps?.options ?? []).map(
			(option) => `Run Web Service Map: ${String('value' in option && option.value)}`,
		),
	];
	expect([...tested, ...Object.keys(WITHOUT_CALLS)].sort()).toEqual(all.sort());
});

/** What the text of an error says of its item. */
function saidBy(text: string, { isSaving }: Work): Said {
	const isUnsaved = isSaving === true && /could not be saved/.test(text);
	if (/look before you repeat/.test(text)) return 'unknown';
	if (isUnsaved) return 'failed';
	return /do not (?:repeat|create|add|run) /i.test(text) ? 'done' : 'failed';
}

/** What stands before each further item that failed. */
const ALSO = 'Also failed: ';

/** What an output says of the work for each item: an item may have several outputs, or none. */
function saidOf({ items, error }: WorkflowOutcome, work: Work): Said[] {
	const said: Said[] = Array.from({ length: ITEMS }, () => 'nothing');
	if (error === undefined) {
		said.fill('done');
		for (const { json, pairedItem } of items('Node')) {
			const { item } = pairedItem as { item: number };
			if (typeof json.error === 'string') said[item] = saidBy(json.error, work);
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
		// Not what the error says of the items that were done before.
		const own = whole.slice(whole.lastIndexOf(ALSO) + 1);
		const isUnsaved = work.isSaving === true && own.includes('could not be saved');
		if (said[place] === 'nothing' || isUnsaved) said[place] = saidBy(own, work);
	}
	const first = Number(error.context?.itemIndex ?? 0);
	const outcome = error.context?.outcome;
	if (outcome === 'unknown') said[first] = 'unknown';
	if (outcome === 'done' && work.isSaving !== true) said[first] = 'done';
	return said;
}

/** The operation that a call asks coreBOS for; empty for another service. */
function operationIn(text: string): string {
	return /\boperation=(\w+)/.exec(text)?.[1] ?? '';
}

/** Whether a call does the work, by its text. */
function doesWork({ at, works }: Work, text: string): boolean {
	if (works !== undefined) return works.includes(operationIn(text));
	return at !== 'soap' || text.startsWith('POST ');
}

/** What coreBOS holds before a case. */
const CORE_BOS_BEFORE = { settings: { kept: 'v' }, records: RECORDS, relations: RELATIONS };

test.concurrent.each(sampled(ALL, 60))(
	'%s, %s at the %s, %i at a time, %s',
	async (...given) => await onStage(CORE_BOS_BEFORE, async (stage) => await check(given, stage)),
);

/** Runs an operation with its fault, and compares what the node says with what was done. */
async function check([name, fault, step, concurrency, mode]: Case, stage: Stage): Promise<void> {
	const { crm, proxies, origins } = stage;
	const operation = OPERATIONS[name];
	const { at, also, reads } = operation;
	const isStep: Record<Step, (text: string) => boolean> = {
		work: (text) => doesWork(operation, text),
		login: (text) => operationIn(text) === 'login',
		question: (text) =>
			!doesWork(operation, text) && !/^(login|getchallenge)$/.test(operationIn(text)),
	};
	const items = await itemsFor(operation, crm);
	const run = async (connection: { url: string; username: string; accessKey: string }) =>
		await runNodes(
			items,
			[
				{
					name: 'Node',
					...operation.node(concurrency, origins),
					credential: connection,
					onError: (mode === 'continue' ? 'continueRegularOutput' : undefined) as INode['onError'],
				},
			],
			items.map(() => BINARY),
		);
	const expected = reads === true ? (await run(crm.connection)).items('Node') : [];
	// No other run depends on how busy the machine is.
	stage.isImpatient = isSilence(fault);
	let calls = 0;
	// The third call that works goes wrong, and where it is made again, the next one does not.
	const strikes = step === 'work' ? 3 : 1;
	for (const proxy of Object.values(proxies)) proxy.calls.length = 0;
	proxies[at].plan = (text) => (isStep[step](text) && ++calls === strikes ? fault : 'none');
	const outcome = await run({ ...crm.connection, url: proxies.crm.url });
	await stage.idle();
	for (const work of also === undefined ? [operation] : [operation, also]) {
		const said = saidOf(outcome, work);
		const account = accountOf(work === operation ? name : `${name}, the other work`);
		const own = emptyAccount();
		items.forEach((item, index) => {
			const told = said[index] ?? 'nothing';
			const times =
				reads === true
					? Number(told === 'done' && isExpected(outcome, expected, index, operation))
					: timesOf(stage, work, item);
			enter(account, told, times);
			enter(own, told, times);
		});
		expect(own).toMatchObject({
			sent: ITEMS,
			...(fault === 'none' && { done: operation.isRefused === true ? 0 : ITEMS }),
			lost: 0,
			twice: 0,
			saidFailedButDone: 0,
			saidDoneButNotDone: 0,
		});
	}
}

/** How often the work was done for an item. */
function timesOf({ proxies }: Stage, work: Work, item: FaultItem): number {
	const mark = new RegExp(`(?<![\\w-])${String(item[work.marked ?? 'marker'])}(?![\\w-])`);
	return proxies[work.at].calls.filter(
		({ text, done }) => done && doesWork(work, text) && mark.test(text),
	).length;
}

/**
 * Whether the output of an item is what the same run without a fault gave. A read that was told as
 * failed changed nothing, whatever came of it.
 */
function isExpected(
	outcome: WorkflowOutcome,
	expected: INodeExecutionData[],
	index: number,
	{ changing = [] }: Operation,
): boolean {
	if (outcome.error !== undefined) return true;
	const of = (all: INodeExecutionData[]) =>
		all.filter(({ pairedItem }) => (pairedItem as { item: number }).item === index);
	const shown = (name: string, value: unknown) =>
		changing.includes(name) ? String(value).length : value;
	const text = (all: INodeExecutionData[]) =>
		JSON.stringify(
			of(all).map(({ json, binary }) => ({ json, binary })),
			shown,
		);
	return text(outcome.items('Node')) === text(expected);
}
