import { runConcurrently } from '../concurrency';
import type { CoreBosClient } from '../environment';
import { asRecord, membersWhere } from '../is-record';
import type { CoreBosWebService } from './client';
import { CoreBosError } from './corebos-error';
import { ownedByUser } from './current-user';
import { searchedElement } from './field-values/compared-values';
import { userFormats } from './field-values/user-formats';
import { namingLeftBehind } from './left-behind';
import { recordToUpsert } from './lines/documents';
import { massUpdate } from './mass-calls';
import { massCreate } from './mass-create';
import { outcomeOf, type MassOptions, type MassOutcome } from './mass-outcomes';
import { elementToValidate, validateValues, type RecordValues } from './validation';
import { isSentWhole, updateDocument, withFileName } from './whole-document';

type Members = Record<string, unknown>;

/** A change of a record that is there. */
interface RecordUpdate extends RecordValues {
	/** Web service id, number or cbuuid. */
	id: string;
}

/** How a record is changed. */
interface UpdateOptions {
	/** Whether the install's validations are run before. */
	isValidated?: boolean;
	/** Further parameters of the call, such as `cbwsOptions`. */
	parameters?: Members;
}

/**
 * Changes the given fields of a record: by `revise`, and of documents by `update` of the whole
 * record, since `revise` would empty what is not sent. `ReviseWithValidation` is not used: it takes
 * every field that is not sent for empty.
 *
 * @returns the record as coreBOS answers it, or a tracking id where the call is queued
 */
export async function updateRecord(
	client: CoreBosClient,
	{ module, fields, id, element }: RecordUpdate,
	{ isValidated = false, parameters }: UpdateOptions = {},
): Promise<Members> {
	if (isValidated) await validateValues(client, { module, fields, id, element });
	const changed = isSentWhole(module)
		? await updateDocument(client, { fields, id, element, parameters })
		: await client.call('revise', { ...parameters, element: { ...element, id } });
	return asRecord(changed);
}

/**
 * Saves a record with all of its values, by `update`. A document keeps the name of its file.
 *
 * @returns the record as coreBOS answers it, or a tracking id where the call is queued
 */
export async function replaceRecord(
	client: CoreBosClient,
	{ module, fields, id, element }: RecordUpdate,
	{ isValidated = false, parameters }: UpdateOptions = {},
): Promise<Members> {
	const whole = isSentWhole(module) ? await withFileName(client, id, element) : element;
	const operation = isValidated ? 'UpdateWithValidation' : 'update';
	const values = isValidated ? elementToValidate({ element: whole, fields }) : whole;
	return asRecord(await client.call(operation, { ...parameters, element: { ...values, id } }));
}

/**
 * Changes the given fields of many records: by `MassUpdate`, where none of them has to be sent whole.
 *
 * @returns the outcomes in the order of the records
 */
export async function updateRecords(
	client: CoreBosClient,
	records: RecordUpdate[],
	options: MassOptions,
): Promise<MassOutcome[]> {
	if (!records.some(({ module }) => isSentWhole(module))) {
		const elements = records.map(({ element, id }) => ({ ...element, id }));
		return await massUpdate(client, elements, options);
	}
	return await runConcurrently(records.length, options, async (index) => {
		const parameters = options.parameters?.(index);
		return await outcomeOf(updateRecord(client, records[index], { parameters }));
	});
}

/** A record to create, or to change where one is there already. */
interface RecordUpsert extends RecordValues {
	/** Names of the fields to look for a record by. */
	searchOn: string[];
}

/**
 * Creates a record, or changes the one that has the values of the fields to look by. A new record
 * without an owner belongs to the user of the client; one that exists keeps its owner.
 *
 * @param updatedFields what is changed in a record that is there; default: all that is sent
 */
export async function upsertRecord(
	client: CoreBosClient,
	{ module, fields, element, searchOn }: RecordUpsert,
	{ parameters, updatedFields = Object.keys(element) }: UpsertOptions = {},
): Promise<Members> {
	const found = isSentWhole(module)
		? await recordToUpsert(client, module, element, searchOn)
		: undefined;
	if (found !== undefined) {
		const changed = membersWhere(element, (name) => updatedFields.includes(name));
		const update = { module, fields, element: changed, id: String(found.id) };
		return await updateRecord(client, update, { parameters });
	}
	const owned = await ownedByUser(element, fields, client);
	const call = client.call('upsert', {
		...parameters,
		elementType: module,
		element: await toLookFor(client, { fields, element: owned, searchOn }),
		searchOn: searchOn.join(','),
		updatedfields: updatedFields.join(','),
	});
	return asRecord(
		await call.catch(async (error: unknown) => {
			throw await namingLeftBehind(client, { module, element }, error);
		}),
	);
}

/** The element that is sent, by whose values coreBOS looks for a record. */
async function toLookFor(
	client: CoreBosClient,
	{ fields, element, searchOn }: Omit<RecordUpsert, 'module'>,
): Promise<Members> {
	return await searchedElement(element, fields, searchOn, async () => await userFormats(client));
}

/** How an upsert is done. */
interface UpsertOptions extends Pick<UpdateOptions, 'parameters'> {
	updatedFields?: string[];
}

/**
 * The same for many records: by `MassCreate`, where none of them has to be sent whole.
 *
 * @returns the outcomes in the order of the records
 */
export async function upsertRecords(
	client: CoreBosWebService,
	records: RecordUpsert[],
	options: MassOptions,
): Promise<MassOutcome[]> {
	if (!records.some(({ module }) => isSentWhole(module))) {
		const sent = await runConcurrently(records.length, { concurrency: 1 }, async (index) => ({
			...records[index],
			element: await toLookFor(client, records[index]),
		}));
		const outcomes = await massCreate(client, sent, options);
		return await withOwners(client, sent, outcomes, options);
	}
	return await runConcurrently(records.length, options, async (index) => {
		const parameters = options.parameters?.(index);
		return await outcomeOf(upsertRecord(client, records[index], { parameters }));
	});
}

/**
 * Sends new records again that coreBOS refused without an owner, with the user of the client.
 * `MassCreate` cannot tell new records from those that exist and would lose their owner.
 */
async function withOwners(
	client: CoreBosWebService,
	records: RecordUpsert[],
	outcomes: MassOutcome[],
	options: MassOptions,
): Promise<MassOutcome[]> {
	const refused = outcomes.flatMap((outcome, index) => (isIncomplete(outcome) ? [index] : []));
	const owned = await runConcurrently(refused.length, { concurrency: 1 }, async (place) => {
		const record = records[refused[place]];
		return { ...record, element: await ownedByUser(record.element, record.fields, client) };
	});
	const again = refused
		.map((index, place) => ({ index, record: owned[place] }))
		.filter(({ index, record }) => record.element !== records[index].element);
	const made = await massCreate(
		client,
		again.map(({ record }) => record),
		{ ...options, parameters: (place) => options.parameters?.(again[place].index) ?? {} },
	);
	const corrected = [...outcomes];
	for (const [place, { index }] of again.entries()) corrected[index] = made[place];
	return corrected;
}

function isIncomplete(outcome: MassOutcome): boolean {
	return (
		'error' in outcome &&
		outcome.error instanceof CoreBosError &&
		outcome.error.code === 'MANDATORY_FIELDS_MISSING'
	);
}
