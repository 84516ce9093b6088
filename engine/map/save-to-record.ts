import {
	afterWrite,
	answerFormats,
	changeText,
	CoreBosError,
	fetchDescription,
	isOfLogin,
	parseWebServiceId,
	isBetterHidden,
	unsavedValues,
	updateRecord,
	userFormats,
	writtenValues,
	type ModuleField,
	type SilentChange,
} from '../corebos';
import type { CoreBosClient } from '../environment';
import type { WebServiceMap } from './model/types';
import { thrownError } from '../thrown-error';

/** Why values did not reach the record. */
export type SaveFault = 'noClient' | 'noRecordId' | 'noLogin' | 'notSaved';

/** The values of a map did not reach the record in coreBOS, or could not. */
export class SaveError extends Error {
	constructor(
		message: string,
		/** What to do depends on it. */
		readonly fault: SaveFault,
		override readonly cause?: Error,
	) {
		super(message);
		this.name = 'SaveError';
	}
}

/** Where values are saved. */
export interface SaveTarget {
	/** The record's web service id. */
	recordId: string | undefined;
	/** The install that the record lives in. */
	client: CoreBosClient | undefined;
	/** Module that the map is made for. */
	module: string | undefined;
}

/**
 * Refuses a map that takes fields from the answer where they could not be saved: before its
 * call, which may create something that the record then knows nothing of.
 *
 * @throws SaveError that says what the node or the item lacks, or why there is no login
 */
export async function assertSaveTarget(
	map: WebServiceMap,
	{ recordId, client, module }: SaveTarget,
): Promise<void> {
	const names = map.response.flatMap(({ field }) => (field ? [field] : []));
	if (names.length === 0) return;
	const what = `The call was not made, because ${[...new Set(names)].join(', ')} could not be saved afterwards`;
	if (!client) {
		throw new SaveError(`${what}: no coreBOS credential is selected`, 'noClient');
	}
	if (!recordId || recordId === '0x0') {
		throw new SaveError(`${what}: the item has no record ID`, 'noRecordId');
	}
	const fault = module && (await loginFault(client, module));
	if (fault) throw new SaveError(`${what}: ${fault.message}`, 'noLogin', fault);
}

/**
 * Asks for the fields of the module, which running the map asks for as well: the answer serves
 * both, and shows that there is a session. An install that does not describe the module may still
 * save.
 */
async function loginFault(client: CoreBosClient, module: string): Promise<Error | undefined> {
	const error: unknown = await fetchDescription(client, module).then(
		() => undefined,
		(reason: unknown) => reason,
	);
	if (!(error instanceof CoreBosError)) return undefined;
	return isOfLogin(error) || error.code === 'NO_ANSWER' ? error : undefined;
}

/**
 * Writes the fields that a map took from an answer into the record, by `revise`, as coreBOS's
 * task saves its record. Does nothing where the map destined none.
 *
 * @param fields values by field name
 * @param warn is told of each value that coreBOS saved otherwise, such as a string that it cut off
 * @returns the fields with the values that coreBOS has now; undefined where nothing was saved
 * @throws SaveError with the values, where coreBOS refuses or has no such field
 * @throws CoreBosError that says that the record was written, where it could not be compared
 */
export async function saveToRecord(
	fields: Record<string, unknown>,
	{ recordId, client, module }: SaveTarget,
	warn: (text: string) => void = () => undefined,
): Promise<Record<string, unknown> | undefined> {
	if (Object.keys(fields).length === 0 || !client) return undefined;
	let written: WrittenRecord;
	try {
		written = await save(fields, { recordId, client, module });
	} catch (error) {
		throw notSaved(fields, recordId, thrownError(error));
	}
	const { saved, described } = written;
	for (const change of await changesBySaving(client, written, recordId)) {
		// A field that the module does not have is an error below.
		if (change.kept !== undefined) warn(changeWarning(change, recordId));
	}
	const unknown = unknownFields(Object.keys(fields), saved, described);
	if (unknown.length === 0) return savedFields(fields, saved);
	const lost = Object.fromEntries(unknown.map((name) => [name, fields[name]]));
	throw notSaved(
		lost,
		recordId,
		new Error(
			`${module} has no such field, or hides it from the user of the credential. Correct the destination in the map, or add the field in coreBOS.`,
		),
	);
}

/** A record that was saved. */
interface WrittenRecord {
	/** What was sent. */
	element: Record<string, unknown>;
	/** The record as coreBOS answered it. */
	saved: Record<string, unknown>;
	/** The fields of its module; undefined where they are not known. */
	described: ModuleField[] | undefined;
}

/**
 * Saves the values as they are, whatever credential saves them: `12.5` of an answer is 12.5 for a
 * user with a decimal comma, too. Of a document nothing else is emptied.
 */
async function save(
	values: Record<string, unknown>,
	{ recordId: id = '', client, module = '' }: SaveTarget & { client: CoreBosClient },
): Promise<WrittenRecord> {
	const described = await describedFields(client, module, id);
	const fields = described ?? [];
	const element = await writtenValues(values, fields, {
		client,
		describe: async (name) => await fetchDescription(client, name),
		formats: async () => await userFormats(client),
		references: true,
	});
	const saved = await updateRecord(client, { module, fields, id, element });
	// A number alone does not tell the module of the record; the answer does.
	const known = described ?? (await describedFields(client, module, String(saved.id ?? '')));
	return { element, saved, described: known };
}

/** The values that coreBOS saved otherwise, as far as the types of the fields are known. */
async function changesBySaving(
	client: CoreBosClient,
	{ element, saved, described }: WrittenRecord,
	recordId: string | undefined,
): Promise<SilentChange[]> {
	if (described === undefined) return [];
	const formats = async () => await answerFormats(client);
	return await afterWrite(
		recordId,
		async () => await unsavedValues(element, saved, described, formats),
	);
}

function changeWarning(change: SilentChange, recordId: string | undefined): string {
	const text = isBetterHidden(change.field)
		? `${change.field}: (not shown) (${change.reason})`
		: changeText(change);
	return `coreBOS changed a value of record ${recordId}: ${text}`;
}

/** A field that coreBOS does not return has the value that it was given. */
function savedFields(
	fields: Record<string, unknown>,
	saved: Record<string, unknown>,
): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [
			name,
			Object.hasOwn(saved, name) ? saved[name] : value,
		]),
	);
}

function notSaved(
	fields: Record<string, unknown>,
	recordId: string | undefined,
	cause: Error,
): SaveError {
	const values = Object.entries(fields).map(([name, value]) => `${name} ${shown(name, value)}`);
	return new SaveError(
		`The call was made, but ${values.join(', ')} could not be saved to record ${recordId}: ${reasonOf(cause)}`,
		'notSaved',
		cause,
	);
}

/** A value that was not sent has advice about options of a node, which a map does not have. */
function reasonOf(cause: Error): string {
	const isRefused =
		cause instanceof CoreBosError && cause.code.startsWith('INVALID_') && cause.operation === '';
	return isRefused ? `${cause.reason}, so coreBOS would have stored another value.` : cause.message;
}

const SHOWN_LENGTH = 60;

/** The value, so that it can be entered by hand. */
function shown(name: string, value: unknown): string {
	if (isBetterHidden(name)) return '(not shown)';
	const text = JSON.stringify(value) ?? String(value);
	return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text;
}

/**
 * coreBOS passes over a field that it does not know and says nothing. Such a field is neither
 * in its answer, which has all fields of the record, nor in the description of the module.
 */
function unknownFields(
	names: string[],
	saved: Record<string, unknown>,
	described: ModuleField[] | undefined,
): string[] {
	if (described === undefined) return [];
	const known = new Set(described.map(({ name }) => name));
	return names.filter((name) => !Object.hasOwn(saved, name) && !known.has(name));
}

/** @returns undefined where nothing is known, or the record is of another module */
async function describedFields(
	client: CoreBosClient,
	module: string,
	id: string,
): Promise<ModuleField[] | undefined> {
	if (module === '') return undefined;
	const description = await fetchDescription(client, module).catch(() => undefined);
	if (description === undefined || description.fields.length === 0) return undefined;
	if (parseWebServiceId(id)?.prefix !== description.idPrefix) return undefined;
	return description.fields;
}
