import { isDocument } from '../files';
import { globalVariable } from '../formatted';
import type { Install } from '../install';
import { decoded, text, type Operation } from './operation';

/** Where GenDoc puts what it generates; the web server gives it out. */
const FOLDER = 'cache/gendocoutput';

/**
 * GenDoc's templates are documents with a file, found by number, id or title (source: coreBOS,
 * `cbws_getmergedtemplate`). The stand-in fills nothing in: the result tells its records.
 */
const getmergedtemplate: Operation = (call) => {
	const { install } = call;
	const given = text(call, 'template');
	const number = /^\d+x(\d+)$/.exec(given)?.[1] ?? given;
	const template = install.entities.find(
		({ module, number: own, values, files, deleted }) =>
			isDocument(module) &&
			!deleted &&
			files !== undefined &&
			(String(own) === number || values.notes_title === given),
	);
	if (template === undefined) return { message: 'No template found', file: '' };
	// Records that are not there are left out.
	const records = (decoded(call, 'crmids') as string[]).filter((id) => install.find(id));
	const module = template.values.template_for ?? '';
	const last = records.at(-1)?.split('x')[1] ?? '000';
	const isOne = text(call, 'output_format') === 'onepdf';
	const name = isOne ? `${module}_${last}.pdf` : `gendoc${call.user.id.split('x')[1]}.zip`;
	const path = `${FOLDER}/${module}/${name}`;
	const told = records.join(' ');
	const content = isOne ? Buffer.from(`%PDF-1.7\n% ${told}\n%%EOF\n`) : emptyZip(told);
	const type = isOne ? 'application/pdf' : 'application/zip';
	install.generated.set(path, { number: 0, name, type, content: content.toString('base64') });
	return { message: 'Report is generated', file: path };
};

/** A ZIP file without entries that has a comment. */
function emptyZip(comment: string): Buffer {
	const end = Buffer.alloc(22);
	end.write('PK\u0005\u0006', 'latin1');
	end.writeUInt16LE(comment.length, 20);
	return Buffer.concat([end, Buffer.from(comment, 'latin1')]);
}

/** Formats that the stand-in can convert to. */
const FORMATS: Readonly<Record<string, string>> = {
	pdf: 'application/pdf; charset=binary',
	txt: 'text/plain; charset=us-ascii',
};

/** Files are converted by a server that an install does not have by itself. */
const gendoc_convert: Operation = (call) => {
	if (!isActive(call.install)) return { result: 'success', errormessage: 'Service deactivated' };
	const { name, size, content } = decoded(call, 'file') as Record<string, string>;
	const bytes = Buffer.from(content, 'base64');
	if (bytes.length !== Number(size)) {
		return { result: 'error', errormessage: 'Error saving input file, filesize differ' };
	}
	const format = text(call, 'convert_format');
	const type = FORMATS[format];
	if (type === undefined) {
		return { result: 'error', errormessage: `Can't convert ${name} to ${format} format` };
	}
	const made = format === 'pdf' ? Buffer.concat([Buffer.from('%PDF-1.7\n'), bytes]) : bytes;
	const file = {
		name: `${name.split('.')[0]}.${format}`,
		size: made.length,
		type,
		content: made.toString('base64'),
	};
	return { result: 'success', file };
};

function isActive(install: Install): boolean {
	const value = globalVariable(install, 'Webservice_GenDocConversion_Active') ?? '0';
	return value !== '0';
}

export const generatedOperations: Record<string, Operation> = { getmergedtemplate, gendoc_convert };
