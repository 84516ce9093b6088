import type { Element } from '../entities';
import type { UploadedFile } from '../incoming';
import type { Entity, Install } from '../install';
import { accessDenied } from '../refusal';
import { names } from './lists';
import { text, type Operation, type OperationCall } from './operation';

/**
 * The file in the element's `filename` object. It is stored before the document, and like
 * every attachment it takes a record number.
 */
export function elementFile(install: Install, element: Element): Entity['attachment'] {
	const { filename } = element;
	if (typeof filename !== 'object' || filename === null) return undefined;
	const { content } = filename as Record<string, unknown>;
	return { number: install.takeNumber(), content: String(content) };
}

/** What the file says of itself becomes field values. */
export function elementFileValues(element: Element): Record<string, string> {
	const { filename } = element;
	if (typeof filename !== 'object' || filename === null) return {};
	const { name, type, content } = filename as Record<string, unknown>;
	return fileValues(String(name), String(type), String(content));
}

/** A multipart upload is stored after its document. */
export function attachUpload(call: OperationCall, document: Entity): void {
	const upload: UploadedFile | undefined = call.files.filename;
	if (upload === undefined) return;
	const { filename, contentType, base64 } = upload;
	document.attachment = { number: call.install.takeNumber(), content: base64 };
	Object.assign(document.values, fileValues(filename, contentType, base64));
}

function fileValues(name: string, type: string, content: string): Record<string, string> {
	const filesize = String(Buffer.from(content, 'base64').length);
	const filename = name.replaceAll(' ', '_');
	return { filename, filesize, filetype: type, filedownloadcount: '0' };
}

/** What a document answers beside its fields. */
export function documentMembers(install: Install, entity: Entity): Record<string, unknown> {
	if (entity.attachment === undefined) return {};
	const [, year, month, day] = /^(\d+)-(\d+)-(\d+)/.exec(entity.values.createdtime) ?? [];
	const monthName = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(
		new Date(`${year}-${month}-01`),
	);
	const folder = `${install.url}/storage/${year}/${monthName}/week${Math.ceil(Number(day) / 7)}`;
	return { _downloadurl: `${folder}/${entity.attachment.number}_${entity.values.filename}` };
}

/** The records that a document is attached to. */
export function documentRelations(install: Install, document: Entity): Record<string, unknown> {
	if (document.module !== 'Documents') return {};
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
		if (document?.attachment === undefined) return [];
		const { filename, filetype, filesize } = document.values;
		const attachment = withFile ? document.attachment.content : '';
		const recordid = String(document.number);
		return [[id, { recordid, filetype, filename, filesize: Number(filesize), attachment }]];
	});
	return found.length === 0 ? [] : Object.fromEntries(found);
};

const WITH_PDF = new Set(['Invoice', 'SalesOrder', 'Quotes', 'PurchaseOrder']);

/** The printed document of an invoice, an order or a quote. */
const getpdfdata: Operation = ({ install, ...call }) => {
	const document = install.find(text({ install, ...call }, 'id'));
	if (document === undefined) throw accessDenied();
	if (!WITH_PDF.has(document.module)) return [];
	const page = `%PDF-1.7\n% ${document.module} ${document.number}\n%%EOF\n`;
	const pdf_data = Buffer.from(page).toString('base64');
	return [{ recordid: String(document.number), modulename: document.module, pdf_data }];
};

export const documentOperations: Record<string, Operation> = {
	retrievedocattachment,
	getpdfdata,
};
