import fc from 'fast-check';
import {
	beginWatch,
	onlyDeletions,
	querySource,
	syncSource,
	takeChanges,
	type Change,
	type ChangeEvent,
	type ChangeSource,
	type WatchOptions,
	type WatchState,
} from '../../../engine/watch';
import { WatchedInstall } from './watched-install';

const OVERLAP = 60;
const options: WatchOptions = {
	events: ['created', 'updated', 'deleted'],
	limit: Infinity,
	overlap: OVERLAP,
	shape: 'all',
};

interface Way {
	source(crm: WatchedInstall): ChangeSource;
	/** Records of one second that are more than an answer holds. */
	many: number;
	tellsDeleted: boolean;
}

/** The ways to find changes. */
const WAYS: Record<string, Way> = {
	query: {
		source: ({ client }) => querySource(client, { module: 'Products' }, 3),
		many: 8,
		tellsDeleted: false,
	},
	sync: {
		source: ({ client, serverTime }) => syncSource(client, 'Products', serverTime),
		many: 120,
		tellsDeleted: true,
	},
};

/** One thing that happens in the CRM, or in n8n. */
type Step =
	| { kind: 'create'; count: number | 'many'; late: number }
	| { kind: 'update'; which: number; late: number }
	| { kind: 'delete'; which: number }
	| { kind: 'wait'; seconds: number }
	| { kind: 'poll'; limit: number }
	| { kind: 'failingPoll'; goodCalls: number }
	| { kind: 'restart' };

const late = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(0) },
	{ weight: 1, arbitrary: fc.nat(20) },
);
const which = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.oneof(
	fc.record({
		kind: fc.constant('create' as const),
		count: fc.oneof(
			{ weight: 6, arbitrary: fc.integer({ min: 1, max: 4 }) },
			{ weight: 1, arbitrary: fc.constant('many' as const) },
		),
		late,
	}),
	fc.record({ kind: fc.constant('update' as const), which, late }),
	fc.record({ kind: fc.constant('update' as const), which, late }),
	fc.record({ kind: fc.constant('delete' as const), which }),
	fc.record({
		kind: fc.constant('wait' as const),
		seconds: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 500 })),
	}),
	fc.record({
		kind: fc.constant('poll' as const),
		limit: fc.oneof(fc.constant(Infinity), fc.integer({ min: 1, max: 5 }), fc.constant(10)),
	}),
	fc.record({ kind: fc.constant('failingPoll' as const), goodCalls: fc.nat(3) }),
	fc.record({ kind: fc.constant('restart' as const) }),
);

/** What a watch of the CRM owes: what has happened to a record since it was last told. */
class Ledger {
	readonly ids: string[] = [];
	private readonly owed = new Map<string, ChangeEvent>();
	private readonly gone = new Set<string>();

	constructor(private readonly tellsDeleted: boolean) {}

	created(id: string): void {
		this.ids.push(id);
		this.owed.set(id, 'created');
	}

	updated(id: string): void {
		if (this.owed.get(id) !== 'created') this.owed.set(id, 'updated');
	}

	deleted(id: string): void {
		this.gone.add(id);
		if (this.tellsDeleted) this.owed.set(id, 'deleted');
		else this.owed.delete(id);
	}

	alive(which: number): string | undefined {
		const alive = this.ids.filter((id) => !this.gone.has(id));
		return alive[which % Math.max(1, alive.length)];
	}

	/** Everything told must be owed, nothing twice, and as much of it as the limit allows. */
	settle(changes: Change[], limit: number): void {
		expect(changes).toHaveLength(Math.min(limit, this.owed.size));
		for (const { id, event } of changes) {
			expect([id, event]).toEqual([id, this.owed.get(id)]);
			this.owed.delete(id);
		}
	}

	forget(): void {
		this.owed.clear();
	}
}

async function live(way: Way, before: number, quiet: number, steps: Step[]): Promise<void> {
	const crm = new WatchedInstall();
	const source = way.source(crm);
	const ledger = new Ledger(way.tellsDeleted);
	for (let index = 0; index < before; index++) ledger.created(crm.create());
	crm.time += quiet;
	let state = await beginWatch(source, options);
	ledger.forget();
	crm.time++;
	const poll = async (limit: number) => {
		const taken = await takeChanges(source, state, { ...options, limit });
		ledger.settle(taken.changes, limit);
		state = taken.state;
	};
	const restart = () => (state = revived(state));
	for (const one of steps) await happen(one, { crm, ledger, poll, restart, many: way.many });
	await poll(Infinity);
	await poll(Infinity);
}

interface Life {
	crm: WatchedInstall;
	ledger: Ledger;
	poll(limit: number): Promise<void>;
	restart(): void;
	many: number;
}

async function happen(step: Step, { crm, ledger, poll, restart, many }: Life): Promise<void> {
	const id = 'which' in step ? ledger.alive(step.which) : undefined;
	switch (step.kind) {
		case 'create':
			for (let left = step.count === 'many' ? many : step.count; left > 0; left--) {
				ledger.created(crm.create(step.late));
			}
			break;
		case 'update':
			if (id !== undefined) {
				crm.update(id, step.late);
				ledger.updated(id);
			}
			break;
		case 'delete':
			if (id !== undefined) {
				crm.delete(id);
				ledger.deleted(id);
			}
			break;
		case 'wait':
			crm.time += step.seconds;
			break;
		case 'poll':
			await poll(step.limit);
			break;
		case 'failingPoll':
			crm.goodCalls = step.goodCalls;
			await poll(Infinity).catch((error: Error) => {
				if (error.message !== 'the connection broke') throw error;
			});
			crm.goodCalls = Infinity;
			break;
		case 'restart':
			restart();
	}
}

/** The state as a database gives it back. */
const revived = (state: WatchState): WatchState => JSON.parse(JSON.stringify(state));

test.each(Object.entries(WAYS))(
	'by %s, whatever happens, every change is told exactly once',
	async (_name, way) => {
		await fc.assert(
			fc.asyncProperty(
				fc.nat(5),
				fc.nat(500),
				fc.array(step, { maxLength: 30 }),
				async (before, quiet, steps) => await live(way, before, quiet, steps),
			),
			{ numRuns: 50 },
		);
	},
	60_000,
);

/** What a run tells, as `event id`. */
async function told(source: ChangeSource, state: WatchState, more: Partial<WatchOptions> = {}) {
	const { changes } = await takeChanges(source, state, { ...options, ...more });
	return changes.map(({ event, id }) => `${event} ${id}`);
}

describe.each(Object.entries(WAYS))('by %s', (_name, way) => {
	let crm: WatchedInstall;
	let source: ChangeSource;
	beforeEach(() => {
		crm = new WatchedInstall();
		source = way.source(crm);
	});

	test('more records of one second than an answer holds, and later ones', async () => {
		const state = await beginWatch(source, options);
		const first = Array.from({ length: way.many }, () => crm.create());
		crm.time++;
		const second = Array.from({ length: way.many }, () => crm.create());
		expect(await told(source, state)).toEqual([...first, ...second].map((id) => `created ${id}`));
	});

	test.each<[ChangeEvent[], string[]]>([
		[['created'], ['created 14x2', 'created 14x3']],
		[['updated'], ['updated 14x1', 'updated 14x3']],
		[
			['created', 'updated'],
			['updated 14x1', 'created 14x2', 'created 14x3'],
		],
	])('of %j, what is not asked for is passed over for good', async (events, expected) => {
		const known = crm.create();
		const state = await beginWatch(source, options);
		crm.time += 5;
		crm.update(known);
		crm.create();
		const changed = crm.create();
		crm.time += 5;
		crm.update(changed);
		const run = await takeChanges(source, state, { ...options, events });
		expect(run.changes.map(({ event, id }) => `${event} ${id}`).sort()).toEqual(expected.sort());
		expect(await told(source, run.state)).toEqual([]);
	});

	test('ignored changes are marked, and leave room for the others', async () => {
		const known = crm.create();
		const state = await beginWatch(source, options);
		crm.time += 5;
		crm.update(known);
		crm.entity(known).values.modifiedby = '19x5';
		const [own, other] = [crm.create(), crm.create()];
		crm.entity(own).values.modifiedby = '19x5';
		const limited = { ...options, limit: 1, ignoredUsers: ['19x5'] };
		const { changes } = await takeChanges(source, state, limited);
		expect(changes.map(({ id, isIgnored }) => [id, isIgnored])).toEqual([
			[known, true],
			[own, true],
			[other, false],
		]);
	});

	test('a module without records', async () => {
		const state = await beginWatch(source, options);
		crm.create();
		expect(await told(source, state)).toEqual(['created 14x1']);
	});

	test('other fields are not a change of the records', async () => {
		crm.create();
		const state = await beginWatch(source, { ...options, shape: 'some' });
		const forged = Object.fromEntries(
			Object.entries(state.seen).map(([id, [modified]]) => [id, [modified, 'other']]),
		) as WatchState['seen'];
		expect(await told(source, { ...state, seen: forged })).toEqual([]);
		expect(await told(source, { ...state, seen: forged, shape: 'all' })).toEqual(['updated 14x1']);
	});

	test('a record without its times cannot be watched, and the error says why', async () => {
		const id = crm.create();
		crm.entity(id).values.createdtime = '';
		await expect(beginWatch(source, options)).rejects.toThrow(
			/"" as createdtime .* allowed to see/,
		);
	});
});

test('sync leaves out the records of others, a query does not', async () => {
	const crm = new WatchedInstall();
	const [query, sync] = Object.values(WAYS).map((way) => way.source(crm));
	const states = [await beginWatch(query, options), await beginWatch(sync, options)];
	crm.create(0, '19x5');
	expect(await told(query, states[0])).toEqual(['created 14x1']);
	expect(await told(sync, states[1])).toEqual([]);
});

test('deletions alone', async () => {
	const crm = new WatchedInstall();
	const source = onlyDeletions(WAYS.sync.source(crm));
	const [first, second] = [crm.create(), crm.create()];
	crm.delete(first);
	const state = await beginWatch(source, options);
	expect(state).toMatchObject({ seen: {}, deleted: [first] });
	crm.create();
	crm.delete(second);
	expect(await told(source, state)).toEqual([`deleted ${second}`]);
});

test('conditions and fields go into the query', async () => {
	const crm = new WatchedInstall();
	crm.create();
	const source = querySource(crm.client, {
		module: 'Products',
		fields: ['productname'],
		conditions: [{ field: 'productname', operator: 'startsWith', value: "O'N" }],
	});
	const state = await beginWatch(source, options);
	await takeChanges(
		source,
		{ ...state, since: Date.parse('2026-11-22T02:00:00Z') / 1000 },
		options,
	);
	expect(crm.calls.at(-1)?.parameters.query).toBe(
		"select id,productname,createdtime,modifiedtime from Products where modifiedtime >= '2026-11-22 02:00:00' and productname like 'O''N%' order by modifiedtime limit 0,200;",
	);
});

test.each([
	['no lists', { lastModifiedTime: 5 }, 'without a list of changes'],
	['no progress', { updated: [], deleted: [], more: true, lastModifiedTime: 5 }, 'again from 5'],
])('sync that answers %s is an error', async (_what, answer, message) => {
	const client = { call: async () => answer };
	const source = syncSource(client, 'Products', async () => 100);
	await expect(source.changes(100)).rejects.toThrow(message);
});
