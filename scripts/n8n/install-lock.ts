import {
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

/** Who holds a lock; written into the lock's folder. */
interface LockOwner {
	pid: number;
	/** Machine, since a cache folder may be shared by several. */
	host: string;
	/** Different for every lock ever taken. */
	token: string;
}

const heartbeatMilliseconds = 5_000;
/** Without a sign of life for so long a lock counts as left behind. */
const staleMilliseconds = 120_000;
/** A lock without a readable owner is being made, or its maker died just then. */
const unreadableMilliseconds = 10_000;

/**
 * Does some work while holding a lock folder, so that of several processes only one
 * does it at a time. A lock left by a process that is gone is taken over.
 *
 * @param lockFolder path of the lock; making this folder is taking the lock
 * @param onWait called once when another process holds the lock, with its process id
 * @param work what to do; the lock is given back whatever its outcome
 * @returns what `work` returns
 */
export async function withInstallLock<T>(
	lockFolder: string,
	onWait: (pid: number | undefined) => void,
	work: () => Promise<T>,
): Promise<T> {
	const owner: LockOwner = {
		pid: process.pid,
		host: hostname(),
		token: `${process.pid}-${Date.now()}`,
	};
	let told = false;
	while (!take(lockFolder, owner)) {
		const holder = ownerOf(lockFolder);
		if (isStale(lockFolder, holder)) {
			remove(lockFolder, holder);
			continue;
		}
		if (!told) onWait(holder?.pid);
		told = true;
		await new Promise((resolve) => setTimeout(resolve, 500));
	}
	const heartbeat = setInterval(() => touch(lockFolder), heartbeatMilliseconds);
	try {
		return await work();
	} finally {
		clearInterval(heartbeat);
		if (ownerOf(lockFolder)?.token === owner.token) {
			rmSync(lockFolder, { recursive: true, force: true });
		}
	}
}

function take(lockFolder: string, owner: LockOwner): boolean {
	try {
		mkdirSync(lockFolder);
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		throw error;
	}
	writeFileSync(join(lockFolder, 'owner.json'), JSON.stringify(owner));
	return true;
}

function ownerOf(lockFolder: string): LockOwner | undefined {
	try {
		return JSON.parse(readFileSync(join(lockFolder, 'owner.json'), 'utf8')) as LockOwner;
	} catch {
		return undefined;
	}
}

function isStale(lockFolder: string, holder: LockOwner | undefined): boolean {
	const age = ageOf(lockFolder);
	if (age === undefined) return false;
	if (holder === undefined) return age > unreadableMilliseconds;
	if (age > staleMilliseconds) return true;
	return holder.host === hostname() && !isAlive(holder.pid);
}

/**
 * Puts a stale lock out of the way. Renaming is atomic, and the new name belongs to
 * this one owner: of two processes that saw the same stale lock, the slower one finds
 * the name taken and cannot carry off the lock that the faster one has made since.
 */
function remove(lockFolder: string, holder: LockOwner | undefined): void {
	const grave = `${lockFolder}.stale-${holder?.token ?? 'unknown'}`;
	try {
		renameSync(lockFolder, grave);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return;
		if (ageOf(grave) === undefined) throw error;
		return;
	}
	setTimeout(() => rmSync(grave, { recursive: true, force: true }), 10_000).unref();
}

function ageOf(folder: string): number | undefined {
	const found = statSync(folder, { throwIfNoEntry: false });
	return found && Date.now() - found.mtimeMs;
}

function touch(lockFolder: string): void {
	const now = new Date();
	try {
		utimesSync(lockFolder, now, now);
	} catch (error) {
		if (codeOf(error) !== 'ENOENT') throw error;
	}
}

/** Whether a process of this machine runs. @param pid its id */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
}

function codeOf(error: unknown): unknown {
	// Not by class: Jest's errors of the file system come from another realm.
	return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}
