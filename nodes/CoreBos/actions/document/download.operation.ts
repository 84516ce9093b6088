import type { CoreBosClient } from '../../../../engine';
import { recordLocator } from '../../../editor/listSearch/locators';
import type { Action } from '../../action';
import { outputFileField } from '../../outputFile';
import { locatorValue, optionsOf } from '../../../editor/parameterValues';
import { ParameterError } from '../../../transport/parameterError';
import { existingRecord, webServiceId } from '../../../../engine';

/** What `retrievedocattachment` returns for a document. */
interface Attachment {
	recordid: string;
	filename: string;
	filetype: string;
	filesize: number;
	/** The file in base64. */
	attachment: string;
}

/** `retrievedocattachment`, which returns an empty list for a record without a file. */
export const download: Action = {
	choice: {
		name: 'Download',
		value: 'download',
		action: 'Download a document',
		description: 'Get the file of a document as binary data',
	},
	properties: [
		recordLocator(
			{ displayName: 'Document', name: 'documentId', description: 'The document to download' },
			{ list: false },
		),
		outputFileField,
	],
	options: [
		{
			displayName: 'Keep Input Item',
			name: 'keepItem',
			type: 'boolean',
			default: false,
			description: 'Whether the output also contains the values and files of the input item',
		},
		{
			displayName: 'Maximum File Size (MB)',
			name: 'maxSize',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 25,
			description: 'Larger files are not downloaded; the item fails',
		},
	],
	async execute({ node, client }, itemIndex) {
		const given = locatorValue(node, 'documentId', itemIndex, 'Document');
		const property = node.getNodeParameter('binaryProperty', itemIndex) as string;
		const options = optionsOf(node, itemIndex);
		const id = await webServiceId(client, given);
		if (options.maxSize !== undefined) {
			requireSize(id, await attachmentOf(client, id, false), Number(options.maxSize));
		}
		const { attachment, ...about } = await attachmentOf(client, id, true);
		const data = await node.helpers.prepareBinaryData(
			Buffer.from(attachment, 'base64'),
			about.filename || undefined,
			about.filetype || undefined,
		);
		const item = node.getInputData()[itemIndex];
		const kept = options.keepItem === true ? item : undefined;
		return [
			{ json: { ...kept?.json, id, ...about }, binary: { ...kept?.binary, [property]: data } },
		];
	},
};

async function attachmentOf(
	client: CoreBosClient,
	id: string,
	withFile: boolean,
): Promise<Attachment> {
	// Every text but "0" and an empty one asks for the file (recorded).
	const call = { id, returnfile: withFile ? '1' : '0' };
	const answer = await client.call('retrievedocattachment', call);
	const [attachment] = Object.values((answer ?? {}) as Record<string, Attachment>);
	if (attachment === undefined) throw await missingFile(client, id);
	return attachment;
}

/** Why there is no file: no such record (coreBOS's own error), not a document, or a link. */
async function missingFile(client: CoreBosClient, id: string): Promise<ParameterError> {
	const { filelocationtype, filename } = await existingRecord(client, id);
	if (filelocationtype === undefined) {
		return new ParameterError(`The record ${id} is not a document`, 'Enter the ID of a document.');
	}
	if (filelocationtype === 'E') {
		return new ParameterError(
			`The document ${id} has no file, but a link: ${String(filename)}`,
			'Download it with an HTTP Request node.',
		);
	}
	return new ParameterError(`The document ${id} has no file`, 'Upload a file in coreBOS first.');
}

function requireSize(id: string, { filename, filesize }: Attachment, megabytes: number): void {
	if (filesize <= megabytes * 1024 * 1024) return;
	throw new ParameterError(
		`The file "${filename}" of the document ${id} has ${filesize} bytes, more than ${megabytes} MB`,
		'To download it, raise the option "Maximum File Size (MB)".',
	);
}
