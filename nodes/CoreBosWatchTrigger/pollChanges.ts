import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { errorForNode } from '../transport/coreBosErrorForNode';
import { requireCoreBosConnection, type NodeConnection } from '../transport/coreBosConnection';
import {
	beginWatch,
	changesOfFields,
	currentUser,
	describeModule,
	newestRecord,
	onlyDeletions,
	querySource,
	rememberFields,
	syncSource,
	takeChanges,
	withIsoDates,
	withOrderedLines,
	type Change,
	type ChangeEvent,
	type ChangeSource,
	type CoreBosWebService,
	type FieldMemory,
	type WatchOptions,
	type WatchState,
	thrownError,
} from '../../engine';
import { watchSetup, type WatchSetup } from './watchParameters';

/** The static data of the workflow between two polls. */
interface StoredWatch {
	/** The module and the credential that the states belong to. */
	of: string;
	states: Record<string, WatchState>;
	/** Previous values of fields, if only their changes count. */
	memory?: FieldMemory;
}

/** A source of changes, and the events that it reports. */
interface WatchedSource {
	name: 'query' | 'sync' | 'deletions';
	source: ChangeSource;
	events: ChangeEvent[];
}

/** Nodes whose poll is running: n8n starts the next poll even if this one takes longer. */
const running = new Set<string>();

/**
 * Returns the changes since the last poll. The first poll of an active workflow only stores the
 * current state. n8n saves the state together with the items when it starts the execution; after
 * an error, the next poll starts where this one did.
 *
 * A test run gets the record that was changed last, and does not change the state.
 *
 * @returns null if nothing changed
 * @throws NodeApiError, NodeOperationError
 */
export async function pollChanges(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		const setup = watchSetup(this);
		const connection = await requireCoreBosConnection(this, { sizeLimit: setup.sizeLimit });
		if (this.getMode() === 'manual') return [await sample(this, setup, connection)];
		return await skipWhileRunning(this, async () => await changesOf(this, setup, connection));
	} catch (error) {
		throw errorForNode(this.getNode(), thrownError(error));
	}
}

/** Two concurrent polls would find the same changes. */
async function skipWhileRunning<Result>(
	node: IPollFunctions,
	poll: () => Promise<Result>,
): Promise<Result | null> {
	const key = `${node.getWorkflow().id} ${node.getNode().id}`;
	if (running.has(key)) return null;
	running.add(key);
	try {
		return await poll();
	} finally {
		running.delete(key);
	}
}

async function changesOf(
	node: IPollFunctions,
	setup: WatchSetup,
	connection: NodeConnection,
): Promise<INodeExecutionData[][] | null> {
	const staticData = node.getWorkflowStaticData('node');
	const of = JSON.stringify([setup.module, node.getNode().credentials?.coreBosApi.id]);
	const { states: kept, memory } = storedWatch(staticData.watch, of);
	const states: StoredWatch['states'] = {};
	const changes: Change[] = [];
	const ignored = await ignoredUsers(setup, connection.client);
	// Before the sources are read: what is changed meanwhile differs from what is remembered.
	const before = await rememberedFields(memory, setup, connection.client);
	for (const { name, source, events } of watchedSources(setup, connection)) {
		const options = { ...optionsOf(setup), events, ignoredUsers: ignored };
		if (kept[name] === undefined) {
			states[name] = await beginWatch(source, options);
			continue;
		}
		const taken = await takeChanges(source, kept[name], options);
		states[name] = taken.state;
		changes.push(...taken.changes);
	}
	const relevant = await relevantChanges(changes, before, setup, connection.client);
	staticData.watch = { of, states, memory: relevant.memory } as unknown as IDataObject;
	if (relevant.changes.length === 0) return null;
	const wanted = await withWantedDates(relevant.changes, setup, connection);
	return [wanted.map((change) => itemOf(change, setup))];
}

/** Previous values of the fields whose changes count. */
interface RememberedFields {
	memory: FieldMemory;
	/** Read by this poll: the first one, or the first one after other fields were selected. */
	isNew: boolean;
}

async function rememberedFields(
	memory: FieldMemory | undefined,
	{ module, changedFields }: WatchSetup,
	client: CoreBosWebService,
): Promise<RememberedFields | undefined> {
	if (changedFields.length === 0) return undefined;
	const isSame = memory !== undefined && String(memory.fields) === String(changedFields);
	if (isSame) return { memory, isNew: false };
	return { memory: await rememberFields(client, module, changedFields), isNew: true };
}

/** The changes that start the workflow, and the values to remember for the next poll. */
async function relevantChanges(
	found: Change[],
	before: RememberedFields | undefined,
	{ includeLines }: WatchSetup,
	client: CoreBosWebService,
): Promise<{ changes: Change[]; memory?: FieldMemory }> {
	const wanted = found.filter(({ isIgnored }) => before !== undefined || !isIgnored);
	const all = includeLines ? await withLines(wanted, client) : wanted;
	if (before === undefined) return { changes: all };
	const { changes, memory } = changesOfFields(all, before.memory);
	const counting = before.isNew ? all : changes;
	return { changes: counting.filter(({ isIgnored }) => !isIgnored), memory };
}

/** Only `retrieve` returns the right lines: MassRetrieve gives each document those of the last one. */
async function withLines(changes: Change[], client: CoreBosWebService): Promise<Change[]> {
	const complete: Change[] = [];
	for (const change of changes) {
		if (change.event === 'deleted') {
			complete.push(change);
			continue;
		}
		const record = (await client.call('retrieve', { id: change.id })) as IDataObject;
		const { pdoInformation } = (await withOrderedLines(client, record)) as IDataObject;
		complete.push({
			...change,
			values: { ...change.values, ...(pdoInformation !== undefined && { pdoInformation }) },
		});
	}
	return complete;
}

async function ignoredUsers({ ignoredUsers }: WatchSetup, client: CoreBosWebService) {
	return await Promise.all(
		ignoredUsers.map(async (user) =>
			user === 'currentUser' ? String((await currentUser(client)).id) : user,
		),
	);
}

/** The stored state of this watch; a copy, because n8n returns its own data. */
function storedWatch(watch: unknown, of: string): Omit<StoredWatch, 'of'> {
	const kept = watch as StoredWatch | undefined;
	if (kept?.of !== of) return { states: {} };
	return JSON.parse(JSON.stringify({ states: kept.states, memory: kept.memory })) as StoredWatch;
}

function watchedSources(
	setup: WatchSetup,
	{ client, serverTime }: NodeConnection,
): WatchedSource[] {
	const { module, conditions, events, findBy } = setup;
	const sync = syncSource(client, module, serverTime);
	if (findBy === 'sync') return [{ name: 'sync', source: sync, events }];
	const found = events.filter((event) => event !== 'deleted');
	const query = querySource(client, { module, fields: fieldsToRead(setup), conditions });
	const sources: WatchedSource[] = [
		{ name: 'query', source: query, events: found },
		{ name: 'deletions', source: onlyDeletions(sync), events: ['deleted'] },
	];
	return sources.filter((one) => one.events.some((event) => events.includes(event)));
}

/** The fields of the output, and those that decide about a change; empty for all. */
function fieldsToRead({ fields, changedFields }: WatchSetup): string[] {
	if (fields.length === 0) return [];
	const watched = changedFields.filter((name) => name !== 'pdoInformation');
	return [...new Set([...fields, ...watched, 'modifiedby'])];
}

function optionsOf({ limit, overlap, fields, findBy }: WatchSetup): Omit<WatchOptions, 'events'> {
	const shape = findBy === 'query' ? [...fields].sort().join(',') : '';
	return { limit, overlap, shape };
}

async function sample(
	node: IPollFunctions,
	setup: WatchSetup,
	connection: NodeConnection,
): Promise<INodeExecutionData[]> {
	const newest = await newestRecord(connection.client, setup);
	if (newest !== undefined) {
		const { id, created, modified, values } = newest;
		const isNew = setup.events.includes('created') && created === modified;
		const change: Change = { event: isNew ? 'created' : 'updated', id, values };
		const wanted = await withWantedDates([change], setup, connection);
		return wanted.map((one) => itemOf(one, setup));
	}
	throw new NodeOperationError(
		node.getNode(),
		`The module "${setup.module}" has no record that this node would return`,
		{ description: 'Create a record in coreBOS or change the filters, then test again.' },
	);
}

/** The changes, whose values are as coreBOS stores them, with dates as the option asks for. */
async function withWantedDates(
	changes: Change[],
	{ isoDates, module }: WatchSetup,
	{ client, account }: NodeConnection,
): Promise<Change[]> {
	if (!isoDates) return changes;
	const { fields } = await describeModule(client, module, account);
	return changes.map((change) => ({
		...change,
		...(change.values && { values: withIsoDates(change.values, fields) }),
		...(change.before && { before: withIsoDates(change.before, fields) }),
	}));
}

/** The item of a change: what happened to the record comes first, then its fields. */
function itemOf({ event, id, values = {}, before }: Change, setup: WatchSetup): INodeExecutionData {
	const names = new Set(['createdtime', 'modifiedtime', 'pdoInformation', ...setup.fields]);
	const shown = Object.entries(values).filter(
		([name]) => name !== 'watch' && (setup.fields.length === 0 || names.has(name)),
	);
	const watch = { event, module: setup.module };
	const json: IDataObject = { watch, ...(Object.fromEntries(shown) as IDataObject), id };
	if (before !== undefined) json.before = before as IDataObject;
	return { json };
}
