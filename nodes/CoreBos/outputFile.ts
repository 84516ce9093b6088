import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { optionsOf } from '../editor/parameterValues';

/** The parameter of operations that output one file. */
export const outputFileField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryProperty',
	type: 'string',
	default: 'data',
	required: true,
	hint: 'The name of the output binary field to put the file in',
};

/** The option *File Name*. @param texts its placeholder and description */
export function fileNameOption(
	texts: Pick<INodeProperties, 'placeholder' | 'description'>,
): INodeProperties {
	return { displayName: 'File Name', name: 'fileName', type: 'string', default: '', ...texts };
}

/** The name in the option *File Name*. @param otherwise the name of the file if it is empty */
export function outputFileName(
	node: IExecuteFunctions,
	itemIndex: number,
	otherwise: string,
): string {
	const { fileName } = optionsOf(node, itemIndex);
	return String(fileName ?? '').trim() || otherwise;
}
