import type { IDataObject } from 'n8n-workflow';
import { ParameterError } from '../../../transport/parameterError';
import type { Action } from '../../action';
import { inputFile } from '../../inputFile';
import { outputFileField } from '../../outputFile';

/** Operation `gendoc_convert`, for installs that convert files. */
export const convertFile: Action = {
	choice: {
		name: 'Convert File',
		value: 'convertFile',
		action: 'Convert a file to another format',
		description:
			'Convert an office file to another format, such as PDF, with the conversion server of coreBOS',
	},
	properties: [
		{
			displayName: 'Input Binary Field',
			name: 'inputProperty',
			type: 'string',
			default: 'data',
			required: true,
			hint: 'The name of the input binary field that contains the file to convert',
		},
		{
			displayName: 'Format',
			name: 'convertFormat',
			type: 'string',
			default: 'pdf',
			required: true,
			placeholder: 'e.g. pdf',
			description: 'The format to convert the file to, by its extension, such as pdf, odt or docx',
		},
		outputFileField,
	],
	async execute({ node, client }, itemIndex) {
		const from = node.getNodeParameter('inputProperty', itemIndex) as string;
		const to = node.getNodeParameter('binaryProperty', itemIndex) as string;
		const format = String(node.getNodeParameter('convertFormat', itemIndex)).trim();
		const given = await inputFile(node, itemIndex, from);
		const answer = await client.call('gendoc_convert', { file: given, convert_format: format });
		const { file, errormessage } = (answer ?? {}) as { file?: IDataObject; errormessage?: string };
		if (file?.content === undefined) throw notConverted(String(given.name), errormessage);
		const name = String(file.name ?? '');
		// PHP appends the character set to the type.
		const [type] = String(file.type ?? '').split(';');
		const bytes = Buffer.from(String(file.content), 'base64');
		const data = await node.helpers.prepareBinaryData(bytes, name, type || undefined);
		return [{ json: { fileName: name, fileSize: bytes.length }, binary: { [to]: data } }];
	},
};

/** An install that does not convert files says so as if it had succeeded (recorded). */
function notConverted(name: string, reason = ''): ParameterError {
	if (/deactivated/i.test(reason)) {
		return new ParameterError(
			'This coreBOS install does not convert files',
			'The administrator turns it on with the global variable "Webservice_GenDocConversion_Active"; the server needs unoconv and LibreOffice.',
		);
	}
	return new ParameterError(
		`coreBOS did not convert the file "${name}"${reason === '' ? '' : `: ${reason}`}`,
		'Check the format, and that the conversion server of coreBOS is running.',
	);
}
