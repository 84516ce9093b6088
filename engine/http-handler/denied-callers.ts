import { BoundedCache } from '../bounded-cache';

/** An address whose calls were denied, for the person who sets up permissions. */
export interface DeniedCaller {
	address: string;
	/** What its last call asked for, such as `workflow_id 43`. */
	asked: string;
	/** The entry of a permission's addresses that permits its last call; in older lists missing. */
	entry?: string;
	/** How many of its calls were denied. */
	count: number;
	/** When the last one was, in ISO 8601. */
	time: string;
}

/** Callers that are kept at most. */
const MAX_CALLERS = 20;
/** How long a list is not stored again, in milliseconds: anybody can make any number of calls. */
const STORE_INTERVAL = 10_000;

interface KeptCallers {
	callers: DeniedCaller[];
	/** When the list was stored last, in milliseconds since 1970. */
	storedAt: number;
}

/** The lists of nodes, for the editor; n8n does not give it what the workflow has stored. */
const kept = new BoundedCache<string, KeptCallers>(200);

/**
 * Notes a denied call.
 *
 * @param key what the list belongs to: the workflow and the node
 * @param call the caller's address, what it asked for, and what permits that
 * @param now milliseconds since 1970
 * @param stored the list that was stored last, for a key that is not in memory
 * @returns the list, newest first and of at most 20 addresses, when it is to be stored; undefined
 *   within ten seconds after that
 */
export function noteDeniedCall(
	key: string,
	call: Pick<DeniedCaller, 'address' | 'asked' | 'entry'>,
	now: number,
	stored: DeniedCaller[] = [],
): DeniedCaller[] | undefined {
	const { callers, storedAt } = kept.get(key) ?? { callers: stored, storedAt: 0 };
	const before = callers.find(({ address }) => address === call.address);
	const caller = { ...call, count: (before?.count ?? 0) + 1, time: new Date(now).toISOString() };
	const others = callers.filter(({ address }) => address !== call.address);
	const list = [caller, ...others].slice(0, MAX_CALLERS);
	const isDue = now - storedAt >= STORE_INTERVAL;
	kept.set(key, { callers: list, storedAt: isDue ? now : storedAt });
	return isDue ? list : undefined;
}

/** Takes over a list that was stored, unless the memory has a newer one. */
export function restoreDeniedCallers(key: string, stored: DeniedCaller[]): void {
	if (kept.get(key) === undefined) kept.set(key, { callers: stored, storedAt: 0 });
}

/** The callers of a key that were denied last, newest first. */
export function deniedCallers(key: string): DeniedCaller[] {
	return kept.get(key)?.callers ?? [];
}
