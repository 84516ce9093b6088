import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { errorForNode } from '../transport/coreBosErrorForNode';
import { requireCoreBosConnection, type NodeConnection } from '../transport/coreBosConnection';
import {
	beginWatch,
	changesOfFields,
	currentUser,
	newestRecord,
	onlyDeletions,
	querySource,
	rememberFields,
	syncSource,
	takeChanges,
	withoutChangesBy,
	type Change,
	type ChangeEvent,
	type ChangeSource,
	type CoreBosWebService,
	type FieldMemory,
	type WatchOptions,
	type WatchState,
} from '../../engine';
import { n8nHttp } from '../transport/n8nHttp';
import { watchSetup, type WatchSetup } from './watchParameters';

/** What is kept in the workflow's static data between two polls. */
interface KeptWatch {
	/** Whose changes the states are about: the module, and the credential. */
	of: string;
	states: Record<string, WatchState>;
	/** What watched fields held, where only their changes count. */
	memory?: FieldMemory;
}

/** One of the ways in which the node finds changes, and the events that it tells. */
interface Way {
	name: 'query' | 'sync' | 'deletions';
	source: ChangeSource;
	events: ChangeEvent[];
}

/** Nodes whose poll is under way: n8n starts the next one even where it takes longer. */
const underWay = new Set<string>();

/**
 * Hands out what was changed since the last poll. The first poll of an active workflow only
 * notes what is there. The state moves with the items: n8n saves both when it starts the
 * execution; after an error the next poll begins where this one did.
 *
 * A test run gets the record that was changed last, and leaves the state alone.
 *
 * @returns null where nothing was changed
 * @throws NodeApiError, NodeOperationError
 */
export async function pollChanges(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	try {
		const setup = watchSetup(this);
		const connection = await requireCoreBosConnection(this, n8nHttp(this.helpers));
		if (this.getMode() === 'manual') return [await sample(this, setup, connection)];
		return await once(this, async () => await changesOf(this, setup, connection));
	} catch (error) {
		throw errorForNode(this.getNode(), error as Error);
	}
}

/** Two polls at the same time would find the same changes. */
async function once<Result>(
	node: IPollFunctions,
	poll: () => Promise<Result>,
): Promise<Result | null> {
	const key = `${node.getWorkflow().id} ${node.getNode().id}`;
	if (underWay.has(key)) return null;
	underWay.add(key);
	try {
		return await poll();
	} finally {
		underWay.delete(key);
	}
}

async function changesOf(
	node: IPollFunctions,
	setup: WatchSetup,
	connection: NodeConnection,
): Promise<INodeExecutionData[][] | null> {
	const staticData = node.getWorkflowStaticData('node');
	const of = JSON.stringify([setup.module, node.getNode().credentials?.coreBosApi.id]);
	const { states: kept, memory } = keptWatch(staticData.watch, of);
	const states: KeptWatch['states'] = {};
	const changes: Change[] = [];
	const ignored = await ignoredUsers(setup, connection.client);
	for (const { name, source, events } of waysOf(setup, connection, ignored)) {
		const options = { ...optionsOf(setup), events };
		if (kept[name] === undefined) {
			states[name] = await beginWatch(source, options);
			continue;
		}
		const taken = await takeChanges(source, kept[name], options);
		states[name] = taken.state;
		changes.push(...taken.changes);
	}
	const told = await toldChanges(changes, memory, setup, connection.client);
	staticData.watch = { of, states, memory: told.memory } as unknown as IDataObject;
	if (told.changes.length === 0) return null;
	return [told.changes.map((change) => itemOf(change, setup))];
}

/** The changes that start the workflow, and what is remembered for the next poll. */
async function toldChanges(
	found: Change[],
	memory: FieldMemory | undefined,
	{ module, changedFields, includeLines }: WatchSetup,
	client: CoreBosWebService,
): Promise<{ changes: Change[]; memory?: FieldMemory }> {
	const changes = includeLines ? await withLines(found, client) : found;
	if (changedFields.length === 0) return { changes };
	const isSame = memory !== undefined && String(memory.fields) === String(changedFields);
	// The first poll, or the first after other fields were chosen: nothing is known yet.
	if (!isSame) return { changes, memory: await rememberFields(client, module, changedFields) };
	return changesOfFields(changes, memory);
}

/** Lines are told by `retrieve` alone: MassRetrieve gives each document those of the last one. */
async function withLines(changes: Change[], client: CoreBosWebService): Promise<Change[]> {
	const complete: Change[] = [];
	for (const change of changes) {
		if (change.event === 'deleted') {
			complete.push(change);
			continue;
		}
		const record = (await client.call('retrieve', { id: change.id })) as IDataObject;
		const { pdoInformation } = record;
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

/** What is kept of this watch; a copy, since n8n hands out its own data. */
function keptWatch(watch: unknown, of: string): Omit<KeptWatch, 'of'> {
	const kept = watch as KeptWatch | undefined;
	if (kept?.of !== of) return { states: {} };
	return JSON.parse(JSON.stringify({ states: kept.states, memory: kept.memory })) as KeptWatch;
}

function waysOf(
	setup: WatchSetup,
	{ client, serverTime }: NodeConnection,
	ignored: string[],
): Way[] {
	const { module, conditions, events, findBy } = setup;
	const sync = syncSource(client, module, serverTime);
	if (findBy === 'sync') {
		return [{ name: 'sync', source: withoutChangesBy(sync, ignored), events }];
	}
	const found = events.filter((event) => event !== 'deleted');
	const query = querySource(client, { module, fields: fieldsToRead(setup), conditions });
	const ways: Way[] = [
		{ name: 'query', source: withoutChangesBy(query, ignored), events: found },
		{ name: 'deletions', source: onlyDeletions(sync), events: ['deleted'] },
	];
	return ways.filter((way) => way.events.some((event) => events.includes(event)));
}

/** The fields of the output and what decides about a change; none: all. */
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
	{ client }: NodeConnection,
): Promise<INodeExecutionData[]> {
	const newest = await newestRecord(client, setup);
	if (newest !== undefined) {
		const { id, created, modified, values } = newest;
		const isNew = setup.events.includes('created') && created === modified;
		return [itemOf({ event: isNew ? 'created' : 'updated', id, values }, setup)];
	}
	throw new NodeOperationError(
		node.getNode(),
		`The module "${setup.module}" has no record that this node would hand out`,
		{ description: 'Create a record in coreBOS, or change the filters, and test again.' },
	);
}

/** What has happened to a record, first of all for whoever looks at the item, and its fields. */
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
