import type { IDataObject } from 'n8n-workflow';
import { BoundedCache, ConcurrencyLimit, CoreBosError, existingIds } from '../../../../engine';
import { splitIds } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import type { Action, ActionRun } from '../../action';
import { fileNameOption, outputFileField, outputFileName } from '../../outputFile';
import { serverFile } from '../../serverFile';

/** What coreBOS makes of a template, by the name of the format in `getmergedtemplate`. */
const FORMATS = {
	onepdf: { extension: 'pdf', mimeType: 'application/pdf', begins: '%PDF' },
	pdf: { extension: 'zip', mimeType: 'application/zip', begins: 'PK' },
	odt: { extension: 'zip', mimeType: 'application/zip', begins: 'PK' },
} as const;

const CHECK_GENDOC =
	'Check in coreBOS that GenDoc can generate this document. PDF files need its conversion server; the format "ZIP of OpenDocument Files" does not.';

/** Operation `getmergedtemplate`: a template of coreBOS's GenDoc filled in with records. */
export const generateDocument: Action = {
	choice: {
		name: 'Generate From Template',
		value: 'generate',
		action: 'Generate a document from a template',
		description:
			'Merge records into a template (a document with an OpenDocument file), and get the result as a PDF or ZIP file. coreBOS needs its module GenDoc for this.',
	},
	properties: [
		{
			displayName: 'Template',
			name: 'template',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 15x9209',
			description: 'The ID or the title of the document that is the template',
		},
		{
			displayName: 'Records',
			name: 'records',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 7x8612',
			description:
				'IDs of the records to merge, separated by commas, or a list from an expression. They belong to the module of the template.',
		},
		{
			displayName: 'Format',
			name: 'format',
			type: 'options',
			options: [
				{ name: 'One PDF File', value: 'onepdf', description: 'All records in one file' },
				{
					name: 'ZIP of OpenDocument Files',
					value: 'odt',
					description: 'A text document for each record; needs no conversion server',
				},
				{ name: 'ZIP of PDF Files', value: 'pdf', description: 'A PDF file for each record' },
			],
			default: 'onepdf',
			description: 'The format of the result. PDF files need the conversion server of GenDoc.',
		},
		outputFileField,
	],
	options: [
		fileNameOption({
			placeholder: 'e.g. letters.pdf',
			description: 'The name of the file; empty uses the name that coreBOS gives it',
		}),
	],
	async execute(run, itemIndex) {
		const { node, client } = run;
		const template = String(node.getNodeParameter('template', itemIndex)).trim();
		const format = node.getNodeParameter('format', itemIndex) as keyof typeof FORMATS;
		const property = node.getNodeParameter('binaryProperty', itemIndex) as string;
		// coreBOS leaves out records that it cannot read, without a word.
		const given = splitIds(node.getNodeParameter('records', itemIndex), 'Records');
		const records = await existingIds(client, given);
		const merged = await oneAtATime(
			run,
			async () => await mergedFile(run, template, records, format),
		);
		const { extension, mimeType } = FORMATS[format];
		const ownName = merged.path.split('/').at(-1) || `document.${extension}`;
		const name = outputFileName(node, itemIndex, ownName);
		const data = await node.helpers.prepareBinaryData(merged.bytes, name, mimeType);
		return [{ json: { template, records, fileName: name }, binary: { [property]: data } }];
	},
};

/** One for each install. */
const limits = new BoundedCache<string, ConcurrencyLimit>(100);

/**
 * One call of an install after another: coreBOS writes the result to a file of the user or the
 * module, which the next call replaces, so that a file that is fetched later is that of another call.
 */
async function oneAtATime<Result>(
	{ connection }: ActionRun,
	work: () => Promise<Result>,
): Promise<Result> {
	let limit = limits.get(connection.baseUrl);
	if (limit === undefined) {
		limit = new ConcurrencyLimit(1);
		limits.set(connection.baseUrl, limit);
	}
	return await limit.run(work);
}

async function mergedFile(
	{ client, connection }: ActionRun,
	template: string,
	crmids: string[],
	format: keyof typeof FORMATS,
): Promise<{ path: string; bytes: Buffer }> {
	const call = { template, crmids, output_format: format };
	const answer = await client.call('getmergedtemplate', call).catch(async (error: unknown) => {
		throw withoutServer(error, template, format);
	});
	const { file } = (answer ?? {}) as IDataObject;
	const path = pathOf(String(file ?? ''));
	if (path === '') {
		throw new ParameterError(
			`coreBOS found no template "${template}"`,
			'Enter the ID or the title of a document with an OpenDocument file (.odt).',
		);
	}
	const what = `The result of the template "${template}"`;
	const bytes = await serverFile(connection, path, what, 'coreBOS puts generated files there.');
	if (bytes.subarray(0, 4).toString('latin1').startsWith(FORMATS[format].begins)) {
		return { path, bytes };
	}
	throw new ParameterError(
		`${what} is not a ${FORMATS[format].extension.toUpperCase()} file`,
		CHECK_GENDOC,
	);
}

/** Where its conversion server is missing, coreBOS fails on a PDF without saying why. */
function withoutServer(error: unknown, template: string, format: string): unknown {
	const isUnknown = error instanceof CoreBosError && error.code === 'INTERNAL_SERVER_ERROR';
	if (!isUnknown || format === 'odt') return error;
	return new ParameterError(`coreBOS made no PDF of the template "${template}"`, CHECK_GENDOC);
}

/** From the folder of coreBOS, also where an absolute path was told. */
function pathOf(file: string): string {
	return file.slice(Math.max(0, file.lastIndexOf('cache/')));
}
