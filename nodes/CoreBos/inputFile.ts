import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

/**
 * A file of an item as coreBOS takes it.
 *
 * @param property the item's binary field
 * @returns name, type, size in bytes, and content in base64
 * @throws n8n's own error for a binary field that does not exist
 */
export async function inputFile(
	node: IExecuteFunctions,
	itemIndex: number,
	property: string,
): Promise<IDataObject> {
	const { fileName, mimeType } = node.helpers.assertBinaryData(itemIndex, property);
	const bytes = await node.helpers.getBinaryDataBuffer(itemIndex, property);
	return {
		name: fileName || property,
		type: mimeType || 'application/octet-stream',
		size: bytes.length,
		content: bytes.toString('base64'),
	};
}
