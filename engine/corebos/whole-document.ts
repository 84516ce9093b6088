import type { CoreBosClient } from '../environment';
import { asRecord } from '../is-record';
import { flagOf } from './field-values';
import { fieldKind, type ModuleField } from './module-description';

/** The module whose records lose what is not sent with a change. */
const DOCUMENTS = 'Documents';
/** What coreBOS knows of the file itself; sent as values, they would come apart from it. */
const OF_THE_FILE = new Set(['filename', 'filesize', 'filetype', 'filedownloadcount']);

type Members = Record<string, unknown>;

/** Whether a change of a record has to send it whole, by {@link updateDocument}. */
export function isSentWhole(module: string): boolean {
	return module === DOCUMENTS;
}

/** How a document is changed. */
interface DocumentUpdate {
	/** The module's fields. */
	fields: ModuleField[];
	/** Web service id, number or cbuuid of the document. */
	id: string;
	/** The values that change. */
	element: Members;
	/** Further parameters of the call, such as `cbwsOptions`. */
	parameters?: Members;
}

/**
 * Changes a record of Documents. `revise`, `upsert` and `MassUpdate` empty everything that is not
 * sent, the file, folder and title among it; `update` with all fields keeps the file (recorded).
 *
 * @returns what `update` answers
 * @throws CoreBosError of `retrieve` and `update`
 */
export async function updateDocument(
	client: CoreBosClient,
	{ fields, id, element, parameters }: DocumentUpdate,
): Promise<unknown> {
	const stored = asRecord(await client.call('retrieve', { id }));
	const whole = { ...storedValues(fields, stored), ...withFile(element), id: stored.id };
	return await client.call('update', { ...parameters, element: whole });
}

/** The fields as they are, numbers and times with the flag that keeps them from being converted. */
function storedValues(fields: ModuleField[], stored: Members): Members {
	const isLink = stored.filelocationtype === 'E';
	const kept = fields.filter(
		({ name, editable }) =>
			editable && name in stored && (!OF_THE_FILE.has(name) || (isLink && name === 'filename')),
	);
	return Object.fromEntries(
		kept.flatMap((field): Array<[string, unknown]> => {
			const value: [string, unknown] = [field.name, stored[field.name]];
			const isConverted = ['number', 'date', 'datetime'].includes(fieldKind(field));
			return isConverted ? [value, [flagOf(field.name), 1]] : [value];
		}),
	);
}

/** A file as `filename` object would get a wrong size on `update` (recorded). */
function withFile({ filename, ...element }: Members): Members {
	if (typeof filename !== 'object' || filename === null) {
		return filename === undefined ? element : { ...element, filename };
	}
	const attachments = { ...asRecord(element.attachments), filename };
	return { ...element, filelocationtype: 'I', attachments };
}
