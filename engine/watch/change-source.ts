import { recordNumberOf } from '../corebos';

/**
 * Seconds on coreBOS's own clock. Times of coreBOS are compared with times of coreBOS alone: they
 * are in the zone of the server, which is not known.
 */
export type Moment = number;

/** A record as a source found it. */
export interface FoundRecord {
	id: string;
	/** Its `modifiedtime`. */
	modified: Moment;
	/** Its `createdtime`. */
	created: Moment;
	values: Record<string, unknown>;
}

/** Changes of a stretch of time, as far as one call returns them. */
export interface ChangePage {
	/** Records that exist, the oldest change first. */
	records: FoundRecord[];
	/** Ids of deleted records; when they were deleted is not known. */
	deleted: string[];
	/** The page holds what was changed up to here; the next one begins here. */
	until: Moment | null;
	/** Whether there is a next one. */
	more: boolean;
}

/** Where a watch begins. */
interface Beginning {
	/** For {@link ChangeSource.changes}; null: the module has no record yet. */
	since: Moment | null;
	/** The newest `modifiedtime` of the module; null: it has no record yet. */
	newest: Moment | null;
}

/** Finds what was changed in a module. */
export interface ChangeSource {
	/**
	 * Where a watch finds the records that exist when it begins, if `changes` does not reach back to
	 * the newest of them: without them, a change of one would look as if it were new.
	 */
	existing?: ChangeSource;
	/** The present, as coreBOS knows it. */
	now(): Promise<Beginning>;
	/**
	 * @param since what was changed at this moment may be returned or not, everything later is; null:
	 * everything. The source's own count: only `until` and `since` of the same source are compared
	 * with each other
	 */
	changes(since: Moment | null): Promise<ChangePage>;
}

/**
 * A time as coreBOS writes it (`2026-11-22 01:25:41`) as a moment, of whatever zone it is.
 *
 * @throws Error that names the field, for anything else
 */
function changeMoment(text: unknown, field: string): Moment {
	const moment = isStoredTime(text) ? Date.parse(`${text.replace(' ', 'T')}Z`) / 1000 : NaN;
	if (Number.isFinite(moment)) return moment;
	throw new Error(
		`coreBOS returns "${String(text)}" as ${field} of a record, which is not a time. The module cannot be watched: the user of the credential must be allowed to see the fields createdtime and modifiedtime.`,
	);
}

/** Whether a value is a time as coreBOS stores it. */
export function isStoredTime(text: unknown): text is string {
	return typeof text === 'string' && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text);
}

/** A moment as coreBOS writes it. */
export function momentText(moment: Moment): string {
	return new Date(moment * 1000).toISOString().slice(0, 19).replace('T', ' ');
}

/** A row of a query or of `sync` as a found record. */
export function foundRecord(row: Record<string, unknown>): FoundRecord {
	return {
		id: String(row.id),
		modified: changeMoment(row.modifiedtime, 'modifiedtime'),
		created: changeMoment(row.createdtime, 'createdtime'),
		values: row,
	};
}

/** The oldest change first; of the same second, the record that was made first. */
export function byTime(one: FoundRecord, other: FoundRecord): number {
	return one.modified - other.modified || numberOf(one.id) - numberOf(other.id);
}

function numberOf(id: string): number {
	return Number(recordNumberOf(id));
}
