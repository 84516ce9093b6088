import { readEntries, splitEntries } from './allowlist/allowlist';
import { AllowlistError, type AddressRange } from './allowlist/entry';
import { IdError, readIds, type IdList } from './id-list';

/** Addresses of a permission that may start the same workflows of their own. */
export interface PermittedAddresses {
	ranges: AddressRange[];
	/** Workflow ids that these addresses may start, besides those of the permission. */
	workflows: IdList;
	/** The same for trigger keys. */
	triggers: IdList;
}

/**
 * What may follow an address, as callers write it in a query. Where a text is split at it,
 * it is between the other pieces.
 */
export const OWN_ID = /(?<=^|\s)(workflow_(?:id|trigger)=[^\s,;]*)/;
/** What no entry spans. */
const PARTS = /[,;\r\n]/;

/**
 * Reads the addresses of a permission. An address may be followed by its own ids, as in
 * `192.168.0.7 workflow_id=43`, with spaces between them and nothing else; they are for no other
 * address.
 *
 * @param text entries as {@link splitEntries} takes them
 * @returns the addresses by what they may start
 * @throws AllowlistError that quotes what cannot be read
 * @throws IdError for an id that no call can name
 */
export function readPermittedAddresses(text: string): PermittedAddresses[] {
	const entriesById = new Map<string, { own: string[]; entries: string[] }>();
	for (const { entry, own } of text.split(PARTS).flatMap(entriesOf)) {
		const key = own.join(' ');
		const group = entriesById.get(key) ?? { own, entries: [] };
		group.entries.push(entry);
		entriesById.set(key, group);
	}
	return [...entriesById.values()].map(({ own, entries }) => ({
		ranges: readEntries(entries),
		workflows: idsOf('workflow_id=', own),
		triggers: idsOf('workflow_trigger=', own),
	}));
}

/**
 * The entry that permits an address what it asked for, and nothing else.
 *
 * @param address one address
 * @param asked what its call named
 * @returns the address alone where an id could not be read again as that id
 */
export function permittingEntry(
	address: string,
	asked: { workflowId?: string; workflowTrigger?: string },
): string {
	const named = [
		['workflow_id', asked.workflowId],
		['workflow_trigger', asked.workflowTrigger],
	].filter((pair): pair is [string, string] => pair[1] !== undefined);
	const isReadable = named.every(([, id]) => isOneId(id));
	return isReadable ? [address, ...named.map((pair) => pair.join('='))].join(' ') : address;
}

interface Entry {
	entry: string;
	/** Its ids, each with the name that it has in a query. */
	own: string[];
}

function entriesOf(part: string): Entry[] {
	const entries: Entry[] = [];
	for (const [index, piece] of part.split(OWN_ID).entries()) {
		if (index % 2 === 0) {
			entries.push(...splitEntries(piece).map((entry) => ({ entry, own: [] })));
			continue;
		}
		const before = entries.at(-1);
		if (before === undefined) {
			throw new AllowlistError(
				piece,
				'Write an address before it, such as 192.168.0.7 workflow_id=43.',
			);
		}
		if (piece.indexOf('=') === piece.length - 1) {
			throw new AllowlistError(piece, `Write the ID after it, such as ${piece}43.`);
		}
		before.own.push(piece);
	}
	return entries;
}

/** @param name of the ids in a query, with its equals sign */
function idsOf(name: string, own: string[]): IdList {
	const ofName = own.filter((id) => id.startsWith(name));
	return readIds(ofName.map((id) => id.slice(name.length)).join(' '));
}

/** Whether a permission that lists this id permits it and nothing else. */
function isOneId(id: string): boolean {
	try {
		const { any, ids } = readIds(id);
		return !any && ids.size === 1 && ids.has(id);
	} catch (error) {
		if (error instanceof IdError) return false;
		throw error;
	}
}
