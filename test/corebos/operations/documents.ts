import type { Element } from '../entities';
import { attachedFiles, fileIn, isDocument, sizeOfFile, storeFile, type GivenFile } from '../files';
import { htmlEncoded } from '../html';
import type { Entity, Install } from '../install';
import type { KeptModule } from '../modules';
import { accessDenied, PhpDeath, Refusal } from '../refusal';
import { names } from './lists';
import { text, type Operation, type OperationCall } from './operation';

/** Where the file of a document is: in the storage, not behind a link. */
const INTERNAL = 'I';

/** What a change of a document does. */
export interface DocumentChange {
	/** The values to change, the file's among them. */
	element: Element;
	/** To be done when the document has them. */
	finish(document: Entity): void;
}

/** A document with its file. A file in `filename` is stored before the document, others after it. */
export function documentToMake(call: OperationCall, element: Element): DocumentChange {
	const { install } = call;
	const given = fileIn(element.filename);
	if (given !== undefined) {
		const stored = storeFile(install, given);
		return {
			element: { ...element, ...fileValues(given, stored.name) },
			finish: (document) => void (document.files = [stored]),
		};
	}
	return {
		element,
		finish: (document) => {
			const upload = call.files.filename;
			if (upload !== undefined) {
				const { filename: name, contentType: type, base64: content } = upload;
				putFile(install, document, { name, type, content, size: String(sizeOfFile({ content })) });
			}
			attachFile(install, document, element);
		},
	};
}

/**
 * An update of a document: a file in `filename` gets a new name and keeps the old one's size. The
 * name of a file that is not sent is encoded as HTML, and without the place of the file there is
 * none (seen on a real coreBOS).
 */
export function documentToUpdate(install: Install, element: Element): DocumentChange {
	const given = fileIn(element.filename);
	if (given === undefined) {
		return {
			element,
			finish: (document) => {
				const { filename, filelocationtype } = document.values;
				if (!element.filelocationtype) dropFile(document);
				if (!element.filename && filelocationtype === INTERNAL) {
					document.values.filename = htmlEncoded(filename ?? '');
				}
				attachFile(install, document, element);
			},
		};
	}
	const stored = storeFile(install, given);
	return {
		element: { ...element, filename: stored.name, filedownloadcount: '0' },
		finish: (document) => void (document.files = [stored]),
	};
}

/** Fields that coreBOS fills in a revised document whatever was sent. */
const KEPT = new Set(['id', 'note_no', 'assigned_user_id']);

/**
 * A revise, upsert or MassUpdate of a document: all that is not sent is emptied, the file too.
 *
 * @throws PhpDeath for a file in `filename`
 */
export function documentToRevise(
	install: Install,
	{ describe }: KeptModule,
	element: Element,
): DocumentChange {
	if (fileIn(element.filename) !== undefined) throw new PhpDeath('filename is not text');
	const emptied = describe.fields
		.filter(({ name, editable }) => editable !== false && !KEPT.has(name))
		.map(({ name }) => [name, '']);
	return {
		element: { ...Object.fromEntries(emptied), ...element },
		finish: (document) => {
			document.files = undefined;
			document.values.filedownloadcount = '';
			attachFile(install, document, element);
		},
	};
}

function dropFile(document: Entity): void {
	document.files = undefined;
	Object.assign(document.values, {
		filename: '',
		filesize: '0',
		filetype: '',
		filelocationtype: '',
	});
}

/** The file in `attachments.filename`; only a document in the storage takes it. */
function attachFile(install: Install, document: Entity, element: Element): void {
	const [, file] = attachedFiles(element).find(([field]) => field === 'filename') ?? [];
	if (file !== undefined && document.values.filelocationtype === INTERNAL) {
		putFile(install, document, file);
	}
}

function putFile(install: Install, document: Entity, file: GivenFile): void {
	const stored = storeFile(install, file);
	document.files = [stored];
	Object.assign(document.values, fileValues(file, stored.name));
}

/** What the file says of itself becomes field values. */
function fileValues({ size, type }: GivenFile, name: string): Record<string, string> {
	return { filename: name, filesize: size, filetype: type, filedownloadcount: '0' };
}

/** The records that a document is attached to. */
export function documentRelations(install: Install, document: Entity): Record<string, unknown> {
	if (!isDocument(document.module)) return {};
	const numbers = install.relations
		.filter((pair) => pair.includes(document.number))
		.map((pair) => pair.find((number) => number !== document.number));
	const related = install.entities.filter(
		({ number, cbuuid, deleted }) => cbuuid !== '' && !deleted && numbers.includes(number),
	);
	return { relations: related.map((entity) => install.idOf(entity)) };
}

/** Any text but an empty one and `0` asks for the file, `false` too (recorded). */
const retrievedocattachment: Operation = (call) => {
	const withFile = !['', '0'].includes(text(call, 'returnfile'));
	const found = names(text(call, 'id')).flatMap((id) => {
		const document = call.install.find(id);
		const [file] = document?.files ?? [];
		if (document === undefined || !isDocument(document.module) || file === undefined) return [];
		const { filename, filetype } = document.values;
		const attachment = withFile ? file.content : '';
		const recordid = String(document.number);
		const filesize = sizeOfFile(file);
		return [[id, { recordid, filetype: filetype || file.type, filename, filesize, attachment }]];
	});
	return found.length === 0 ? [] : Object.fromEntries(found);
};

const WITH_PDF = new Set(['Invoice', 'SalesOrder', 'Quotes', 'PurchaseOrder']);

/** The printed document of an invoice, an order or a quote. */
const getpdfdata: Operation = ({ install, ...call }) => {
	const document = install.find(text({ install, ...call }, 'id'));
	if (document === undefined) throw accessDenied();
	if (!WITH_PDF.has(document.module)) {
		const message = 'Only Inventory & GV defined modules support PDF Output.';
		throw new Refusal('ACCESS_DENIED', message);
	}
	const page = `%PDF-1.7\n% ${document.module} ${document.number}\n%%EOF\n`;
	const pdf_data = Buffer.from(page).toString('base64');
	return [{ recordid: String(document.number), modulename: document.module, pdf_data }];
};

export const documentOperations: Record<string, Operation> = {
	retrievedocattachment,
	getpdfdata,
};
