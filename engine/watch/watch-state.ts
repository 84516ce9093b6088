import type { Moment } from './change-source';

/**
 * Where a watch has come to. Plain JSON: it is kept between runs, and a run that begins with
 * the same state finds the same changes.
 */
export interface WatchState {
	/** Where the next run begins to read; null: at the beginning. */
	since: Moment | null;
	/** The newest change that was seen; null: none yet. */
	newest: Moment | null;
	/** Records that the next run will find again: time and fingerprint by id. */
	seen: Record<string, SeenState>;
	/** Deleted records that the next run will find again. */
	deleted: string[];
	/** What of the records was read; fingerprints of something else cannot be compared. */
	shape: string;
}

/** A record when it was seen: its `modifiedtime`, and what it held. */
export type SeenState = [modified: Moment, fingerprint: string];
