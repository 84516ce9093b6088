import { asRecord } from '../../is-record';
import { ifThere, isRecordId, ReadCache } from '../../corebos';
import type { Compatibility } from '../../compatibility';
import type { CoreBosClient, Environment } from '../../environment';
import type { ModuleFormat } from './module-format';
import { MapError } from '../map-error';

/**
 * What a run works on:
 * - `record`: the fields of a record, the context next to them;
 * - `stub`: record id `0x0`, coreBOS's stand-in for "no record, but a context";
 * - `none`: nothing but the context.
 */
type RecordCase = 'record' | 'stub' | 'none';

/** What the values of a run are made from. */
export interface ValueScope {
	compatibility: Compatibility;
	/** Whether values keep their types, as a native run has it. */
	native: boolean;
	/** The caller's environment with a client that asks everything once, and a context of its own. */
	environment: Environment;
	/** The context of this run: a copy, which `setToContext` writes into. */
	context: Record<string, unknown>;
	recordCase: RecordCase;
	/** Fields of the record; empty without one. */
	fields: Record<string, unknown>;
	/** Module of the record or, without one, of the map. */
	module: string;
	/** What `describe` told of modules, by module. */
	formats: Map<string, Promise<ModuleFormat | undefined>>;
	/** Adds a warning to the output of the run. */
	warn: Warn;
}

/** Takes what a user should know. */
export type Warn = (text: string) => void;

/**
 * What the values of a run are made from; nothing of the caller's environment is changed by it.
 *
 * @param originModule the module that the map is for
 * @throws MapError for a record that is to be read without a client; whatever the client throws
 */
export async function createValueScope(
	originModule: string | undefined,
	environment: Environment,
	compatibility: Compatibility = 'coreBos',
	warn: Warn,
): Promise<ValueScope> {
	// Without a prototype a variable called __proto__ is one like any other.
	const context: Record<string, unknown> = Object.assign(Object.create(null), environment.context);
	const coreBos = environment.coreBos && new ReadCache(environment.coreBos);
	const given = withContextRecord(environment, context, compatibility);
	const recordCase = caseOf(given);
	const modules = [environment.module, originModule];
	if (recordCase === 'none') modules.reverse();
	const module = modules.find((name) => name !== undefined && name !== '');
	const own: Environment = { ...given, module, context, ...(coreBos && { coreBos }) };
	const fields = environment.fields ?? (recordCase === 'record' ? await fetchedRecord(own) : {});
	return {
		compatibility,
		native: compatibility === 'native',
		environment: own,
		context,
		recordCase,
		fields,
		module: module ?? '',
		formats: new Map(),
		warn,
	};
}

/** A run without a record whose context names one by `record_id` is a run for that record. */
function withContextRecord(
	environment: Environment,
	context: Record<string, unknown>,
	compatibility: Compatibility,
): Environment {
	const id = context.record_id;
	const { fields, recordId, coreBos } = environment;
	if (compatibility === 'native' || fields !== undefined || coreBos === undefined)
		return environment;
	if (recordId !== undefined && recordId !== '' && recordId !== '0') return environment;
	const isId = (typeof id === 'string' || typeof id === 'number') && isRecordId(String(id));
	return isId ? { ...environment, recordId: String(id) } : environment;
}

function caseOf({ fields, recordId }: Environment): RecordCase {
	if (fields !== undefined) return 'record';
	if (recordId === undefined || recordId === '' || recordId === '0') return 'none';
	return recordId === '0x0' ? 'stub' : 'record';
}

async function fetchedRecord({ recordId, coreBos }: Environment): Promise<Record<string, unknown>> {
	if (coreBos === undefined) {
		throw new MapError(
			`The fields of record ${recordId} are missing, and there is no coreBOS credential to read them with`,
		);
	}
	return asRecord(await coreBos.call('retrieve', { id: recordId }));
}

/** A record as {@link ifThere} has it; an empty object for an answer that is none. */
export async function recordIfThere(
	client: CoreBosClient,
	id: string,
	onMissing?: (error: unknown) => void,
): Promise<Record<string, unknown> | undefined> {
	return await ifThere(async () => asRecord(await client.call('retrieve', { id })), onMissing);
}

/** The client, or an error that says what needs it. */
export function neededClient({ environment }: ValueScope, what: string): CoreBosClient {
	const { coreBos } = environment;
	if (coreBos === undefined) {
		throw new MapError(`${what} needs coreBOS, but no credential is selected`, {
			advice: 'Select a coreBOS credential in the node',
		});
	}
	return coreBos;
}

/** A property of its own, so that names such as `constructor` find nothing. */
export function ownValue(record: Record<string, unknown>, name: string): unknown {
	return Object.hasOwn(record, name) ? record[name] : undefined;
}
