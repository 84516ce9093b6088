import { SEED } from './sample';

/** What a node said of an item. */
export type Said = 'done' | 'failed' | 'unknown' | 'not begun' | 'nothing';

/** What became of the items of all runs, as the node said it and as the server has it. */
export interface Account {
	sent: number;
	done: number;
	saidFailed: number;
	unknown: number;
	notBegun: number;
	/** Nothing was said of it. */
	lost: number;
	twice: number;
	saidFailedButDone: number;
	saidDoneButNotDone: number;
}

export function emptyAccount(): Account {
	return {
		sent: 0,
		done: 0,
		saidFailed: 0,
		unknown: 0,
		notBegun: 0,
		lost: 0,
		twice: 0,
		saidFailedButDone: 0,
		saidDoneButNotDone: 0,
	};
}

/** @param times how often the server did what the item asks for */
export function enter(account: Account, said: Said, times: number): void {
	account.sent++;
	if (said === 'done') account.done++;
	if (said === 'failed') account.saidFailed++;
	if (said === 'unknown') account.unknown++;
	if (said === 'not begun') account.notBegun++;
	if (said === 'nothing') account.lost++;
	if (times > 1) account.twice++;
	if (times > 0 && (said === 'failed' || said === 'not begun')) account.saidFailedButDone++;
	if (times === 0 && said === 'done') account.saidDoneButNotDone++;
}

const accounts = new Map<string, Account>();

/** The account of an operation over all runs of a test file. */
export function accountOf(name: string): Account {
	const account = accounts.get(name) ?? emptyAccount();
	accounts.set(name, account);
	return account;
}

/** Prints the table of all accounts, with the seed of the sample. */
export function printAccounts(): void {
	const rows = [...accounts].map(([name, account]) =>
		[name, ...Object.values(account)].join(' | '),
	);
	const head = ['operation', ...Object.keys(emptyAccount())].join(' | ');
	console.log([`faults, seed ${SEED}:`, head, ...rows].join('\n'));
}
