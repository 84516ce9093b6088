import type { ChangePage, ChangeSource, FoundRecord, Moment } from './change-source';
import { fingerprint } from './fingerprint';
import type { SeenState, WatchState } from './watch-state';

/** What can happen to a record. */
export type ChangeEvent = 'created' | 'updated' | 'deleted';

/** Something that happened since the last run. */
export interface Change {
	event: ChangeEvent;
	id: string;
	/** The record as it is now; of a deleted one nothing is left to tell. */
	values?: Record<string, unknown>;
	/** What watched fields held before an update, where that is remembered. */
	before?: Record<string, unknown>;
	/** By an ignored user: only what it changed is to be remembered. */
	isIgnored?: boolean;
}

export interface WatchOptions {
	/** The events that are handed out; the others are noted as seen. */
	events: readonly ChangeEvent[];
	/** Changes handed out by one run; the others come with the next ones. Ignored ones do not count. */
	limit: number;
	/**
	 * Web service ids (`19x5`) of users. What they changed last is ignored: a workflow that writes to
	 * the records it watches would otherwise start itself again and again.
	 */
	ignoredUsers?: readonly string[];
	/**
	 * Seconds that are read again: a change becomes visible when its transaction ends, which
	 * may be after a later one, and clocks are set back.
	 */
	overlap: number;
	/** Names the fields that are read; see {@link WatchState.shape}. */
	shape: string;
}

/** What one run found. */
interface TakenChanges {
	/** The oldest first. */
	changes: Change[];
	/** For the next run, when these have been handed out. */
	state: WatchState;
	/** Whether the limit kept something back. */
	more: boolean;
}

/**
 * Begins a watch: what exists now is known, what comes later is a change.
 *
 * @throws what the source throws
 */
export async function beginWatch(source: ChangeSource, options: WatchOptions): Promise<WatchState> {
	const { since, newest } = await source.now();
	const start: WatchState = {
		since: since === null ? null : since - options.overlap,
		newest,
		seen: {},
		deleted: [],
		shape: options.shape,
	};
	const known = source.existing && (await beginWatch(source.existing, options));
	const { state } = await takeChanges(upTo(source, newest), start, {
		...options,
		events: [],
		limit: Infinity,
	});
	return { ...start, seen: { ...known?.seen, ...state.seen }, deleted: state.deleted };
}

/** Without what has been changed since: that is news for the first run. */
function upTo(source: ChangeSource, newest: Moment | null): ChangeSource {
	return {
		now: source.now,
		changes: async (since) => {
			const page = await source.changes(since);
			const isKnown = ({ modified }: FoundRecord) => newest !== null && modified <= newest;
			return { ...page, records: page.records.filter(isKnown) };
		},
	};
}

/**
 * The changes since the state was made, each once: a record that is found again is recognized by
 * its time and its fingerprint. Nothing is changed by asking: a run that fails, or whose changes
 * could not be handed out, is repeated with the state it had.
 *
 * @throws what the source throws
 */
export async function takeChanges(
	source: ChangeSource,
	state: WatchState,
	options: WatchOptions,
): Promise<TakenChanges> {
	const run = new Run(state, options);
	for (let since = state.since; ; ) {
		const page = await source.changes(since);
		if (!run.takes(page)) return run.keptBack(since);
		if (!page.more) return run.ended(page.until);
		since = page.until;
	}
}

/** One run over the pages. */
class Run {
	private readonly changes: Change[] = [];
	private ignored = 0;
	private readonly seen: Map<string, SeenState>;
	private readonly gone: Set<string>;
	/** Deleted records that were reported in this run. */
	private readonly toldGone: string[] = [];
	/** The newest change of the pages that were taken whole. */
	private newest: Moment | null = null;

	constructor(
		private readonly before: WatchState,
		private readonly options: WatchOptions,
	) {
		this.seen = new Map(Object.entries(before.seen));
		this.gone = new Set(before.deleted);
	}

	/** @returns false where the limit ends the run before the page's end */
	takes({ records, deleted }: ChangePage): boolean {
		const news = records.map((record) => ({ record, print: fingerprint(record.values) }));
		for (const { record, print } of news) {
			if (!this.takesRecord(record, [record.modified, print])) return false;
		}
		for (const id of deleted) if (!this.takesDeleted(id)) return false;
		this.newest = latest(this.newest, records.at(-1)?.modified ?? null);
		return true;
	}

	/** The state where the limit was reached on a page that begins at a moment. */
	keptBack(since: Moment | null): TakenChanges {
		const isFirstPage = since === this.before.since;
		const from = isFirstPage || since === null ? this.before.since : since - this.options.overlap;
		return this.result(latest(this.before.since, from), [...this.gone], true);
	}

	/** The state where everything was read, up to a moment. */
	ended(until: Moment | null): TakenChanges {
		const from = until === null ? null : until - this.options.overlap;
		return this.result(latest(this.before.since, from), this.toldGone, false);
	}

	private result(since: Moment | null, deleted: string[], more: boolean): TakenChanges {
		const newest = latest(this.before.newest, this.newest);
		const oldest = this.newest === null ? -Infinity : this.newest - this.options.overlap;
		const seen = [...this.seen].filter(([, [modified]]) => modified >= oldest);
		const { shape } = this.options;
		const state = { since, newest, seen: Object.fromEntries(seen), deleted, shape };
		return { changes: this.changes, state, more };
	}

	private takesRecord(record: FoundRecord, now: SeenState): boolean {
		const then = this.seen.get(record.id);
		if (then !== undefined && this.isSame(then, now)) {
			this.seen.set(record.id, now);
			return true;
		}
		const event = this.eventOf(record, then === undefined);
		const { id, values } = record;
		const isIgnored = this.options.ignoredUsers?.includes(String(values.modifiedby));
		if (!this.hands({ event, id, values, isIgnored })) return false;
		this.seen.set(record.id, now);
		return true;
	}

	private takesDeleted(id: string): boolean {
		if (!this.gone.has(id) && !this.hands({ event: 'deleted', id })) return false;
		this.gone.add(id);
		this.toldGone.push(id);
		// One that comes back from the recycle bin is news.
		this.seen.delete(id);
		return true;
	}

	/** @returns false where the limit does not allow it any more */
	private hands(change: Change): boolean {
		if (!this.options.events.includes(change.event)) return true;
		if (change.isIgnored) this.ignored++;
		else if (this.changes.length - this.ignored >= this.options.limit) return false;
		this.changes.push(change);
		return true;
	}

	private isSame([modified, print]: SeenState, now: SeenState): boolean {
		if (modified !== now[0]) return false;
		return print === now[1] || this.before.shape !== this.options.shape;
	}

	/**
	 * A record that was made and changed between two runs is reported once: as created, or, where
	 * nobody asks for that, as updated.
	 */
	private eventOf({ created, modified }: FoundRecord, isUnknown: boolean): ChangeEvent {
		const { newest } = this.before;
		const isNew = isUnknown && (newest === null || created >= newest - this.options.overlap);
		const isWanted = this.options.events.includes('created');
		return isNew && (isWanted || modified === created) ? 'created' : 'updated';
	}
}

function latest(one: Moment | null, other: Moment | null): Moment | null {
	if (one === null || other === null) return one ?? other;
	return Math.max(one, other);
}
