import type { IDataObject } from 'n8n-workflow';
import { createCoreBosClient } from '../../engine';
import { fetchHttp } from '../corebos/http';
import { accountOf, emptyAccount, enter, printAccounts, type Said } from '../faults/accounts';
import { FAULTS, type Fault, type FaultProxy } from '../faults/fault-proxy';
import { ITEMS, itemOf, SEED as RECORDS } from '../faults/operations';
import { isChosen, sampled } from '../faults/sample';
import { isSilence, limitPatience, onStage, type Stage } from '../faults/stage';
import { startTriggerServer, type TriggerServer } from './trigger-server';
import { eventsOf, WatchedNode } from './watched-node';

/**
 * The triggers against every fault of the coreBOS that they ask: no call may start a workflow with
 * another record than its own, and Watch Records may lose nothing and tell nothing twice.
 */
beforeAll(() => limitPatience());
afterAll(() => {
	jest.restoreAllMocks();
	printAccounts();
});

/** What coreBOS holds before a case. */
const CORE_BOS_BEFORE = { records: RECORDS };

/** The credential of a node that calls coreBOS through the proxy. */
const connectionOf = ({ crm, origins }: Stage) => ({ ...crm.connection, url: origins.crm });

/** Has a fault strike the call of an operation that comes as this one in the row of them. */
function strike(stage: Stage, fault: Fault, operation: string, number: number): void {
	let calls = 0;
	stage.isImpatient = isSilence(fault);
	stage.proxies.crm.plan = (text) =>
		new RegExp(`\\boperation=${operation}\\b`).test(text) && ++calls === number ? fault : 'none';
}

function expectTrue(name: string, items: Array<[said: Said, times: number]>): void {
	const account = accountOf(name);
	const own = emptyAccount();
	for (const [said, times] of items) {
		enter(account, said, times);
		enter(own, said, times);
	}
	const none = { lost: 0, twice: 0, saidFailedButDone: 0, saidDoneButNotDone: 0 };
	expect(own).toMatchObject({ sent: items.length, ...none });
}

const LOAD_RECORD = 'coreBOS Trigger: Load Record';

type Call = [fault: Fault, operation: 'retrieve' | 'login', concurrency: number];
const CALLS = FAULTS.flatMap((fault) =>
	(['retrieve', 'login'] as const).flatMap((operation) =>
		[1, 4].map((concurrency): Call => [fault, operation, concurrency]),
	),
).filter(() => isChosen(LOAD_RECORD));

describe(LOAD_RECORD, () => {
	/** What a call came to: its own record in a workflow, or a failed execution. */
	async function called(trigger: TriggerServer, index: number): Promise<[Said, number]> {
		const { id, ...values } = RECORDS.Products[index];
		const response = await fetch(`${trigger.url}?record_id=${id}&workflow_id=43`, {
			method: 'POST',
		});
		// n8n answers 500 to an error and keeps it as a failed execution.
		if (trigger.returned instanceof Error) return ['failed', 0];
		if (response.status !== 200) return ['nothing', 0];
		const [[{ json }]] = trigger.started();
		const record = json.record as IDataObject;
		const isOwn = record.id === id && record.productname === values.productname;
		return ['done', isOwn ? 1 : 0];
	}

	(CALLS.length === 0 ? test.skip : test.concurrent).each(sampled(CALLS, 12))(
		'%s at the %s, %i at a time',
		async (...given) => await onStage(CORE_BOS_BEFORE, async (stage) => await check(given, stage)),
	);

	async function check([fault, operation, concurrency]: Call, stage: Stage): Promise<void> {
		const local = { title: '', addresses: '127.0.0.1', workflows: '43' };
		const parameters = { loadRecord: true, permissions: { permission: [local] } };
		const triggers = await Promise.all(
			Array.from({ length: ITEMS }, async () => {
				// Each trigger has a credential of its own, though all have the same values.
				const credentials = { coreBosApi: connectionOf(stage) };
				return await startTriggerServer({ parameters, credentials });
			}),
		);
		strike(stage, fault, operation, operation === 'login' ? 1 : 3);
		const said: Array<[Said, number]> = [];
		for (let at = 0; at < ITEMS; at += concurrency) {
			const some = triggers.slice(at, at + concurrency);
			const calls = some.map(async (trigger, place) => await called(trigger, at + place));
			said.push(...(await Promise.all(calls)));
		}
		await Promise.all(triggers.map(async (trigger) => await trigger.close()));
		expectTrue(LOAD_RECORD, said);
		if (fault === 'none') expect(said).toEqual(said.map(() => ['done', 1]));
	}
});

type Poll = [
	fault: Fault,
	operation: 'query' | 'sync' | 'login',
	number: number,
	when: 'at the beginning' | 'later',
];

/** Ways to watch, and what they ask coreBOS. */
const WAYS: Record<string, { parameters: IDataObject; asks: Array<Poll[1]> }> = {
	'Watch Records: by query': {
		parameters: { findBy: 'query', options: { overlap: 5 } },
		asks: ['query', 'sync', 'login'],
	},
	'Watch Records: by sync': {
		parameters: { findBy: 'sync', options: { overlap: 5 } },
		asks: ['sync', 'login'],
	},
	'Watch Records: with a limit': {
		parameters: { findBy: 'query', options: { overlap: 5, mostItems: 2 } },
		asks: ['query', 'sync'],
	},
};

/** An empty list in good form at the beginning says that there is no record yet. */
const canBeKnown = ([fault, operation, , when]: Poll): boolean =>
	!(fault === 'an empty list after' && operation === 'query' && when === 'at the beginning');

const POLLS: Array<[name: string, ...poll: Poll]> = Object.entries(WAYS)
	.filter(([name]) => isChosen(name))
	.flatMap(([name, { asks }]) =>
		FAULTS.flatMap((fault) =>
			asks.flatMap((operation) =>
				[1, 2].flatMap((number) =>
					(['at the beginning', 'later'] as const).map((when): [string, ...Poll] => [
						name,
						fault,
						operation,
						number,
						when,
					]),
				),
			),
		),
	)
	.filter(([, ...poll]) => canBeKnown(poll));

describe('Watch Records', () => {
	/** Everything that the polls tell, until three in a row that succeed tell nothing. */
	async function toldBy(
		watch: WatchedNode,
		parameters: IDataObject,
		proxy: FaultProxy,
	): Promise<string[]> {
		const told: string[] = [];
		for (let silent = 0, polls = 0; silent < 3; polls++) {
			if (polls === 20) throw new Error(`the polls tell again and again: ${told.join(', ')}`);
			const items = await watch.poll(parameters as never).catch((error: Error) => error);
			if (items instanceof Error) {
				// The server is there again for the next poll.
				if (!proxy.listens()) await proxy.restart();
				continue;
			}
			silent = items === null ? silent + 1 : 0;
			told.push(...eventsOf(items));
		}
		return told;
	}

	(POLLS.length === 0 ? test.skip : test.concurrent).each(sampled(POLLS, 16))(
		'%s: %s at %s number %i, %s',
		async (name, ...poll) =>
			await onStage(CORE_BOS_BEFORE, async (stage) => await check(name, poll, stage)),
	);

	async function check(
		name: string,
		[fault, operation, number, when]: Poll,
		stage: Stage,
	): Promise<void> {
		const { crm, proxies } = stage;
		const client = createCoreBosClient(crm.connection, fetchHttp);
		const element = { assigned_user_id: '19x1' };
		const create = async (productname: string) =>
			(
				(await client.call('create', {
					elementType: 'Products',
					element: { ...element, productname },
				})) as { id: string }
			).id;
		const watch = new WatchedNode(connectionOf(stage));
		const parameters = { ...WAYS[name].parameters, events: ['created', 'updated', 'deleted'] };
		const polls = async () => await toldBy(watch, parameters, proxies.crm);
		if (when === 'at the beginning') strike(stage, fault, operation, number);
		const before = await polls();
		if (when === 'later') strike(stage, fault, operation, number);
		const created = [];
		for (const { marker } of [0, 1, 2].map(itemOf)) created.push(await create(marker));
		const told = await polls();
		const [updated] = created;
		await client.call('revise', { element: { id: updated, productcode: 'X' } });
		await client.call('delete', { id: created[1] });
		told.push(...(await polls()));
		const last = await create('last');
		told.push(...(await polls()));
		await stage.idle();
		const expected = [
			...[...created, last].map((id) => `created ${id}`),
			`updated ${updated}`,
			`deleted ${created[1]}`,
		];
		expect([...before, ...told].filter((event) => !expected.includes(event))).toEqual([]);
		expectTrue(
			name,
			expected.map((event) => {
				const times = told.filter((one) => one === event).length;
				return [times === 0 ? 'nothing' : 'done', times];
			}),
		);
	}
});
