import type { CoreBosClient } from '../environment';
import { asRecord, isRecord } from '../is-record';
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
 * sent, the file, folder and title among it; `update` with all fields keeps the file (recorded). The
 * name of the file has to be among them: without it, each update encodes its `&`, quotes and umlauts
 * as HTML once more (seen on a real coreBOS).
 *
 * @returns what `update` answers
 * @throws CoreBosError of `retrieve` and `update`
 */
export async function updateDocument(
	client: CoreBosClient,
	{ fields, id, element, parameters }: DocumentUpdate,
): Promise<unknown> {
	const stored = asRecord(await client.call('retrieve', { id }));
	const whole = {
		...storedValues(fields, stored),
		...fileNameOf(stored, element),
		...withFile(element),
		id: stored.id,
	};
	return await client.call('update', { ...parameters, element: whole });
}

/**
 * The values of a document that is replaced, with the name and place of its file, where they give
 * none: without its place, an update drops the file (observed).
 *
 * @throws CoreBosError of `retrieve`
 */
export async function withFileName(
	client: CoreBosClient,
	id: string,
	element: Members,
): Promise<Members> {
	if (hasFile(element)) return element;
	return { ...fileNameOf(asRecord(await client.call('retrieve', { id })), element), ...element };
}

/** The name of the file, or the address of the link, that a document keeps, and which of both. */
function fileNameOf({ filename, filelocationtype }: Members, element: Members): Members {
	const isKept = (element.filelocationtype ?? filelocationtype) === filelocationtype;
	return isKept && filename ? { filename, filelocationtype } : {};
}

function hasFile({ filename, attachments }: Members): boolean {
	return Boolean(filename) || asRecord(attachments).filename !== undefined;
}

/** The fields as they are, numbers and times with the flag that keeps them from being converted. */
function storedValues(fields: ModuleField[], stored: Members): Members {
	const kept = fields.filter(
		({ name, editable }) => editable && name in stored && !OF_THE_FILE.has(name),
	);
	return Object.fromEntries(
		kept.flatMap((field): Array<[string, unknown]> => {
			const value: [string, unknown] = [field.name, stored[field.name]];
			const isConverted = ['number', 'date', 'datetime'].includes(fieldKind(field));
			return isConverted ? [value, [flagOf(field.name), 1]] : [value];
		}),
	);
}

/**
 * A file as `filename` object would get a wrong size on `update` (recorded). A new file brings its
 * own name.
 */
function withFile({ filename, ...element }: Members): Members {
	const attachments = asRecord(element.attachments);
	if (isRecord(filename)) {
		return {
			...element,
			filename: undefined,
			filelocationtype: 'I',
			attachments: { ...attachments, filename },
		};
	}
	if (attachments.filename !== undefined) return { ...element, filename: undefined };
	return filename === undefined || filename === null ? element : { ...element, filename };
}
