import type { Resource } from '../../action';
import { convertFile } from './convertFile.operation';
import { createDocument } from './create.operation';
import { download } from './download.operation';
import { generateDocument } from './generate.operation';

export const documentResource: Resource = {
	choice: {
		name: 'Document',
		value: 'document',
		description: 'Documents with their files',
	},
	defaultOperation: 'download',
	actions: [convertFile, createDocument, download, generateDocument],
};
