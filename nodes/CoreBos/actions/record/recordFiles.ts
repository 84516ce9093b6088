import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import { inputFile } from '../../inputFile';
import type { RecordToSend } from './recordFields';

/** Entry of *Options* of the actions that save a record. */
export const filesOption: INodeProperties = {
	displayName: 'Files',
	name: 'files',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	default: {},
	placeholder: 'Add File',
	description:
		'Files and images for the record, from binary fields of the item: for example images of products and contacts, or the file of a document. A file replaces the existing file of the field.',
	options: [
		{
			displayName: 'File',
			name: 'file',
			values: [
				{
					displayName: 'Field',
					name: 'field',
					type: 'string',
					default: 'imagename',
					placeholder: 'e.g. imagename',
					description:
						'The name of the file or image field of the module: imagename of Products and Contacts, filename of Documents',
				},
				{
					displayName: 'Input Binary Field',
					name: 'binaryProperty',
					type: 'string',
					default: 'data',
					hint: 'The name of the input binary field that contains the file',
				},
			],
		},
	],
};

/**
 * The files of an item as members of the element: coreBOS takes them in `attachments`, and keeps
 * none whose type or size is missing (recorded).
 *
 * @throws ParameterError for a field without a name, or that the module does not have; n8n's own error for a binary field that does not exist
 */
export async function filesToSend(
	node: IExecuteFunctions,
	itemIndex: number,
	{ module, fields, element }: RecordToSend,
): Promise<IDataObject> {
	const options = optionsOf(node, itemIndex);
	const { file = [] } = (options.files ?? {}) as { file?: IDataObject[] };
	if (file.length === 0) return {};
	const attachments: IDataObject = { ...(element.attachments as IDataObject | undefined) };
	for (const { field, binaryProperty } of file) {
		const name = String(field ?? '').trim();
		if (name === '') {
			throw new ParameterError(
				'A file of the option "Files" has no field',
				'Enter the name of the file or image field.',
			);
		}
		// coreBOS would ignore the file without a word (recorded).
		if (!fields.some((one) => one.name === name)) {
			throw new ParameterError(
				`The module "${module}" has no field "${name}" for a file`,
				'Enter the name of its file or image field in the option "Files". Comments accept no files.',
			);
		}
		attachments[name] = await inputFile(node, itemIndex, String(binaryProperty ?? 'data'));
	}
	const isFileOfDocument = module === 'Documents' && attachments.filename !== undefined;
	return { attachments, ...(isFileOfDocument && { filelocationtype: 'I' }) };
}
